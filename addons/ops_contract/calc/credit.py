"""From results to money (contract.md 2.6): segments, tiers, cap and what annexes add.

Money is in minor units, shares in basis points. A tier is (low, high, share), with
low <= value < high in the unit of the value; None is an open end.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from .ground import Exact, exact, half_up

WHOLE_BP = 10_000
Tier: TypeAlias = tuple[Exact | None, Exact | None, int]


def segments(fee: int, days_in_month: int, switch_days: Sequence[int]) -> list[int]:
    """The month's fee by days; a segment starts on each of ``switch_days``.

    The first ones are rounded half up, the last takes the rest, so they add up.

    >>> segments(8000000, 31, [16]), segments(100, 30, [])
    ([3870968, 4129032], [100])
    """
    bounds = [1, *switch_days, days_in_month + 1]
    if any(start >= end for start, end in pairwise(bounds)):
        raise ValueError(f"no days of a month of {days_in_month}: {switch_days}")
    parts = [prorated(fee, b - a, days_in_month) for a, b in pairwise(bounds[:-1])]
    return [*parts, fee - sum(parts)]


def prorated(fee: int, days: int, days_in_month: int) -> int:
    """
    >>> prorated(8000000, 15, 31)
    3870968
    """
    if fee < 0 or not 0 <= days <= days_in_month:
        raise ValueError("neither a fee nor its days can be negative or too many")
    return half_up(Fraction(fee * days, days_in_month))


def tier_bp(value: Exact | None, tiers: Iterable[Tier]) -> int:
    """The share of the tier that holds the value; nothing without value or tier.

    >>> tiers = [("0.90", "0.95", 500), ("0.80", "0.90", 1000), (None, "0.80", 2000)]
    >>> [tier_bp(value, tiers) for value in ("0.95", "0.9499", "0.90", "0.1", None)]
    [0, 500, 500, 2000, 0]
    """
    if value is None:
        return 0
    number = exact(value)
    return next((bp for low, high, bp in tiers if _holds(number, low, high)), 0)


def line_credit(
    segment_fee: int, weight_bp: int, value: Exact | None, tiers: Iterable[Tier]
) -> int:
    """Fee × weight × share of the tier, half up.

    >>> line_credit(8000000, 5000, Fraction(47, 50), [("0.90", "0.95", 500)])
    200000
    """
    if segment_fee < 0 or not 0 <= weight_bp <= WHOLE_BP:
        raise ValueError("a fee is negative, or a weight not between 0 and 100 %")
    return half_up(
        Fraction(segment_fee * weight_bp * tier_bp(value, tiers), WHOLE_BP**2)
    )


def line_bonus(
    segment_fee: int, weight_bp: int, value: Exact | None, tiers: Iterable[Tier]
) -> int:
    """What the customer adds for results above the target: a credit turned round.

    >>> line_bonus(8000000, 5000, 1, [("0.99", None, 100)])
    40000
    """
    return line_credit(segment_fee, weight_bp, value, tiers)


def statement_total(credits: Iterable[int], fee: int, cap_bp: int | None) -> int:
    """All credits, at most the cap's share of the fee; a cap is rounded down.

    >>> statement_total([800000, 240000], 8000000, 1000)
    800000
    >>> statement_total([0, 200000, 160000], 8000000, 1000)
    360000
    """
    total = sum(credits)
    if cap_bp is None:
        return total
    if fee < 0 or not 0 <= cap_bp <= WHOLE_BP:
        raise ValueError("a fee is negative, or a cap not between 0 and 100 %")
    return min(total, fee * cap_bp // WHOLE_BP)


def per_breach(breached: int, amount: int, free: int = 0) -> int:
    """A fixed amount for each breach beyond the free ones.

    >>> per_breach(5, 20000, free=2), per_breach(1, 20000, free=2)
    (60000, 0)
    """
    return max(breached - free, 0) * amount


def points_total(lines: Iterable[tuple[int, Exact]]) -> Fraction:
    """Points (扣分) of all kinds of events: (how many, points each).

    >>> points_total([(3, "0.5"), (1, 2)])
    Fraction(7, 2)
    """
    return sum((count * exact(each) for count, each in lines), Fraction(0))


def points_credit(segment_fee: int, points: Exact, table: Iterable[Tier]) -> int:
    """The share of the fee that the table gives for the points.

    >>> points_credit(8000000, "3.5", [(2, 4, 200), (4, None, 500)])
    160000
    """
    return line_credit(segment_fee, WHOLE_BP, points, table)


def missed_in_a_row(verdicts: Sequence[str]) -> int:
    """Misses at the end of the list, oldest first; a month without cases is skipped.

    >>> missed_in_a_row(["met", "missed", "na", "missed"])
    2
    """
    run = 0
    for verdict in reversed(verdicts):
        if verdict == "met":
            break
        run += verdict == "missed"
    return run


def multiplied(credit: int, run: int, steps: Iterable[tuple[int, Exact]]) -> int:
    """The credit times the factor of the longest run reached, half up.

    >>> steps = [(2, "1.5"), (3, 2)]
    >>> [multiplied(1001, run, steps) for run in (1, 2, 3, 4)]
    [1001, 1502, 2002, 2002]
    """
    reached = [(size, exact(factor)) for size, factor in steps if run >= size]
    return half_up(credit * max(reached)[1]) if reached else credit


def termination_due(verdicts: Sequence[str], k: int, m: int) -> bool:
    """``k`` missed months within the last ``m``, oldest first.

    >>> termination_due(["missed", "met", "missed", "missed", "met", "met"], 3, 6)
    True
    """
    if not 1 <= k <= m:
        raise ValueError("the misses must fit into the months")
    return list(verdicts[-m:]).count("missed") >= k


def earned_back(statements: Sequence[tuple[int, str]], k: int) -> int:
    """What the last of the statements (credit, verdict), oldest first, gives back: the
    credit of ``k`` statements before, if all since then are met.

    >>> earned_back([(5000, "missed"), (0, "met"), (0, "met")], 2)
    5000
    >>> earned_back([(5000, "missed"), (0, "met"), (0, "na")], 2)
    0
    """
    if k < 1:
        raise ValueError("a credit is earned back by one statement or more")
    if len(statements) <= k:
        return 0
    credit, _verdict = statements[-k - 1]
    later = [verdict for _credit, verdict in statements[-k:]]
    return credit if later.count("met") == k else 0


def beyond(owed: int, granted: int) -> int:
    """What of the amount owed was not granted before: of the same sign only the rest,
    of the other sign all of it.

    >>> beyond(-2000, -500), beyond(-2000, -2500), beyond(2000, -500), beyond(0, -500)
    (-1500, 0, 2000, 0)
    """
    if owed * granted <= 0:
        return owed
    rest = max(abs(owed) - abs(granted), 0)
    return rest if owed > 0 else -rest


def net_amount(
    fee: int, credit: int, deductions: int = 0, adjustments: int = 0, bonus: int = 0
) -> int:
    """What is owed: the fee less credit and deductions for deliverables, with the
    corrections of earlier statements (either sign) and the bonus.

    >>> net_amount(8000000, 360000)
    7640000
    """
    if min(fee, credit, deductions, bonus) < 0:
        raise ValueError("only an adjustment may be negative")
    return fee - credit - deductions + adjustments + bonus


def _holds(value: Fraction, low: Exact | None, high: Exact | None) -> bool:
    return (low is None or exact(low) <= value) and (
        high is None or value < exact(high)
    )
