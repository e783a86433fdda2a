"""Availability (contract.md 2.5).

AST is the agreed service time without agreed maintenance, DT the union of the
outages inside it without what is excused; A = (AST - DT) / AST.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import prod
from typing import NamedTuple

from .ground import Exact, Interval, Pause, Timeline, closed, exact, subtract, union


class Uptime(NamedTuple):
    """Seconds of AST and DT; ``failures``: outages that cost any of the AST."""

    agreed_s: int
    down_s: int
    failures: int

    @property
    def availability(self) -> Fraction | None:
        return availability(self.agreed_s, self.down_s)

    @property
    def mttr(self) -> Fraction | None:
        return mttr(self.down_s, self.failures)

    @property
    def mtbf(self) -> Fraction | None:
        return mtbf(self.agreed_s, self.down_s, self.failures)


def uptime(
    agreed: Iterable[Interval],
    outages: Iterable[Pause],
    maintenance: Iterable[Interval] = (),
    excluded: Iterable[Interval] = (),
) -> Uptime:
    """``agreed``: the service windows of the period; an open outage lasts to their end.

    Outages that touch or overlap are one failure. What is excluded is no down time,
    but stays agreed time; maintenance is neither.

    >>> from datetime import datetime
    >>> at = lambda day, hour: datetime(2026, 11, day, hour)
    >>> days = [(at(10, 9), at(10, 18)), (at(11, 9), at(11, 18))]
    >>> uptime(days, [(at(10, 17), at(11, 10)), (at(11, 9), at(11, 11))])
    Uptime(agreed_s=64800, down_s=10800, failures=1)
    >>> uptime(days, [(at(10, 17), None)], [(at(11, 9), at(11, 12))],
    ...        [(at(11, 12), at(11, 14))])
    Uptime(agreed_s=54000, down_s=18000, failures=1)
    """
    line = Timeline(subtract(agreed, maintenance))
    if not line.starts:
        return Uptime(0, 0, 0)
    failed = closed(outages, line.starts[0], line.ends[-1])
    excused = union(excluded)
    losses = [_inside(line, subtract([failure], excused)) for failure in failed]
    return Uptime(line.sums[-1], sum(losses), sum(loss > 0 for loss in losses))


def availability(agreed_s: int, down_s: int) -> Fraction | None:
    """
    >>> availability(189 * 3600, 3 * 3600), availability(0, 0)
    (Fraction(62, 63), None)
    """
    if not 0 <= down_s <= agreed_s:
        raise ValueError("down time lies between zero and the agreed time")
    return Fraction(agreed_s - down_s, agreed_s) if agreed_s else None


def mttr(down_s: int, failures: int) -> Fraction | None:
    """Mean time to restore, seconds.

    >>> mttr(6 * 3600, 3), mttr(0, 0)
    (Fraction(7200, 1), None)
    """
    return Fraction(down_s, failures) if failures else None


def mtbf(agreed_s: int, down_s: int, failures: int) -> Fraction | None:
    """Mean time between failures, seconds of service.

    >>> mtbf(720 * 3600, 6 * 3600, 3) / 3600
    Fraction(238, 1)
    """
    return Fraction(agreed_s - down_s, failures) if failures else None


def series(parts: Sequence[Exact | None]) -> Fraction | None:
    """All parts are needed. None if one is not measured.

    >>> series(["0.99", "0.995"]), series(["0.99", None])
    (Fraction(19701, 20000), None)
    """
    known = _known(parts)
    return prod(known, start=Fraction(1)) if known else None


def parallel(parts: Sequence[Exact | None]) -> Fraction | None:
    """One of the parts is enough. None if one is not measured.

    >>> parallel(["0.99", "0.995"])
    Fraction(19999, 20000)
    """
    known = _known(parts)
    return 1 - prod((1 - part for part in known), start=Fraction(1)) if known else None


def weighted(parts: Iterable[tuple[Exact, Exact | None]]) -> Fraction | None:
    """Mean by users or fees; a part not measured drops out with its weight.

    >>> weighted([(300, "0.99"), (100, "0.95"), (50, None)])
    Fraction(49, 50)
    """
    known = [(exact(w), _share(a)) for w, a in parts if a is not None]
    if any(weight < 0 for weight, _share_ in known):
        raise ValueError("a weight is negative")
    whole = sum(weight for weight, _share_ in known)
    return Fraction(sum(w * a for w, a in known)) / whole if whole else None


def _inside(line: Timeline, intervals: Iterable[Interval]) -> int:
    return sum(line.before(end) - line.before(start) for start, end in intervals)


def _known(parts: Sequence[Exact | None]) -> list[Fraction]:
    """All parts, or nothing if one of them is not measured."""
    known = [_share(part) for part in parts if part is not None]
    return known if len(known) == len(parts) else []


def _share(value: Exact) -> Fraction:
    share = exact(value)
    if not 0 <= share <= 1:
        raise ValueError(f"an availability is between 0 and 1: {value}")
    return share
