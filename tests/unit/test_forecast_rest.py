"""The rest of a month: one stated model for each kind of target."""

from itertools import islice
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_contract.calc.forecast_rest import (
    count_miss,
    downtime_miss,
    events_chances,
    ratio_miss,
    value_miss,
)

YEAR_S, TEN_DAYS_S = 365 * 86400, 10 * 86400
events = st.integers(0, 400)
days = st.integers(1, 400)
targets = st.integers(0, 40)


def below(bp):
    return lambda good, cases: good * 10_000 < bp * cases


# against scipy.stats 1.17: nbinom(n + 1/2, T / (T + t)), betabinom, and the sum of
# nbinom.pmf(k) * gamma.sf(x, k, scale=mean)
@pytest.mark.parametrize(
    ("found", "scipy"),
    [
        (lambda: count_miss(1, 2, "down", 12, 365, 30), 0.27374231675744),
        (
            lambda: ratio_miss(57, 60, 10, 190, 200, below(9500)),
            0.40819187981537,
        ),
        (
            lambda: downtime_miss(3600, TEN_DAYS_S, YEAR_S, 12, 12 * 3600),
            0.12464440878634,
        ),
        (
            lambda: downtime_miss(3600, TEN_DAYS_S, YEAR_S, 12, 12 * 3600, True),
            0.48273977556676,
        ),
    ],
)
def test_against_another_implementation(found, scipy):
    assert isclose(found(), scipy, abs_tol=1e-9)


@given(events, days, st.integers(1, 31))
def test_chances_of_events_add_up_and_have_the_past_s_mean(past, exposure, ahead):
    mean = (past + 0.5) * ahead / exposure
    found = list(islice(events_chances(past, exposure, ahead), 4000))
    assert isclose(sum(found), 1, abs_tol=1e-6) or mean > 300
    if mean < 30 and exposure > ahead:
        expected = sum(k * chance for k, chance in enumerate(found))
        assert isclose(expected, mean, rel_tol=1e-4)


def test_nothing_ahead_means_no_event():
    assert list(events_chances(5, 100, 0)) == [1.0]


@given(events, days, st.integers(1, 31), targets, targets)
def test_counts(past, exposure, ahead, so_far, target):
    miss = count_miss(so_far, target, "down", past, exposure, ahead)
    fail = count_miss(so_far, target, "up", past, exposure, ahead)
    assert 0 <= miss <= 1
    if so_far > target:
        assert (miss, fail) == (1, 0)
    # more than the target, or less than one more: all that can be
    above = count_miss(so_far, target + 1, "up", past, exposure, ahead)
    assert isclose(miss + above, 1, abs_tol=1e-9)
    assert count_miss(so_far, target + 1, "down", past, exposure, ahead) <= miss + 1e-9
    later = count_miss(so_far, target, "down", past, exposure, ahead + 5)
    assert later >= miss - 1e-9


@given(
    st.integers(0, 50_000),
    st.integers(0, TEN_DAYS_S),
    st.integers(3, 60),
    st.integers(60, 20_000),
)
def test_down_time(left, ahead, failures, mean):
    def chance(left=left, ahead=ahead, ongoing=False):
        return downtime_miss(left, ahead, YEAR_S, failures, failures * mean, ongoing)

    assert 0 <= chance() <= 1
    assert chance(left=left + 600) <= chance() + 1e-9
    assert chance(ahead=ahead + 86400) >= chance() - 1e-9
    assert chance(ongoing=True) >= chance() - 1e-9
    assert chance(left=-1) == 1
    assert chance(ahead=0) == 0


def test_no_minute_left_is_lost_with_the_next_failure():
    # 12.5 failures a year: none in ten days with (365 / 375) ** 12.5
    found = downtime_miss(0, TEN_DAYS_S, YEAR_S, 12, 12 * 3600)
    assert isclose(found, 1 - (365 / 375) ** 12.5, rel_tol=1e-9)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 40), st.integers(0, 100))
def test_ratios(good, bad, ahead, past_bad):
    def chance(bp, past_bad=past_bad):
        args = good, good + bad, ahead, 100 - past_bad, 100
        return ratio_miss(*args, below(bp))

    assert 0 <= chance(9000) <= chance(9500) + 1e-9 <= 1 + 2e-9
    assert chance(0) == 0
    if past_bad < 100:
        assert chance(9000, past_bad + 1) >= chance(9000) - 1e-9
    if not ahead:
        assert chance(9000) == (good * 10 < 9 * (good + bad))


def test_values():
    def low(mean):
        return mean < 4

    # two of four months were below 4: (2 + 1) / (4 + 2)
    assert value_miss([], True, [3, 3, 5, 5], low) == 0.5
    # with a 5 in hand, only a month of less than 3 would spoil it
    assert value_miss([5], True, [3, 3, 5, 5], low) == 1 / 6
    assert value_miss([3], False, [5], low) == 1
    assert value_miss([], False, [5], low) is None


@pytest.mark.parametrize(
    "call",
    [
        lambda: count_miss(0, 1, "sideways", 1, 30, 1),
        lambda: count_miss(0, 1, "up", -1, 30, 1),
        lambda: count_miss(0, 1, "up", 1, 0, 1),
        lambda: downtime_miss(1, 1, 1, 0, 0),
        lambda: ratio_miss(2, 1, 0, 0, 0, below(1)),
    ],
)
def test_what_is_refused(call):
    with pytest.raises(ValueError):
        call()
