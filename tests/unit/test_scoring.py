"""Scores to grades: the KPI, TOT, GRADE, FORCED and LEVEL examples of the design."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ops_appraisal.calc.rule import rule
from ops_appraisal.calc.scoring import (
    METHODS,
    POLICIES,
    adjusted,
    forced_shares,
    grade,
    roll_up,
    score,
    total,
    transfer,
    two_level,
    worst,
)

UP = {"floor": 90, "target": 95, "stretch": 99}
DOWN = {"direction": "down", "floor": 8, "target": 4, "stretch": 2}
BANDS = [(95, 100), (0, 0), (98, 110), (80, 60), (90, 80)]
SCALE = [(90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "E")]
RULES = {
    "linear": UP,
    "ratio": {"target": 10},
    "step": {"bands": BANDS},
    "step_down": {"bands": BANDS},
    "range": {"lo": 20, "hi": 30, "tolerance": 8},
    "deduct": {"per": 5},
    "rating": {"r_max": 5},
}
numbers = st.decimals(-1000, 1000, places=4)
scores = st.decimals(0, 120, places=2)


@pytest.mark.parametrize(
    ("method", "marks", "actual", "expected"),
    [
        # KPI-LIN-UP
        ("linear", UP, "89.99", "0.00"),
        ("linear", UP, 90, "60.00"),
        ("linear", UP, 93, "84.00"),
        ("linear", UP, 95, "100.00"),
        ("linear", UP, 97, "110.00"),
        ("linear", UP, "99.9", "120.00"),
        ("linear", {"floor": 90, "target": 95}, 99, "100.00"),
        ("linear", {**UP, "floor_score": 0}, 90, "0.00"),
        ("linear", {**UP, "cap": 100}, 99, "100.00"),
        # KPI-LIN-DOWN
        ("linear", DOWN, "8.5", "0.00"),
        ("linear", DOWN, 8, "60.00"),
        ("linear", DOWN, 6, "80.00"),
        ("linear", DOWN, 4, "100.00"),
        ("linear", DOWN, 3, "110.00"),
        ("linear", DOWN, 0, "120.00"),
        # KPI-STEP
        ("step", {"bands": BANDS}, "79.99", "0.00"),
        ("step", {"bands": BANDS}, 80, "60.00"),
        ("step", {"bands": BANDS}, "94.9", "80.00"),
        ("step", {"bands": BANDS}, 95, "100.00"),
        ("step", {"bands": BANDS}, 98, "110.00"),
        ("step", {"bands": BANDS}, -1, "0.00"),
        # no complaint 100, up to two 80, up to five 60
        ("step_down", {"bands": [(0, 100), (2, 80), (5, 60)]}, 0, "100.00"),
        ("step_down", {"bands": [(0, 100), (2, 80), (5, 60)]}, "0.01", "80.00"),
        ("step_down", {"bands": [(0, 100), (2, 80), (5, 60)]}, 2, "80.00"),
        ("step_down", {"bands": [(0, 100), (2, 80), (5, 60)]}, 5, "60.00"),
        ("step_down", {"bands": [(0, 100), (2, 80), (5, 60)]}, 6, "0.00"),
        # KPI-RATIO
        ("ratio", {"direction": "down", "target": 100_000}, 110_000, "90.00"),
        ("ratio", {"direction": "down", "target": 100_000}, 80_000, "120.00"),
        ("ratio", {"direction": "down", "target": 100_000}, 210_000, "0.00"),
        ("ratio", {"target": 50}, 45, "90.00"),
        ("ratio", {"target": 50}, 70, "120.00"),
        ("ratio", {"target": 50, "cap": 150}, 70, "140.00"),
        ("ratio", {"target": 50}, -5, "0.00"),
        ("ratio", {"target": 3}, 2, "66.67"),
        # KPI-RANGE
        ("range", {"lo": 20, "hi": 30, "tolerance": 8}, 18, "75.00"),
        ("range", {"lo": 20, "hi": 30, "tolerance": 8}, 34, "50.00"),
        ("range", {"lo": 20, "hi": 30, "tolerance": 8}, 12, "0.00"),
        ("range", {"lo": 20, "hi": 30, "tolerance": 8}, 20, "100.00"),
        ("range", {"lo": 20, "hi": 30, "tolerance": 8}, 30, "100.00"),
        ("range", {"lo": 20, "hi": 30}, 31, "0.00"),
        ("deduct", {"per": 5}, 0, "100.00"),
        ("deduct", {"per": 5}, 3, "85.00"),
        ("deduct", {"per": 5}, 30, "0.00"),
        ("deduct", {"per": 5, "floor": 40}, 30, "40.00"),
        ("deduct", {"per": "2.5", "start": 110}, 1, "107.50"),
        ("rating", {}, 4, "80.00"),
        ("rating", {"r_max": 7}, 5, "71.43"),
        ("rating", {}, 0, "0.00"),
    ],
)
def test_worked_examples_of_scores(method, marks, actual, expected):
    assert str(score(method, actual, **marks)) == expected


def test_a_float_counts_by_its_shortest_decimal_form():
    assert score("linear", 89.99, **UP) == 0
    assert score("ratio", 0.07, target=0.1) == Decimal("70.00")


@pytest.mark.parametrize(
    ("method", "marks", "flaw"),
    [
        ("linear", {}, "order"),
        ("linear", {"floor": 95, "target": 90}, "order"),
        ("linear", {"floor": 90, "target": 90}, "order"),
        ("linear", {"floor": 90, "target": 95, "stretch": 95}, "order"),
        ("linear", {"direction": "down", "floor": 4, "target": 8}, "order"),
        ("linear", {**UP, "cap": 99}, "cap"),
        ("linear", {**UP, "floor_score": 101}, "floor_score"),
        ("ratio", {}, "target"),
        ("ratio", {"target": 0}, "target"),
        ("step", {}, "bands"),
        ("step", {"bands": [(1, 50), ("1.0", 60)]}, "bands"),
        ("step", {"bands": [(1, 121)]}, "bands"),
        ("step_down", {"bands": [(1, -1)]}, "bands"),
        ("range", {"lo": 3}, "range"),
        ("range", {"lo": 3, "hi": 2}, "range"),
        ("range", {"lo": 3, "hi": 4, "tolerance": -1}, "range"),
        ("deduct", {}, "per"),
        ("deduct", {"per": 0}, "per"),
        ("deduct", {"per": 1, "start": 121}, "start"),
        ("deduct", {"per": 1, "start": 30, "floor": 40}, "start"),
        ("rating", {"r_max": 0}, "r_max"),
        ("stars", {}, "method"),
    ],
)
def test_marks_that_cannot_be_used(method, marks, flaw):
    assert rule(method, **marks).flaw == flaw
    with pytest.raises(ValueError, match=flaw):
        score(method, 1, **marks)


@pytest.mark.parametrize(
    ("method", "marks", "actual", "error"),
    [
        ("deduct", {"per": 5}, -1, "not negative"),
        ("rating", {}, "5.01", "0 to 5"),
        ("rating", {}, -1, "0 to 5"),
        ("linear", UP, "many", "not a number"),
        ("linear", UP, float("nan"), "not a finite number"),
        ("linear", {**UP, "direction": "sideways"}, 1, "no direction"),
    ],
)
def test_values_that_are_refused(method, marks, actual, error):
    with pytest.raises(ValueError, match=error):
        score(method, actual, **marks)


def test_every_method_has_a_case():
    assert set(RULES) == set(METHODS)


@given(st.sampled_from(METHODS), numbers)
def test_a_score_lies_between_0_and_the_cap(method, actual):
    assume(method not in ("deduct", "rating") or 0 <= actual <= 5)
    assert 0 <= score(method, actual, **RULES[method]) <= 120


@given(st.sampled_from(["linear", "ratio", "step"]), numbers, numbers)
def test_more_is_never_worse_where_more_is_better(method, one, two):
    low, high = sorted([one, two])
    assert score(method, low, **RULES[method]) <= score(method, high, **RULES[method])


@given(numbers)
def test_down_is_up_in_a_mirror(actual):
    mirrored = {"floor": -8, "target": -4, "stretch": -2}
    assert score("linear", actual, **DOWN) == score("linear", -actual, **mirrored)


@pytest.mark.parametrize(
    ("gross", "excluded", "expected"),
    [
        (1200, [], "1200.00"),
        # 150 empty cards count nothing, 80 dormant ones half
        (1200, [(150, 1), (80, "0.5")], "1010.00"),
        (10, [(10, 1)], "0.00"),
        ("10.5", [(3, "0.333")], "9.50"),
    ],
)
def test_adjusted_count(gross, excluded, expected):
    assert str(adjusted(gross, excluded)) == expected


def test_more_cannot_be_excluded_than_was_counted():
    with pytest.raises(ValueError, match="more is excluded"):
        adjusted(10, [(8, 1), (5, "0.5")])


LINES = [(40, 84), (30, 80), (20, 90), (10, 80)]
MISSING = [(40, 84), (30, 80), (20, None), (10, 80)]


@pytest.mark.parametrize("policy", POLICIES)
def test_tot_1(policy):
    assert total(LINES, policy) == (Decimal("83.60"), Decimal("100.00"), "ok")


@pytest.mark.parametrize(
    ("policy", "expected", "state"),
    [
        ("block", None, "blocked"),
        ("zero", Decimal("65.60"), "ok"),
        ("redistribute", Decimal("82.00"), "ok"),
        ("target", Decimal("85.60"), "ok"),
    ],
)
def test_tot_miss(policy, expected, state):
    assert total(MISSING, policy) == (expected, Decimal("80.00"), state)


@pytest.mark.parametrize(
    ("covered", "least", "state"),
    [(40, 60, "insufficient"), (60, 60, "ok"), ("59.99", 60, "insufficient")],
)
def test_tot_miss_needs_its_coverage(covered, least, state):
    lines = [(covered, 90), (100 - Decimal(covered), None)]
    found = total(lines, "redistribute", least)
    assert (found.state, found.total) == (state, Decimal(90) if state == "ok" else None)
    assert found.coverage == Decimal(covered)


def test_nothing_measured_at_all():
    nothing = [(60, None), (40, None)]
    assert total(nothing, "redistribute", 0).state == "insufficient"
    assert total(nothing, "zero").total == 0
    assert total(nothing, "target").total == 100
    assert total([], "zero") == (None, Decimal(0), "insufficient")


def test_a_printed_form_re_adds():
    # 33.33 and 33.34 are printed as they are weighted, 84.005 counts as 84.01
    lines = [("33.33", "84.005"), ("33.33", "71.50"), ("33.34", "90.00")]
    by_hand = (
        Decimal("33.33") * Decimal("84.01")
        + Decimal("33.33") * Decimal("71.50")
        + Decimal("33.34") * Decimal("90.00")
    ) / 100
    assert total(lines, "block").total == by_hand.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("lines", "policy", "error"),
    [(LINES, "guess", "no policy"), ([(-1, 80), (101, 80)], "zero", "not negative")],
)
def test_totals_that_are_refused(lines, policy, error):
    with pytest.raises(ValueError, match=error):
        total(lines, policy)


@given(st.lists(st.tuples(st.integers(1, 100), scores), min_size=1, max_size=12))
def test_a_total_lies_between_its_scores(lines):
    found = total(lines, "block").total
    assert min(s for _w, s in lines) <= found <= max(s for _w, s in lines)


@given(
    st.lists(
        st.tuples(st.integers(1, 100), st.none() | st.decimals(0, 100, places=2)),
        min_size=1,
        max_size=12,
    )
)
def test_policies_keep_their_order(lines):
    zero, target = total(lines, "zero").total, total(lines, "target").total
    spread = total(lines, "redistribute", 0)
    assert zero <= target
    if spread.total is not None:
        assert zero <= spread.total <= target


@pytest.mark.parametrize(
    ("first", "second", "expected", "alert"),
    [
        (82, 76, "80.20", False),
        (95, 78, "89.90", True),
        (95, 80, "90.50", False),
        (95, "79.99", "90.50", True),
        (70, 90, "76.00", True),
    ],
)
@pytest.mark.parametrize(("w1", "w2"), [("0.7", "0.3"), (70, 30), (70.0, 30.0)])
def test_two_level(first, second, expected, alert, w1, w2):
    assert two_level(first, second, w1, w2) == (Decimal(expected), alert)


def test_a_missing_level_blocks():
    assert two_level(82, None, 70, 30) == two_level(None, 76, 70, 30) == (None, False)
    with pytest.raises(ValueError, match="weigh nothing"):
        two_level(1, 2, 0, 0)


def test_transfer():
    assert transfer([(12, "88.5"), (19, "74.25")]) == Decimal("79.77")
    assert transfer([(31, "88.5")]) == Decimal("88.50")
    assert transfer([(12, "88.5"), (19, None)]) is None
    assert transfer([]) is None
    with pytest.raises(ValueError, match="not negative"):
        transfer([(-1, 50)])


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([80, 90, 100], "90.00"),
        ([80, None, 90], "85.00"),
        ([80, None, None], None),
        ([90] * 8 + [None] * 4, "90.00"),
        ([90] * 7 + [None] * 5, None),
        ([90, None], None),
        ([], None),
    ],
)
def test_roll_up(totals, expected):
    assert roll_up(totals) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("89.994", "B"),
        ("89.995", "A"),
        (90, "A"),
        (120, "A"),
        ("79.99", "C"),
        (60, "D"),
        ("59.99", "E"),
        (0, "E"),
    ],
)
def test_grade(points, expected):
    assert grade(points, SCALE) == grade(points, SCALE[::-1]) == expected


def test_veto():
    assert grade("93.2", SCALE, veto_events=1, veto_cap_grade="D") == "D"
    assert grade("93.2", SCALE, veto_events=0, veto_cap_grade="D") == "A"
    assert grade("12", SCALE, veto_events=2, veto_cap_grade="D") == "E"
    assert grade("93.2", SCALE, veto_events=1) == "A"
    with pytest.raises(ValueError, match="no grade of the scale"):
        grade("93.2", SCALE, veto_events=1, veto_cap_grade="F")


def test_grades_of_a_scale():
    assert worst(["A", "C", "B"], SCALE) == "C"
    assert grade(10, [(90, "A"), (80, "B")]) == "B"
    with pytest.raises(ValueError, match="at least one grade"):
        grade(10, [])
    with pytest.raises(ValueError, match="no grade of the scale"):
        worst([], SCALE)


@given(scores, scores)
def test_a_better_score_has_no_worse_grade(one, two):
    low, high = sorted([one, two])
    assert grade(high, SCALE) <= grade(low, SCALE)


@pytest.mark.parametrize(
    ("n", "expected"), [(10, [2, 7, 1]), (7, [1, 5, 1]), (23, [5, 16, 2])]
)
def test_forced(n, expected):
    assert forced_shares(n, [20, 70, 10]) == expected


@given(st.integers(0, 5000), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_forced_shares_add_up(n, shares):
    found = forced_shares(n, shares)
    assert sum(found) == n
    assert all(
        abs(part - Fraction(n * share, sum(shares))) < 1
        for part, share in zip(found, shares, strict=True)
    )


def test_no_shares_of_less_than_nobody():
    with pytest.raises(ValueError, match="number of people"):
        forced_shares(-1, [20, 70, 10])
