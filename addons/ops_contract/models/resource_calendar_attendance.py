from odoo import api, models

NO_PROMISE = frozenset({"name", "sequence"})


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.calendar_id._refuse_promised()
        return lines

    def write(self, vals):
        if set(vals) - NO_PROMISE:
            self.calendar_id._refuse_promised()
        return super().write(vals)

    def unlink(self):
        self.calendar_id._refuse_promised()
        return super().unlink()
