"""Targets in working days (contract.md 2.4): a day is never 24 hours."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from itertools import islice

from .ground import Timeline, Windows, as_local, as_utc, elapsed, local_day

HOW = ("end_of_day", "same_time")


def day_deadline(
    windows: Windows,
    start: datetime,
    days: int,
    tz: str | tzinfo,
    how: str = "end_of_day",
) -> datetime | None:
    """``days`` working days after the day of ``start``: at the end of the service
    window (``end_of_day``), or at the same time of day, at most at the end and at
    least at the beginning of that day's service (``same_time``).

    A working day is a local day with service; 0 days are the rest of the same one, or
    the next if there is none. None: not in the windows.

    >>> at = lambda day, hour: datetime(2026, 11, day, hour)
    >>> week = [(at(day, 1), at(day, 10)) for day in (19, 20, 23, 24)]
    >>> for how in HOW:
    ...     print(day_deadline(week, at(20, 3), 1, "Asia/Shanghai", how))
    2026-11-23 10:00:00
    2026-11-23 03:00:00
    """
    if how not in HOW or days < 0:
        raise ValueError(f"not a target in days: {days} {how!r}")
    first = local_day(start, tz)
    found = (
        service
        for service in _service_days(windows, first, tz)
        if service[0] > first or (not days and service[2] > start)
    )
    service = next(islice(found, max(days - 1, 0), None), None)
    if service is None:
        return None
    day, opens, closes = service
    if how == "end_of_day":
        return closes
    shown = as_local(start, tz)
    of_day = shown.hour * 3600 + shown.minute * 60 + shown.second
    return min(max(as_utc(day, of_day, tz), opens), closes)


def day_target_s(
    windows: Windows,
    start: datetime,
    days: int,
    tz: str | tzinfo,
    how: str = "end_of_day",
) -> int | None:
    """The same target as seconds of service, so that the clock can pause.

    >>> at = lambda day, hour: datetime(2026, 11, day, hour)
    >>> week = [(at(day, 1), at(day, 10)) for day in (20, 23)]
    >>> day_target_s(week, at(20, 3), 1, "Asia/Shanghai") / 3600
    16.0
    """
    due = day_deadline(windows, start, days, tz, how)
    return None if due is None else elapsed(windows, start, due)


def _service_days(
    windows: Windows, first: date, tz: str | tzinfo
) -> Iterator[tuple[date, datetime, datetime]]:
    """From the first day on, each with the beginning and the end of its service."""
    line = windows if isinstance(windows, Timeline) else Timeline(windows)
    index = bisect_right(line.ends, as_utc(first, 0, tz))
    held: tuple[date, datetime, datetime] | None = None
    for window in zip(line.starts[index:], line.ends[index:], strict=True):
        for day, opens, closes in _by_day(*window, tz):
            if held is not None and held[0] == day:
                held = day, held[1], closes
                continue
            if held is not None and held[0] >= first:
                yield held
            held = day, opens, closes
    if held is not None and held[0] >= first:
        yield held


def _by_day(
    start: datetime, end: datetime, tz: str | tzinfo
) -> Iterator[tuple[date, datetime, datetime]]:
    """A window cut at local midnights."""
    while start < end:
        day = local_day(start, tz)
        closes = min(end, as_utc(day, 86400, tz))
        yield day, start, closes
        start = closes
