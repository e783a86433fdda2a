"""Where a month is heading: examples 39 and 40 of contract.md."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_contract.calc.forecast import (
    Allowance,
    allowance,
    breach_probability,
    month_ok_probability,
    poisson_binomial,
)

HISTORY = [1, "1.5", 2, "2.5", 3, 3, "3.5", 4, "4.5", 5, 6, 7, "8.5", 9, 12]
OPEN = ["0.1", "0.3", "0.5"]
chances = st.lists(st.fractions(0, 1, max_denominator=20), max_size=6)
counts = st.integers(0, 60)


@pytest.mark.parametrize(
    ("elapsed", "plain", "smoothed"),
    [
        (0, Fraction(3, 15), 0.235),
        (2, Fraction(3, 12), 0.286),
        (5, Fraction(3, 5), 0.571),
        (7, Fraction(3, 3), 0.80),
    ],
)
def test_example_39(elapsed, plain, smoothed):
    assert breach_probability(HISTORY, elapsed, 8, smoothed=False) == plain
    assert round(float(breach_probability(HISTORY, elapsed, 8)), 3) == smoothed


def test_at_the_target_and_past_it():
    # 8 of 8 hours used is still in time
    assert breach_probability(HISTORY, 8, 8) == Fraction(4, 5)
    assert breach_probability(HISTORY, "8.01", 8) == 1
    # a case that took exactly as long as the target met it
    assert breach_probability([8, 8], 0, 8, smoothed=False) == 0
    # one that took exactly the time elapsed is no longer like this one
    assert breach_probability([5, 9], 5, 8, smoothed=False) == 1


def test_nothing_to_compare_with():
    assert breach_probability([], 1, 8) == Fraction(1, 2)
    assert breach_probability([], 1, 8, smoothed=False) is None
    assert breach_probability([1, 2], 2, 8, smoothed=False) is None


def test_example_40():
    assert poisson_binomial(OPEN)[:2] == [Fraction("0.315"), Fraction("0.485")]
    assert allowance(57, 2, 3, 9500) == Allowance(n=62, need=59, allowed=3, left=1)
    assert month_ok_probability(57, 2, OPEN, 9500) == Fraction("0.80")
    assert allowance(46, 2, 3, 9500) == Allowance(n=51, need=49, allowed=2, left=0)
    assert month_ok_probability(46, 2, OPEN, 9500) == Fraction("0.315")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # exactly 95 of 100 are enough, and no rounding makes it 96
        ((95, 0, 5, 9500), Allowance(100, 95, 5, 5)),
        ((95, 0, 6, 9500), Allowance(101, 96, 5, 5)),
        ((0, 3, 0, 9500), Allowance(3, 3, 0, -3)),
        ((0, 0, 0, 9500), Allowance(0, 0, 0, 0)),
        ((1, 0, 1, 0), Allowance(2, 0, 2, 2)),
        ((1, 0, 1, 10_000), Allowance(2, 2, 0, 0)),
        ((1, 0, 1, 1), Allowance(2, 1, 1, 1)),
    ],
)
def test_allowance(case, expected):
    assert allowance(*case) == expected


def test_lost_certain_and_empty_months():
    assert month_ok_probability(10, 5, ["0.1"], 9500) == 0
    assert month_ok_probability(10, 0, [], 9500) == 1
    assert month_ok_probability(0, 0, [], 9500) is None
    assert month_ok_probability(0, 0, ["0.2"], 10_000) == Fraction("0.8")
    assert month_ok_probability(0, 0, ["0.2"], 0) == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: poisson_binomial(["1.1"]), "probability"),
        (lambda: poisson_binomial(["-0.1"]), "probability"),
        (lambda: allowance(-1, 0, 0, 9500), "negative"),
        (lambda: allowance(0, -1, 0, 9500), "negative"),
        (lambda: allowance(0, 0, -1, 9500), "negative"),
        (lambda: allowance(0, 0, 0, 10_001), "share"),
        (lambda: allowance(0, 0, 0, -1), "share"),
    ],
)
def test_what_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@given(chances)
def test_against_all_outcomes(chances):
    expected = [Fraction(0)] * (len(chances) + 1)
    for events in product([0, 1], repeat=len(chances)):
        chance = prod(
            (p if event else 1 - p for p, event in zip(chances, events, strict=True)),
            start=Fraction(1),
        )
        expected[sum(events)] += chance
    found = poisson_binomial(chances)
    assert found == expected
    assert sum(found) == 1
    for upto in range(len(chances) + 2):
        assert poisson_binomial(chances, upto) == expected[: upto + 1]


@given(counts, counts, chances, st.integers(0, 10_000))
def test_the_chance_agrees_with_each_end(met, breached, chances, target_bp):
    found = month_ok_probability(met, breached, chances, target_bp)
    n = met + breached + len(chances)
    if not n:
        assert found is None
        return
    assert 0 <= found <= 1
    best, worst = met + len(chances), met
    if best * 10_000 < target_bp * n:
        assert found == 0
    if worst * 10_000 >= target_bp * n:
        assert found == 1


def test_many_open_cases_stay_exact():
    found = poisson_binomial([Fraction(1, 3)] * 400, 5)
    assert found[0] == Fraction(2, 3) ** 400
    assert len(found) == 6
