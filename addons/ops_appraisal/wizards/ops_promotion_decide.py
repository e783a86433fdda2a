from odoo import fields, models

from ..models.ops_promotion_line import OUTCOMES


class OpsPromotionDecide(models.TransientModel):
    _name = "ops.promotion.decide"
    _inherit = ["ops.mixin.guard"]
    _description = "Decision of the Committee"

    line_ids = fields.Many2many("ops.promotion.line", string="Persons")
    decision = fields.Selection(OUTCOMES, required=True)
    note = fields.Text("Reason", required=True)

    def action_decide(self):
        self.line_ids.action_decide(self.decision, self.note)
        return {"type": "ir.actions.act_window_close"}
