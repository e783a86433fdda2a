"""Months, ten-day parts, quarters, halves, years; days of a time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc import period

SPANS = [
    period.month,
    period.ten_day,
    period.quarter,
    period.half,
    period.year,
]
ZONES = ["Asia/Shanghai", "UTC", "Europe/Brussels", "America/St_Johns", "Asia/Kolkata"]
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        (period.month, "2026-02-28", "2026-02-01", "2026-02-28"),
        (period.month, "2028-02-01", "2028-02-01", "2028-02-29"),
        (period.month, "2026-12-31", "2026-12-01", "2026-12-31"),
        (period.ten_day, "2026-01-01", "2026-01-01", "2026-01-10"),
        (period.ten_day, "2026-01-10", "2026-01-01", "2026-01-10"),
        (period.ten_day, "2026-01-11", "2026-01-11", "2026-01-20"),
        (period.ten_day, "2026-01-20", "2026-01-11", "2026-01-20"),
        (period.ten_day, "2026-01-21", "2026-01-21", "2026-01-31"),
        (period.ten_day, "2026-01-31", "2026-01-21", "2026-01-31"),
        (period.ten_day, "2028-02-29", "2028-02-21", "2028-02-29"),
        (period.quarter, "2026-03-31", "2026-01-01", "2026-03-31"),
        (period.quarter, "2026-04-01", "2026-04-01", "2026-06-30"),
        (period.quarter, "2026-12-31", "2026-10-01", "2026-12-31"),
        (period.half, "2026-06-30", "2026-01-01", "2026-06-30"),
        (period.half, "2026-07-01", "2026-07-01", "2026-12-31"),
        (period.year, "2026-07-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_spans(span, day, first, last):
    assert span(date.fromisoformat(day)) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize("span", SPANS)
@given(day=days)
def test_spans_tile_the_calendar(span, day):
    first, last = span(day)
    assert first <= day <= last
    assert span(first) == span(last) == (first, last)
    assert span(last + timedelta(days=1))[0] == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("instant", "tz", "day"),
    [
        ("2026-01-31T15:59:59", "Asia/Shanghai", "2026-01-31"),
        ("2026-01-31T16:00:00", "Asia/Shanghai", "2026-02-01"),
        ("2026-03-31T21:59:59", "Europe/Brussels", "2026-03-31"),
        ("2026-03-31T22:00:00", "Europe/Brussels", "2026-04-01"),
        ("2026-01-31T22:59:59", "Europe/Brussels", "2026-01-31"),
        ("2026-12-31T23:59:59", "UTC", "2026-12-31"),
    ],
)
def test_local_day(instant, tz, day):
    expected = date.fromisoformat(day)
    assert period.local_day(datetime.fromisoformat(instant), tz) == expected
    assert period.local_day(datetime.fromisoformat(instant), ZoneInfo(tz)) == expected


@pytest.mark.parametrize("tz", ZONES)
@given(day=days)
def test_local_days_touch_and_hold_their_instants(tz, day):
    first, end = period.day_bounds(day, tz)
    second = timedelta(seconds=1)
    assert period.local_day(first, tz) == day
    assert period.local_day(end - second, tz) == day
    assert period.local_day(first - second, tz) == day - timedelta(days=1)
    assert period.day_bounds(day + timedelta(days=1), tz)[0] == end


def test_days_of_23_and_25_hours():
    hours = [
        (end - first).total_seconds() / 3600
        for first, end in (
            period.day_bounds(date(2026, 3, 29), "Europe/Brussels"),
            period.day_bounds(date(2026, 10, 25), "Europe/Brussels"),
            period.day_bounds(date(2026, 10, 26), "Europe/Brussels"),
        )
    ]
    assert hours == [23, 25, 24]


def test_a_time_shown_twice_is_the_first_one():
    instant = period.as_utc(date(2026, 10, 25), 9000, "Europe/Brussels")
    assert instant == datetime.fromisoformat("2026-10-25T00:30")


# days of May 2026, few enough to be listed
may = st.integers(1, 31).map(lambda number: date(2026, 5, number))
spans = st.tuples(may, may).map(lambda pair: (min(pair), max(pair)))


def listed(span):
    first, last = span
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


@given(span=spans, first=st.none() | may, last=st.none() | may)
def test_common_days_are_those_of_both(span, first, last):
    expected = {
        day
        for day in listed(span)
        if (first is None or day >= first) and (last is None or day <= last)
    }
    found = period.common(span, first, last)
    assert (listed(found) if found else set()) == expected


@given(span=spans, other=spans)
def test_within_means_every_day(span, other):
    assert period.within(span, other) == (listed(span) <= listed(other))


@given(parts=st.lists(spans, min_size=1))
def test_the_hull_holds_all_and_no_more(parts):
    found = period.hull(parts)
    assert all(period.within(part, found) for part in parts)
    assert {found[0], found[1]} <= set().union(*map(listed, parts))
