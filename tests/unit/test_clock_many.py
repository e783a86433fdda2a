"""Clocks set by set give what they give one by one."""

from datetime import timedelta

import numpy as np
import pytest
from clock_cases import HOUR, ZERO, C, at, instants, seconds, spans
from hypothesis import given, settings
from hypothesis import strategies as st

from ops_base.calc import clock_many
from ops_base.calc.clock import deadline, elapsed
from ops_base.calc.clock_many import NEVER, OPEN, Pauses, clocks
from ops_base.calc.timeline import SECOND, Timeline

EMPTY = np.array([], dtype=np.int64)


def many(windows, cases):
    """``cases``: (start, end, target, pauses) with datetimes, as the single way."""
    flat = [(index, *pause) for index, case in enumerate(cases) for pause in case[3]]
    owner = np.array([index for index, _a, _b in flat], dtype=np.int64)
    begin = clock_many.instants(a for _i, a, _b in flat)
    ends = [(b or at("12-31 23:00"), b is None) for _i, _a, b in flat]
    end = clock_many.instants(b for b, _open in ends)
    end = np.where([is_open for _b, is_open in ends], OPEN, end) if flat else end
    return clocks(
        windows,
        clock_many.instants(case[0] for case in cases),
        clock_many.instants(case[1] for case in cases),
        [case[2] for case in cases],
        Pauses(owner, begin, end),
    )


def check(windows, cases):
    found = many(windows, cases)
    line = Timeline(windows)
    for index, (start, end, target, pauses) in enumerate(cases):
        due = deadline(line, start, target, pauses)
        expected = NEVER if due is None else clock_many.instants([due])[0]
        assert found.deadline[index] == expected
        assert found.elapsed[index] == elapsed(line, start, end, pauses)
        inside = elapsed(line, start, end)
        assert found.paused[index] == inside - found.elapsed[index]
        total = max((end - start) // SECOND, 0)
        assert found.outside[index] == total - inside


def test_examples_1_to_3():
    start = at("11-20 17:30")
    pauses = [
        [],
        [("11-23 10:00", "11-23 10:30")],
        [("11-20 17:45", "11-23 09:15")],
        [("11-21 10:00", "11-21 12:00")],
        [("11-23 10:15", "11-23 11:00"), ("11-23 10:00", "11-23 10:30")],
        # one that begins when the target is used up
        [("11-23 12:30", "11-23 14:00")],
    ]
    found = [[(at(a), at(b)) for a, b in pairs] for pairs in pauses]
    cases = [(start, at("11-23 18:00"), 4 * HOUR, pairs) for pairs in found]
    times = ["12:30", "13:00", "13:00", "12:30", "13:30", "12:30"]
    expected = clock_many.instants(at(f"11-23 {time}") for time in times)
    result = many(C, cases)
    assert result.deadline.tolist() == expected.tolist()
    assert result.paused.tolist() == [0, 1800, 1800, 0, 3600, 5400]
    check(C, cases)


def test_an_open_pause_and_a_deadline_beyond_the_windows():
    cases = [
        (at("11-23 09:00"), at("11-23 17:00"), 2 * HOUR, [(at("11-23 10:00"), None)]),
        (at("11-23 09:00"), at("11-23 17:00"), HOUR, [(at("11-23 10:00"), None)]),
        (at("12-31 17:00"), at("12-31 17:00"), 2 * HOUR, []),
        (at("12-31 17:00"), at("12-31 17:00"), HOUR, []),
        (at("12-31 18:00"), at("12-31 18:00"), 1, []),
        (at("11-23 09:00"), at("11-23 09:00"), 1, []),
        (at("11-21 10:00"), at("11-20 10:00"), 0, []),
        (at("11-21 10:00"), at("11-23 10:00"), -5, []),
    ]
    check(C, cases)
    assert many(C, cases).deadline[0] == NEVER


def test_nothing_to_do():
    for windows in ([], C):
        found = clocks(windows, EMPTY, EMPTY, EMPTY, Pauses(EMPTY, EMPTY, EMPTY))
        assert [len(part) for part in found] == [0, 0, 0, 0]
    found = clocks([], [10], [30], [5])
    assert [part.tolist() for part in found] == [[0], [0], [20], [NEVER]]


def test_parts_of_seconds_are_cut():
    half = timedelta(microseconds=999_999)
    assert clock_many.instants([ZERO + half]) == clock_many.instants([ZERO])
    assert clock_many.instants([]).dtype == np.int64


def test_the_order_of_pauses_and_clocks_does_not_matter():
    start = np.array([0, 0, 0])
    pauses = Pauses(
        np.array([2, 0, 2, 0]), np.array([50, 10, 20, 30]), np.array([60, 20, 30, 40])
    )
    turned = Pauses(*(part[::-1] for part in pauses))
    line = [(at("01-01 08:00"), at("01-01 09:00"))]
    base = int(clock_many.instants([at("01-01 08:00")])[0])
    results = [
        clocks(
            line,
            start + base,
            start + base + 100,
            [25, 25, 25],
            Pauses(shape.clock, shape.start + base, shape.end + base),
        )
        for shape in (pauses, turned)
    ]
    for one, other in zip(*results, strict=True):
        assert one.tolist() == other.tolist()
    assert (results[0].deadline - base).tolist() == [45, 25, 35]
    assert results[0].paused.tolist() == [20, 0, 20]


def test_earlier_pauses_decide_whether_a_later_one_counts():
    """Used up after 45 s of work: the second pause of each clock begins at 40 or 44 s,
    or only at 45 s."""
    base = at("11-23 09:00")
    cases = [
        (
            base,
            base + 200 * SECOND,
            45,
            [(a * SECOND + base, b * SECOND + base) for a, b in pairs],
        )
        for pairs in (
            [(20, 30), (54, 60)],
            [(20, 30), (50, 60)],
            [(20, 30), (54, 60)],
            [(20, 30), (55, 60)],
            [(20, 30), (50, 60)],
        )
    ]
    found = many(C, cases)
    due = [61, 65, 61, 55, 65]
    assert (found.deadline - clock_many.instants([base])[0]).tolist() == due
    check(C, cases)


case = st.tuples(seconds, seconds, st.integers(-5, 200), spans)


@settings(max_examples=200)
@given(spans, st.lists(case, max_size=6))
def test_like_one_by_one(work, shapes):
    cases = [
        (ZERO + start * SECOND, ZERO + end * SECOND, target, instants(pauses))
        for start, end, target, pauses in shapes
    ]
    check(instants(work), cases)


@pytest.mark.parametrize("count", [1, 3])
def test_parts_add_up(count):
    cases = [(at("11-20 10:00"), at("11-24 10:00"), 60, [])] * count
    found = many(C, cases)
    whole = found.elapsed + found.paused + found.outside
    assert whole.tolist() == [4 * 24 * HOUR] * count
