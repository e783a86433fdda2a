"""Bonus, pool, promotion: money knows no culture, promotion no money."""

import inspect
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_appraisal.calc.pay import bonus, pool, promotion


@pytest.mark.parametrize(
    ("base", "coef", "days", "of", "factor", "expected"),
    [
        (300_000, "1.0", 20, 22, 1, 272_727),
        (300_000, "1.2", 22, 22, 1, 360_000),
        (300_000, 1, 22, 22, "0.5", 150_000),
        (300_000, 1, 22, 22, 0, 0),
        (300_000, 1, 0, 22, 1, 0),
        (1, "0.5", 1, 1, 1, 1),
        (0, 1, 1, 1, 1, 0),
    ],
)
def test_bonus(base, coef, days, of, factor, expected):
    assert bonus(base, coef, days, of, factor) == expected


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((100, 1, 23, 22), "not a part"),
        ((100, 1, -1, 22), "not a part"),
        ((100, 1, 0, 0), "not a part"),
        ((-100, 1, 1, 1), "not negative"),
        ((100, -1, 1, 1), "not negative"),
        ((100, 1, 1, 1, "-0.1"), "not negative"),
    ],
)
def test_a_bonus_that_is_refused(arguments, error):
    with pytest.raises(ValueError, match=error):
        bonus(*arguments)


def test_no_float_is_money():
    with pytest.raises(TypeError):
        bonus(100, 1.1, 1, 1)


def test_pool():
    parts = pool(1_000_000, [300_000, 300_000, 250_000], ["1.2", "1.0", "0.8"])
    assert parts == [418_605, 348_837, 232_558]
    assert sum(parts) == 1_000_000


def test_a_pool_by_days_and_factors():
    # the second was there half of the month, the third forfeits it
    coefs = [1, Fraction(11, 22), 0]
    assert pool(300_000, [100, 100, 100], coefs) == [200_000, 100_000, 0]


@pytest.mark.parametrize(
    ("whole", "bases", "coefs", "error"),
    [
        (-1, [1], [1], "not negative"),
        (1, [1], [0], "all zero"),
        (1, [1, 1], [1], "argument 2"),
        (1, [1, -1], [1, 1], "negative"),
    ],
)
def test_a_pool_that_is_refused(whole, bases, coefs, error):
    with pytest.raises(ValueError, match=error):
        pool(whole, bases, coefs)


people = st.lists(
    st.tuples(st.integers(1, 10**6), st.decimals("0.1", 2, places=2)),
    min_size=1,
    max_size=30,
)


@given(st.integers(0, 10**11), people)
def test_a_pool_is_exact_to_the_cent(whole, people):
    bases, coefs = zip(*people, strict=True)
    parts = pool(whole, bases, coefs)
    assert sum(parts) == whole
    weights = [base * Fraction(coef) for base, coef in people]
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - whole * weight / sum(weights)) < 1


def test_no_term_of_money_is_called_culture():
    for function in (bonus, pool):
        assert "culture" not in inspect.signature(function).parameters


@pytest.mark.parametrize(
    ("perf", "culture", "blocked", "eligible", "reasons"),
    [
        ([80, 85], [70, 90], False, True, []),
        (["79.99", 85], [70, 90], False, False, ["performance_low"]),
        ([80, 85], ["69.99", 90], False, False, ["culture_low"]),
        ([80, 85], [70, None], False, None, ["culture_undetermined"]),
        ([80, 85], [], False, None, ["culture_undetermined"]),
        ([80, None], [70, 90], False, None, ["performance_missing"]),
        ([80, 85], [70, 90], True, False, ["blocked"]),
        # what is known to be too low is a no, whatever is missing
        ([70, 85], [None], False, False, ["performance_low", "culture_undetermined"]),
        # performance never replaces culture
        ([120, 120], [0, 0], False, False, ["culture_low"]),
        ([120, 120], [None, None], False, None, ["culture_undetermined"]),
    ],
)
def test_promotion(perf, culture, blocked, eligible, reasons):
    found = promotion(perf, culture, 80, 70, blocked)
    assert (found.eligible, found.reasons) == (eligible, reasons)


figures = st.lists(st.integers(0, 120), min_size=1, max_size=6)


@given(figures, st.lists(st.none() | st.integers(0, 120), min_size=1, max_size=6))
def test_performance_never_replaces_culture(perf, culture):
    best = promotion([120 for _figure in perf], culture, 80, 70, False)
    own = promotion(perf, culture, 80, 70, False)
    if best.eligible is not True:
        assert own.eligible is not True
