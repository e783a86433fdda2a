"""Analysis: examples 20 and 21 of cost.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.units import half_up
from ops_cost.calc.variance import landing, variance


def test_example_20():
    parts = variance(1000, "2.0", 500, 1100, "1.9", 540)
    assert parts == (100000, -55000, 83600)
    assert parts.total == 1128600 - 1000000


numbers = st.fractions(0, 1000, max_denominator=100)


@given(*[numbers] * 6)
def test_the_parts_add_up_exactly(w0, n0, p0, w1, n1, p1):
    quota, actual = half_up(w0 * n0 * p0), half_up(w1 * n1 * p1)
    assert variance(w0, n0, p0, w1, n1, p1).total == actual - quota


@given(*[numbers] * 3)
def test_no_change_no_variance(w, n, p):
    assert variance(w, n, p, w, n, p) == (0, 0, 0)


def test_example_21():
    result = landing(620000, 14, 22, "0.62", committed=300000)
    assert result == (974286, 1000000, 920000, 1000000)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"estimator": "run_rate"}, 974286),
        ({"profile": None}, 974286),
        ({"committed": 300000, "reserved": 90000}, 1010000),
        ({"committed": 300000, "reserved": 80000}, 1000000),
    ],
)
def test_landing_never_below_what_is_bound(options, expected):
    arguments = {"profile": "0.62"} | options
    assert landing(620000, 14, 22, **arguments).landing == expected


def test_on_the_first_and_the_last_day():
    assert landing(100, 1, 22).run_rate == 2200
    assert landing(620000, 22, 22, 1) == (620000, 620000, 620000, 620000)


@pytest.mark.parametrize(
    ("day", "profile", "estimator"),
    [
        (0, "0.5", "profile"),
        (23, "0.5", "profile"),
        (1, "0", "profile"),
        (1, "1.01", "profile"),
        (1, "0.5", "guess"),
    ],
)
def test_landing_refused(day, profile, estimator):
    with pytest.raises(ValueError, match=r"day|profile|estimator"):
        landing(1, day, 22, profile, estimator=estimator)
