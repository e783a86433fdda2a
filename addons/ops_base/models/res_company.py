import pytz

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

from ..calc.period import local_day


class ResCompany(models.Model):
    _inherit = "res.company"

    ops_tz = fields.Selection(
        _tz_get,
        "Time Zone of Periods",
        required=True,
        default="UTC",
        help="Days, months and other periods of operations begin and end at midnight "
        "of this time zone, whatever the time zone of the user.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        for company, vals in zip(companies, vals_list, strict=True):
            if "ops_tz" not in vals:
                company.ops_tz = company._guess_ops_tz()
        return companies

    def _guess_ops_tz(self):
        """The zone of the company's country (its first one, as pytz lists them), of
        its working hours, of the user."""
        zones = pytz.country_timezones.get(self.country_id.code or "", [])
        # sudo: the working hours of a new company may not be visible to its creator
        calendar = self.sudo().resource_calendar_id
        return (zones and zones[0]) or calendar.tz or self.env.user.tz or "UTC"

    def _ops_date(self, instant=None):
        """The local day of an instant (naive UTC; default: now)."""
        self.ensure_one()
        return local_day(instant or fields.Datetime.now(), self.ops_tz)
