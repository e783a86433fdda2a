"""The days on which a service calendar works, make-up days included."""

from datetime import datetime, timedelta

from odoo.addons.ops_base.calc.period import local_day

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class WorkingDays:
    """``working(day)`` for the rules of ``calc``: read year by year, as needed."""

    def __init__(self, calendar, company, tz):
        self.calendar = calendar
        self.company = company
        self.tz = tz
        self._years = {}

    def __call__(self, day):
        if day.year not in self._years:
            self._years[day.year] = self._read(day.year)
        return day in self._years[day.year]

    def _read(self, year):
        start = datetime.fromisoformat(f"{year}-01-01") - DAY
        end = datetime.fromisoformat(f"{year + 1}-01-01") + DAY
        found = set()
        for begin, stop in self.calendar._ops_windows(start, end, self.company):
            day, last = local_day(begin, self.tz), local_day(stop - SECOND, self.tz)
            while day <= last:
                found.add(day)
                day += DAY
        return found
