"""Calendars and instants that the tests of the clock share."""

from datetime import date, datetime

from hypothesis import strategies as st

from ops_base.calc.clock import windows
from ops_base.calc.period import as_utc
from ops_base.calc.timeline import SECOND

TZ = "Asia/Shanghai"
HOUR = 3600
NINE_TO_SIX = {day: [(9 * HOUR, 18 * HOUR)] for day in range(5)}
WITH_LUNCH = {day: [(9 * HOUR, 12 * HOUR), (48600, 18 * HOUR)] for day in range(5)}
ALWAYS = {day: [(0, 24 * HOUR)] for day in range(7)}
HOLIDAYS = {
    *(date(2026, 1, day) for day in (1, 2)),
    *(date(2026, 2, day) for day in range(16, 21)),
    date(2026, 2, 23),
    date(2026, 9, 25),
    *(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
}
MAKE_UP = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
MAKE_UP_DAYS = {date(2026, *day): [(9 * HOUR, 18 * HOUR)] for day in MAKE_UP}


def at(text, tz=TZ):
    """The UTC instant of a local time, ``MM-DD HH:MM[:SS]`` of 2026."""
    day, time = text.split()
    month, number = map(int, day.split("-"))
    hours, minutes, seconds = [*map(int, time.split(":")), 0][:3]
    clock = hours * HOUR + minutes * 60 + seconds
    return as_utc(date(2026, month, number), clock, tz)


def year(week, days_off=(), days_on=None, tz=TZ):
    first, last = date(2026, 1, 1), date(2027, 1, 1)
    return windows(week, set(days_off), days_on or {}, tz, first, last)


C = year(NINE_TO_SIX, HOLIDAYS, MAKE_UP_DAYS)
PLAIN = year(NINE_TO_SIX)

# seconds after ZERO, for the counters that look at each of them
ZERO = datetime.fromisoformat("2026-11-23")
seconds = st.integers(0, 400)
spans = st.lists(st.tuples(seconds, seconds), max_size=6)


def instants(pairs):
    return [(ZERO + a * SECOND, ZERO + b * SECOND) for a, b in pairs]


def covered(pairs, second):
    return any(a <= second < b for a, b in pairs)
