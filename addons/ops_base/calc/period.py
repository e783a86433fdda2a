"""Calendar periods; first and last day are both inside."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import TypeAlias
from zoneinfo import ZoneInfo

Span: TypeAlias = tuple[date, date]


def month(day: date) -> Span:
    """
    >>> month(date(2024, 2, 29))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    return _months(day, 1)


def ten_day(day: date) -> Span:
    """The part of the month (旬): 1 to 10, 11 to 20, 21 to the end.

    >>> ten_day(date(2026, 2, 21))
    (datetime.date(2026, 2, 21), datetime.date(2026, 2, 28))
    """
    part = min((day.day - 1) // 10, 2)
    first = day.replace(day=10 * part + 1)
    return first, month(day)[1] if part == 2 else day.replace(day=10 * part + 10)


def quarter(day: date) -> Span:
    """
    >>> quarter(date(2026, 5, 31))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    return _months(day, 3)


def half(day: date) -> Span:
    """
    >>> half(date(2026, 7, 1))
    (datetime.date(2026, 7, 1), datetime.date(2026, 12, 31))
    """
    return _months(day, 6)


def year(day: date) -> Span:
    """
    >>> year(date(2026, 7, 1))
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    """
    return _months(day, 12)


def local_day(instant: datetime, tz: str | tzinfo) -> date:
    """The day of an instant (naive UTC) in a time zone.

    >>> local_day(datetime(2026, 1, 31, 16, 0), "Asia/Shanghai")
    datetime.date(2026, 2, 1)
    """
    return as_local(instant, tz).date()


def day_bounds(day: date, tz: str | tzinfo) -> tuple[datetime, datetime]:
    """The local day as naive UTC, half-open: 23 or 25 hours when clocks change.

    >>> first, end = day_bounds(date(2026, 3, 29), "Europe/Brussels")
    >>> first, end - first
    (datetime.datetime(2026, 3, 28, 23, 0), datetime.timedelta(seconds=82800))
    """
    return as_utc(day, 0, tz), as_utc(day, 86400, tz)


def as_local(instant: datetime, tz: str | tzinfo) -> datetime:
    return instant.replace(tzinfo=timezone.utc).astimezone(zone(tz))


def as_utc(day: date, seconds: int, tz: str | tzinfo) -> datetime:
    """The instant at which a local clock shows that many seconds of the day.

    86400 is the next midnight. A time shown twice is the first one; a time that is
    skipped counts on from before the gap.

    >>> as_utc(date(2026, 3, 29), 9000, "Europe/Brussels")
    datetime.datetime(2026, 3, 29, 1, 30)
    """
    shown = datetime.combine(day, time(), zone(tz)) + timedelta(seconds=seconds)
    return shown.astimezone(timezone.utc).replace(tzinfo=None)


def zone(tz: str | tzinfo) -> tzinfo:
    return ZoneInfo(tz) if isinstance(tz, str) else tz


def _months(day: date, size: int) -> Span:
    first = (day.month - 1) // size * size + 1
    last = first + size - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def within(span: Span, other: Span) -> bool:
    """Whether all days of ``span`` are days of ``other``.

    >>> january = month(date(2026, 1, 1))
    >>> within((date(2026, 1, 1), date(2026, 1, 31)), january)
    True
    >>> within((date(2026, 1, 31), date(2026, 2, 1)), january)
    False
    """
    return other[0] <= span[0] and span[1] <= other[1]


def common(span: Span, first: date | None, last: date | None) -> Span | None:
    """The days of ``span`` from ``first`` to ``last``; None on a side is no bound.

    >>> common(month(date(2026, 2, 1)), date(2026, 2, 16), None)
    (datetime.date(2026, 2, 16), datetime.date(2026, 2, 28))
    >>> common(month(date(2026, 3, 1)), None, date(2026, 2, 15))
    """
    start, end = max(span[0], first or span[0]), min(span[1], last or span[1])
    return (start, end) if start <= end else None


def hull(spans: Iterable[Span]) -> Span:
    """From the first of all days to the last.

    >>> hull([month(date(2026, 2, 1)), month(date(2026, 1, 1))])
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 28))
    """
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)
