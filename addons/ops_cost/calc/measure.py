"""The five methods of measurement (成本测算) of essay 2; cost.md 2.4.

Amounts are integer minor units, oldest first; results are rounded once, half up.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from statistics import NormalDist
from typing import NamedTuple

from .ground import Exact, exact, half_up, split

# 1. statistical analysis (统计分析法)


def mean(values: Sequence[int]) -> int:
    """
    >>> mean([1020000, 980000, 1005000, 960000, 990000, 950000])
    984167
    """
    return half_up(_mean(values))


def median(values: Sequence[int]) -> int:
    """
    >>> median([1020000, 980000, 1005000, 960000, 990000, 950000])
    985000
    """
    ordered, count = sorted(_some(values)), len(values)
    return half_up(Fraction(ordered[(count - 1) // 2] + ordered[count // 2], 2))


def weighted_moving(values: Sequence[int]) -> int:
    """Linear weights: the oldest counts once, the newest n times.

    >>> weighted_moving([1020000, 980000, 1005000, 960000, 990000, 950000])
    975476
    """
    weighted = sum(rank * value for rank, value in enumerate(_some(values), start=1))
    return half_up(Fraction(weighted, len(values) * (len(values) + 1) // 2))


def exponential(values: Sequence[int], alpha: Exact) -> int:
    """Exponential smoothing, started at the oldest value.

    >>> exponential([1000, 2000], "0.25")
    1250
    """
    share = exact(alpha)
    if not 0 < share <= 1:
        raise ValueError("alpha must be above 0 and at most 1")
    level = Fraction(_some(values)[0])
    for value in values[1:]:
        level += share * (value - level)
    return half_up(level)


def average_advanced(values: Sequence[int]) -> int:
    """平均先进: halfway between the mean and the mean of those below it.

    >>> average_advanced([1020000, 980000, 1005000, 960000, 990000, 950000])
    973750
    """
    middle = _mean(values)
    advanced = [value for value in values if value < middle]
    return half_up((middle + (_mean(advanced) if advanced else middle)) / 2)


def trend_next(values: Sequence[int]) -> int:
    """The next point of the least squares line.

    >>> trend_next([1020000, 980000, 1005000, 960000, 990000, 950000])
    947667
    """
    count = len(_some(values))
    if count == 1:
        return values[0]
    centre = Fraction(count - 1, 2)
    spread = Fraction(count * (count * count - 1), 12)
    slope = sum((x - centre) * value for x, value in enumerate(values)) / spread
    return half_up(_mean(values) + slope * (count - centre))


def without_outliers(values: Sequence[int]) -> list[int]:
    """Values inside Tukey's fences (1.5 · IQR); fewer than eight stay as they are.

    >>> without_outliers([10, 11, 12, 13, 14, 15, 16, 90])
    [10, 11, 12, 13, 14, 15, 16]
    """
    if len(values) < 8:
        return list(values)
    low, high = _quantile(values, Fraction(1, 4)), _quantile(values, Fraction(3, 4))
    fence = Fraction(3, 2) * (high - low)
    return [value for value in values if low - fence <= value <= high + fence]


# 2. estimate by experience (经验估计法)


class Pert(NamedTuple):
    expected: int
    sigma: int
    quota: int


def pert(estimates: Sequence[tuple[int, int, int]], confidence: Exact = 0) -> Pert:
    """Three points (low, likely, high) of one or more experts.

    E = (a + 4m + b) / 6, σ = (b − a) / 6, each the mean over the experts; the quota
    is E + λσ with λ the ``confidence``.

    >>> pert([(80000, 100000, 150000)], "0.84")
    Pert(expected=105000, sigma=11667, quota=114800)
    """
    if not estimates or any(not a <= m <= b for a, m, b in estimates):
        raise ValueError("each estimate needs low <= likely <= high")
    expected = Fraction(sum(a + 4 * m + b for a, m, b in estimates), 6 * len(estimates))
    sigma = Fraction(sum(b - a for a, _m, b in estimates), 6 * len(estimates))
    quota = expected + exact(confidence) * sigma
    return Pert(half_up(expected), half_up(sigma), half_up(quota))


# 3. survey (调查测定法)


class Survey(NamedTuple):
    mean: int
    quota: int
    required_n: int
    is_enough: bool


def survey_quota(
    values: Sequence[int],
    allowance: Exact = 0,
    error: Exact = "0.05",
    confidence: float = 0.95,
) -> Survey:
    """Mean of the observations plus an allowance, and how many are needed.

    n = (z·s / (e·x̄))² for a relative ``error`` e at the ``confidence`` of z.

    >>> survey_quota([1210, 1180, 1250, 1200, 1160], "0.10", "0.02")
    Survey(mean=1200, quota=1320, required_n=8, is_enough=False)
    """
    if len(values) < 2 or exact(error) <= 0:
        raise ValueError("a survey needs two observations and an error above zero")
    middle = _mean(values)
    if middle <= 0:
        raise ValueError("the mean of the observations must be above zero")
    variance = sum((value - middle) ** 2 for value in values) / (len(values) - 1)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    required = max(ceil(z * z * float(variance / (exact(error) * middle) ** 2)), 1)
    quota = half_up(middle * (1 + exact(allowance)))
    return Survey(half_up(middle), quota, required, len(values) >= required)


# 4. technical calculation (技术计算法)


class Technical(NamedTuple):
    lines: list[int]
    total: int


def technical(
    lines: Sequence[tuple[Exact, Exact, int, Exact]], recovery: int = 0
) -> Technical:
    """Σ norm · workload · price · (1 + loss) − recovery; each line rounded first.

    >>> technical([("2.5", 400, 1840, "0.02"), ("0.8", 400, 5500, 0),
    ...            (1, 120, 999, "0.05")])
    Technical(lines=[1876800, 1760000, 125874], total=3762674)
    """
    amounts = [
        half_up(exact(norm) * exact(workload) * price * (1 + exact(loss)))
        for norm, workload, price, loss in lines
    ]
    return Technical(amounts, sum(amounts) - recovery)


# 5. back-calculation (倒推成本法)


class BackCalculation(NamedTuple):
    contingency: int
    daily: int
    blocks: list[int]


def back_calculate(
    total: int,
    contingency_rate: Exact = 0,
    shares: Sequence[Exact] = (),
    *,
    contingency: int | None = None,
    blocks: Sequence[int] | None = None,
) -> BackCalculation:
    """What is available, less contingency, cut into blocks.

    The blocks are given amounts, which must add up to the daily costs, or shares.

    >>> back_calculate(100000000, "0.075", [50, 30, 20])
    BackCalculation(contingency=7500000, daily=92500000, \
blocks=[46250000, 27750000, 18500000])
    """
    if contingency is None:
        contingency = half_up(total * exact(contingency_rate))
    if not 0 <= contingency <= total:
        raise ValueError("the contingency must be between zero and the total")
    daily = total - contingency
    if blocks is None:
        return BackCalculation(contingency, daily, split(daily, shares))
    if sum(blocks) != daily:
        raise ValueError("the blocks do not add up to the daily costs")
    return BackCalculation(contingency, daily, list(blocks))


def unit_amounts(block: int, units: Sequence[tuple[Exact, Exact]]) -> list[int]:
    """A block among units by workload × weight.

    >>> unit_amounts(27750000, [(1200, "8.50"), (900, "9.20"), (350, 12)])
    [12480159, 10130952, 5138889]
    """
    return split(block, [exact(workload) * exact(w) for workload, w in units])


def _mean(values: Sequence[int]) -> Fraction:
    return Fraction(sum(_some(values)), len(values))


def _some(values: Sequence[int]) -> Sequence[int]:
    if not values:
        raise ValueError("no values")
    return values


def _quantile(values: Sequence[int], share: Fraction) -> Fraction:
    """Linear between the two nearest of the ordered values; ``share`` below 1."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])
