"""Intervals of time with running sums: how much of them lies before an instant.

Instants are naive UTC, cut to whole seconds; intervals are half-open, [start, end).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

Interval: TypeAlias = tuple[datetime, datetime]
Pause: TypeAlias = tuple[datetime, datetime | None]
SECOND = timedelta(seconds=1)


class Timeline:
    """Windows with running sums, so that each question is one search.

    Build it once per calendar and pass it wherever windows are asked for.

    >>> hour = timedelta(hours=1)
    >>> nine = datetime(2026, 11, 23, 9)
    >>> line = Timeline([(nine, nine + hour), (nine + 3 * hour, nine + 4 * hour)])
    >>> line.before(nine + 2 * hour), line.before(nine + 3.5 * hour)
    (3600, 5400)
    >>> line.at(3600), line.at(3601)
    (datetime.datetime(2026, 11, 23, 10, 0), datetime.datetime(2026, 11, 23, 12, 0, 1))
    """

    def __init__(self, intervals: Iterable[Interval]) -> None:
        merged = union(intervals)
        self.starts = [a for a, _b in merged]
        self.ends = [b for _a, b in merged]
        self.sums = [0]
        for a, b in merged:
            self.sums.append(self.sums[-1] + (b - a) // SECOND)

    def before(self, instant: datetime) -> int:
        """Working seconds before an instant."""
        index = bisect_right(self.starts, instant)
        if not index:
            return 0
        end = min(instant, self.ends[index - 1])
        return self.sums[index - 1] + (end - self.starts[index - 1]) // SECOND

    def at(self, seconds: int) -> datetime | None:
        """The first instant before which so many seconds lie; None if too many."""
        if seconds > self.sums[-1] or not self.starts:
            return None
        index = max(bisect_left(self.sums, seconds), 1)
        return self.starts[index - 1] + (seconds - self.sums[index - 1]) * SECOND


Windows: TypeAlias = Timeline | Sequence[Interval]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted, without overlap, touching ones joined, empty ones dropped."""
    merged: list[Interval] = []
    for start, end in sorted(pair for pair in intervals if pair[0] < pair[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def closed(pauses: Iterable[Pause], start: datetime, end: datetime) -> list[Interval]:
    """The union of the pauses inside ``[start, end)``."""
    ended = ((whole(a), end if b is None else whole(b)) for a, b in pauses)
    return union(clip(ended, start, end))


def clip(
    intervals: Iterable[Interval], start: datetime, end: datetime
) -> Iterable[Interval]:
    return ((max(a, start), min(b, end)) for a, b in intervals)


def whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
