"""Attainment of a target and the two verdicts on it (contract.md 2.4).

Counts are integers, targets basis points (9500 is 95 %); no rounding decides a
verdict. The contract's verdict settles, the statistical one only informs.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist
from typing import NamedTuple

from .ground import Exact, exact
from .uptime import availability

__all__ = [
    "RULES",
    "Tally",
    "attainment",
    "availability",
    "contract_verdict",
    "statistical_verdict",
    "tally",
    "value_verdict",
    "wilson",
]

WHOLE_BP = 10_000
RULES = ("point", "allow_one", "ci_lower", "ci_upper")
ZERO_CASES = ("na", "met")
PLACES = Decimal("0.000001")


class Tally(NamedTuple):
    met: int
    breached: int
    excluded: int

    @property
    def n(self) -> int:
        """What is measured; excluded cases are listed, not counted."""
        return self.met + self.breached


def tally(
    facts: Iterable[tuple[str, datetime | None]], start: datetime, end: datetime
) -> Tally:
    """Cases by the instant of their outcome, half-open, so each counts once.

    A missed deadline is the instant of a breach, however long the case stays open.

    >>> november, december = datetime(2026, 11, 1), datetime(2026, 12, 1)
    >>> facts = [("breached", datetime(2026, 11, 3)), ("met", december),
    ...          ("running", None), ("met", november)]
    >>> tally(facts, november, december)
    Tally(met=1, breached=1, excluded=0)
    """
    counts = dict.fromkeys(Tally._fields, 0)
    for outcome, at in facts:
        if outcome in counts and at is not None and start <= at < end:
            counts[outcome] += 1
    return Tally(**counts)


def attainment(met: int, breached: int) -> Fraction | None:
    """Share of the measured cases that met their target; no cases is None, not 1.

    >>> attainment(47, 3), attainment(0, 0)
    (Fraction(47, 50), None)
    """
    _check_counts(met, breached)
    return Fraction(met, met + breached) if met + breached else None


def wilson(
    met: int, n: int, confidence: Exact | float = 0.95
) -> tuple[Decimal, Decimal]:
    """Wilson's score interval (1927) of the share, six places; no cases say nothing.

    >>> [str(bound) for bound in wilson(47, 50)]
    ['0.837829', '0.979385']
    >>> [str(bound) for bound in wilson(0, 0)]
    ['0.000000', '1.000000']
    """
    _check_counts(met, n - met)
    if not n:
        return Decimal(0).quantize(PLACES), Decimal(1).quantize(PLACES)
    z2 = _z(confidence) ** 2
    share = Fraction(met, n)
    spread = z2 * share * (1 - share) / n + z2**2 / (4 * n * n)
    scale = 1 + z2 / n
    with localcontext() as context:
        context.prec = 40
        centre = _decimal((share + z2 / (2 * n)) / scale)
        half = _decimal(spread).sqrt() / _decimal(scale)
        low, high = max(Decimal(0), centre - half), min(Decimal(1), centre + half)
        return low.quantize(PLACES), high.quantize(PLACES)


def contract_verdict(
    met: int,
    breached: int,
    target_bp: int,
    rule: str = "point",
    n_min: int = 0,
    zero_case: str = "na",
) -> str:
    """``met``, ``missed`` or ``na``, as the annex says.

    ``point``: the share itself, exactly at the target is met. The other rules are for
    small numbers and hold below ``n_min`` cases: ``allow_one`` forgives one breach,
    ``ci_lower`` asks that the lower bound of the interval reaches the target,
    ``ci_upper`` forgives what is not clearly below it.

    >>> contract_verdict(19, 1, 9500), contract_verdict(47, 3, 9500)
    ('met', 'missed')
    >>> contract_verdict(9, 1, 9500, "allow_one", 20), contract_verdict(0, 0, 9500)
    ('met', 'na')
    >>> [contract_verdict(47, 3, 9500, rule, 60) for rule in ("ci_lower", "ci_upper")]
    ['missed', 'met']
    """
    _check_counts(met, breached)
    _check_target(target_bp)
    if rule not in RULES or zero_case not in ZERO_CASES:
        raise ValueError(f"unknown rule: {rule!r}, {zero_case!r}")
    n = met + breached
    if not n:
        return zero_case
    if n >= n_min or rule == "point":
        reached = met * WHOLE_BP >= target_bp * n
    elif rule == "allow_one":
        reached = breached <= 1
    else:
        seen = statistical_verdict(met, n, target_bp)
        reached = seen == "above" if rule == "ci_lower" else seen != "below"
    return "met" if reached else "missed"


def statistical_verdict(met: int, n: int, target_bp: int) -> str:
    """``above`` if the 95 % interval begins at the target or higher, ``below`` if it
    ends under it, else ``indistinct``; ``na`` without cases.

    The target lies inside Wilson's interval as long as it differs from the share by
    less than z standard errors of the target: rationals, so nothing is rounded.

    >>> [statistical_verdict(*case, 9500) for case in
    ...  [(180, 200), (990, 1000), (9, 10), (0, 0)]]
    ['below', 'above', 'indistinct', 'na']
    """
    _check_counts(met, n - met)
    _check_target(target_bp)
    if not n:
        return "na"
    target = Fraction(target_bp, WHOLE_BP)
    distance = Fraction(met, n) - target
    beyond = n * distance**2 - _z("0.95") ** 2 * target * (1 - target)
    if distance >= 0 and beyond >= 0 and target < 1:
        return "above"
    return "below" if distance < 0 and beyond > 0 else "indistinct"


def value_verdict(
    value: Exact | None,
    target: Exact,
    direction: str = "up",
    high: Exact | None = None,
) -> str:
    """For ratios, counts and scores: ``up`` must reach the target, ``down`` may not
    pass it, ``range`` lies from ``target`` to ``high``. Not measured is ``na``.

    >>> value_verdict("4.5", "4.5"), value_verdict(3, 2, "down")
    ('met', 'missed')
    >>> value_verdict(5, 3, "range", 5), value_verdict(None, 3)
    ('met', 'na')
    """
    if direction not in ("up", "down", "range"):
        raise ValueError(f"unknown direction: {direction!r}")
    if (direction == "range") != (high is not None):
        raise ValueError("a range has an upper bound, and only a range")
    if value is None:
        return "na"
    number, mark = exact(value), exact(target)
    if direction == "down":
        reached = number <= mark
    else:
        reached = number >= mark and (high is None or number <= exact(high))
    return "met" if reached else "missed"


def _z(confidence: Exact | float) -> Fraction:
    """Two-sided normal quantile, six places: 1.959964 for 95 %."""
    level = Fraction(str(confidence))
    if not 0 < level < 1:
        raise ValueError(f"the confidence must be between 0 and 1: {confidence}")
    return Fraction(f"{NormalDist().inv_cdf(float((1 + level) / 2)):.6f}")


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _check_counts(met: int, breached: int) -> None:
    if met < 0 or breached < 0:
        raise ValueError("a number of cases is negative")


def _check_target(target_bp: int) -> None:
    if not 0 <= target_bp <= WHOLE_BP:
        raise ValueError(f"the target must be between 0 and {WHOLE_BP}: {target_bp}")
