"""One measured value, the language between the addons. None is "not measured"."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

STATES = ("ok", "no_data", "not_reportable")
PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class MeasureValue:
    """``n``: how many observations; ``refs``: (model, id) of the evidence.

    ``not_reportable``: there are data, but too few persons or events to show them.
    ``ValueError``: a value that is not finite, or one beside a state other than ok.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: int = 0
    refs: tuple[tuple[str, int], ...] = ()
    state: str = "ok"
    note: str = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"unknown state {self.state!r}")
        if (self.state == "ok") != (self.value is not None):
            raise ValueError("a value belongs to the state ok, and only to it")
        for number in (self.value, self.numerator, self.denominator):
            if number is not None and not (
                isinstance(number, Decimal) and number.is_finite()
            ):
                raise ValueError(f"not a finite Decimal: {number!r}")

    @classmethod
    def ratio(
        cls,
        numerator: Decimal | int,
        denominator: Decimal | int,
        n: int = 0,
        refs: tuple[tuple[str, int], ...] = (),
        note: str = "",
    ) -> "MeasureValue":
        """numerator / denominator; nothing to divide by is no data, not zero.

        >>> MeasureValue.ratio(47, 50).value, MeasureValue.ratio(0, 0).state
        (Decimal('0.940000'), 'no_data')
        """
        top, bottom = Decimal(numerator), Decimal(denominator)
        if not bottom:
            return cls.no_data(note)
        return cls(quotient(top, bottom), top, bottom, n, refs, "ok", note)

    def times(self, factor: Decimal) -> "MeasureValue":
        """In another unit: a share as percent; numerator and denominator stay.

        >>> MeasureValue.ratio(47, 50).times(Decimal(100)).value
        Decimal('94.000000')
        """
        if self.value is None:
            return self
        return replace(self, value=quotient(self.value * factor, Decimal(1)))

    @classmethod
    def no_data(cls, note: str = "") -> "MeasureValue":
        return cls(state="no_data", note=note)

    @classmethod
    def not_reportable(cls, note: str = "") -> "MeasureValue":
        return cls(state="not_reportable", note=note)


def quotient(top: Decimal, bottom: Decimal) -> Decimal:
    """Six places, half away from zero.

    >>> quotient(Decimal(2), Decimal(3)), quotient(Decimal(-1), Decimal(8))
    (Decimal('0.666667'), Decimal('-0.125000'))
    """
    exact = Fraction(top) / Fraction(bottom)
    size = int(abs(exact) / Fraction(PLACES) + Fraction(1, 2))
    return (Decimal(size) * PLACES).copy_sign(Decimal(1 if exact >= 0 else -1))
