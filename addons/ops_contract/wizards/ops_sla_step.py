from odoo import fields, models
from odoo.exceptions import UserError

from ..models.ops_sla_metric import PRIORITIES


class OpsSlaStep(models.TransientModel):
    """Another priority, or opened again: with its reason."""

    _name = "ops.sla.step"
    _description = "Step of an SLA Fact"
    _inherit = ["ops.mixin.guard"]

    clock_id = fields.Many2one(
        "ops.sla.clock", "SLA Fact", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("priority", "Other Priority"), ("reopen", "Opened Again")], required=True
    )
    priority = fields.Selection(PRIORITIES)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        if not self.reason.strip() or (self.kind == "priority" and not self.priority):
            raise UserError(self.env._("State the reason, and the new priority."))
        if self.kind == "priority":
            clock = self.clock_id._change_priority(self.priority, self.reason)
        else:
            clock = self.clock_id._reopen(self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.sla.clock",
            "res_id": clock.id,
            "view_mode": "form",
        }
