from odoo import fields, models


class OpsDeliverableCancel(models.TransientModel):
    _name = "ops.deliverable.cancel"
    _description = "Cancel Deliverables"
    _inherit = ["ops.mixin.guard"]

    deliverable_ids = fields.Many2many(
        "ops.deliverable",
        "ops_deliverable_cancel_rel",
        "wizard_id",
        "deliverable_id",
        "Deliverables",
        required=True,
    )
    reason = fields.Text(required=True)

    def action_cancel(self):
        self.ensure_one()
        self.deliverable_ids._cancel_by_user(self.reason)
        return {"type": "ir.actions.act_window_close"}
