"""Deliverables (contract.md 2.7): periods, due days, punctuality.

Days are local days of the contract; the first and the last day are both inside.
"""

from collections.abc import Callable, Container, Iterable
from datetime import date, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import TypeAlias

from .ground import Exact, Span, exact, half, local_day, month, quarter, ten_day, year

Keep: TypeAlias = Exact | Callable[[date], Exact]
Working: TypeAlias = Callable[[date], bool] | Container[date] | None
DAY = timedelta(days=1)
A_YEAR = 366
HALF = Fraction(1, 2)


def week(day: date) -> Span:
    """Monday to Sunday.

    >>> week(date(2026, 11, 23)) == week(date(2026, 11, 29))
    True
    """
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


SHAPES: dict[str, Callable[[date], Span]] = {
    "daily": lambda day: (day, day),
    "weekly": week,
    "ten_day": ten_day,
    "monthly": month,
    "quarterly": quarter,
    "half_year": half,
    "yearly": year,
}
FREQUENCIES = ("once", *SHAPES, "per_event")


def periods(
    frequency: str,
    valid_from: date,
    valid_to: date | None,
    until: date,
    since: date | None = None,
    keep: Keep = HALF,
    working: Working = None,
) -> list[Span]:
    """Periods that begin by ``until``, cut to the days on which the line is valid.

    A part is kept if it has at least ``keep`` of the whole period's days; a function
    of its first day where this changes in time. ``since`` leaves out what ended before.
    ``once`` counts from the first valid day; what is due by event has no periods.
    ``working``: daily ones on working days only.

    >>> for a, b in periods("ten_day", date(2026, 9, 6), None, date(2026, 9, 25)):
    ...     print(a, b)
    2026-09-06 2026-09-10
    2026-09-11 2026-09-20
    2026-09-21 2026-09-30
    >>> periods("monthly", date(2026, 9, 17), date(2026, 10, 15), date(2026, 12, 31))
    []
    """
    if frequency not in FREQUENCIES:
        raise ValueError(f"unknown frequency: {frequency!r}")
    last = until if valid_to is None else min(until, valid_to)
    if frequency == "per_event" or last < valid_from:
        return []
    if frequency == "once":
        found = [(valid_from, valid_from)]
    else:
        found = _cut(SHAPES[frequency], valid_from, valid_to, last, keep)
    if frequency == "daily" and working is not None:
        found = [span for span in found if _works(working, span[0])]
    return [span for span in found if since is None or span[1] >= since]


def due_date(period_end: date, offset: int, working: Working = None) -> date:
    """The ``offset``-th working day after the period; calendar days without
    ``working``. Offset 0 is the last day itself or the next working day.

    ``ValueError``: no working day within a year, as in a calendar without hours.

    >>> weekdays = lambda day: day.weekday() < 5
    >>> due_date(date(2026, 8, 31), 5, weekdays), due_date(date(2026, 8, 31), 5)
    (datetime.date(2026, 9, 7), datetime.date(2026, 9, 5))
    """
    if offset < 0:
        raise ValueError("nothing is due before its period ends")
    if working is None:
        return period_end + offset * DAY
    due = _next_working(period_end if offset == 0 else period_end + DAY, working)
    for _nth in range(offset - 1):
        due = _next_working(due + DAY, working)
    return due


def on_time(
    delivered: date | datetime | None, due: date, tz: str | tzinfo = "UTC"
) -> bool:
    """By the end of the due day; an instant (naive UTC) is read in the time zone.

    >>> on_time(datetime(2026, 9, 7, 15, 59, 59), date(2026, 9, 7), "Asia/Shanghai")
    True
    >>> on_time(datetime(2026, 9, 7, 16, 0), date(2026, 9, 7), "Asia/Shanghai")
    False
    """
    if delivered is None:
        return False
    if isinstance(delivered, datetime):
        return local_day(delivered, tz) <= due
    return delivered <= due


def outcome(
    deliveries: Iterable[tuple[date | datetime, str]],
    due: date,
    today: date,
    tz: str | tzinfo = "UTC",
) -> str:
    """``met`` if the first accepted delivery was in time, ``breached``, else ``open``.

    ``deliveries``: when, and ``delivered`` (no answer yet), ``accepted``, ``rejected``,
    in order. One in time that still waits for its answer is no breach.

    >>> first, second = date(2026, 9, 7), date(2026, 9, 9)
    >>> outcome([(first, "rejected"), (second, "accepted")], first, second)
    'breached'
    >>> outcome([(first, "delivered")], first, second)
    'open'
    """
    in_time = [(on_time(at, due, tz), state) for at, state in deliveries]
    accepted = [fits for fits, state in in_time if state == "accepted"]
    if accepted:
        return "met" if accepted[0] else "breached"
    is_open = today <= due or (True, "delivered") in in_time
    return "open" if is_open else "breached"


def _cut(
    shape: Callable[[date], Span],
    valid_from: date,
    valid_to: date | None,
    last: date,
    keep: Keep,
) -> list[Span]:
    found = []
    day = valid_from
    while day <= last:
        start, end = shape(day)
        first = max(start, valid_from)
        final = end if valid_to is None else min(end, valid_to)
        share = exact(keep(first) if callable(keep) else keep)
        if _days(first, final) >= share * _days(start, end):
            found.append((first, final))
        day = end + DAY
    return found


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _next_working(day: date, working: Working) -> date:
    for offset in range(A_YEAR):
        if _works(working, day + offset * DAY):
            return day + offset * DAY
    raise ValueError(f"no working day within a year from {day}")


def _works(working: Working, day: date) -> bool:
    if callable(working):
        return working(day)
    return working is None or day in working
