"""Which version of an annex counts (contract.md 2.2).

A span is half-open: from its first day (or instant) to the first one that it no longer
covers, None for no end. Segments of a month have both days inside.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeAlias, TypeVar

T = TypeVar("T", date, datetime)
DaySpan: TypeAlias = tuple[date, date | None]
DAY = timedelta(days=1)


def spans(starts: Sequence[T], end: T | None = None) -> list[tuple[T, T | None]]:
    """Each version lasts until the next one starts, the last until ``end``.

    In the order of ``starts``. A version that starts after the end covers nothing.

    >>> for a, b in spans([date(2026, 11, 16), date(2026, 1, 1)], date(2027, 1, 1)):
    ...     print(a, b)
    2026-11-16 2027-01-01
    2026-01-01 2026-11-16
    """
    ordered = sorted(starts)
    if len(set(ordered)) != len(ordered):
        raise ValueError("two versions start together")
    following: dict[T, T | None] = dict(pairwise(ordered))
    return [(start, _earlier(following.get(start), end)) for start in starts]


def in_force(spans: Sequence[tuple[T, T | None]], at: T) -> int | None:
    """Index of the version that covers the day or the instant.

    >>> history = [(date(2026, 1, 1), date(2026, 11, 16)), (date(2026, 11, 16), None)]
    >>> [in_force(history, date(2026, *day)) for day in [(11, 15), (11, 16)]]
    [0, 1]
    >>> in_force(history, date(2025, 12, 31)) is None
    True
    """
    covering = (
        index
        for index, (start, end) in enumerate(spans)
        if start <= at and (end is None or at < end)
    )
    return next(covering, None)


class Segment(NamedTuple):
    """``versions``: index of the version in force in each history, None in a gap."""

    start: date
    end: date
    versions: tuple[int | None, ...]

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def month_segments(
    first: date, last: date, *histories: Sequence[DaySpan]
) -> list[Segment]:
    """The days from ``first`` to ``last``, cut wherever a history changes.

    >>> history = [(date(2026, 1, 1), date(2026, 11, 16)), (date(2026, 11, 16), None)]
    >>> for part in month_segments(date(2026, 11, 1), date(2026, 11, 30), history):
    ...     print(part.days, part.versions)
    15 (0,)
    15 (1,)
    """
    inner = {bound for history in histories for span in history for bound in span}
    cuts = sorted(day for day in inner if day is not None and first < day <= last)
    bounds = [first, *cuts, last + DAY]
    found: list[Segment] = []
    for start, end in pairwise(bounds):
        versions = tuple(in_force(history, start) for history in histories)
        if found and found[-1].versions == versions:
            start = found.pop().start
        found.append(Segment(start, end - DAY, versions))
    return found


def switch_days(segments: Iterable[Segment]) -> list[int]:
    """Days of the month on which all segments but the first start.

    >>> switch_days([Segment(date(2026, 11, 1), date(2026, 11, 15), (0,)),
    ...              Segment(date(2026, 11, 16), date(2026, 11, 30), (1,))])
    [16]
    """
    return [segment.start.day for segment in segments][1:]


def gaps(spans: Sequence[DaySpan], first: date, last: date) -> list[tuple[date, date]]:
    """Days without a version in force, both ends inside.

    >>> for a, b in gaps([(date(2026, 11, 4), None)], date(2026, 11, 1),
    ...                  date(2026, 11, 30)):
    ...     print(a, b)
    2026-11-01 2026-11-03
    """
    parts = month_segments(first, last, spans)
    return [(part.start, part.end) for part in parts if part.versions == (None,)]


class Lines(NamedTuple):
    """A segment of the statement with the lines of its version."""

    start: date
    end: date
    version: int | None
    line_keys: Collection[str]


class Place(NamedTuple):
    """``carried``: judged under an older version, counted in this segment."""

    segment: int
    carried: bool


def place(
    started: date, version: int | None, line_key: str, segments: Sequence[Lines]
) -> Place | None:
    """The segment that counts a fact with its outcome in this period.

    The one in which it started, else the first of the version in force then; if that
    version has no day here, the first with a line of the same key. None: no line.

    >>> months = [Lines(date(2026, 12, 1), date(2026, 12, 31), 2, {"p1", "p2"})]
    >>> place(date(2026, 11, 29), 1, "p1", months)
    Place(segment=0, carried=True)
    >>> place(date(2026, 11, 29), 2, "p1", months)
    Place(segment=0, carried=False)
    """
    if version is None:
        return None
    having = [i for i, part in enumerate(segments) if line_key in part.line_keys]
    own = [i for i in having if segments[i].version == version]
    inside = [i for i in own if segments[i].start <= started <= segments[i].end]
    if own:
        return Place((inside or own)[0], carried=False)
    return Place(having[0], carried=True) if having else None


def _earlier(following: T | None, end: T | None) -> T | None:
    known = [bound for bound in (following, end) if bound is not None]
    return min(known, default=None)
