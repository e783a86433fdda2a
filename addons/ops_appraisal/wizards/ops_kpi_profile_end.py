from odoo import fields, models


class OpsKpiProfileEnd(models.TransientModel):
    _name = "ops.kpi.profile.end"
    _inherit = ["ops.mixin.guard"]
    _description = "End of a KPI Profile"

    profile_id = fields.Many2one("ops.kpi.profile", required=True, ondelete="cascade")
    date_to = fields.Date("Last Day", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.profile_id._propose_end(self.date_to, self.reason)
        return {"type": "ir.actions.act_window_close"}
