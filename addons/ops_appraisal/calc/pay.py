"""What follows from results: money by performance, promotion by culture.

Essay 5 (六): 奖金靠绩效、升迁靠文化. The bonus has no culture term at all, and
performance never replaces culture. Money is in minor units.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .ground import Exact, Number, exact, half_up, number, split


class Promotion(NamedTuple):
    """``eligible``: yes, no, or None: undetermined, the committee decides.

    Reasons: blocked, performance_low, performance_missing, culture_low,
    culture_undetermined.
    """

    eligible: bool | None
    reasons: list[str]


def bonus(base: int, coef: Exact, days: int, of: int, factor: Exact = 1) -> int:
    """base × coef(grade) × days/of × accountability factor, half up.

    >>> bonus(300000, "1.0", 20, 22)
    272727
    """
    if not 0 <= days <= of or not of:
        raise ValueError(f"not a part of {of} days: {days}")
    if base < 0 or exact(coef) < 0 or exact(factor) < 0:
        raise ValueError("base, coefficient and factor are not negative")
    return half_up(base * exact(coef) * exact(factor) * days / of)


def days_of(days: int, period: int, of: int) -> int:
    """``days`` of a period of calendar days, in days of the kind of which the period
    has ``of``: working days, for example. Half up.

    >>> days_of(45, 90, 65), days_of(90, 90, 65), days_of(45, 90, 90)
    (33, 65, 45)
    """
    if not 0 <= days <= period or not period:
        raise ValueError(f"not a part of {period} days: {days}")
    return half_up(Fraction(days * of, period))


def pool(pool: int, bases: Sequence[int], coefs: Sequence[Exact]) -> list[int]:
    """The fixed pool by base × coef; the parts add up to it, to the minor unit.

    >>> pool(1000000, [300000, 300000, 250000], ["1.2", "1.0", "0.8"])
    [418605, 348837, 232558]
    """
    if pool < 0:
        raise ValueError(f"a pool is not negative: {pool}")
    pairs = zip(bases, coefs, strict=True)
    return split(pool, [base * exact(coef) for base, coef in pairs])


def promotion(
    perf: Sequence[Number | None],
    culture: Sequence[Number | None],
    p_min: Number,
    c_min: Number,
    blocked: bool,
) -> Promotion:
    """Over the last cycles: all performance and all culture at their least, no block.

    What is known decides: one figure too low is a no, whatever else is missing;
    otherwise a missing figure leaves it to the committee.

    >>> promotion([85, 90], [75, 80], 80, 70, False)
    Promotion(eligible=True, reasons=[])
    >>> promotion([85, 90], [75, None], 80, 70, False)
    Promotion(eligible=None, reasons=['culture_undetermined'])
    >>> promotion([120, 120], [69, None], 80, 70, False).reasons
    ['culture_low', 'culture_undetermined']
    """
    low = ["blocked"] if blocked else []
    low += ["performance_low"] if _is_low(perf, p_min) else []
    low += ["culture_low"] if _is_low(culture, c_min) else []
    missing = ["performance_missing"] if _is_missing(perf) else []
    missing += ["culture_undetermined"] if _is_missing(culture) else []
    eligible = False if low else None if missing else True
    return Promotion(eligible, low + missing)


def _is_low(figures: Sequence[Number | None], least: Number) -> bool:
    bound = number(least)
    return any(number(figure) < bound for figure in figures if figure is not None)


def _is_missing(figures: Sequence[Number | None]) -> bool:
    return not figures or None in figures
