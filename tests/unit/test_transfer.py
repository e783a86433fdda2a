"""A move inside a month: example 19 of cost.md."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_cost.calc.transfer import Transfer, days_around, move, split_by_days

FEBRUARY = date(2026, 2, 1), date(2026, 2, 28)


def test_example_19():
    days = days_around(*FEBRUARY, date(2026, 2, 16))
    assert days == (15, 13)
    quotas = [quota for quota, _saving in split_by_days(310000, 0, days)]
    assert quotas == [166071, 143929]


@pytest.mark.parametrize(("day", "days"), [(1, (0, 28)), (2, (1, 27)), (28, (27, 1))])
def test_days_at_the_edges(day, days):
    assert days_around(*FEBRUARY, date(2026, 2, day)) == days


@pytest.mark.parametrize("moved_on", [date(2026, 1, 31), date(2026, 3, 1)])
def test_move_in_another_month(moved_on):
    with pytest.raises(ValueError, match="between"):
        days_around(*FEBRUARY, moved_on)


def test_a_second_move_divides_what_is_left():
    """10 days, then 9 at the second team and 9 at the third."""
    _first, rest = split_by_days(2800, 0, (10, 18))
    assert split_by_days(*rest, (9, 9)) == [(900, 0), (900, 0)]


def test_only_what_moves():
    cells = [("WAG", 100, 10), ("MAT", 0, 0), ("PRT", 1, 0)]
    assert move(cells, (15, 13)) == [Transfer("WAG", 46, 5)]
    assert move([("WAG", 100, 10)], (28, 0)) == []


amounts = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))


@given(amounts, st.lists(st.integers(0, 31), min_size=1, max_size=4))
def test_stretches_add_up_and_saving_fits(pair, days):
    saving, quota = sorted(pair)
    if sum(days):
        parts = split_by_days(quota, saving, days)
        assert tuple(map(sum, zip(*parts, strict=True))) == (quota, saving)
        assert all(0 <= part_saving <= part for part, part_saving in parts)
