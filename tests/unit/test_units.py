"""Money in and out of minor units."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.units import exact, from_minor, half_up, to_minor


@pytest.mark.parametrize(
    ("value", "rounding", "minor"),
    [
        ("10850.30", "0.01", 1085030),
        ("-50", "0.01", -5000),
        ("0.005", "0.01", 1),
        ("-0.005", "0.01", -1),
        ("0.0049", "0.01", 0),
        (1.005, 0.01, 101),
        (0.1 + 0.2, 0.01, 30),
        (1e15, 0.01, 10**17),
        (Decimal("1E+3"), "0.01", 100000),
        (Fraction(1, 3), "0.01", 33),
        (1500, "1", 1500),
        (1499.5, 1.0, 1500),
        ("1.12", "0.05", 22),
        ("1.125", "0.05", 23),
        ("1234", "10", 123),
        ("0.0015", "0.001", 2),
    ],
)
def test_to_minor(value, rounding, minor):
    assert to_minor(value, rounding) == minor


def test_example_29_foreign_amount():
    assert to_minor(Decimal("100.00") * Decimal("7.1234")) == 71234


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        float("-inf"),
        "NaN",
        "Infinity",
        "",
        "1,000",
        "1.2.3",
    ],
)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="number"):
        to_minor(value)


@pytest.mark.parametrize("value", [None, [], object()])
def test_what_is_no_amount_at_all_is_refused(value):
    with pytest.raises(TypeError, match="exact number"):
        to_minor(value)


@pytest.mark.parametrize("rounding", [0, "-0.01", 0.0])
def test_rounding_must_be_positive(rounding):
    with pytest.raises(ValueError, match="rounding"):
        to_minor(1, rounding)
    with pytest.raises(ValueError, match="rounding"):
        from_minor(1, rounding)


def test_too_many_decimals():
    assert to_minor("1.10", exactly=True) == 110
    assert to_minor("1.1000", exactly=True) == 110
    for value in ("1.101", Decimal("0.001"), 0.123):
        with pytest.raises(ValueError, match="finer"):
            to_minor(value, exactly=True)


@pytest.mark.parametrize(
    ("minor", "rounding", "text"),
    [
        (1085030, "0.01", "10850.30"),
        (-1, "0.01", "-0.01"),
        (0, "0.01", "0.00"),
        (1500, 1, "1500"),
        (22, "0.05", "1.10"),
        (123, 10, "1230"),
        (7, 0.001, "0.007"),
    ],
)
def test_from_minor(minor, rounding, text):
    assert str(from_minor(minor, rounding)) == text


def test_rounding_without_decimal_form():
    with pytest.raises(ValueError, match="decimal form"):
        from_minor(1, Fraction(1, 3))


@given(st.integers(-(10**24), 10**24), st.sampled_from(["0.01", "1", "0.05", "0.001"]))
def test_there_and_back(minor, rounding):
    assert to_minor(from_minor(minor, rounding), rounding, exactly=True) == minor


@given(st.integers(-(10**13), 10**13))
def test_floats_of_the_database_there_and_back(minor):
    assert to_minor(float(from_minor(minor))) == minor


@given(st.fractions())
def test_half_up(value):
    rounded = half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    assert half_up(-value) == -rounded
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


def test_exact_refuses_floats():
    with pytest.raises(TypeError):
        exact(1.0)
