"""The most that a reviewer may give where the rule of a KPI is known."""

import pytest

from ops_appraisal.calc.rule import rule

UP = {"floor": 90, "target": 95, "stretch": 99}
BANDS = [(95, 100), (0, 0), (98, 110), (80, 60), (90, 80)]


@pytest.mark.parametrize(
    ("method", "marks", "expected"),
    [
        ("rating", {}, 100),
        ("range", {"lo": 20, "hi": 30}, 100),
        ("linear", UP, 120),
        ("linear", {"floor": 90, "target": 95}, 100),
        ("linear", {**UP, "cap": 110}, 110),
        ("ratio", {"target": 10, "cap": 150}, 150),
        ("step", {"bands": BANDS}, 110),
        ("step_down", {"bands": [(0, 90), (2, 60)]}, 100),
        ("deduct", {"per": 5}, 100),
        ("deduct", {"per": 5, "start": 110}, 110),
    ],
)
def test_a_score_by_hand_ends_where_the_rule_ends_but_not_below_100(
    method, marks, expected
):
    assert rule(method, **marks).highest == expected
