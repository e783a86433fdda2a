"""Working time: the deadlines of contract.md's examples and a naive counter."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from clock_cases import (
    ALWAYS,
    HOLIDAYS,
    HOUR,
    MAKE_UP_DAYS,
    NINE_TO_SIX,
    PLAIN,
    TZ,
    WITH_LUNCH,
    ZERO,
    C,
    at,
    covered,
    instants,
    seconds,
    spans,
    year,
)
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.clock import deadline, elapsed, windows
from ops_base.calc.period import as_local
from ops_base.calc.timeline import SECOND, union


def due(line, start, hours, *pauses, tz=TZ):
    pauses = [(at(a, tz), at(b, tz)) for a, b in pauses]
    found = deadline(line, at(start, tz), hours * HOUR, pauses)
    return f"{as_local(found, tz):%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([], "11-23 12:30:00"),
        ([("11-23 10:00", "11-23 10:30")], "11-23 13:00:00"),
        ([("11-20 17:45", "11-23 09:15")], "11-23 13:00:00"),
        ([("11-21 10:00", "11-21 12:00")], "11-23 12:30:00"),
        (
            [("11-23 10:00", "11-23 10:30"), ("11-23 10:15", "11-23 11:00")],
            "11-23 13:30:00",
        ),
        # a pause that starts when the target is used up no longer moves it
        ([("11-23 12:30", "11-23 14:00")], "11-23 12:30:00"),
        ([("11-20 12:00", "11-20 17:30")], "11-23 12:30:00"),
    ],
)
def test_examples_1_to_3_pauses(pauses, expected):
    assert due(C, "11-20 17:30", 4, *pauses) == expected


@pytest.mark.parametrize(
    ("line", "start", "hours", "expected"),
    [
        (C, "09-30 16:00", 8, "10-08 15:00:00"),
        (PLAIN, "09-30 16:00", 8, "10-01 15:00:00"),
        (C, "10-09 17:00", 4, "10-10 12:00:00"),
        (C, "02-13 17:00", 16, "02-24 15:00:00"),
        (C, "11-21 10:00", 2, "11-23 11:00:00"),
        (C, "11-20 10:00", 8, "11-20 18:00:00"),
        (year(WITH_LUNCH), "11-25 10:00", 4, "11-25 15:30:00"),
        (year(WITH_LUNCH), "11-25 12:30", 1, "11-25 14:30:00"),
        (year(ALWAYS), "11-20 22:00", 4, "11-21 02:00:00"),
        (year(ALWAYS), "11-01 00:00", 100, "11-05 04:00:00"),
        (C, "11-20 17:30", 2, "11-23 10:30:00"),
        (C, "11-20 17:30", 3, "11-23 11:30:00"),
        (C, "11-21 10:00", 0, "11-21 10:00:00"),
    ],
)
def test_examples_4_to_9_and_16_deadlines(line, start, hours, expected):
    assert due(line, start, hours) == expected


@pytest.mark.parametrize(
    ("week", "start", "hours", "expected"),
    [
        (ALWAYS, "03-28 22:00", 8, "03-29 07:00:00"),
        (ALWAYS, "10-24 22:00", 8, "10-25 05:00:00"),
        (NINE_TO_SIX, "03-27 17:00", 4, "03-30 12:00:00"),
    ],
)
def test_example_14_clock_changes(week, start, hours, expected):
    tz = "Europe/Brussels"
    assert due(year(week, tz=tz), start, hours, tz=tz) == expected


@pytest.mark.parametrize(
    ("month", "hours", "without_make_up"),
    [(2, 144, 126), (10, 162, 153), (11, 189, 189)],
)
def test_example_10_agreed_hours(month, hours, without_make_up):
    first, last = date(2026, month, 1), date(2026, month + 1, 1)
    for days_on, expected in ((MAKE_UP_DAYS, hours), ({}, without_make_up)):
        found = windows(NINE_TO_SIX, HOLIDAYS, days_on, TZ, first, last)
        assert sum((b - a) // SECOND for a, b in found) == expected * HOUR


def test_windows_around_the_clock_are_one():
    found = windows(ALWAYS, (), {}, TZ, date(2026, 11, 1), date(2026, 12, 1))
    assert found == [(at("11-01 00:00"), at("12-01 00:00"))]
    assert elapsed(found, *found[0]) == 720 * HOUR


def test_windows_are_cut_at_both_ends():
    found = windows(NINE_TO_SIX, (), {}, TZ, at("11-20 17:00"), at("11-23 10:00"))
    assert found == [
        (at("11-20 17:00"), at("11-20 18:00")),
        (at("11-23 09:00"), at("11-23 10:00")),
    ]
    assert windows(NINE_TO_SIX, (), {}, TZ, at("11-23 10:00"), at("11-23 10:00")) == []


def test_a_night_shift_spans_midnight():
    week = {0: [(22 * HOUR, 24 * HOUR)], 1: [(0, 6 * HOUR)]}
    found = windows(week, (), {}, TZ, date(2026, 11, 23), date(2026, 11, 25))
    assert found == [(at("11-23 22:00"), at("11-24 06:00"))]


def test_a_make_up_day_replaces_all_spans_of_its_date():
    days_on = {date(2026, 11, 23): [(10 * HOUR, 11 * HOUR)], date(2026, 11, 24): []}
    found = windows(
        NINE_TO_SIX,
        {date(2026, 11, 23)},
        days_on,
        TZ,
        date(2026, 11, 23),
        date(2026, 11, 25),
    )
    assert found == [(at("11-23 10:00"), at("11-23 11:00"))]


def test_no_deadline_outside_the_windows():
    assert deadline([], at("11-20 17:30"), 1) is None
    assert deadline(C, at("12-31 17:00"), 2 * HOUR) is None
    assert due(C, "12-31 17:00", 1) == "12-31 18:00:00"


def test_an_open_pause_leaves_no_deadline():
    open_pause = [(at("11-23 10:00"), None)]
    assert deadline(C, at("11-23 09:00"), 2 * HOUR, open_pause) is None
    assert deadline(C, at("11-23 09:00"), HOUR, open_pause) == at("11-23 10:00")
    assert elapsed(C, at("11-23 09:00"), at("11-23 17:00"), open_pause) == HOUR


def test_elapsed_ignores_parts_of_seconds_and_reversed_intervals():
    half = timedelta(microseconds=500000)
    assert elapsed(C, at("11-23 09:00") + half, at("11-23 09:01") + half) == 60
    assert elapsed(C, at("11-23 10:00"), at("11-23 09:00")) == 0


# against a counter that looks at every second


@given(spans, spans, seconds, seconds)
def test_elapsed_second_by_second(work, pauses, start, end):
    counted = sum(
        covered(work, second) and not covered(pauses, second)
        for second in range(start, end)
    )
    bounds = ZERO + start * SECOND, ZERO + end * SECOND
    assert elapsed(instants(work), *bounds, instants(pauses)) == counted


@given(spans, spans, seconds, st.integers(0, 200))
def test_deadline_second_by_second(work, pauses, start, target):
    left, second = target, start
    while left and second < 400:
        left -= covered(work, second) and not covered(pauses, second)
        second += 1
    expected = None if left else ZERO + second * SECOND
    begin = ZERO + start * SECOND
    assert deadline(instants(work), begin, target, instants(pauses)) == expected


@given(spans)
def test_union_holds_the_same_seconds(pairs):
    merged = [
        ((a - ZERO) // SECOND, (b - ZERO) // SECOND) for a, b in union(instants(pairs))
    ]
    for second in range(401):
        assert covered(merged, second) == covered(pairs, second)
    assert all(b < c for (_a, b), (c, _d) in pairwise(merged))
