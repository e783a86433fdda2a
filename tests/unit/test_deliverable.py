"""Deliverables: example 28 of contract.md, all frequencies."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from clock_cases import HOLIDAYS, MAKE_UP_DAYS, TZ, at
from hypothesis import given
from hypothesis import strategies as st

from ops_contract.calc.deliverable import (
    FREQUENCIES,
    due_date,
    on_time,
    outcome,
    periods,
)
from ops_contract.calc.schedule import Promise, schedule

DAY = timedelta(days=1)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def works(day):
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in HOLIDAYS)


def texts(spans):
    return [f"{start:%m-%d}..{end:%m-%d}" for start, end in spans]


def d(text):
    return date.fromisoformat(f"2026-{text}")


def test_example_28_monthly_report():
    found = periods("monthly", *YEAR, d("10-01"), since=d("08-31"))
    assert texts(found) == ["08-01..08-31", "09-01..09-30", "10-01..10-31"]
    due = [due_date(end, 5, works) for _start, end in found]
    assert due == [d("09-07"), d("10-13"), d("11-06")]


def test_example_28_ten_day_report():
    found = periods("ten_day", *YEAR, d("09-30"), since=d("09-01"))
    assert texts(found) == ["09-01..09-10", "09-11..09-20", "09-21..09-30"]
    due = [due_date(end, 2, works) for _start, end in found]
    assert due == [d("09-14"), d("09-22"), d("10-09")]


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("once", ["01-01..01-01"]),
        ("daily", ["01-01..01-01", "01-02..01-02", "01-03..01-03"]),
        ("weekly", ["01-01..01-04"]),
        ("ten_day", ["01-01..01-10"]),
        ("monthly", ["01-01..01-31"]),
        ("quarterly", ["01-01..03-31"]),
        ("half_year", ["01-01..06-30"]),
        ("yearly", ["01-01..12-31"]),
        ("per_event", []),
    ],
)
def test_each_frequency(frequency, expected):
    assert texts(periods(frequency, *YEAR, d("01-03"))) == expected


def test_all_of_a_year():
    sizes = {
        frequency: len(periods(frequency, *YEAR, YEAR[1])) for frequency in FREQUENCIES
    }
    # 2026 begins and ends on a Thursday: its first and its last week have four days
    assert sizes == {
        "once": 1,
        "daily": 365,
        "weekly": 53,
        "ten_day": 36,
        "monthly": 12,
        "quarterly": 4,
        "half_year": 2,
        "yearly": 1,
        "per_event": 0,
    }


@pytest.mark.parametrize(
    ("valid", "expected"),
    [
        # November has 30 days: 15 are half of them, 14 are not
        (("11-16", None), ["11-16..11-30"]),
        (("11-17", None), []),
        (("11-01", "11-15"), ["11-01..11-15"]),
        (("11-01", "11-14"), []),
        # of October's 31, 16 are needed
        (("10-16", "10-31"), ["10-16..10-31"]),
        (("10-17", "10-31"), []),
    ],
)
def test_a_part_is_kept_from_half_of_its_days(valid, expected):
    first, last = (None if text is None else d(text) for text in valid)
    assert texts(periods("monthly", first, last, d("11-30"))) == expected


def test_the_share_to_keep_is_a_setting():
    span = d("11-17"), d("11-30")
    assert texts(periods("monthly", *span, d("11-30"), keep=0)) == ["11-17..11-30"]
    assert periods("monthly", *span, d("11-30"), keep=1) == []
    assert texts(periods("monthly", *span, d("11-30"), keep=Fraction(14, 30))) == [
        "11-17..11-30"
    ]


def test_the_share_to_keep_is_that_of_the_version_in_force_at_the_start():
    def planned(first, second):
        """Two versions that meet on 9/10 March, of a promise from 17 January on."""
        lines = [
            Promise("a", "monthly", d("01-17"), d("03-09"), 0, False, 1, first),
            Promise("a", "monthly", d("03-10"), d("04-10"), 0, False, 2, second),
        ]
        return [f"{p.start:%m-%d}..{p.end:%m-%d}" for p in schedule(lines, d("12-31"))]

    whole = ["02-01..02-28", "03-01..03-31"]
    # 15 of 31 days of January, 10 of 30 of April; the change cuts no month
    assert planned(Fraction(1, 2), Fraction(1, 2)) == whole
    assert planned(Fraction(15, 31), Fraction(1)) == ["01-17..01-31", *whole]
    assert planned(Fraction(1), Fraction(1, 3)) == [*whole, "04-01..04-10"]


@pytest.mark.parametrize(
    ("lost", "keep", "kept"),
    [
        # of the 30 days of September
        ("09-15", Fraction(1, 2), True),
        ("09-16", Fraction(1, 2), False),
        ("09-16", Fraction(14, 30), True),
        ("09-29", Fraction(0), True),
        ("09-30", Fraction(0), False),
        ("09-01", Fraction(1), False),
    ],
)
def test_suspended_days_count_against_the_share(lost, keep, kept):
    line = Promise("a", "monthly", d("09-01"), d("09-30"), 0, False, 1, keep)
    found = schedule([line], d("12-31"), suspended=[(d("09-01"), d(lost))])
    assert bool(found) is kept


def test_horizon_and_validity():
    assert periods("monthly", *YEAR, date(2025, 12, 31)) == []
    assert texts(periods("monthly", *YEAR, d("02-01"))) == [
        "01-01..01-31",
        "02-01..02-28",
    ]
    assert texts(periods("monthly", *YEAR, d("01-31"))) == ["01-01..01-31"]
    # the horizon is no end of the contract: nothing is cut by it
    assert texts(periods("quarterly", d("01-01"), None, d("01-02"))) == ["01-01..03-31"]
    assert texts(periods("daily", d("03-01"), d("03-01"), d("12-31"))) == [
        "03-01..03-01"
    ]
    assert periods("daily", d("03-02"), d("03-01"), d("12-31")) == []


def test_since_leaves_out_what_is_over():
    assert texts(periods("weekly", *YEAR, d("01-31"), since=d("01-25"))) == [
        "01-19..01-25",
        "01-26..02-01",
    ]
    assert periods("once", *YEAR, d("01-31"), since=d("01-02")) == []


def test_daily_on_working_days_only():
    found = periods("daily", d("09-18"), d("10-10"), d("10-10"), working=works)
    assert [start.day for start, _end in found] == [
        *(18, 20, 21, 22, 23, 24, 28, 29, 30),
        *(8, 9, 10),
    ]
    # other periods take no notice: the first of August is a Saturday
    month = periods("monthly", d("08-01"), d("08-31"), d("08-31"), working=works)
    assert texts(month) == ["08-01..08-31"]
    both = periods("daily", d("09-18"), d("09-20"), d("10-10"), working={d("09-20")})
    assert texts(both) == ["09-20..09-20"]


def test_unknown_frequency():
    with pytest.raises(ValueError, match="hourly"):
        periods("hourly", *YEAR, YEAR[1])


@pytest.mark.parametrize(
    ("end", "offset", "working", "due"),
    [
        ("09-30", 0, works, "09-30"),
        ("10-03", 0, works, "10-08"),
        ("09-19", 0, works, "09-20"),
        ("09-19", 1, works, "09-20"),
        ("09-20", 1, works, "09-21"),
        ("09-19", 2, works, "09-21"),
        ("09-30", 10, None, "10-10"),
        ("09-30", 0, None, "09-30"),
        ("09-30", 2, {d("10-01"), d("10-30"), d("10-31")}, "10-30"),
    ],
)
def test_due_date(end, offset, working, due):
    assert due_date(d(end), offset, working) == d(due)


def test_a_calendar_without_working_days_does_not_hang():
    for offset in (0, 1):
        with pytest.raises(ValueError, match="no working day within a year"):
            due_date(d("09-30"), offset, set())
    with pytest.raises(ValueError, match="before its period ends"):
        due_date(d("09-30"), -1)
    a_year_on = d("01-01") + 365 * DAY
    assert due_date(d("01-01"), 0, {a_year_on}) == a_year_on
    with pytest.raises(ValueError, match="no working day"):
        due_date(d("01-01"), 0, {a_year_on + DAY})


@pytest.mark.parametrize(
    ("delivered", "expected"),
    [
        (d("09-07"), True),
        (d("09-08"), False),
        (at("09-07 23:59:59"), True),
        (at("09-08 00:00"), False),
        (None, False),
    ],
)
def test_on_time_to_the_end_of_the_due_day(delivered, expected):
    assert on_time(delivered, d("09-07"), TZ) is expected


@pytest.mark.parametrize(
    ("deliveries", "today", "expected"),
    [
        ([], "09-07", "open"),
        ([], "09-08", "breached"),
        ([("09-07", "delivered")], "09-07", "open"),
        ([("09-07", "delivered")], "09-20", "open"),
        ([("09-08", "delivered")], "09-08", "breached"),
        ([("09-07", "rejected")], "09-07", "open"),
        ([("09-07", "rejected")], "09-08", "breached"),
        ([("09-07", "accepted")], "09-20", "met"),
        ([("09-08", "accepted")], "09-20", "breached"),
        ([("09-06", "rejected"), ("09-07", "accepted")], "09-20", "met"),
        ([("09-06", "rejected"), ("09-08", "accepted")], "09-20", "breached"),
        # the first accepted one counts, whatever follows
        ([("09-08", "accepted"), ("09-07", "accepted")], "09-20", "breached"),
    ],
)
def test_outcome(deliveries, today, expected):
    found = [(d(day), state) for day, state in deliveries]
    assert outcome(found, d("09-07"), d(today)) == expected


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.sampled_from(FREQUENCIES), days, days, st.integers(0, 500))
def test_periods_follow_each_other_within_the_validity(frequency, start, end, ahead):
    until = start + ahead * DAY
    found = periods(frequency, start, end, until, keep=0)
    last = None
    for first, final in found:
        assert start <= first <= final <= end
        assert first <= until
        assert last is None or first == last + DAY
        last = final
    if found and frequency != "once":
        assert found[0][0] == start
        assert last >= min(end, until)


@given(st.sampled_from(FREQUENCIES), days, st.integers(0, 400), st.integers(0, 400))
def test_a_later_horizon_only_adds(frequency, start, near, more):
    early = periods(frequency, start, None, start + near * DAY)
    late = periods(frequency, start, None, start + (near + more) * DAY)
    assert late[: len(early)] == early


@given(days, st.integers(1, 30))
def test_exactly_so_many_working_days_lie_between(end, offset):
    due = due_date(end, offset, works)
    between = [end + n * DAY for n in range(1, (due - end).days + 1)]
    assert sum(map(works, between)) == offset
    assert works(due)
