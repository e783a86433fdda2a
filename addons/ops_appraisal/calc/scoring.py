"""From values to a grade: line scores, totals, levels, parts, periods, grades.

appraisal_culture.md 2.3. Scores are Decimals with two places, half up; a score is
rounded before it is weighted, so that a printed form re-adds. None is "no score",
never 0.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from .ground import Exact, Number, half_up, number, split
from .rule import FULL, METHODS, rule, two_places

__all__ = [
    "METHODS",
    "POLICIES",
    "STATES",
    "Total",
    "adjusted",
    "combined",
    "forced_shares",
    "grade",
    "roll_up",
    "rule",
    "score",
    "total",
    "transfer",
    "two_level",
    "worst",
]

# From good to bad: the worst of the parts is that of the whole.
STATES = ("ok", "insufficient", "blocked")
POLICIES = ("block", "zero", "redistribute", "target")


class Total(NamedTuple):
    """``state``: ok, blocked (a value is missing), insufficient (too few values)."""

    total: Decimal | None
    coverage: Decimal
    state: str


def score(method: str, actual: Number, **marks: Any) -> Decimal:
    """One score by one rule; for many values make the ``rule`` once.

    >>> score("linear", 93, floor=90, target=95, stretch=99)
    Decimal('84.00')
    >>> score("range", 18, lo=20, hi=30, tolerance=8)
    Decimal('75.00')
    """
    return rule(method, **marks).score(actual)


def adjusted(gross: Number, excluded: Iterable[tuple[Number, Number]]) -> Decimal:
    """gross − Σ count·factor: customers less empty and dormant cards (essay 3).

    >>> adjusted(1200, [(150, 1), (80, "0.5")])
    Decimal('1010.00')
    """
    left = number(gross) - sum(number(n) * number(factor) for n, factor in excluded)
    if left < 0:
        raise ValueError("more is excluded than was counted")
    return two_places(Fraction(left))


def total(
    lines: Sequence[tuple[Number, Number | None]],
    policy: str,
    min_coverage: Number = 60,
) -> Total:
    """The weighted mean of ``(weight, score or None)`` under a policy for None.

    ``block``: no total; ``zero``: counts 0; ``target``: counts 100; ``redistribute``:
    the others' weights rise, if they cover ``min_coverage`` percent.

    >>> lines = [(40, 84), (30, 80), (20, None), (10, 80)]
    >>> [str(total(lines, policy).total) for policy in POLICIES]
    ['None', '65.60', '82.00', '85.60']
    """
    if policy not in POLICIES:
        raise ValueError(f"no policy for missing values: {policy!r}")
    weighted = [(_weight(w), _score(s)) for w, s in lines]
    whole = sum((w for w, _s in weighted), Fraction(0))
    if not whole:
        return Total(None, two_places(Fraction(0)), "insufficient")
    known = [(w, s) for w, s in weighted if s is not None]
    covered = sum((w for w, _s in known), Fraction(0))
    points = sum((w * s for w, s in known), Fraction(0))
    coverage = two_places(FULL * covered / whole)
    if policy == "block" and len(known) < len(weighted):
        return Total(None, coverage, "blocked")
    if policy == "redistribute":
        if not covered or FULL * covered < number(min_coverage) * whole:
            return Total(None, coverage, "insufficient")
        return Total(two_places(points / covered), coverage, "ok")
    if policy == "target":
        points += FULL * (whole - covered)
    return Total(two_places(points / whole), coverage, "ok")


def two_level(
    first: Number | None,
    second: Number | None,
    w1: Number,
    w2: Number,
    alert_gap: Number = 15,
) -> tuple[Decimal | None, bool]:
    """The two levels' weighted mean, and whether they lie further apart than the gap.

    A level that is missing blocks the score.

    >>> two_level(95, 78, "0.7", "0.3"), two_level(82, None, 70, 30)
    ((Decimal('89.90'), True), (None, False))
    """
    one, two = _score(first), _score(second)
    if one is None or two is None:
        return None, False
    a, b = _weight(w1), _weight(w2)
    if not a + b:
        raise ValueError("both levels weigh nothing")
    mean = (a * one + b * two) / (a + b)
    return two_places(mean), abs(one - two) > number(alert_gap)


def transfer(parts: Sequence[tuple[int, Number | None]]) -> Decimal | None:
    """Scores of the parts of a period by days; None where a part has no score.

    >>> transfer([(12, "88.5"), (19, "74.25")]), transfer([(12, 88), (19, None)])
    (Decimal('79.77'), None)
    """
    days = sum(_days(part_days) for part_days, _score in parts)
    points = Fraction(0)
    for part_days, part_score in parts:
        known = _score(part_score)
        if known is None:
            return None
        points += part_days * known
    return two_places(points / days) if days else None


def combined(
    parts: Sequence[tuple[int, Total | None]],
    policy: str,
    min_coverage: Number = 60,
) -> Total:
    """The ``Total`` of a period from ``(days, total)`` of its parts; None: the part
    has no KPI, and is a missing value of the period under the policy.

    A part that has KPIs and no total leaves none, and the state is its own.

    >>> half = (15, Total(Decimal("80"), Decimal("100"), "ok"))
    >>> [str(combined([half, (15, None)], policy, 50).total) for policy in POLICIES]
    ['None', '40.00', '80.00', '90.00']
    >>> combined([half, (15, None)], "redistribute").state
    'insufficient'
    """
    known = [(days, part) for days, part in parts if part is not None]
    if not sum(days for days, _part in known):
        return Total(None, two_places(Fraction(0)), "insufficient")
    whole = transfer([(days, part.total) for days, part in known])
    covered = transfer(
        [(days, part.coverage if part else 0) for days, part in parts]
    ) or two_places(Fraction(0))
    state = max((part.state for _days, part in known), key=STATES.index)
    if whole is None or len(known) == len(parts):
        return Total(whole, covered, state)
    days = sum(part_days for part_days, _part in known)
    bare = sum(part_days for part_days, part in parts if part is None)
    gap = total([(days, whole), (bare, None)], policy, min_coverage)
    if policy == "redistribute" and number(covered) < number(min_coverage):
        return Total(None, covered, "insufficient")
    return Total(gap.total, covered, gap.state)


def roll_up(totals: Sequence[Number | None]) -> Decimal | None:
    """The mean of the periods that have a total, if these are at least two thirds:
    2 of 3 months make a quarter, 8 of 12 a year.

    >>> roll_up([80, None, 90]), roll_up([80, None, None])
    (Decimal('85.00'), None)
    """
    known = [value for value in map(_score, totals) if value is not None]
    if not known or 3 * len(known) < 2 * len(totals):
        return None
    return two_places(sum(known, Fraction(0)) / len(known))


def grade(
    score: Number,
    cutoffs: Sequence[tuple[Number, str]],
    veto_events: Number = 0,
    veto_cap_grade: str | None = None,
) -> str:
    """The best grade whose bound the score of two places reaches, bounds inclusive.

    A score below all bounds has the lowest grade. Any veto event: the grade is not
    better than the cap.

    >>> scale = [(90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "E")]
    >>> grade("89.994", scale), grade("89.995", scale), grade("93.2", scale, 1, "D")
    ('B', 'A', 'D')
    """
    if not cutoffs:
        raise ValueError("a scale has at least one grade")
    points = _score(score)
    assert points is not None
    steps = sorted(((number(bound), name) for bound, name in cutoffs), reverse=True)
    name = next((name for bound, name in steps if points >= bound), steps[-1][1])
    if number(veto_events) > 0 and veto_cap_grade:
        return worst([name, veto_cap_grade], cutoffs)
    return name


def worst(grades: Iterable[str], cutoffs: Sequence[tuple[Number, str]]) -> str:
    """The lowest of the grades; ``ValueError``: one is not of the scale.

    >>> worst(["B", "D", "A"], [(90, "A"), (80, "B"), (60, "D")])
    'D'
    """
    bounds = {name: number(bound) for bound, name in cutoffs}
    names = list(grades)
    unknown = [name for name in names if name not in bounds]
    if unknown or not names:
        raise ValueError(f"no grade of the scale: {unknown}")
    return min(names, key=lambda name: bounds[name])


def forced_shares(n: int, shares: Sequence[Exact]) -> list[int]:
    """How many of ``n`` each share would be: a hint, which nothing enforces.

    >>> [forced_shares(n, [20, 70, 10]) for n in (10, 7, 23)]
    [[2, 7, 1], [1, 5, 1], [5, 16, 2]]
    """
    if n < 0:
        raise ValueError(f"not a number of people: {n}")
    return split(n, shares)


def _score(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(half_up(number(value) * 100), 100)


def _weight(value: Number) -> Fraction:
    weight = number(value)
    if weight < 0:
        raise ValueError(f"a weight is not negative: {value!r}")
    return weight


def _days(value: int) -> int:
    if value < 0:
        raise ValueError(f"days are not negative: {value}")
    return value
