"""One value for a period out of several values of parts of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .measure_value import MeasureValue, quotient

HOW = ("last", "sum", "mean", "ratio")


@dataclass(frozen=True)
class Part:
    """A recorded value; ``ref`` is (model, id) of its evidence."""

    date_to: date
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    ref: tuple[str, int]


def combine(parts: Sequence[Part], how: str) -> MeasureValue:
    """``last``: the latest part; ``ratio``: sum of numerators over denominators.

    >>> one, two, nine, ten = (Decimal(number) for number in (1, 2, 9, 10))
    >>> half = Part(date(2026, 1, 31), Decimal("0.5"), one, two, 2, ("m", 1))
    >>> most = Part(date(2026, 2, 28), Decimal("0.9"), nine, ten, 10, ("m", 2))
    >>> [str(combine([most, half], how).value) for how in HOW]
    ['0.9', '1.4', '0.700000', '0.833333']
    >>> combine([], "sum").state
    'no_data'
    """
    if how not in HOW:
        raise ValueError(f"unknown way to combine: {how!r}")
    parts = sorted(parts, key=lambda part: (part.date_to, part.ref))
    if how == "last":
        parts = parts[-1:]
    if not parts:
        return MeasureValue.no_data()
    refs = tuple(part.ref for part in parts)
    n = sum(part.n for part in parts)
    top = _total([part.numerator for part in parts])
    bottom = _total([part.denominator for part in parts])
    if how == "ratio":
        if top is None or not bottom:
            return MeasureValue.no_data()
        return MeasureValue.ratio(top, bottom, n, refs)
    total = sum((part.value for part in parts), Decimal(0))
    value = quotient(total, Decimal(len(parts))) if how == "mean" else total
    return MeasureValue(value, top, bottom, n, refs)


def _total(numbers: Sequence[Decimal | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(numbers) else None
