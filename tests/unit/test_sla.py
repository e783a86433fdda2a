"""Attainment and verdicts: examples 17 to 20 of contract.md."""

from decimal import Decimal
from fractions import Fraction

import pytest
from clock_cases import HOUR, C, at
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.clock import Event, Policy, replay
from ops_contract.calc.sla import (
    Tally,
    attainment,
    contract_verdict,
    statistical_verdict,
    tally,
    value_verdict,
    wilson,
)

counts = st.integers(0, 2000)
targets = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("met", "n", "low", "high", "verdict"),
    [
        (47, 50, "0.8378", "0.9794", "indistinct"),
        (180, 200, "0.8506", "0.9343", "below"),
        (990, 1000, "0.9817", "0.9946", "above"),
        (9, 10, "0.5958", "0.9821", "indistinct"),
    ],
)
def test_examples_17_and_18(met, n, low, high, verdict):
    four = Decimal("0.0001")
    assert [str(bound.quantize(four)) for bound in wilson(met, n)] == [low, high]
    assert statistical_verdict(met, n, 9500) == verdict


def test_example_17_contract_verdict():
    assert attainment(47, 3) == Fraction("0.94")
    assert contract_verdict(47, 3, 9500) == "missed"


def test_example_19_at_the_border_and_without_cases():
    assert contract_verdict(19, 1, 9500) == "met"
    assert contract_verdict(0, 0, 9500) == "na"
    assert contract_verdict(0, 0, 9500, zero_case="met") == "met"
    assert attainment(0, 0) is None
    assert statistical_verdict(0, 0, 9500) == "na"


def test_example_20_counted_once_by_its_outcome():
    log = [
        Event(at("10-30 17:00"), "open"),
        Event(at("12-02 10:00"), "resolve"),
    ]
    months = {}
    for now in ("11-30 18:00", "12-31 18:00"):
        clock = replay(log, C, 18 * HOUR, Policy(), at(now))
        assert clock.deadline == at("11-03 17:00")
        fact = [(clock.outcome, clock.outcome_at)]
        for month in (10, 11, 12):
            start = at(f"{month}-01 00:00")
            end = at("12-31 23:59:59" if month == 12 else f"{month + 1}-01 00:00")
            months[now, month] = tally(fact, start, end)
    none, late = Tally(0, 0, 0), Tally(0, 1, 0)
    assert list(months.values()) == [none, late, none] * 2


def test_tally_takes_the_first_instant_and_not_the_last():
    start, end = at("11-01 00:00"), at("12-01 00:00")
    before, last = at("10-31 23:59:59"), at("11-30 23:59:59")
    facts = [
        *[("met", instant) for instant in (before, start, last, end)],
        ("breached", start),
        ("excluded", start),
        ("running", None),
        ("met", None),
        ("cancelled", start),
    ]
    assert tally(facts, start, end) == Tally(met=2, breached=1, excluded=1)
    assert tally(facts, start, end).n == 3


@pytest.mark.parametrize(
    ("met", "breached", "rule", "n_min", "verdict"),
    [
        # one below, at and above 95 %
        (18, 1, "point", 0, "missed"),
        (19, 1, "point", 0, "met"),
        (949, 51, "point", 0, "missed"),
        (950, 50, "point", 0, "met"),
        # the rule for small numbers does not touch the plain one
        (9, 1, "point", 100, "missed"),
        # one breach is forgiven below n_min, two are not
        (9, 1, "allow_one", 11, "met"),
        (9, 1, "allow_one", 10, "missed"),
        (8, 2, "allow_one", 11, "missed"),
        (0, 1, "allow_one", 2, "met"),
        (39, 2, "allow_one", 42, "missed"),
        (39, 2, "allow_one", 41, "met"),
        # proof: the lower bound must reach the target
        (20, 0, "ci_lower", 21, "missed"),
        (20, 0, "ci_lower", 20, "met"),
        (72, 0, "ci_lower", 100, "missed"),
        (73, 0, "ci_lower", 100, "met"),
        # in doubt for the provider: only a clear miss counts
        (47, 3, "ci_upper", 51, "met"),
        (47, 3, "ci_upper", 50, "missed"),
        (180, 20, "ci_upper", 201, "missed"),
    ],
)
def test_contract_verdict(met, breached, rule, n_min, verdict):
    assert contract_verdict(met, breached, 9500, rule, n_min) == verdict


