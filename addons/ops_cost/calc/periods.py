"""The accounting month of an entry."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple


class Period(NamedTuple):
    """``key`` is the caller's; first and last day are both inside."""

    key: Any
    start: date
    end: date
    is_open: bool


def accounting_period(
    day: date, periods: Sequence[tuple[Any, date, date, bool]]
) -> tuple[Any, bool] | None:
    """``(key, late)``: the month of ``day``, or if it is closed the next open one.

    None if the day is in no month, or no open one follows.

    >>> jan = ("01", date(2026, 1, 1), date(2026, 1, 31), False)
    >>> feb = ("02", date(2026, 2, 1), date(2026, 2, 28), True)
    >>> accounting_period(date(2026, 1, 28), [jan, feb])
    ('02', True)
    >>> accounting_period(date(2026, 2, 3), [jan, feb])
    ('02', False)
    """
    ordered = sorted((Period(*period) for period in periods), key=lambda p: p.start)
    origin = next((p for p in ordered if p.start <= day <= p.end), None)
    if origin is None:
        return None
    for period in ordered:
        if period.is_open and period.start >= origin.start:
            return period.key, period is not origin
    return None


def is_open_on(recorded_on: date, closed_on: date | None) -> bool:
    """A month takes entries until the day before it is closed.

    >>> is_open_on(date(2026, 2, 2), date(2026, 2, 3))
    True
    >>> is_open_on(date(2026, 2, 3), date(2026, 2, 3))
    False
    """
    return closed_on is None or recorded_on < closed_on


def is_gapless(
    ranges: Iterable[tuple[date, date | None]], first: date, last: date
) -> bool:
    """Whether each day of [first, last] is in one of the (start, end) ranges; both
    ends are inside, an end of None is open.

    >>> jan, may = date(2026, 1, 1), date(2026, 5, 31)
    >>> is_gapless([(date(2026, 3, 2), None), (jan, date(2026, 3, 1))], jan, may)
    True
    >>> is_gapless([(jan, date(2026, 3, 1)), (date(2026, 3, 3), None)], jan, may)
    False
    >>> is_gapless([(jan, date(2026, 5, 30))], jan, may)
    False
    """
    day = first
    for start, end in sorted(ranges, key=lambda pair: pair[0]):
        if start > day:
            return False
        if end is None or end >= last:
            return True
        day = max(day, end + timedelta(days=1))
    return day > last
