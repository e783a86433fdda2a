"""Availability: examples 21 to 23 of contract.md."""

from datetime import date
from fractions import Fraction

import pytest
from clock_cases import (
    ALWAYS,
    HOUR,
    NINE_TO_SIX,
    TZ,
    ZERO,
    at,
    covered,
    instants,
    spans,
)
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.clock import windows
from ops_base.calc.timeline import union
from ops_contract.calc.uptime import (
    Uptime,
    availability,
    mtbf,
    mttr,
    parallel,
    series,
    uptime,
    weighted,
)

NOVEMBER = date(2026, 11, 1), date(2026, 12, 1)
ROUND_THE_CLOCK = windows(ALWAYS, (), {}, TZ, *NOVEMBER)
OFFICE = windows(NINE_TO_SIX, (), {}, TZ, *NOVEMBER)


def between(*pairs):
    return [(at(a), at(b) if b else None) for a, b in pairs]


def percent(share):
    return round(float(share) * 100, 4)


def test_example_21_maintenance_is_no_service_time():
    maintenance = between(("11-14 02:00", "11-14 06:00"))
    down = between(("11-20 10:00", "11-20 11:30"))
    found = uptime(ROUND_THE_CLOCK, down, maintenance)
    assert found == Uptime(716 * HOUR, 5400, 1)
    assert found.availability == Fraction("714.5") / 716
    assert percent(found.availability) == 99.7905


def test_example_22_union_inside_the_windows():
    down = between(("11-10 17:00", "11-11 10:00"), ("11-11 09:30", "11-11 11:00"))
    found = uptime(OFFICE, down)
    assert found == Uptime(189 * HOUR, 3 * HOUR, 1)
    assert percent(found.availability) == 98.4127


def test_example_23_composition():
    assert series(["0.99", "0.995"]) == Fraction("0.98505")
    assert parallel(["0.99", "0.995"]) == Fraction("0.99995")
    found = Uptime(720 * HOUR, 6 * HOUR, 3)
    assert (found.mttr, found.mtbf) == (2 * HOUR, 238 * HOUR)
    assert percent(found.availability) == 99.1667


def test_down_during_maintenance_costs_nothing_and_is_no_failure():
    maintenance = between(("11-14 02:00", "11-14 06:00"))
    down = between(("11-14 03:00", "11-14 05:00"))
    assert uptime(ROUND_THE_CLOCK, down, maintenance) == Uptime(716 * HOUR, 0, 0)
    longer = between(("11-14 03:00", "11-14 06:00:01"))
    assert uptime(ROUND_THE_CLOCK, longer, maintenance) == Uptime(716 * HOUR, 1, 1)


def test_excused_time_stays_agreed():
    down = between(("11-10 09:00", "11-10 12:00"))
    excused = between(("11-10 10:00", "11-10 11:00"))
    assert uptime(OFFICE, down, (), excused) == Uptime(189 * HOUR, 2 * HOUR, 1)
    assert uptime(OFFICE, down, (), down) == Uptime(189 * HOUR, 0, 0)


def test_an_open_outage_lasts_to_the_end():
    found = uptime(
        OFFICE, between(("11-30 17:00", None), ("11-02 09:00", "11-02 09:30"))
    )
    assert found == Uptime(189 * HOUR, HOUR + 1800, 2)


def test_outages_before_and_after_the_period():
    down = between(("10-30 09:00", "11-02 10:00"), ("12-01 09:00", "12-01 10:00"))
    assert uptime(OFFICE, down) == Uptime(189 * HOUR, HOUR, 1)


def test_touching_outages_are_one_failure_separate_ones_two():
    touching = between(("11-10 09:00", "11-10 10:00"), ("11-10 10:00", "11-10 11:00"))
    apart = between(("11-10 09:00", "11-10 10:00"), ("11-10 10:00:01", "11-10 11:00"))
    assert uptime(OFFICE, touching).failures == 1
    assert uptime(OFFICE, apart).failures == 2


def test_no_agreed_time_is_not_measured():
    nothing = uptime([], between(("11-10 09:00", None)))
    assert nothing == Uptime(0, 0, 0)
    assert (nothing.availability, nothing.mttr, nothing.mtbf) == (None, None, None)
    assert uptime(OFFICE, [], OFFICE) == Uptime(0, 0, 0)


def test_without_failures_there_is_no_mean():
    assert (mttr(0, 0), mtbf(3600, 0, 0)) == (None, None)
    assert availability(3600, 0) == 1
    assert availability(3600, 3600) == 0


@pytest.mark.parametrize("pair", [(10, 11), (10, -1), (-1, -1)])
def test_more_down_than_agreed_is_refused(pair):
    with pytest.raises(ValueError, match="down time"):
        availability(*pair)


@pytest.mark.parametrize("compose", [series, parallel])
def test_a_part_not_measured_leaves_the_whole_open(compose):
    assert compose(["0.99", None]) is None
    assert compose([]) is None
    assert compose(["0.99"]) == Fraction("0.99")
    with pytest.raises(ValueError, match="between 0 and 1"):
        compose(["0.99", "1.01"])


def test_weighted():
    assert weighted([(3, 1), (1, 0)]) == Fraction(3, 4)
    assert weighted([(3, 1), (1, None)]) == 1
    assert weighted([(1, None)]) is None
    assert weighted([(0, 1)]) is None
    with pytest.raises(ValueError, match="negative"):
        weighted([(-1, 1), (2, 1)])


shares = st.lists(st.fractions(0, 1, max_denominator=50), min_size=1, max_size=5)


@given(shares)
def test_series_is_never_above_its_worst_part_parallel_never_below_its_best(parts):
    assert series(parts) <= min(parts)
    assert parallel(parts) >= max(parts)
    assert min(parts) <= weighted([(2, part) for part in parts]) <= max(parts)


@given(spans, spans, spans, spans)
def test_uptime_second_by_second(agreed, down, maintenance, excused):
    served = [
        second
        for second in range(401)
        if covered(agreed, second) and not covered(maintenance, second)
    ]
    lost = [s for s in served if covered(down, s) and not covered(excused, s)]
    failures = 0
    for start, end in union(instants(down)):
        first, last = (int((t - ZERO).total_seconds()) for t in (start, end))
        failures += any(first <= second < last for second in lost)
    found = uptime(*map(instants, (agreed, down, maintenance, excused)))
    assert found == Uptime(len(served), len(lost), failures)
