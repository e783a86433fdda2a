from odoo import fields, models

from ..models.ops_calendar_day import KINDS, WEEKDAYS
from ..tools import public_days


class OpsHolidayImportLine(models.TransientModel):
    _name = "ops.holiday.import.line"
    _description = "Day of an Import of Public Days"
    _order = "date, id"

    import_id = fields.Many2one(
        "ops.holiday.import", required=True, ondelete="cascade", index=True
    )
    date = fields.Date(required=True, readonly=True)
    weekday = fields.Selection(WEEKDAYS, compute="_compute_weekday")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    as_weekday = fields.Selection(WEEKDAYS, "Hours Of", required=True)
    name = fields.Char(required=True, readonly=True)
    names = fields.Json(readonly=True)
    day_id = fields.Many2one("ops.calendar.day", readonly=True, ondelete="cascade")
    action = fields.Selection(
        [
            ("add", "New"),
            ("change", "Changed"),
            ("same", "Already There"),
            ("keep", "Entered by Hand, Kept"),
            ("remove", "No Longer Announced"),
        ],
        required=True,
        readonly=True,
    )
    is_selected = fields.Boolean("Apply")

    def _compute_weekday(self):
        for line in self:
            line.weekday = str(line.date.weekday()) if line.date else False

    def _apply(self):
        self.ensure_one()
        if self.action == "remove":
            self.day_id.unlink()
            return
        vals = {
            "name": self.name,
            "date": self.date,
            "kind": self.kind,
            "as_weekday": self.as_weekday,
            "company_id": self.import_id.company_id.id,
            "source": f"holidays {public_days.version()}",
            "import_code": self.import_id.country_id.code,
        }
        if self.day_id:
            self.day_id._server_write(vals)
        else:
            self.day_id = self.env["ops.calendar.day"]._server_create([vals])
        self.day_id.update_field_translations(
            "name", {lang: name for lang, name in (self.names or {}).items() if name}
        )
