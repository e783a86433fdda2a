"""Where a month of cases is heading (contract.md, row 35): exact probabilities."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from .ground import Exact, exact

WHOLE_BP = 10_000
# with fewer days of a promise nothing is expected of it
PAST_DAYS = 28


class Allowance(NamedTuple):
    """``need`` of ``n`` cases must be met, ``allowed`` may be missed, of which
    ``left`` are left; below zero the month is lost."""

    n: int
    need: int
    allowed: int
    left: int


def breach_probability(
    history: Iterable[Exact], elapsed: Exact, target: Exact, smoothed: bool = True
) -> Fraction | None:
    """Of the finished cases that lasted longer than ``elapsed``, the share that
    passed the target; smoothed by Laplace's rule, (k + 1) / (n + 2).

    A clock past its target is lost for certain. None: nothing to compare with.

    >>> [breach_probability([1, 3, 5, 9], spent, 8, smoothed=False)
    ...  for spent in (0, 5, 8, "8.1")]
    [Fraction(1, 4), Fraction(1, 1), Fraction(1, 1), Fraction(1, 1)]
    >>> breach_probability([1, 3, 5, 9], 5, 8)
    Fraction(2, 3)
    """
    spent, mark = exact(elapsed), exact(target)
    if spent > mark:
        return Fraction(1)
    longer = [size for size in map(exact, history) if size > spent]
    late = sum(size > mark for size in longer)
    if smoothed:
        return Fraction(late + 1, len(longer) + 2)
    return Fraction(late, len(longer)) if longer else None


def poisson_binomial(
    probabilities: Sequence[Exact], upto: int | None = None
) -> list[Fraction]:
    """Probability of 0, 1, 2 … events among independent ones; up to ``upto`` of them.

    >>> [str(chance) for chance in poisson_binomial(["0.1", "0.3", "0.5"])]
    ['63/200', '97/200', '37/200', '3/200']
    """
    chances = [exact(chance) for chance in probabilities]
    if any(not 0 <= chance <= 1 for chance in chances):
        raise ValueError("a probability is between 0 and 1")
    size = len(chances) if upto is None else min(upto, len(chances))
    # whole numbers over one common denominator: fractions would be reduced each time
    ways, whole = [1] + [0] * size, 1
    for chance in chances:
        yes, no = chance.numerator, chance.denominator - chance.numerator
        ways = [no * ways[0]] + [
            no * ways[k] + yes * ways[k - 1] for k in range(1, size + 1)
        ]
        whole *= chance.denominator
    return [Fraction(way, whole) for way in ways]


def allowance(met: int, breached: int, open_count: int, target_bp: int) -> Allowance:
    """
    >>> allowance(57, 2, 3, 9500)
    Allowance(n=62, need=59, allowed=3, left=1)
    """
    if min(met, breached, open_count) < 0 or not 0 <= target_bp <= WHOLE_BP:
        raise ValueError("a number of cases is negative, or a target not a share")
    n = met + breached + open_count
    need = -(-target_bp * n // WHOLE_BP)
    return Allowance(n, need, n - need, n - need - breached)


def expected_cases(past: int, days: int, days_left: int) -> Fraction | None:
    """How many cases the days left bring at the rate of the past; None where fewer than
    ``PAST_DAYS`` days say too little.

    >>> [expected_cases(*past, 20) for past in [(73, 365), (0, 365), (9, 27)]]
    [Fraction(4, 1), Fraction(0, 1), None]
    """
    if min(past, days, days_left) < 0:
        raise ValueError("a number of cases or days is negative")
    return Fraction(past * days_left, days) if days >= PAST_DAYS else None


def month_ok_probability(
    met: int, breached: int, open_probabilities: Sequence[Exact], target_bp: int
) -> Fraction | None:
    """Chance that the share of the month reaches the target; None without cases.

    ``open_probabilities``: of a breach, for each case still open.

    >>> month_ok_probability(57, 2, ["0.1", "0.3", "0.5"], 9500)
    Fraction(4, 5)
    """
    room = allowance(met, breached, len(open_probabilities), target_bp)
    if not room.n:
        return None
    if room.left < 0:
        return Fraction(0)
    return sum(poisson_binomial(open_probabilities, room.left), Fraction(0))
