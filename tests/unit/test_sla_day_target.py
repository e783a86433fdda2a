"""Targets in working days: never 24 hours (contract.md 2.4)."""

import pytest
from clock_cases import ALWAYS, HOUR, TZ, WITH_LUNCH, C, at, year

from ops_base.calc.clock import Event, Policy, replay
from ops_base.calc.period import as_local
from ops_base.calc.timeline import Timeline
from ops_contract.calc.day_target import day_deadline, day_target_s


def due(start, days, how, line=C, tz=TZ):
    found = day_deadline(line, at(start, tz), days, tz, how)
    return f"{as_local(found, tz):%m-%d %H:%M:%S}".removesuffix(":00")


@pytest.mark.parametrize(
    ("start", "days", "end_of_day", "same_time"),
    [
        ("11-20 10:00", 1, "11-23 18:00", "11-23 10:00"),
        ("11-20 10:00", 5, "11-27 18:00", "11-27 10:00"),
        ("11-20 10:01:09", 1, "11-23 18:00", "11-23 10:01:09"),
        # opened outside the hours: before, after, at the weekend
        ("11-20 07:00", 1, "11-23 18:00", "11-23 09:00"),
        ("11-20 20:00", 1, "11-23 18:00", "11-23 18:00"),
        ("11-21 10:00", 1, "11-23 18:00", "11-23 10:00"),
        # over the National Day, with a make-up day
        ("09-30 16:00", 1, "10-08 18:00", "10-08 16:00"),
        ("09-30 16:00", 3, "10-10 18:00", "10-10 16:00"),
        # the rest of the day, or the next one
        ("11-20 10:00", 0, "11-20 18:00", "11-20 10:00"),
        ("11-20 18:00", 0, "11-23 18:00", "11-23 18:00"),
        ("11-21 10:00", 0, "11-23 18:00", "11-23 10:00"),
    ],
)
def test_days(start, days, end_of_day, same_time):
    assert due(start, days, "end_of_day") == end_of_day
    assert due(start, days, "same_time") == same_time


def test_around_the_clock_a_day_ends_at_midnight():
    line = year(ALWAYS)
    assert due("11-20 22:30", 1, "end_of_day", line) == "11-22 00:00"
    assert due("11-20 22:30", 1, "same_time", line) == "11-21 22:30"
    assert due("11-20 22:30", 0, "end_of_day", line) == "11-21 00:00"


def test_a_lunch_gap_does_not_end_the_day():
    line = year(WITH_LUNCH)
    assert due("11-20 12:30", 1, "end_of_day", line) == "11-23 18:00"
    assert due("11-20 12:30", 1, "same_time", line) == "11-23 12:30"
    assert due("11-20 07:00", 1, "same_time", line) == "11-23 09:00"


def test_the_same_local_time_when_clocks_change():
    line, tz = year(ALWAYS, tz="Europe/Brussels"), "Europe/Brussels"
    assert due("03-28 22:00", 1, "same_time", line, tz) == "03-29 22:00"
    target = day_target_s(line, at("03-28 22:00", tz), 1, tz, "same_time")
    assert target == 23 * HOUR


def test_as_seconds_of_service_it_pauses_like_any_target():
    start = at("11-20 10:00")
    target = day_target_s(C, start, 1, TZ)
    assert target == (8 + 9) * HOUR
    log = [
        Event(start, "open"),
        Event(at("11-23 10:00"), "pause"),
        Event(at("11-23 12:00"), "resume"),
    ]
    clock = replay(log, Timeline(C), target, Policy(), at("11-23 13:00"))
    assert clock.deadline == at("11-24 11:00")


def test_outside_the_windows_there_is_no_deadline():
    assert day_deadline(C, at("12-30 10:00"), 1, TZ) == at("12-31 18:00")
    assert day_deadline(C, at("12-30 10:00"), 2, TZ) is None
    assert day_deadline(C, at("12-31 10:00"), 0, TZ) == at("12-31 18:00")
    assert day_target_s(C, at("12-30 10:00"), 2, TZ) is None
    assert day_deadline([], at("12-30 10:00"), 0, TZ) is None


@pytest.mark.parametrize(("days", "how"), [(-1, "end_of_day"), (1, "noon")])
def test_what_is_no_target(days, how):
    with pytest.raises(ValueError, match="target in days"):
        day_deadline(C, at("11-20 10:00"), days, TZ, how)