def test_verdicts_at_the_ends_of_the_scale():
    assert contract_verdict(5, 0, 10_000) == "met"
    assert contract_verdict(4, 1, 10_000) == "missed"
    assert contract_verdict(0, 5, 0) == "met"
    # one miss disproves 100 %; no number of hits proves it
    assert statistical_verdict(999, 1000, 10_000) == "below"
    assert statistical_verdict(1000, 1000, 10_000) == "indistinct"
    assert statistical_verdict(0, 1000, 0) == "above"
    assert statistical_verdict(0, 1, 1) == "indistinct"


def test_the_number_of_hits_that_proves_95_percent():
    """n / (n + z²) >= 0.95 from n = 19 z² = 72.99 on."""
    assert statistical_verdict(72, 72, 9500) == "indistinct"
    assert statistical_verdict(73, 73, 9500) == "above"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: attainment(-1, 5), "negative"),
        (lambda: attainment(1, -5), "negative"),
        (lambda: wilson(6, 5), "negative"),
        (lambda: statistical_verdict(6, 5, 9500), "negative"),
        (lambda: wilson(5, 6, 1), "confidence"),
        (lambda: wilson(5, 6, 0), "confidence"),
        (lambda: contract_verdict(1, 1, 10_001), "target"),
        (lambda: contract_verdict(1, 1, -1), "target"),
        (lambda: statistical_verdict(1, 1, 10_001), "target"),
        (lambda: contract_verdict(1, 1, 9500, "often"), "often"),
        (lambda: contract_verdict(1, 1, 9500, zero_case="missed"), "missed"),
        (lambda: value_verdict(1, 1, "left"), "left"),
        (lambda: value_verdict(1, 1, "range"), "range"),
        (lambda: value_verdict(1, 1, "up", 2), "range"),
    ],
)
def test_what_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    ("value", "target", "direction", "high", "verdict"),
    [
        ("4.49", "4.5", "up", None, "missed"),
        ("4.5", "4.5", "up", None, "met"),
        (Fraction(9, 2), "4.5", "up", None, "met"),
        (2, 2, "down", None, "met"),
        ("2.01", 2, "down", None, "missed"),
        (0, 0, "down", None, "met"),
        (3, 3, "range", 5, "met"),
        (5, 3, "range", 5, "met"),
        ("5.1", 3, "range", 5, "missed"),
        ("2.9", 3, "range", 5, "missed"),
        (None, 3, "range", 5, "na"),
        (None, 3, "up", None, "na"),
    ],
)
def test_value_verdict(value, target, direction, high, verdict):
    assert value_verdict(value, target, direction, high) == verdict


def test_wilson_at_other_levels():
    """z is 1.644854, 2.575829; for p = 1/2 the half width is z / 2 / sqrt(n + z²)."""
    for level, z in (("0.90", "1.644854"), (0.99, "2.575829")):
        z = Decimal(z)
        half = z / 2 / (100 + z * z).sqrt()
        six = Decimal("0.000001")
        expected = tuple((Decimal("0.5") + s * half).quantize(six) for s in (-1, 1))
        assert wilson(50, 100, level) == expected


@given(counts, counts)
def test_the_interval_holds_the_share_and_mirrors(met, breached):
    n = met + breached
    low, high = wilson(met, n)
    assert 0 <= low < high <= 1
    if n:
        assert low <= Decimal(met) / n + Decimal("1e-6")
        assert high >= Decimal(met) / n - Decimal("1e-6")
    mirrored = wilson(breached, n)
    assert abs(low - (1 - mirrored[1])) <= Decimal("1e-6")


@given(counts, counts, targets)
def test_the_exact_verdict_agrees_with_the_rounded_interval(met, breached, target_bp):
    n = met + breached
    low, high = wilson(met, n)
    target, step = Decimal(target_bp) / 10_000, Decimal("1e-6")
    verdict = statistical_verdict(met, n, target_bp)
    if not n:
        assert verdict == "na"
    elif high < target - step:
        assert verdict == "below"
    elif low > target + step:
        assert verdict == "above"
    elif low < target - step and high > target + step:
        assert verdict == "indistinct"


@given(counts, counts, targets)
def test_the_point_rule_is_the_share_itself(met, breached, target_bp):
    share = attainment(met, breached)
    reached = None if share is None else share >= Fraction(target_bp, 10_000)
    expected = {None: "na", True: "met", False: "missed"}[reached]
    assert contract_verdict(met, breached, target_bp) == expected


@given(counts, counts, targets, st.sampled_from(["allow_one", "ci_lower", "ci_upper"]))
def test_a_hit_more_never_turns_a_verdict_bad(met, breached, target_bp, rule):
    before = contract_verdict(met, breached, target_bp, rule, 10**6)
    after = contract_verdict(met + 1, breached, target_bp, rule, 10**6)
    assert before != "met" or after == "met"
