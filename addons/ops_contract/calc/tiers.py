"""Whether a table of tiers says one thing for each value (contract.md 2.6)."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from .ground import Exact, exact

Bound: TypeAlias = Fraction | None
Row: TypeAlias = tuple[Bound, Bound, int]


class TierFault(NamedTuple):
    """``gap`` and ``overlap``: the values from ``low`` to ``high`` have no tier or two;
    ``empty``: a tier without values; ``negative``: its share is below zero;
    ``falling``: between it and the tier below, the worse result costs less."""

    kind: str
    low: Bound
    high: Bound


def check_tiers(
    tiers: Sequence[tuple[Exact | None, Exact | None, int]],
    start: Exact | None = None,
    end: Exact | None = None,
    direction: str = "up",
) -> list[TierFault]:
    """Faults from the lowest value up; no faults, no words.

    ``start`` and ``end``: what the tiers have to cover, such as 0 and the target.
    ``direction`` of the metric: with ``up`` small values are the worse ones.

    >>> check_tiers([("0.90", "0.95", 500), (None, "0.90", 1000)], end="0.95")
    []
    >>> for fault in check_tiers([(90, 95, 5), (80, 91, 10), (0, 70, 20)], 0, 95):
    ...     print(fault.kind, fault.low, fault.high)
    gap 70 80
    overlap 90 91
    """
    if direction not in ("up", "down"):
        raise ValueError(f"unknown direction: {direction!r}")
    rows = [(_bound(low), _bound(high), bp) for low, high, bp in tiers]
    faults = [TierFault("empty", a, b) for a, b, _bp in rows if _is_empty(a, b)]
    faults += [TierFault("negative", a, b) for a, b, bp in rows if bp < 0]
    rows = sorted((row for row in rows if not _is_empty(*row[:2])), key=_order)
    faults += _cover(rows, _bound(start), _bound(end))
    for lower, upper in pairwise(rows):
        worse, better = (lower, upper) if direction == "up" else (upper, lower)
        if worse[2] < better[2]:
            faults.append(TierFault("falling", upper[0], upper[1]))
    return sorted(faults, key=lambda fault: (_low(fault.low), fault.kind))


def _cover(rows: Sequence[Row], start: Bound, end: Bound) -> list[TierFault]:
    """Gaps and overlaps, from the start to the end; ``reach``: covered up to there."""
    if not rows:
        return [TierFault("gap", start, end)]
    faults = []
    lowest, reach = rows[0][0], rows[0][1]
    if start is not None and lowest is not None and start < lowest:
        faults.append(TierFault("gap", start, lowest))
    for low, high, _bp in rows[1:]:
        if _high(reach) < _low(low):
            faults.append(TierFault("gap", reach, low))
        elif _low(low) < _high(reach):
            faults.append(TierFault("overlap", low, min(reach, high, key=_high)))
        reach = max(reach, high, key=_high)
    if end is not None and reach is not None and reach < end:
        faults.append(TierFault("gap", reach, end))
    return faults


def _is_empty(low: Bound, high: Bound) -> bool:
    return low is not None and high is not None and low >= high


def _order(row: Row) -> tuple[tuple[int, Fraction], tuple[int, Fraction]]:
    return _low(row[0]), _high(row[1])


def _low(bound: Bound) -> tuple[int, Fraction]:
    return (0, Fraction(0)) if bound is None else (1, bound)


def _high(bound: Bound) -> tuple[int, Fraction]:
    return (2, Fraction(0)) if bound is None else (1, bound)


def _bound(value: Exact | None) -> Bound:
    return None if value is None else exact(value)
