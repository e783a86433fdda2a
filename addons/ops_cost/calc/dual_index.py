"""The dual index (双指标考核) of essay 2: cost quota and reduction target.

Above the quota every fen over is a penalty; between the two nothing happens;
below the reduction target the saving earns a reward.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .ground import Exact, exact, half_up


class Verdict(NamedTuple):
    zone: str
    penalty: int
    reward: int

    @property
    def net(self) -> int:
        return self.reward - self.penalty


def assess(
    quota: int,
    target: int,
    actual: int,
    penalty_rate: Exact,
    reward_rate: Exact,
    reward_base: str = "target",
    tiers: Sequence[tuple[Exact, Exact]] = (),
) -> Verdict:
    """The verdict on one node and month, in minor units (cost.md 2.8).

    >>> assess(1000000, 950000, 1085030, 1, "0.50")
    Verdict(zone='over', penalty=85030, reward=0)

    Both equalities are inside:

    >>> assess(1000000, 950000, 1000000, 1, "0.50").zone
    'within'
    >>> assess(1000000, 950000, 950000, 1, "0.50").zone
    'within'
    >>> assess(1000000, 950000, 920000, 1, "0.50")
    Verdict(zone='saved', penalty=0, reward=15000)

    Credits may push the actual below zero; the saving stops at the target:

    >>> assess(100000, 95000, -5000, 1, "0.50").reward
    47500

    Where no quota was granted there is nothing to save, and a credit is no saving:

    >>> assess(0, 0, -5000, 1, "0.50").zone
    'within'

    ``reward_base="quota"`` measures the saving from the quota instead.
    ``tiers`` are (share saved of the target, rate): the highest bound reached
    gives the rate, below the lowest one ``reward_rate`` stays.

    >>> tiers = [("0.02", "0.3"), ("0.05", "0.6")]
    >>> [assess(1000, 1000, a, 1, 0, tiers=tiers).reward for a in (990, 980, 950)]
    [0, 6, 30]
    """
    if not 0 <= target <= quota:
        raise ValueError("the reduction target must be between zero and the quota")
    if reward_base not in ("target", "quota"):
        raise ValueError(f"unknown reward base: {reward_base!r}")
    if actual > quota:
        return Verdict("over", _share(actual - quota, exact(penalty_rate)), 0)
    if actual >= target or not quota:
        return Verdict("within", 0, 0)
    spent = max(actual, 0)
    rate = _rate(target, target - spent, exact(reward_rate), tiers)
    base = target if reward_base == "target" else quota
    return Verdict("saved", 0, _share(base - spent, rate))


def _rate(
    target: int, saved: int, rate: Fraction, tiers: Sequence[tuple[Exact, Exact]]
) -> Fraction:
    bounds = sorted((exact(low), exact(tier)) for low, tier in tiers)
    for low, tier in bounds:
        if saved >= low * target:
            rate = tier
    return rate


def _share(amount: int, rate: Fraction) -> int:
    if rate < 0:
        raise ValueError("a rate is negative")
    return half_up(amount * rate)
