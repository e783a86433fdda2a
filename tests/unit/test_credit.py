"""From results to money: examples 24 to 26 of contract.md."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_contract.calc.credit import (
    earned_back,
    line_bonus,
    line_credit,
    missed_in_a_row,
    multiplied,
    net_amount,
    per_breach,
    points_credit,
    points_total,
    prorated,
    segments,
    statement_total,
    termination_due,
    tier_bp,
)
from ops_contract.calc.tiers import check_tiers

FEE = 8_000_000
TIME = [("0.90", "0.95", 500), ("0.80", "0.90", 1000), (None, "0.80", 2000)]
AVAILABLE = [("0.990", "0.999", 1000), ("0.95", "0.99", 2500), (None, "0.95", 5000)]
fees = st.integers(0, 10**10)
weights = st.integers(0, 10_000)
values = st.fractions(0, 1, max_denominator=500)


def test_example_24():
    credits = [
        line_credit(FEE, 3000, Fraction(58, 60), TIME),
        line_credit(FEE, 5000, Fraction(47, 50), TIME),
        line_credit(FEE, 2000, Fraction("714.5") / 716, AVAILABLE),
    ]
    assert credits == [0, 200_000, 160_000]
    total = statement_total(credits, FEE, 1000)
    assert total == 360_000
    assert net_amount(FEE, total) == 7_640_000


def test_example_25_the_cap():
    credits = [
        line_credit(FEE, 5000, Fraction(75, 100), TIME),
        line_credit(FEE, 3000, Fraction(88, 100), TIME),
    ]
    assert credits == [800_000, 240_000]
    assert statement_total(credits, FEE, 1000) == 800_000


@pytest.mark.parametrize(
    ("days", "switches", "expected"),
    [
        (30, [16], [4_000_000, 4_000_000]),
        (31, [16], [3_870_968, 4_129_032]),
        (30, [], [FEE]),
        (31, [2, 31], [258_065, 7_483_871, 258_064]),
        (30, [30], [7_733_333, 266_667]),
    ],
)
def test_example_26_segments(days, switches, expected):
    assert segments(FEE, days, switches) == expected


@pytest.mark.parametrize(
    ("fee", "days", "switches"),
    [(100, 30, [1]), (100, 30, [31]), (100, 30, [16, 16]), (100, 30, [20, 10])],
)
def test_no_segment_is_empty(fee, days, switches):
    with pytest.raises(ValueError, match="no days"):
        segments(fee, days, switches)


def test_prorated():
    assert (prorated(5, 15, 30), prorated(100, 0, 30), prorated(100, 30, 30)) == (
        3,
        0,
        100,
    )
    assert prorated(0, 15, 30) == 0
    for wrong in ((-1, 1, 30), (1, -1, 30), (1, 31, 30)):
        with pytest.raises(ValueError, match="negative or too many"):
            prorated(*wrong)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("0.95", 0),
        (Fraction(9499, 10000), 500),
        ("0.90", 500),
        (Fraction(8999999, 10**7), 1000),
        ("0.80", 1000),
        ("0.7999", 2000),
        (0, 2000),
        (1, 0),
        (None, 0),
    ],
)
def test_the_lower_bound_belongs_to_the_tier(value, share):
    assert tier_bp(value, TIME) == share


def test_tiers_of_counts_go_up():
    """For direction down: the more, the dearer."""
    table = [(3, 6, 500), (6, None, 1000)]
    assert [tier_bp(count, table) for count in (2, 3, 5, 6, 60)] == [
        0,
        500,
        500,
        1000,
        1000,
    ]


def test_rounded_half_up_once():
    assert line_credit(1, 10_000, 0, [(None, None, 5000)]) == 1
    assert line_credit(1, 10_000, 0, [(None, None, 4999)]) == 0
    assert line_credit(99, 5000, 0, [(None, None, 5000)]) == 25
    assert line_credit(FEE, 5000, None, TIME) == 0
    assert line_bonus(FEE, 2500, 1, [("0.99", None, 300)]) == 60_000


@pytest.mark.parametrize("wrong", [(-1, 5000), (1, -1), (1, 10_001)])
def test_line_credit_refuses(wrong):
    with pytest.raises(ValueError, match="negative"):
        line_credit(*wrong, 1, TIME)


def test_the_cap_is_a_limit_not_an_amount():
    # 10 % of 38 709.68 is 3 870.968: the cap is never passed
    assert statement_total([400_000], 3_870_968, 1000) == 387_096
    assert statement_total([387_096], 3_870_968, 1000) == 387_096
    assert statement_total([387_095], 3_870_968, 1000) == 387_095
    assert statement_total([400_000], 3_870_968, None) == 400_000
    assert statement_total([], FEE, 1000) == 0
    assert statement_total([5], FEE, 0) == 0
    assert statement_total([FEE + 5], FEE, 10_000) == FEE
    for wrong in ((-1, 1000), (1, -1), (1, 10_001)):
        with pytest.raises(ValueError, match="negative"):
            statement_total([1], *wrong)


def test_fixed_amounts_and_points():
    assert [per_breach(n, 200, free=2) for n in (0, 2, 3)] == [0, 0, 200]
    assert per_breach(3, 200) == 600
    points = points_total([(3, "0.5"), (1, 2), (0, 10)])
    assert points == Fraction(7, 2)
    assert points_total([]) == 0
    table = [(2, 4, 200), (4, None, 500)]
    assert points_credit(FEE, points, table) == 160_000
    assert points_credit(FEE, 4, table) == 400_000
    assert points_credit(FEE, "1.5", table) == 0


@pytest.mark.parametrize(
    ("verdicts", "run"),
    [
        ("", 0),
        ("met", 0),
        ("missed", 1),
        ("missed met", 0),
        ("met missed missed", 2),
        ("missed na missed", 2),
        ("missed na", 1),
        ("missed met na", 0),
    ],
)
def test_misses_in_a_row(verdicts, run):
    assert missed_in_a_row(verdicts.split()) == run


def test_multiplied_by_the_longest_run_reached():
    steps = [(3, 2), (2, "1.5")]
    assert [multiplied(100, run, steps) for run in range(5)] == [
        100,
        100,
        150,
        200,
        200,
    ]
    assert multiplied(1, 2, steps) == 2
    assert multiplied(100, 9, []) == 100


@pytest.mark.parametrize(
    ("verdicts", "due"),
    [
        ("missed missed missed", True),
        ("missed missed", False),
        ("missed met missed met met missed", True),
        ("missed met met missed met met missed", False),
        ("missed na na na na missed missed", False),
        ("missed na na na missed missed", True),
        ("missed missed missed met met met", True),
        ("missed missed missed met met met met", False),
    ],
)
def test_termination_three_in_six(verdicts, due):
    assert termination_due(verdicts.split(), 3, 6) is due


def test_termination_refuses():
    for k, m in ((0, 6), (7, 6)):
        with pytest.raises(ValueError, match="fit"):
            termination_due([], k, m)
    assert termination_due(["missed"], 1, 1)


@pytest.mark.parametrize(
    ("statements", "k", "returned"),
    [
        ([(50, "missed"), (0, "met"), (0, "met")], 2, 50),
        ([(50, "missed"), (0, "met")], 1, 50),
        # the month before, not yet earned; the month after, already returned
        ([(50, "missed"), (0, "met")], 2, 0),
        ([(50, "missed"), (0, "met"), (0, "met"), (0, "met")], 2, 0),
        ([(50, "missed"), (0, "na"), (0, "met")], 2, 0),
        ([(50, "missed"), (30, "missed"), (0, "met")], 2, 0),
        # a credit although the target was met, as of points
        ([(50, "met"), (0, "met")], 1, 50),
        ([], 3, 0),
    ],
)
def test_earned_back(statements, k, returned):
    assert earned_back(statements, k) == returned


def test_earned_back_needs_a_statement():
    with pytest.raises(ValueError, match="one statement"):
        earned_back([(1, "missed")], 0)


def test_net_amount():
    assert net_amount(1000, 100, deductions=50, adjustments=-30, bonus=20) == 840
    assert net_amount(0, 0, adjustments=-5) == -5
    for wrong in ({"deductions": -1}, {"bonus": -1}):
        with pytest.raises(ValueError, match="adjustment"):
            net_amount(10, 1, **wrong)


@given(fees, st.integers(28, 31), st.sets(st.integers(2, 28), max_size=5))
def test_segments_add_up_to_the_fee(fee, days, switches):
    parts = segments(fee, days, sorted(switches))
    assert sum(parts) == fee
    assert len(parts) == len(switches) + 1


@given(fees, weights, values, values)
def test_a_worse_value_never_costs_less(fee, weight, one, other):
    worse, better = sorted((one, other))
    for tiers in (TIME, AVAILABLE):
        costs = [line_credit(fee, weight, value, tiers) for value in (worse, better)]
        assert costs[0] >= costs[1]


@given(
    fees,
    st.lists(weights, max_size=6).filter(lambda parts: sum(parts) <= 10_000),
    st.data(),
)
def test_never_above_the_cap_nor_the_sum(fee, parts, data):
    credits = [line_credit(fee, part, data.draw(values), AVAILABLE) for part in parts]
    cap = data.draw(weights)
    total = statement_total(credits, fee, cap)
    assert 0 <= total * 10_000 <= fee * cap
    assert total <= sum(credits)
    assert total <= statement_total(credits, fee, min(cap + 1, 10_000))


@given(
    st.lists(st.fractions(0, 1, max_denominator=9), min_size=3, max_size=6, unique=True)
)
def test_tiers_without_faults_hold_each_value_once(bounds):
    bounds.sort()
    tiers = list(zip(bounds, bounds[1:], range(len(bounds), 1, -1), strict=False))
    assert check_tiers(tiers, bounds[0], bounds[-1]) == []
    for value in (Fraction(step, 180) for step in range(181)):
        holding = [bp for low, high, bp in tiers if low <= value < high]
        inside = bounds[0] <= value < bounds[-1]
        assert holding == ([tier_bp(value, tiers)] if inside else [])
