"""Largest remainder: examples 10, 12, 13 of cost.md, and what always holds."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.allocation import split

weights_lists = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)
totals = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10000, [1, 1, 1], [3334, 3333, 3333]),
        (-10000, [1, 1, 1], [-3334, -3333, -3333]),
        (100001, [1, 2, 4], [14286, 28572, 57143]),
        (1000, [3, 3, 1], [429, 428, 143]),
        (2, [1, 1, 1], [1, 1, 0]),
        (1, [5, 7, 7], [0, 1, 0]),
        (0, [0, 0, 0], [0, 0, 0]),
        (0, [], []),
        (7, [0, 5, 0], [0, 7, 0]),
        (1, [2, 2, 1, 1], [1, 0, 0, 0]),
        # equal fractions of a half: the larger weight first, though it comes later
        (2, [1, 3], [0, 2]),
        (10**30 + 1, [1, 1], [5 * 10**29 + 1, 5 * 10**29]),
    ],
)
def test_worked_examples(total, weights, shares):
    assert split(total, weights) == shares


@pytest.mark.parametrize(
    "weights",
    [
        [12, 10, 9],
        ["1.2", "1.0", "0.9"],
        [Decimal("1.2"), Decimal(1), Decimal("0.9")],
        [Fraction(6, 5), Fraction(1), Fraction(9, 10)],
    ],
)
def test_weights_of_any_exact_kind(weights):
    assert split(3856780, weights) == [1492947, 1244123, 1119710]


@pytest.mark.parametrize(
    ("total", "weights", "error"),
    [
        (500, [0, 0], ValueError),
        (-1, [0], ValueError),
        (1, [], ValueError),
        (1, [1, -1], ValueError),
        (0, [-1], ValueError),
        (1, [Decimal("NaN")], ValueError),
        (1, [Decimal("Infinity")], ValueError),
        (1, ["one"], ValueError),
        (1, [0.5, 0.5], TypeError),
    ],
)
def test_refused(total, weights, error):
    with pytest.raises(error):
        split(total, weights)


@pytest.mark.parametrize(
    ("total", "weights", "caps", "shares"),
    [
        (1000, [5, 3, 2], [300, 900, 900], [300, 400, 300]),
        (-1000, [5, 3, 2], [300, 900, 900], [-300, -400, -300]),
        (1000, [5, 3, 2], [500, 300, 200], [500, 300, 200]),
        # floors 251, 151, 100 and 0; 168 rounds of three; one more to the fraction .75
        (1007, [5, 3, 2, 10], [1000, 1000, 1000, 0], [420, 319, 268, 0]),
        (10, [1, 0, 1], [2, 9, 9], [2, 0, 8]),
        (0, [1, 1], [0, 0], [0, 0]),
    ],
)
def test_caps(total, weights, caps, shares):
    assert split(total, weights, caps=caps) == shares


@pytest.mark.parametrize(
    ("total", "weights", "caps"),
    [
        (10, [1, 1], [4, 5]),
        (10, [1, 0], [9, 9]),
        (10, [1, 1], [20]),
        (10, [1, 1], [20, -1]),
    ],
)
def test_caps_refused(total, weights, caps):
    with pytest.raises(ValueError, match="cap"):
        split(total, weights, caps=caps)


def unit_by_unit(total, weights, caps):
    """The capped rule as it is told: one unit a round in the order of fractions."""
    whole = sum(weights)
    floors = [total * weight // whole for weight in weights]
    shares = [min(pair) for pair in zip(floors, caps, strict=True)]
    order = sorted(
        range(len(weights)),
        key=lambda i: (-(total * weights[i] % whole), -weights[i], i),
    )
    while sum(shares) < total:
        for index in order:
            if sum(shares) == total:
                break
            if weights[index] and shares[index] < caps[index]:
                shares[index] += 1
    return shares


@given(st.data())
def test_capped_split_equals_unit_by_unit(data):
    weights = data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=6))
    caps = [data.draw(st.integers(0, 60)) for _weight in weights]
    room = sum(cap for cap, weight in zip(caps, weights, strict=True) if weight)
    total = data.draw(st.integers(0, room))
    if total:
        shares = unit_by_unit(total, weights, caps)
        assert split(total, weights, caps=caps) == shares


@given(totals, weights_lists)
def test_parts_add_up_and_are_less_than_a_unit_off(total, weights):
    if not any(weights):
        return
    shares = split(total, weights)
    assert sum(shares) == total
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, whole)) < 1


@given(totals, weights_lists)
def test_negation(total, weights):
    if any(weights):
        assert split(-total, weights) == [-share for share in split(total, weights)]


@given(st.integers(0, 10**9), weights_lists, st.randoms())
def test_multiset_of_shares_does_not_depend_on_the_order(total, weights, random):
    if any(weights):
        shuffled = random.sample(weights, len(weights))
        assert sorted(split(total, weights)) == sorted(split(total, shuffled))


@given(st.integers(0, 10**9), weights_lists, st.integers(2, 50))
def test_only_the_proportion_of_weights_matters(total, weights, factor):
    if any(weights):
        scaled = [Fraction(weight * factor, 7) for weight in weights]
        assert split(total, weights) == split(total, scaled)


@given(st.integers(0, 10**6), st.integers(1, 7), st.integers(0, 3))
def test_rotation_treats_equals_equally(total, count, zeros):
    """Over as many turns as there are equals each gets the same, zeros aside."""
    weights = [0] * zeros + [1] * count
    turns = [split(total, weights, start=turn) for turn in range(count)]
    sums = [sum(shares) for shares in zip(*turns, strict=True)]
    assert len(set(sums[zeros:])) == 1


def test_example_17_months_and_children():
    year = split(12000005, [1] * 12)
    assert sorted(year) == [1000000] * 7 + [1000001] * 5
    plain = [split(10000, [1, 1, 1]) for _month in range(12)]
    turned = [split(10000, [1, 1, 1], start=month) for month in range(12)]
    assert list(map(sum, zip(*plain, strict=True))) == [40008, 39996, 39996]
    assert list(map(sum, zip(*turned, strict=True))) == [40000, 40000, 40000]
