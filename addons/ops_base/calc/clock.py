"""Clocks that run in working time only, rebuilt from events (contract.md 2.4).

Instants are naive UTC, cut to whole seconds; intervals are half-open, [start, end).
W are the working windows, P the pauses, and for every clock

    elapsed + paused (inside W) + outside W = end - start

A deadline is the first instant at which the target is used up, so a target used up
exactly at closing time is due at that closing time. What counts in the end is the
elapsed time, not the label: after closing time nothing elapses.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeAlias

from .period import as_utc, local_day
from .timeline import (
    SECOND,
    Interval,
    Pause,
    Timeline,
    Windows,
    clip,
    closed,
    union,
    whole,
)

Spans: TypeAlias = Sequence[tuple[int, int]]
DAY = timedelta(days=1)


def windows(
    week: Mapping[int, Spans],
    days_off: Collection[date],
    days_on: Mapping[date, Spans],
    tz: str | tzinfo,
    start: datetime | date,
    end: datetime | date,
) -> list[Interval]:
    """Working windows in ``[start, end)``, merged where they touch.

    ``week`` has the spans of each weekday (Monday 0) in seconds of the local day,
    86400 being the next midnight. ``days_on`` replaces everything on its date, also
    on a day off (调休). A ``start`` or ``end`` without time is that local midnight.

    >>> nine_to_six = {day: [(9 * 3600, 18 * 3600)] for day in range(5)}
    >>> for a, b in windows(nine_to_six, {date(2026, 10, 9)},
    ...                     {date(2026, 10, 10): [(32400, 43200)]}, "Asia/Shanghai",
    ...                     date(2026, 10, 8), date(2026, 10, 12)):
    ...     print(a, b)
    2026-10-08 01:00:00 2026-10-08 10:00:00
    2026-10-10 01:00:00 2026-10-10 04:00:00
    """
    first = start if isinstance(start, datetime) else as_utc(start, 0, tz)
    last = end if isinstance(end, datetime) else as_utc(end, 0, tz)
    first, last = whole(first), whole(last)
    found: list[Interval] = []
    day = local_day(first, tz) - DAY
    while day <= local_day(last, tz):
        spans = days_on.get(day)
        if spans is None:
            spans = () if day in days_off else week.get(day.weekday(), ())
        found += ((as_utc(day, a, tz), as_utc(day, b, tz)) for a, b in spans)
        day += DAY
    return union(clip(found, first, last))


def elapsed(
    windows: Windows, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> int:
    """Working seconds in ``[start, end)`` outside the pauses; an open pause lasts.

    >>> day = [(datetime(2026, 11, 23, 1), datetime(2026, 11, 23, 10))]
    >>> lunch = (datetime(2026, 11, 23, 4), datetime(2026, 11, 23, 5))
    >>> elapsed(day, datetime(2026, 11, 23, 0), datetime(2026, 11, 23, 6), [lunch])
    14400
    """
    line = _timeline(windows)
    start, end = whole(start), whole(end)
    if end <= start:
        return 0
    return line.before(end) - line.before(start) - _paused(line, start, end, pauses)


def deadline(
    windows: Windows, start: datetime, target_s: int, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """The first instant from ``start`` on at which ``target_s`` have elapsed.

    None if that never happens inside the windows, or a pause is open before.

    >>> week = [(datetime(2026, 11, day, 1), datetime(2026, 11, day, 10))
    ...         for day in (20, 23)]
    >>> deadline(week, datetime(2026, 11, 20, 9, 30), 4 * 3600)
    datetime.datetime(2026, 11, 23, 4, 30)
    >>> deadline(week, datetime(2026, 11, 20, 2), 8 * 3600)
    datetime.datetime(2026, 11, 20, 10, 0)
    """
    line, start = _timeline(windows), whole(start)
    if target_s <= 0:
        return start
    mark = line.before(start) + target_s
    horizon = max([start, *line.ends[-1:]])
    for begin, end in closed(pauses, start, horizon):
        if line.before(begin) >= mark:
            break
        mark += line.before(end) - line.before(begin)
    found = line.at(mark)
    return None if found is None else max(found, start)


@dataclass(frozen=True)
class Event:
    """``value`` is the new priority of a ``priority``, the reason of a ``pause``.

    An event that voids another one takes its place in the log.
    """

    at: datetime
    type: str
    value: str | None = None
    id: int | None = None
    voids: int | None = None


@dataclass(frozen=True)
class Policy:
    """What the events mean for one clock.

    ``start`` and ``stop``: the event types that start and stop it. ``reasons``: the
    pause reasons that count, None for all. ``targets``: seconds per priority.
    ``priority``: ``retroactive`` (the new target from the old start), ``from_change``
    (a new clock from the change on) or ``keep_original`` (upgrades only).
    ``reopen``: ``continue`` (closed time is paused time) or ``new``: this clock keeps
    its result; so it does after ``reopen_within``.
    """

    start: str = "open"
    stop: Collection[str] = ("resolve",)
    reasons: Collection[str] | None = None
    targets: Mapping[str, int] = field(default_factory=dict)
    priority: str = "retroactive"
    reopen: str = "continue"
    reopen_within: timedelta | None = None


@dataclass(frozen=True)
class ClockState:
    """Seconds and instants; ``earlier`` are clocks that a change of priority ended.

    ``outcome``: none (not started), running, paused, met, breached, cancelled.
    ``outcome_at`` decides the period that counts the clock: the instant it was
    reached, or the deadline that was missed.
    """

    elapsed: int = 0
    paused: int = 0
    outside: int = 0
    deadline: datetime | None = None
    outcome: str = "none"
    outcome_at: datetime | None = None
    start: datetime | None = None
    target: int = 0
    reached_at: datetime | None = None
    earlier: tuple["ClockState", ...] = ()


def replay(
    events: Iterable[Event],
    windows: Windows,
    target_s: int,
    policy: Policy,
    now: datetime,
) -> ClockState:
    """The clock at ``now``, from nothing but the log.

    >>> monday = datetime(2026, 11, 23)
    >>> line = Timeline([(monday, monday + DAY)])
    >>> log = [Event(monday, "open"), Event(monday + 3600 * SECOND, "pause"),
    ...        Event(monday + 18000 * SECOND, "resolve")]
    >>> state = replay(log, line, 28800, Policy(), monday + DAY)
    >>> state.outcome, state.elapsed, state.paused
    ('met', 3600, 14400)
    """
    clock = _Clock(_timeline(windows), target_s, policy)
    for event in in_force(events, now):
        clock.take(event)
    return clock.state(whole(now))


def in_force(events: Iterable[Event], now: datetime) -> list[Event]:
    """The events up to ``now`` in order, without the voided ones."""
    log = list(events)
    voided = {event.voids for event in log if event.voids is not None}
    known = [
        replace(event, at=whole(event.at))
        for event in log
        if event.at <= now and (event.id is None or event.id not in voided)
    ]
    return sorted(known, key=lambda event: event.at)


class _Clock:
    def __init__(self, line: Timeline, target: int, policy: Policy) -> None:
        self.line = line
        self.policy = policy
        self.target = target
        self.started: datetime | None = None
        self.reached: datetime | None = None
        self.cancelled: datetime | None = None
        self.missed: datetime | None = None
        self.pauses: list[Interval] = []
        self.paused_since: datetime | None = None
        self.earlier: list[ClockState] = []

    def take(self, event: Event) -> None:
        if self.started is None:
            if event.type == self.policy.start:
                self.started = event.at
            elif event.type == "priority":
                self.target = self._target(event)
        elif self.cancelled is not None:
            return
        elif event.type in self.policy.stop:
            self._stop(event.at)
        elif event.type in _HANDLERS:
            _HANDLERS[event.type](self, event)

    def pause(self, event: Event) -> None:
        reasons = self.policy.reasons
        counts = reasons is None or event.value in reasons
        if counts and self.paused_since is None and self.reached is None:
            self.paused_since = event.at

    def resume(self, event: Event) -> None:
        if self.paused_since is not None:
            self.pauses.append((self.paused_since, event.at))
            self.paused_since = None

    def reopen(self, event: Event) -> None:
        if self.reached is None or self.policy.reopen != "continue":
            return
        within = self.policy.reopen_within
        if within is None or event.at - self.reached <= within:
            self._note_breach(self.reached)
            self.pauses.append((self.reached, event.at))
            self.reached = None

    def cancel(self, event: Event) -> None:
        if self.reached is None:
            self._note_breach(event.at)
            self.resume(event)
            self.cancelled = event.at

    def change_priority(self, event: Event) -> None:
        target = self._target(event)
        if self.reached is not None or target == self.target:
            return
        self._note_breach(event.at)
        if self.policy.priority == "from_change":
            self._restart(event.at)
        self.target = target

    def state(self, now: datetime) -> ClockState:
        if self.started is None:
            return ClockState(target=self.target)
        end = self.reached or self.cancelled or now
        pauses = self._pauses(end)
        inside = self.line.before(end) - self.line.before(self.started)
        paused = _paused(self.line, self.started, end, pauses)
        due = deadline(self.line, self.started, self.target, pauses)
        outcome, outcome_at = self._outcome(inside - paused, due)
        return ClockState(
            elapsed=inside - paused,
            paused=paused,
            outside=(end - self.started) // SECOND - inside,
            deadline=self.missed or due,
            outcome=outcome,
            outcome_at=outcome_at,
            start=self.started,
            target=self.target,
            reached_at=self.reached,
            earlier=tuple(self.earlier),
        )

    def _outcome(self, used: int, due: datetime | None) -> tuple[str, datetime | None]:
        if self.missed is not None:
            return "breached", self.missed
        if used > self.target:
            return "breached", due
        if self.cancelled is not None:
            return "cancelled", self.cancelled
        if self.reached is not None:
            return "met", self.reached
        return ("running" if self.paused_since is None else "paused"), None

    def _stop(self, at: datetime) -> None:
        """A pause that is still open ends where the clock stops."""
        if self.reached is None:
            if self.paused_since is not None:
                self.pauses.append((self.paused_since, at))
                self.paused_since = None
            self.reached = at

    def _note_breach(self, at: datetime) -> None:
        """What was missed before a change stays missed after it."""
        if self.missed is None and self.started is not None:
            pauses = self._pauses(at)
            if elapsed(self.line, self.started, at, pauses) > self.target:
                self.missed = deadline(self.line, self.started, self.target, pauses)

    def _restart(self, at: datetime) -> None:
        """The old clock ends here; a pause that is open goes on in the new one."""
        old = self.state(at)
        if old.outcome != "breached":
            old = replace(old, outcome="cancelled", outcome_at=at)
        self.earlier.append(replace(old, earlier=()))
        self.started, self.missed, self.pauses = at, None, []
        if self.paused_since is not None:
            self.paused_since = at

    def _target(self, event: Event) -> int:
        target = self.policy.targets.get(event.value or "", self.target)
        if self.policy.priority == "keep_original" and self.started is not None:
            return min(target, self.target)
        return target

    def _pauses(self, end: datetime) -> list[Interval]:
        if self.paused_since is None:
            return self.pauses
        return [*self.pauses, (self.paused_since, end)]


_HANDLERS = {
    "pause": _Clock.pause,
    "resume": _Clock.resume,
    "reopen": _Clock.reopen,
    "cancel": _Clock.cancel,
    "priority": _Clock.change_priority,
}


def _timeline(windows: Windows) -> Timeline:
    return windows if isinstance(windows, Timeline) else Timeline(windows)


def _paused(
    line: Timeline, start: datetime, end: datetime, pauses: Iterable[Pause]
) -> int:
    inside = closed(pauses, start, end)
    return sum(line.before(b) - line.before(a) for a, b in inside)
