"""Exact numbers: money as integer minor units, rates as fractions, no floats.

A minor unit is one step of the currency's rounding: a fen of CNY (0.01), five
rappen of CHF cash (0.05), a yen (1).
"""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Rational
from typing import TypeAlias

Exact: TypeAlias = int | Fraction | Decimal | str
Number: TypeAlias = Exact | float


def exact(value: Exact) -> Fraction:
    """The number as a fraction; floats, NaN and infinities are refused.

    >>> exact("0.20"), exact(3), exact(Decimal("1.05"))
    (Fraction(1, 5), Fraction(3, 1), Fraction(21, 20))
    >>> exact(0.2)
    Traceback (most recent call last):
    ...
    TypeError: not an exact number: 0.2
    """
    if isinstance(value, Rational):
        return Fraction(value.numerator, value.denominator)
    if isinstance(value, (str, Decimal)):
        return _from_decimal(value)
    raise TypeError(f"not an exact number: {value!r}")


def half_up(value: Exact) -> int:
    """The nearest integer; a half goes away from zero.

    >>> half_up("0.5"), half_up("-0.5"), half_up("2.5"), half_up("0.4999")
    (1, -1, 3, 0)
    """
    whole = exact(value)
    top, bottom = abs(whole.numerator), whole.denominator
    rounded = (2 * top + bottom) // (2 * bottom)
    return rounded if whole >= 0 else -rounded


def to_minor(value: Number, rounding: Number = "0.01", exactly: bool = False) -> int:
    """The amount in minor units, half up away from zero.

    A float is read by its shortest decimal form, so 1.005 means 1.005. With
    ``exactly`` an amount finer than the rounding is an error instead.

    >>> to_minor("850.30"), to_minor(-1.005), to_minor(0.1 + 0.2)
    (85030, -101, 30)
    >>> to_minor(1000, 1), to_minor("1.10", "0.05")
    (1000, 22)
    >>> to_minor("1.001", exactly=True)
    Traceback (most recent call last):
    ...
    ValueError: finer than 0.01: '1.001'
    >>> to_minor(float("nan"))
    Traceback (most recent call last):
    ...
    ValueError: not a finite number: 'nan'
    """
    steps = number(value) / _step(rounding)
    if exactly and steps.denominator != 1:
        raise ValueError(f"finer than {rounding}: {value!r}")
    return half_up(steps)


def from_minor(minor: int, rounding: Number = "0.01") -> Decimal:
    """The amount in units of the currency, with the decimals of the rounding.

    >>> from_minor(85030), from_minor(-7, 1), from_minor(22, "0.05")
    (Decimal('850.30'), Decimal('-7'), Decimal('1.10'))
    """
    step = _step(rounding)
    places = _places(step)
    scaled = minor * step * 10**places
    return Decimal(scaled.numerator).scaleb(-places)


def number(value: Number) -> Fraction:
    """The number as a fraction; a float by its shortest decimal form.

    >>> number(0.2), number("0.2")
    (Fraction(1, 5), Fraction(1, 5))
    """
    return _from_decimal(repr(value)) if isinstance(value, float) else exact(value)


def _from_decimal(value: str | Decimal) -> Fraction:
    try:
        decimal = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"not a number: {value!r}") from None
    if not decimal.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return Fraction(decimal)


def _step(rounding: Number) -> Fraction:
    step = number(rounding)
    if step <= 0:
        raise ValueError(f"rounding must be positive: {rounding!r}")
    return step


def _places(step: Fraction) -> int:
    """Decimals needed to write the step: 2 for 0.01 and 0.05, 0 for 1 and 10."""
    places = 0
    while (step * 10**places).denominator != 1:
        places += 1
        if places > 12:
            raise ValueError(f"rounding has no decimal form: {step}")
    return places
