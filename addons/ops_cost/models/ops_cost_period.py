from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.calc import period as calendar_month


class OpsCostPeriod(models.Model):
    """A month of one company: guards numbering, posting and closing.

    Every posting UPDATEs ``last_number`` of this row while it is open, so that
    numbers are gapless and no entry slips past a close (reliability.md 0.1).
    """

    _name = "ops.cost.period"
    _description = "Cost Period"
    _inherit = ["ops.cost.money", "mail.thread"]
    _order = "date_start, id"
    _rec_name = "code"
    _check_company_auto = True
    _server_owned = frozenset(
        {"state", "last_number", "revision", "closed_at", "closed_by_id"}
    )

    company_id = fields.Many2one(required=True, default=lambda self: self.env.company)
    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    code = fields.Char(required=True, help="Year and month, for example 2026-01.")
    date_start = fields.Date("First Day", required=True)
    date_end = fields.Date("Last Day", required=True)
    weight = fields.Float(
        digits=(12, 4),
        default=1.0,
        required=True,
        help="Share of the month in the plan, for example its working days.",
    )
    close_on = fields.Date(
        "To Be Closed On",
        help="From this day on, what belongs to the month is booked late into the "
        "first open one.",
    )
    state = fields.Selection(
        [("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    last_number = fields.Integer(readonly=True, copy=False, default=0, required=True)
    revision = fields.Integer(
        readonly=True, copy=False, default=0, help="How often the month was closed."
    )
    closed_at = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    closing_ids = fields.One2many("ops.cost.closing", "period_id", "Closings")
    assessment_ids = fields.One2many(
        "ops.cost.assessment", "period_id", domain=[("is_current", "=", True)]
    )

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "A company has one period for a month."
    )
    _code_format = models.Constraint(
        "CHECK(code ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')",
        "Write the month as year and month, for example 2026-01.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end >= date_start)", "A period must not end before it starts."
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0 AND weight < 1e8)", "A weight must not be negative."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&,"
        " daterange(date_start, date_end, '[]') WITH &&)",
        "Two periods of a company must not overlap.",
    )

    @api.constrains("date_start", "date_end", "code", "plan_id")
    def _check_is_month(self):
        for period in self:
            first, last = calendar_month.month(period.date_start)
            if (period.date_start, period.date_end) != (first, last) or (
                period.code != f"{first:%Y-%m}"
            ):
                raise ValidationError(
                    self.env._(
                        "%(code)s must be a whole calendar month with its own code.",
                        code=period.code,
                    )
                )
            if first.year != period.plan_id.year:
                raise ValidationError(
                    self.env._(
                        "%(code)s is not in the year of %(plan)s.",
                        code=period.code,
                        plan=period.plan_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        months = super().create(vals_list)
        months._refuse_before_closed()
        months.plan_id._record_author()
        # sudo: the plan follows its months
        months.plan_id.sudo()._refresh_state()
        return months

    def _refuse_before_closed(self):
        for month in self:
            last_closed = self._last_closed(month.company_id)
            if last_closed and month.date_start < last_closed:
                raise UserError(
                    self.env._(
                        "%(month)s lies before %(closed)s, which is closed.",
                        month=month.code,
                        closed=f"{last_closed:%Y-%m}",
                    )
                )

    def write(self, vals):
        if {"date_start", "date_end", "code", "plan_id", "company_id"} & set(vals):
            self._refuse_if_used()
        if "weight" in vals:
            changed = self.filtered(lambda month: month.weight != vals["weight"])
            changed.plan_id._check_blocks_open()
            changed.plan_id._record_author()
        return super().write(vals)

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        plans._record_author()
        return result

    def _refuse_if_used(self):
        for name in ("cell", "entry", "release", "transfer"):
            # sudo: a month is used whoever may see by what
            model = self.env[f"ops.cost.{name}"].sudo()
            row = model.search([("period_id", "in", self.ids)], limit=1)
            if row:
                raise UserError(
                    self.env._(
                        "%(month)s already has quotas or costs and stays as it is.",
                        month=row.period_id.display_name,
                    )
                )

    @api.model
    def _generate(self, plan, numbers):
        """The months of the plan's year among ``numbers`` that are missing; none
        before a closed one."""
        known = set(plan.period_ids.mapped("code"))
        months = [calendar_month.month(date(plan.year, n, 1)) for n in numbers]
        if not months:
            return self
        last_closed = self._last_closed(plan.company_id)
        days = self._working_days(plan.company_id, months)
        return self.create(
            [
                {
                    "plan_id": plan.id,
                    "company_id": plan.company_id.id,
                    "code": f"{first:%Y-%m}",
                    "date_start": first,
                    "date_end": last,
                    "weight": days[first],
                }
                for first, last in months
                if f"{first:%Y-%m}" not in known
                and not (last_closed and first < last_closed)
            ]
        )

    @api.model
    def _last_closed(self, company):
        """First day of the last closed month of the company."""
        months = self.search(
            [("company_id", "=", company.id), ("state", "=", "closed")],
            order="date_start desc",
            limit=1,
        )
        return months.date_start

    @api.model
    def _working_days(self, company, months):
        """``{first day: number of working days}`` of the company's calendar; without
        one, Monday to Friday."""
        calendar = company.resource_calendar_id
        if not calendar:
            return {first: _weekdays(first, last) for first, last in months}
        tz = company.ops_tz
        start, _end = calendar_month.day_bounds(months[0][0], tz)
        _start, end = calendar_month.day_bounds(months[-1][1], tz)
        days = {
            calendar_month.local_day(opened, tz)
            for opened, _closed in calendar._ops_windows(start, end, company)
        }
        return {
            first: sum(1 for day in days if first <= day <= last)
            for first, last in months
        }


def _weekdays(first, last):
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(1 for day in days if day.weekday() < 5)
