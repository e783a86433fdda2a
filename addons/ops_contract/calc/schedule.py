"""From what an annex promises, version by version, to the deliverables to plan.

Days are local days of the contract; the first and the last day are both inside.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from .deliverable import HALF, Working, due_date, periods
from .ground import Span

DAY = timedelta(days=1)


class Promise(NamedTuple):
    """A deliverable line on the days its version is in force; ``ref``: its id.

    ``offset``, ``working``: due so many days after the period, working days or not.
    ``keep``: the share of its days that a period needs to be served (contract.md 2.7).
    """

    key: str
    frequency: str
    start: date
    end: date
    offset: int
    in_working_days: bool
    ref: int
    keep: Fraction = HALF


class Planned(NamedTuple):
    key: str
    start: date
    end: date
    due: date
    ref: int


def unbroken(promises: Iterable[Promise]) -> list[list[Promise]]:
    """Versions that follow each other and promise the same as often, as one.

    So a version that starts inside a month does not make two monthly reports of it; a
    changed frequency or a gap does end a promise.

    >>> first = Promise("a", "monthly", date(2026, 1, 1), date(2026, 3, 9), 5, True, 1)
    >>> second = first._replace(start=date(2026, 3, 10), end=date(2026, 12, 31), ref=2)
    >>> [[line.ref for line in run] for run in unbroken([second, first])]
    [[1, 2]]
    >>> weekly = second._replace(frequency="weekly")
    >>> [[line.ref for line in run] for run in unbroken([first, weekly])]
    [[1], [2]]
    """
    runs: list[list[Promise]] = []
    for promise in sorted(promises, key=lambda each: (each.key, each.start)):
        if runs and _goes_on(runs[-1][-1], promise):
            runs[-1].append(promise)
        else:
            runs.append([promise])
    return runs


def schedule(
    promises: Iterable[Promise],
    until: date,
    working: Working = None,
    suspended: Sequence[tuple[date, date | None]] = (),
) -> list[Planned]:
    """Periods that begin by ``until``, each with the line in force at its start.

    A period is left out if too few of its days are left: at the ends of the promise,
    or as the contract is suspended.
    ``working``: the service days; daily deliverables are planned on these only.

    >>> line = Promise("a", "monthly", date(2026, 8, 1), date(2026, 9, 30), 2, False, 1)
    >>> for planned in schedule([line], date(2026, 12, 31)):
    ...     print(planned.start, planned.end, planned.due)
    2026-08-01 2026-08-31 2026-09-02
    2026-09-01 2026-09-30 2026-10-02
    >>> schedule([line], date(2026, 8, 31), suspended=[(date(2026, 8, 10), None)])
    []
    """
    found = []
    for run in unbroken(promises):
        for start, end in _periods(run, until, working):
            line = _in_force(run, start)
            if _served(start, end, suspended, line.keep):
                days = working if line.in_working_days else None
                due = due_date(end, line.offset, days)
                found.append(Planned(line.key, start, end, due, line.ref))
    return found


def _goes_on(last: Promise, promise: Promise) -> bool:
    same = (last.key, last.frequency) == (promise.key, promise.frequency)
    return same and last.end + DAY == promise.start


def _periods(run: Sequence[Promise], until: date, working: Working) -> list[Span]:
    def keep(day: date) -> Fraction:
        return _in_force(run, day).keep

    span = run[0].start, run[-1].end
    return periods(run[0].frequency, *span, until, keep=keep, working=working)


def _in_force(run: Sequence[Promise], day: date) -> Promise:
    return next(line for line in run if line.start <= day <= line.end)


def _served(
    start: date,
    end: date,
    suspended: Sequence[tuple[date, date | None]],
    keep: Fraction,
) -> bool:
    lost = {
        day
        for first, last in suspended
        for day in _days(max(start, first), end if last is None else min(end, last))
    }
    whole = (end - start).days + 1
    return len(lost) < whole and whole - len(lost) >= keep * whole


def _days(first: date, last: date) -> list[date]:
    return [first + offset * DAY for offset in range((last - first).days + 1)]
