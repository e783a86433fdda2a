"""How a value becomes a score: the seven methods (appraisal_culture.md 2.3).

Numbers may be given as Decimal, int, Fraction, text or float (read by its shortest
decimal form); within the rules they are exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from .ground import Number, from_minor, half_up, number

METHODS = ("linear", "ratio", "step", "step_down", "range", "deduct", "rating")
FULL = Fraction(100)


@dataclass(frozen=True)
class Rule:
    """The marks of a KPI; ``flaw`` says what keeps them from being used.

    ``floor`` is the value that earns ``floor_score``; of ``deduct`` it is the lowest
    score itself, 0 when empty.
    """

    method: str
    up: bool
    floor: Fraction | None
    target: Fraction | None
    stretch: Fraction | None
    floor_score: Fraction
    cap: Fraction
    bands: tuple[tuple[Fraction, Fraction], ...]
    lo: Fraction | None
    hi: Fraction | None
    tolerance: Fraction
    start: Fraction
    per: Fraction | None
    r_max: Fraction

    @cached_property
    def flaw(self) -> str | None:
        """A code, or None: ``method``, ``cap``, ``floor_score`` or the method's own.

        linear: ``order`` (floor, target, stretch must lead from bad to good); ratio:
        ``target``; steps: ``bands`` (none, two at one bound, or a score outside of
        0..cap); range: ``range``; deduct: ``start`` or ``per``; rating: ``r_max``.
        """
        if self.method not in METHODS:
            return "method"
        if self.cap < FULL:
            return "cap"
        if not 0 <= self.floor_score <= FULL:
            return "floor_score"
        return _FLAWS[self.method](self)

    @property
    def highest(self) -> Fraction:
        """The most that a reviewer may give: what the rule can, and never below 100.

        >>> str(rule("rating").highest), str(rule("ratio", target=1).highest)
        ('100', '120')
        """
        if self.method == "linear":
            best = FULL if self.stretch is None else self.cap
        elif self.method in ("step", "step_down"):
            best = max((at for _bound, at in self.bands), default=FULL)
        else:
            best = {"ratio": self.cap, "deduct": self.start}.get(self.method, FULL)
        return best if best > FULL else FULL

    def score(self, actual: Number) -> Decimal:
        """Two places, half up; ``ValueError``: the rule has a flaw, or the value is
        none of its kind (a negative count, a rating above the highest)."""
        if self.flaw:
            raise ValueError(f"{self.method}: {self.flaw} cannot be used")
        return two_places(_SCORES[self.method](self, number(actual)))


def rule(
    method: str,
    *,
    direction: str = "up",
    floor: Number | None = None,
    target: Number | None = None,
    stretch: Number | None = None,
    floor_score: Number = 60,
    cap: Number = 120,
    bands: Iterable[tuple[Number, Number]] = (),
    lo: Number | None = None,
    hi: Number | None = None,
    tolerance: Number = 0,
    start: Number = 100,
    per: Number | None = None,
    r_max: Number = 5,
) -> Rule:
    """The rule with exact marks.

    >>> hours = rule("linear", direction="down", floor=8, target=4, stretch=2)
    >>> [str(hours.score(value)) for value in ("8.5", 8, 6, 4, 3, 0)]
    ['0.00', '60.00', '80.00', '100.00', '110.00', '120.00']
    >>> rule("linear", floor=90, target=80).flaw
    'order'
    """
    if direction not in ("up", "down"):
        raise ValueError(f"no direction: {direction!r}")
    return Rule(
        method=method,
        up=direction == "up",
        floor=_known(floor),
        target=_known(target),
        stretch=_known(stretch),
        floor_score=number(floor_score),
        cap=number(cap),
        bands=tuple(sorted((number(bound), number(at)) for bound, at in bands)),
        lo=_known(lo),
        hi=_known(hi),
        tolerance=number(tolerance),
        start=number(start),
        per=_known(per),
        r_max=number(r_max),
    )


def two_places(value: Fraction) -> Decimal:
    return from_minor(half_up(value * 100))


def _known(value: Number | None) -> Fraction | None:
    return None if value is None else number(value)


def _linear_flaw(rule: Rule) -> str | None:
    if rule.floor is None or rule.target is None:
        return "order"
    sign = 1 if rule.up else -1
    marks = [rule.floor, rule.target]
    marks += [] if rule.stretch is None else [rule.stretch]
    rising = all(sign * a < sign * b for a, b in pairwise(marks))
    return None if rising else "order"


def _ratio_flaw(rule: Rule) -> str | None:
    return "target" if rule.target is None or rule.target <= 0 else None


def _bands_flaw(rule: Rule) -> str | None:
    distinct = len({bound for bound, _at in rule.bands}) == len(rule.bands)
    within = all(0 <= at <= rule.cap for _bound, at in rule.bands)
    return None if rule.bands and distinct and within else "bands"


def _range_flaw(rule: Rule) -> str | None:
    if rule.lo is None or rule.hi is None or rule.lo > rule.hi or rule.tolerance < 0:
        return "range"
    return None


def _deduct_flaw(rule: Rule) -> str | None:
    if not (rule.floor or 0) <= rule.start <= rule.cap or (rule.floor or 0) < 0:
        return "start"
    return "per" if rule.per is None or rule.per <= 0 else None


def _rating_flaw(rule: Rule) -> str | None:
    return "r_max" if rule.r_max <= 0 else None


def _linear(rule: Rule, actual: Fraction) -> Fraction:
    assert rule.floor is not None and rule.target is not None
    sign = 1 if rule.up else -1
    value, low, target = sign * actual, sign * rule.floor, sign * rule.target
    if value < low:
        return Fraction(0)
    if value < target:
        share = (value - low) / (target - low)
        return rule.floor_score + (FULL - rule.floor_score) * share
    if rule.stretch is None:
        return FULL
    share = (value - target) / (sign * rule.stretch - target)
    return min(rule.cap, FULL + (rule.cap - FULL) * share)


def _ratio(rule: Rule, actual: Fraction) -> Fraction:
    assert rule.target is not None
    share = actual / rule.target
    return _clip(FULL * (share if rule.up else 2 - share), rule.cap)


def _step(rule: Rule, actual: Fraction) -> Fraction:
    reached = [at for bound, at in rule.bands if bound <= actual]
    return reached[-1] if reached else Fraction(0)


def _step_down(rule: Rule, actual: Fraction) -> Fraction:
    reached = [at for bound, at in rule.bands if actual <= bound]
    return reached[0] if reached else Fraction(0)


def _range(rule: Rule, actual: Fraction) -> Fraction:
    assert rule.lo is not None and rule.hi is not None
    distance = max(rule.lo - actual, actual - rule.hi, Fraction(0))
    if not distance:
        return FULL
    if distance >= rule.tolerance:
        return Fraction(0)
    return FULL * (1 - distance / rule.tolerance)


def _deduct(rule: Rule, actual: Fraction) -> Fraction:
    assert rule.per is not None
    if actual < 0:
        raise ValueError("deduct: a count of events is not negative")
    return max(rule.floor or Fraction(0), rule.start - rule.per * actual)


def _rating(rule: Rule, actual: Fraction) -> Fraction:
    if not 0 <= actual <= rule.r_max:
        raise ValueError(f"rating: a rating is 0 to {rule.r_max}")
    return FULL * actual / rule.r_max


def _clip(value: Fraction, cap: Fraction) -> Fraction:
    return max(Fraction(0), min(cap, value))


_FLAWS = {
    "linear": _linear_flaw,
    "ratio": _ratio_flaw,
    "step": _bands_flaw,
    "step_down": _bands_flaw,
    "range": _range_flaw,
    "deduct": _deduct_flaw,
    "rating": _rating_flaw,
}
_SCORES = {
    "linear": _linear,
    "ratio": _ratio,
    "step": _step,
    "step_down": _step_down,
    "range": _range,
    "deduct": _deduct,
    "rating": _rating,
}
