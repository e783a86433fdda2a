"""Versions of annexes: examples 26 and 27 of contract.md, segments, carried facts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from clock_cases import HOUR, TZ, C, at
from hypothesis import given
from hypothesis import strategies as st

from ops_base.calc.clock import deadline
from ops_base.calc.period import as_utc, month
from ops_contract.calc.credit import segments
from ops_contract.calc.version import (
    Lines,
    Place,
    Segment,
    gaps,
    in_force,
    month_segments,
    place,
    spans,
    switch_days,
)

DAY = timedelta(days=1)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def d(text):
    return date.fromisoformat(f"2026-{text}")


def history(*starts, end=None):
    return spans([d(start) for start in starts], d(end) if end else None)


def shown(parts):
    return [(f"{p.start:%m-%d}", f"{p.end:%m-%d}", *p.versions) for p in parts]


@pytest.mark.parametrize(
    ("opened", "version", "due"),
    [("11-13 15:00", 0, "11-16 14:00"), ("11-16 09:00", 1, "11-16 15:00")],
)
def test_example_27_the_version_in_force_at_the_start(opened, version, due):
    instants = [as_utc(d(day), 0, TZ) for day in ("01-01", "11-16")]
    targets = [8 * HOUR, 6 * HOUR]
    index = in_force(spans(instants), at(opened))
    assert index == version
    assert deadline(C, at(opened), targets[index]) == at(due)


def test_example_27_the_second_target_would_be_wrong_for_the_first_ticket():
    assert deadline(C, at("11-13 15:00"), 6 * HOUR) == at("11-16 12:00")


def test_a_version_switches_at_local_midnight():
    instants = [as_utc(d(day), 0, TZ) for day in ("01-01", "11-16")]
    found = [
        in_force(spans(instants), at(t)) for t in ("11-15 23:59:59", "11-16 00:00")
    ]
    assert found == [0, 1]


@pytest.mark.parametrize("month_number", [10, 11])
def test_example_26_segments_and_their_fees(month_number):
    first, last = month(date(2026, month_number, 1))
    parts = month_segments(first, last, history("01-01", f"{month_number}-16"))
    fees = segments(8_000_000, last.day, switch_days(parts))
    assert (
        fees == {10: [3_870_968, 4_129_032], 11: [4_000_000, 4_000_000]}[month_number]
    )
    assert [part.days for part in parts] == [15, last.day - 15]


def test_spans_end_where_the_next_begins():
    assert history("03-01", "01-01", "06-01", end="12-31") == [
        (d("03-01"), d("06-01")),
        (d("01-01"), d("03-01")),
        (d("06-01"), d("12-31")),
    ]
    assert history("01-01") == [(d("01-01"), None)]
    assert spans([], d("12-31")) == []
    with pytest.raises(ValueError, match="together"):
        history("01-01", "01-01")


def test_a_version_after_the_end_of_the_contract_covers_nothing():
    found = history("01-01", "08-01", end="06-01")
    assert found == [(d("01-01"), d("06-01")), (d("08-01"), d("06-01"))]
    assert in_force(found, d("05-31")) == 0
    assert in_force(found, d("06-01")) is None
    assert in_force(found, d("08-02")) is None


def test_in_force():
    found = history("01-01", "11-16", end="12-01")
    days = ("01-01", "11-15", "11-16", "11-30", "12-01")
    assert [in_force(found, d(day)) for day in days] == [0, 0, 1, 1, None]
    assert in_force(found, date(2025, 12, 31)) is None
    assert in_force([], d("01-01")) is None


@pytest.mark.parametrize(
    ("histories", "expected"),
    [
        ([history("01-01")], [("11-01", "11-30", 0)]),
        # a switch on the first day cuts nothing, one on the last day a day
        ([history("01-01", "11-01")], [("11-01", "11-30", 1)]),
        (
            [history("01-01", "11-30")],
            [("11-01", "11-29", 0), ("11-30", "11-30", 1)],
        ),
        ([history("01-01", "12-01")], [("11-01", "11-30", 0)]),
        # the contract begins and ends inside
        (
            [history("11-10", end="11-21")],
            [("11-01", "11-09", None), ("11-10", "11-20", 0), ("11-21", "11-30", None)],
        ),
        ([[]], [("11-01", "11-30", None)]),
        ([], [("11-01", "11-30")]),
        # two annexes switch, each at its own time
        (
            [history("01-01", "11-16"), history("01-01", "11-21")],
            [
                ("11-01", "11-15", 0, 0),
                ("11-16", "11-20", 1, 0),
                ("11-21", "11-30", 1, 1),
            ],
        ),
        (
            [history("01-01", "11-16"), history("01-01", "11-16")],
            [("11-01", "11-15", 0, 0), ("11-16", "11-30", 1, 1)],
        ),
        # a withdrawn version leaves no seam
        (
            [history("01-01", "11-10", end="11-05")],
            [("11-01", "11-04", 0), ("11-05", "11-30", None)],
        ),
    ],
)
def test_month_segments(histories, expected):
    assert shown(month_segments(*NOVEMBER, *histories)) == expected


def test_gaps():
    assert gaps(history("01-01"), *NOVEMBER) == []
    assert gaps(history("11-10", end="11-21"), *NOVEMBER) == [
        (d("11-01"), d("11-09")),
        (d("11-21"), d("11-30")),
    ]
    assert gaps([], *NOVEMBER) == [NOVEMBER]


SWITCHED = [
    Lines(d("11-01"), d("11-15"), 1, {"p1", "p2", "old"}),
    Lines(d("11-16"), d("11-30"), 2, {"p1", "p2", "new"}),
]
# the evaluation changed on the 11th, so that version 1 has two segments
THREE = [
    Lines(d("11-01"), d("11-10"), 1, {"p1"}),
    Lines(d("11-11"), d("11-15"), 1, {"p1"}),
    Lines(d("11-16"), d("11-30"), 2, {"p1"}),
]


@pytest.mark.parametrize(
    ("segments", "started", "version", "key", "expected"),
    [
        (SWITCHED, "11-03", 1, "p1", Place(0, carried=False)),
        (SWITCHED, "11-16", 2, "p1", Place(1, carried=False)),
        # started under version 1 in October, or before the switch and met after it
        (SWITCHED, "10-30", 1, "p1", Place(0, carried=False)),
        (SWITCHED, "11-15", 1, "old", Place(0, carried=False)),
        # the version before has no day here: the first line of the same key
        (SWITCHED, "10-30", 0, "p1", Place(0, carried=True)),
        (SWITCHED, "10-30", 0, "new", Place(1, carried=True)),
        (SWITCHED, "10-30", 0, "gone", None),
        (SWITCHED, "11-15", 1, "gone", None),
        # no annex in force at the start
        (SWITCHED, "10-30", None, "p1", None),
        (THREE, "11-12", 1, "p1", Place(1, carried=False)),
        (THREE, "11-10", 1, "p1", Place(0, carried=False)),
        (THREE, "11-11", 1, "p1", Place(1, carried=False)),
        (THREE, "11-15", 1, "p1", Place(1, carried=False)),
        (THREE, "10-30", 1, "p1", Place(0, carried=False)),
        ([], "10-30", 1, "p1", None),
    ],
)
def test_place_of_a_fact(segments, started, version, key, expected):
    assert place(d(started), version, key, segments) == expected


starts = st.lists(
    st.dates(date(2026, 9, 1), date(2027, 1, 31)), unique=True, max_size=5
)
ends = st.none() | st.dates(date(2026, 10, 1), date(2027, 1, 31))


@given(starts, ends, starts, ends)
def test_segments_cover_each_day_once_by_its_version(one, one_end, two, two_end):
    first, second = spans(one, one_end), spans(two, two_end)
    parts = month_segments(*NOVEMBER, first, second)
    days = []
    for part in parts:
        days += [part.start + n * DAY for n in range(part.days)]
        for day in days[-part.days :]:
            assert part.versions == (in_force(first, day), in_force(second, day))
    assert days == [NOVEMBER[0] + n * DAY for n in range(30)]
    assert all(a.versions != b.versions for a, b in pairwise(parts))
    uncovered = sum((b - a).days + 1 for a, b in gaps(first, *NOVEMBER))
    assert uncovered == sum(in_force(first, day) is None for day in days)


@given(starts, ends, st.dates(date(2026, 8, 1), date(2027, 2, 28)))
def test_at_most_one_version_is_in_force(starts, end, day):
    found = spans(starts, end)
    covering = [i for i, (a, b) in enumerate(found) if a <= day and (not b or day < b)]
    assert covering in ([], [in_force(found, day)])


def test_days_of_a_segment():
    assert Segment(d("11-01"), d("11-01"), ()).days == 1
