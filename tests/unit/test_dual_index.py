"""The dual index: examples 1 to 9 and 23 of cost.md, and what always holds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.units import to_minor
from ops_cost.calc.dual_index import assess


def verdict(quota, target, actual, **options):
    amounts = (to_minor(amount) for amount in (quota, target, actual))
    return assess(*amounts, 1, "0.50", **options)


@pytest.mark.parametrize(
    ("quota", "target", "actual", "zone", "penalty", "reward"),
    [
        ("10000", "9500", "10850.30", "over", 85030, 0),
        ("10000", "9500", "9700", "within", 0, 0),
        ("10000", "9500", "10000", "within", 0, 0),
        ("10000", "9500", "10000.01", "over", 1, 0),
        ("10000", "9500", "9500", "within", 0, 0),
        ("10000", "9500", "9200", "saved", 0, 15000),
        ("10000", "9500", "9499.99", "saved", 0, 1),
        ("0", "0", "120", "over", 12000, 0),
        ("0", "0", "0", "within", 0, 0),
        ("0", "0", "-50", "within", 0, 0),
        ("1000", "950", "-50", "saved", 0, 47500),
        ("1000", "950", "0", "saved", 0, 47500),
        ("100", "100", "200", "over", 10000, 0),
        ("100", "100", "0", "saved", 0, 5000),
        ("200", "200", "200", "within", 0, 0),
    ],
)
def test_worked_examples(quota, target, actual, zone, penalty, reward):
    assert verdict(quota, target, actual) == (zone, penalty, reward)


@pytest.mark.parametrize(
    ("quota", "target"), [(100000, 100001), (100, -1), (-1, -1), (-1, 0)]
)
def test_target_outside_zero_to_quota_is_refused(quota, target):
    with pytest.raises(ValueError, match="target"):
        assess(quota, target, 0, 1, 0)


@pytest.mark.parametrize("rates", [("-1", 0), (1, "-0.5")])
def test_negative_rates_are_refused(rates):
    with pytest.raises(ValueError, match="rate"):
        assess(100, 90, 150 if rates[0] == "-1" else 0, *rates)


def test_unknown_reward_base_is_refused():
    with pytest.raises(ValueError, match="base"):
        assess(100, 90, 95, 1, 0, reward_base="actual")


def test_penalty_rate_rounds_half_up():
    assert assess(100, 90, 101, "1.5", 0).penalty == 2
    assert assess(100, 90, 101, "1.49", 0).penalty == 1


def test_reward_measured_from_the_quota():
    """Only below the target, but then from the quota."""
    assert verdict("1000", "950", "950", reward_base="quota").reward == 0
    assert verdict("1000", "950", "940", reward_base="quota").reward == 3000
    assert verdict("1000", "950", "-5", reward_base="quota").reward == 50000


def test_tiers_lower_bound_is_inside():
    tiers = [("0.10", "0.6"), ("0.02", "0.3")]
    rewards = {
        actual: assess(10000, 10000, actual, 1, "0.1", tiers=tiers).reward
        for actual in (9801, 9800, 9001, 9000, -1)
    }
    assert rewards == {9801: 20, 9800: 60, 9001: 300, 9000: 600, -1: 6000}


def test_net():
    assert verdict("100", "90", "110").net == -1000
    assert verdict("100", "90", "80").net == 500


amounts = st.integers(0, 10**12)
rates = st.fractions(0, 3, max_denominator=1000)


@given(amounts, amounts, st.integers(-(10**12), 10**12), rates, rates)
def test_one_of_three_zones(a, b, actual, penalty_rate, reward_rate):
    target, quota = sorted((a, b))
    result = assess(quota, target, actual, penalty_rate, reward_rate)
    assert (result.zone == "over") == (actual > quota)
    within = target <= actual <= quota or (quota == 0 and actual < 0)
    assert (result.zone == "within") == within
    assert (result.zone == "saved") == (actual < target and quota > 0)
    penalty = penalty_rate * max(actual - quota, 0)
    reward = reward_rate * max(target - max(actual, 0), 0)
    assert abs(result.penalty - penalty) <= Fraction(1, 2)
    assert abs(result.reward - reward) <= Fraction(1, 2)
    assert not (result.penalty and result.reward)


nodes = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)),
    min_size=1,
    max_size=8,
)


@given(nodes)
def test_a_parent_is_judged_no_harder_than_its_parts(parts):
    """max(0, ·) is convex; half a unit a node for the roundings (cost.md 2.8)."""
    children = [(max(q, r), min(q, r), a) for q, r, a in parts]
    parent = assess(*map(sum, zip(*children, strict=True)), 1, "0.5")
    judged = [assess(*child, 1, "0.5") for child in children]
    slack = Fraction(len(parts) + 1, 2)
    assert parent.penalty <= sum(v.penalty for v in judged) + slack
    assert parent.reward <= sum(v.reward for v in judged) + slack
