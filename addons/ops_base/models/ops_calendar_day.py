from odoo import api, fields, models
from odoo.exceptions import ValidationError

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
KINDS = [("holiday", "Holiday"), ("workday", "Make-up Working Day")]


class OpsCalendarDay(models.Model):
    _name = "ops.calendar.day"
    _inherit = ["ops.mixin.guard"]
    _description = "Public Day"
    _order = "date desc, id"
    _check_company_auto = True

    _server_owned = frozenset({"import_code", "is_general"})

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True)
    kind = fields.Selection(KINDS, required=True, default="holiday", index=True)
    as_weekday = fields.Selection(
        WEEKDAYS,
        "Hours Of",
        required=True,
        default="0",
        help="A make-up working day has the working hours of this day of the week.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
    )
    calendar_ids = fields.Many2many(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="Empty: it holds for all working hours that follow public days. A day "
        "stated for certain working hours wins over one for all.",
    )
    is_general = fields.Boolean(compute="_compute_is_general", store=True)
    source = fields.Char(help="The notice or the data set that states this day.")
    import_code = fields.Char("Imported For", readonly=True, copy=False)

    _general_uniq = models.UniqueIndex(
        "(company_id, date) WHERE is_general",
        "There is already a public day on this date.",
    )

    @api.depends("calendar_ids")
    def _compute_is_general(self):
        for day in self:
            day.is_general = not day.calendar_ids

    @api.constrains("date", "company_id", "calendar_ids")
    def _check_one_a_calendar(self):
        for day in self.filtered("calendar_ids"):
            twin = self.search(
                [
                    ("id", "!=", day.id),
                    ("date", "=", day.date),
                    ("company_id", "=", day.company_id.id),
                    ("calendar_ids", "in", day.calendar_ids.ids),
                ],
                limit=1,
            )
            if twin:
                raise ValidationError(
                    self.env._(
                        "%(date)s stands already for the same working hours: %(name)s.",
                        date=day.date,
                        name=twin.name,
                    )
                )

    @api.depends("name", "date")
    def _compute_display_name(self):
        for day in self:
            day.display_name = f"{day.date or ''} {day.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self.env["resource.calendar"]._forget_windows()
        return super().create(vals_list)

    def write(self, vals):
        self.env["resource.calendar"]._forget_windows()
        return super().write(vals)

    def unlink(self):
        self.env["resource.calendar"]._forget_windows()
        return super().unlink()
