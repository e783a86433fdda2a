from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..calc.timeline import clip, union
from ..calc.working_time import PublicDay, span_seconds, working_windows

CACHE = "ops_base.windows"
ROUND_THE_CLOCK = 167.9
DAY = timedelta(days=1)


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    follow_public_days = fields.Boolean(
        default=True,
        help="Public holidays are free and make-up working days are worked, as the "
        "list of public days says. Off for a service that runs around the clock.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        for calendar, vals in zip(calendars, vals_list, strict=True):
            if "follow_public_days" not in vals:
                calendar.follow_public_days = not calendar._is_round_the_clock()
        return calendars

    def write(self, vals):
        self._forget_windows()
        return super().write(vals)

    def _is_round_the_clock(self):
        return self.hours_per_week > ROUND_THE_CLOCK

    def _ops_windows(self, start, end, company=None):
        """Working windows in ``[start, end)``: naive UTC pairs, whole seconds.

        The weekly hours, as the public days of ``company`` change them, minus the
        leaves of this company and calendar that are of no single resource. Built once
        a year and transaction; the same whoever asks. ``company``: by default the
        calendar's, else the current one.
        """
        self.ensure_one()
        company = company or self.company_id or self.env.company
        found = []
        for year in range(start.year, end.year + 1):
            found += self._windows_of_year(year, company)
        return union(clip(found, start, end))

    def _windows_of_year(self, year, company):
        cache = self.env.cr.precommit.data.setdefault(CACHE, {})
        key = (self.id, company.id, year)
        if key not in cache:
            # sudo: working time must not depend on what the reader may see
            cache[key] = self.sudo()._build_windows(
                fields.Datetime.to_datetime(date(year, 1, 1)),
                fields.Datetime.to_datetime(date(year + 1, 1, 1)),
                company,
            )
        return cache[key]

    @api.model
    def _forget_windows(self):
        """For whatever changes working time within the transaction.

        ``precommit.data`` itself is emptied at commit and at each rollback, also to a
        savepoint; ``cr.cache`` is not.
        """
        self.env.cr.precommit.data.pop(CACHE, None)

    def _build_windows(self, start, end, company):
        return working_windows(
            self._weeks(),
            self._public_days(start, end, company),
            self._common_leaves(start, end, company),
            self.tz,
            start,
            end,
        )

    def _weeks(self):
        """One week of spans, or two that alternate: ``[{weekday: [(from, to)]}]``."""
        weeks = [{}, {}] if self.two_weeks_calendar else [{}]
        if self.flexible_hours:
            return weeks
        for line in self.attendance_ids.filtered(lambda a: a._is_work_period()):
            week = weeks[int(line.week_type or 0) if self.two_weeks_calendar else 0]
            span = span_seconds(line.hour_from, line.hour_to)
            week.setdefault(int(line.dayofweek), []).append(span)
        return weeks

    def _public_days(self, start, end, company):
        if not self.follow_public_days:
            return []
        days = self.env["ops.calendar.day"].search(
            [
                ("company_id", "=", company.id),
                ("date", ">=", start.date() - DAY),
                ("date", "<=", end.date() + DAY),
                ("calendar_ids", "in", [self.id, False]),
            ]
        )
        return [
            PublicDay(
                day.date,
                day.kind == "workday",
                int(day.as_weekday),
                bool(day.calendar_ids),
            )
            for day in days
        ]

    def _common_leaves(self, start, end, company):
        domain = Domain(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("calendar_id", "in", [self.id, False]),
                ("company_id", "in", [company.id, False]),
                ("date_from", "<", end),
                ("date_to", ">", start),
            ]
        )
        leaves = self.env["resource.calendar.leaves"].search(domain)
        return [(leave.date_from, leave.date_to) for leave in leaves]
