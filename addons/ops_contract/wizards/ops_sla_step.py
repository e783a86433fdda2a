from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ops_sla_metric import PRIORITIES
from ..tools.effect_table import paragraph


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
    effect = fields.Html("What Would Change", compute="_compute_effect", sanitize=False)
    reason = fields.Text(required=True)

    @api.depends("clock_id", "kind", "priority")
    @api.depends_context("lang")
    def _compute_effect(self):
        for step in self:
            step.effect = step._effect_text()

    def _effect_text(self):
        """Said before it is done; why not, where it cannot be done."""
        clock = self.clock_id._origin
        if self.kind != "priority" or not (self.priority and clock):
            return False
        try:
            return clock._priority_text(self.priority)
        except UserError as error:
            return paragraph(str(error))

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
