"""From a week, public days and leaves to working windows.

Spans are seconds of the local day, 86400 being the next midnight; windows are naive
UTC, half-open.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .clock import Spans, windows
from .period import local_day
from .timeline import SECOND, Interval, union

Week = Mapping[int, Spans]


@dataclass(frozen=True)
class PublicDay:
    """A holiday, or a working day that follows the hours of ``as_weekday``.

    ``specific``: stated for this calendar, so it outranks a day stated for all.
    """

    day: date
    works: bool
    as_weekday: int = 0
    specific: bool = False


def working_windows(
    weeks: Sequence[Week],
    days: Iterable[PublicDay],
    leaves: Iterable[Interval],
    tz: str,
    start: datetime,
    end: datetime,
) -> list[Interval]:
    """Windows in ``[start, end)``: the week's hours as the public days change them,
    minus the leaves.

    ``weeks``: one week, or two that alternate (first and second week of Odoo).

    >>> week = {day: [(9 * 3600, 18 * 3600)] for day in range(5)}
    >>> made_up = PublicDay(date(2026, 10, 10), works=True)
    >>> for a, b in working_windows([week], [made_up], [], "Asia/Shanghai",
    ...                             datetime(2026, 10, 9, 16), datetime(2026, 10, 12)):
    ...     print(a, b)
    2026-10-10 01:00:00 2026-10-10 10:00:00
    """
    days_off, days_on = resolve_days(weeks, days)
    if len(weeks) == 2:
        first, last = local_day(start, tz), local_day(end, tz)
        second = _second_weeks(weeks[1], first, last)
        days_on = {**{d: s for d, s in second.items() if d not in days_off}, **days_on}
    open_at = windows(weeks[0], days_off, days_on, tz, start, end)
    return subtract(open_at, [(begin, whole_end(stop)) for begin, stop in leaves])


def resolve_days(
    weeks: Sequence[Week], days: Iterable[PublicDay]
) -> tuple[set[date], dict[date, Spans]]:
    """Days off and days on; a day stated for the calendar wins over one for all.

    >>> off, on = resolve_days([{0: [(0, 60)]}], [
    ...     PublicDay(date(2026, 5, 1), works=False),
    ...     PublicDay(date(2026, 5, 1), works=True, specific=True)])
    >>> off, on
    (set(), {datetime.date(2026, 5, 1): [(0, 60)]})
    """
    days_off: set[date] = set()
    days_on: dict[date, Spans] = {}
    for public in sorted(days, key=lambda public: public.specific):
        days_off.discard(public.day)
        days_on.pop(public.day, None)
        if public.works:
            week = weeks[week_type(public.day) if len(weeks) == 2 else 0]
            days_on[public.day] = week.get(public.as_weekday, ())
        else:
            days_off.add(public.day)
    return days_off, days_on


def week_type(day: date) -> int:
    """0 for a first week, 1 for a second: weeks since year 1, as Odoo counts them.

    >>> week_type(date(2026, 3, 2)), week_type(date(2026, 3, 9))
    (0, 1)
    """
    return (day.toordinal() - 1) // 7 % 2


def _second_weeks(week: Week, first: date, last: date) -> dict[date, Spans]:
    count = (last - first).days + 3
    around = (first + timedelta(days=offset - 1) for offset in range(count))
    return {day: week.get(day.weekday(), ()) for day in around if week_type(day)}


def subtract(intervals: Iterable[Interval], gaps: Iterable[Interval]) -> list[Interval]:
    """What of the intervals lies in no gap.

    >>> at = lambda h: datetime(2026, 1, 1, h)
    >>> [(a.hour, b.hour) for a, b in subtract([(at(8), at(12)), (at(13), at(17))],
    ...                                        [(at(7), at(9)), (at(11), at(14))])]
    [(9, 11), (14, 17)]
    """
    holes = union(gaps)
    left: list[Interval] = []
    index = 0
    for start, end in union(intervals):
        while index < len(holes) and holes[index][1] <= start:
            index += 1
        position = index
        while position < len(holes) and holes[position][0] < end:
            hole_start, hole_end = holes[position]
            if start < hole_start:
                left.append((start, hole_start))
            start = max(start, hole_end)
            position += 1
        if start < end:
            left.append((start, end))
    return left


def whole_end(instant: datetime) -> datetime:
    """Leaves end at 23:59:59 where midnight is meant; no second of work is left over.

    >>> whole_end(datetime(2026, 1, 1, 15, 59, 59))
    datetime.datetime(2026, 1, 1, 16, 0)
    """
    return instant + SECOND if instant.second == 59 else instant


def span_seconds(hour_from: float, hour_to: float) -> tuple[int, int]:
    """Hours as floats, the way calendars keep them, in whole seconds.

    >>> span_seconds(8 + 20 / 60, 24.0), span_seconds(13.5, 17.0)
    ((30000, 86400), (48600, 61200))
    """
    return round(hour_from * 3600), round(hour_to * 3600)
