"""Many clocks of one calendar at once: the numbers of ``clock``, set by set.

Instants are seconds since 1970 (naive UTC) in integer arrays; ``instants`` makes them
from datetimes. Everything is moved into working seconds, where windows no longer
matter: there a pause is as long as it lasts inside the windows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from .timeline import Timeline, Windows

EPOCH = datetime.fromisoformat("1970-01-01")
Numbers: TypeAlias = npt.NDArray[np.int64]
# a deadline outside the windows; the end of a pause that is still open
NEVER = -(2**62)
OPEN = 2**62


class Clocks(NamedTuple):
    """Seconds per clock, and the instant of its deadline (``NEVER`` for none)."""

    elapsed: Numbers
    paused: Numbers
    outside: Numbers
    deadline: Numbers


class Pauses(NamedTuple):
    """Flat, in any order, overlapping or not; ``clock`` is the index of theirs.

    The end of one that is still open is ``OPEN``.
    """

    clock: Numbers
    start: Numbers
    end: Numbers


def instants(values: Iterable[datetime]) -> Numbers:
    """
    >>> instants([datetime(1970, 1, 2), datetime(1970, 1, 1, 0, 0, 1, 999999)])
    array([86400,     1])
    """
    # numpy's own reading of datetimes takes ten times as long
    gaps = (value - EPOCH for value in values)
    return np.array([gap.days * 86400 + gap.seconds for gap in gaps], dtype=np.int64)


def clocks(
    windows: Windows,
    start: Sequence[int] | Numbers,
    end: Sequence[int] | Numbers,
    target_s: Sequence[int] | Numbers,
    pauses: Pauses | None = None,
) -> Clocks:
    """For each clock what ``elapsed`` and ``deadline`` say of ``[start, end)``.

    Pauses count from the start of their clock on, for the deadline also after its end.

    >>> day = [(datetime(1970, 1, 1, 9), datetime(1970, 1, 1, 18))]
    >>> noon, one = 12 * 3600, 13 * 3600
    >>> lunch = Pauses(np.array([1]), np.array([noon]), np.array([one]))
    >>> for part in clocks(day, [36000, 36000], [54000, 54000], [7200, 14400], lunch):
    ...     print(part.tolist())
    [18000, 14400]
    [0, 3600]
    [0, 0]
    [43200, 54000]
    """
    line = _Line(windows if isinstance(windows, Timeline) else Timeline(windows))
    first, target = (np.asarray(part, dtype=np.int64) for part in (start, target_s))
    last = np.maximum(first, np.asarray(end, dtype=np.int64))
    begin, stop = line.before(first), line.before(last)
    mark = begin + target
    paused = np.zeros_like(begin)
    if pauses is not None and len(pauses.clock):
        joined = _merged(line, pauses, begin)
        paused = _paused(*joined, stop)
        mark += _delays(*joined, mark)
    inside = stop - begin
    return Clocks(
        elapsed=inside - paused,
        paused=paused,
        outside=last - first - inside,
        deadline=np.where(target > 0, line.at(mark), first),
    )


class _Line:
    def __init__(self, line: Timeline) -> None:
        self.starts, self.ends = instants(line.starts), instants(line.ends)
        self.sums = np.array(line.sums, dtype=np.int64)
        self.total = line.sums[-1]

    def before(self, at: Numbers) -> Numbers:
        """Working seconds before each instant."""
        if not len(self.starts):
            return np.zeros_like(at)
        index = np.searchsorted(self.starts, at, side="right")
        place = np.maximum(index - 1, 0)
        spent = np.minimum(at, self.ends[place]) - self.starts[place]
        return np.where(index > 0, self.sums[place] + spent, 0)

    def at(self, seconds: Numbers) -> Numbers:
        """The first instant before which so many lie, ``NEVER`` if there is none."""
        if not len(self.starts):
            return np.full_like(seconds, NEVER)
        index = np.searchsorted(self.sums, seconds, side="left")
        place = np.clip(index - 1, 0, len(self.starts) - 1)
        found = self.starts[place] + seconds - self.sums[place]
        return np.where(seconds > self.total, NEVER, found)


def _merged(
    line: _Line, pauses: Pauses, begin: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Owner, start and end of the union of each clock's pauses, in working seconds.

    Each clock has its own stretch of numbers, so that one pass joins them all.
    """
    a = np.maximum(line.before(pauses.start), begin[pauses.clock])
    b = np.maximum(line.before(pauses.end), begin[pauses.clock])
    stretch = pauses.clock * (line.total + 1)
    a, b = a + stretch, b + stretch
    order = np.argsort(a, kind="stable")
    order = order[a[order] < b[order]]
    a, b, owner = a[order], b[order], pauses.clock[order]
    reach = np.maximum.accumulate(b)
    is_first = np.ones(len(a), dtype=bool)
    is_first[1:] = a[1:] > reach[:-1]
    first = np.flatnonzero(is_first)
    last = np.append(first, len(a))[1:] - 1
    stretch = owner[first] * (line.total + 1)
    return owner[first], a[first] - stretch, reach[last] - stretch


def _paused(owner: Numbers, start: Numbers, end: Numbers, stop: Numbers) -> Numbers:
    """How long each clock stood still before it stopped."""
    stops = stop[owner]
    return _sums(owner, np.minimum(end, stops) - np.minimum(start, stops), len(stop))


def _delays(owner: Numbers, start: Numbers, end: Numbers, mark: Numbers) -> Numbers:
    """How much later each target is used up; a pause after that moves nothing.

    The working time used before a pause never falls from one pause to the next, so
    each can be judged by itself.
    """
    size = end - start
    before = np.cumsum(size) - size
    is_first = np.ones(len(owner), dtype=bool)
    is_first[1:] = owner[1:] != owner[:-1]
    before -= np.maximum.accumulate(np.where(is_first, before, 0))
    counts = start - before < mark[owner]
    return _sums(owner, np.where(counts, size, 0), len(mark))


def _sums(owner: Numbers, values: Numbers, count: int) -> Numbers:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, owner, values)
    return sums
