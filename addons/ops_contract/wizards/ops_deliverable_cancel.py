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
        requests = self.deliverable_ids._ask_to_cancel(self.reason)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Overrides"),
            "res_model": requests._name,
            "view_mode": "list,form",
            "domain": [("id", "in", requests.ids)],
        }
