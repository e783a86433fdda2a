"""Where a month is heading that is not made of known cases (contract.md, row 35).

Each kind has one stated model of the rest of the month, fed by the past; whoever calls
says how much past is enough. Floats: these are estimates, no verdicts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from math import exp, floor, lgamma, log, sqrt

from .ground import Exact, exact

# so many standard deviations beyond the mean nothing is left of a distribution
FAR = 40


def events_chances(past: int, exposure: Exact, ahead: Exact) -> Iterator[float]:
    """Probability of 0, 1, 2 … events ``ahead``, after ``past`` ones in ``exposure``.

    Events come singly at a steady rate that is known from the past only: a Poisson
    rate with Jeffreys' prior gives the negative binomial distribution (Gamma-Poisson).

    >>> [round(chance, 3) for chance, _ in zip(events_chances(12, 365, 30), range(3))]
    [0.373, 0.354, 0.181]
    """
    known, rest = float(exact(exposure)), float(exact(ahead))
    if past < 0 or known <= 0 or rest < 0:
        raise ValueError("events and times cannot be negative, nor the past empty")
    size, none = past + 0.5, known / (known + rest)
    for k in count() if rest else (0,):
        ways = lgamma(size + k) - lgamma(size) - lgamma(k + 1)
        yield exp(ways + size * log(none) + (k * log(1 - none) if k else 0.0))


def count_miss(
    so_far: Exact,
    target: Exact,
    direction: str,
    past: int,
    exposure: Exact,
    ahead: Exact,
) -> float:
    """Chance that a count ends above its target (``down``), or below it (``up``).

    >>> round(count_miss(1, 2, "down", 12, 365, 30), 3)
    0.274
    >>> count_miss(3, 2, "down", 0, 365, 30), count_miss(2, 2, "down", 12, 365, 0)
    (1.0, 0.0)
    """
    room = exact(target) - exact(so_far)
    if direction == "down":
        return 1.0 - _upto(events_chances(past, exposure, ahead), floor(room))
    if direction != "up":
        raise ValueError(f"unknown direction: {direction!r}")
    return _upto(events_chances(past, exposure, ahead), -floor(-room) - 1)


def downtime_miss(
    left_s: int,
    ahead_s: int,
    past_s: int,
    failures: int,
    past_down_s: int,
    ongoing: bool = False,
) -> float:
    """Chance that the rest of the month is down for longer than ``left_s``.

    Failures come as events do; each lasts as long as the mean of the past ones, spread
    exponentially, so k of them last Erlang's time. One that is ``ongoing`` lasts as
    long again as a new one (an exponential time has no memory). Seconds of service.

    >>> round(downtime_miss(3600, 864000, 31536000, 12, 43200), 3)
    0.125
    >>> downtime_miss(-1, 864000, 31536000, 12, 43200), downtime_miss(0, 0, 1, 0, 0)
    (1.0, 0.0)
    """
    if left_s < 0:
        return 1.0
    if ahead_s <= 0:
        return 0.0
    if failures <= 0 or past_down_s <= 0:
        raise ValueError("without a past failure nothing says how long one lasts")
    load = left_s * failures / past_down_s
    within = _erlang_within(load)
    if ongoing:
        next(within)
    chances = events_chances(failures, past_s, ahead_s)
    parts = zip(range(_most(failures, past_s, ahead_s)), chances, within, strict=False)
    return _share(1.0 - sum(chance * stays for _k, chance, stays in parts))


def ratio_miss(
    good: int,
    cases: int,
    ahead: int,
    past_good: int,
    past_cases: int,
    is_missed: Callable[[int, int], bool],
) -> float:
    """Chance that the ratio misses its target with ``ahead`` more cases.

    Each is good with one probability that is known from the past only: a binomial
    share with Jeffreys' prior gives the beta-binomial distribution.
    ``is_missed(good, cases)``: the annex's own rule.

    >>> def below(good, cases): return good * 100 < 95 * cases
    >>> round(ratio_miss(57, 60, 10, 190, 200, below), 3)
    0.408
    >>> ratio_miss(57, 60, 0, 190, 200, below), ratio_miss(56, 60, 0, 190, 200, below)
    (0.0, 1.0)
    """
    if not 0 <= past_good <= past_cases or not 0 <= good <= cases or ahead < 0:
        raise ValueError("good cases are some of all cases")
    a, b = past_good + 0.5, past_cases - past_good + 0.5
    lost = (
        _beta_binomial(more, ahead, a, b)
        for more in range(ahead + 1)
        if is_missed(good + more, cases + ahead)
    )
    return _share(sum(lost, 0.0))


def value_miss(
    so_far: Sequence[Exact],
    is_more: bool,
    past: Iterable[Exact],
    is_missed: Callable[[Fraction], bool],
) -> float | None:
    """Chance that the mean of a month's values misses its target; one more comes, if
    any, and it is one of the past ones: the share of those with which the month is
    missed, smoothed by Laplace's rule, (k + 1) / (n + 2). None: no value at all.

    >>> value_miss([], True, ["4.6", "4.4", "4.8", "4.7"], lambda mean: mean < 4.5)
    0.3333333333333333
    >>> value_miss(["4.6"], False, [], lambda mean: mean < 4.5)
    0.0
    """
    known = [exact(value) for value in so_far]
    if not is_more:
        return float(is_missed(sum(known) / Fraction(len(known)))) if known else None
    means = [(sum(known) + exact(value)) / (len(known) + 1) for value in past]
    missed = sum(is_missed(Fraction(mean)) for mean in means)
    return float(Fraction(missed + 1, len(means) + 2))


def _upto(chances: Iterable[float], most: int) -> float:
    """Probability of at most so many."""
    if most < 0:
        return 0.0
    return _share(
        sum(chance for _k, chance in zip(range(most + 1), chances, strict=False))
    )


def _most(past: int, exposure: int, ahead: int) -> int:
    """More events than can come."""
    odds = ahead / exposure
    mean = (past + 0.5) * odds
    return round(mean + FAR * sqrt(mean * (1 + odds))) + FAR


def _erlang_within(load: float) -> Iterator[float]:
    """Probability that 0, 1, 2 … exponential times of mean 1 stay within ``load``:
    that a Poisson process has had so many events by then."""
    before = 0.0
    yield 1.0
    for k in count():
        before += exp(k * log(load) - load - lgamma(k + 1)) if load else float(not k)
        yield _share(1.0 - before)


def _beta_binomial(k: int, n: int, a: float, b: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    found = lgamma(k + a) + lgamma(n - k + b) - lgamma(n + a + b)
    return exp(ways + found - lgamma(a) - lgamma(b) + lgamma(a + b))


def _share(value: float) -> float:
    """Rounding errors do not make it less than nothing or more than all."""
    return min(max(value, 0.0), 1.0)
