from odoo import fields, models

from ..tools.roles import require_role


class OpsCostAdjustment(models.TransientModel):
    """A difference of a month settled before, paid with the next settlement."""

    _name = "ops.cost.adjustment"
    _description = "Settlement Adjustment"
    _inherit = ["ops.mixin.guard"]

    settlement_id = fields.Many2one(
        "ops.cost.settlement", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    node_id = fields.Many2one("ops.cost.node", required=True, ondelete="cascade")
    penalty = fields.Monetary(help="Further penalty; negative gives one back.")
    reward = fields.Monetary(help="Further reward; negative takes one back.")
    reason = fields.Char(required=True)

    def action_add(self):
        require_role(self.env, "office")
        self.ensure_one()
        self.settlement_id._check_step(("office",), "draft")
        self.node_id.check_access("read")
        node = self.node_id
        # sudo: lines are written by the system; role and state are checked above
        self.env["ops.cost.settlement.line"].sudo()._server_create(
            [
                {
                    "settlement_id": self.settlement_id.id,
                    "kind": "adjustment",
                    "node_id": node.id,
                    "subject": node.code.partition("@")[0],
                    "employee_id": (node.employee_id or node.manager_id).id,
                    "penalty": self.penalty,
                    "reward": self.reward,
                    "net": self.reward - self.penalty,
                    "reason": self.reason,
                }
            ]
        )
        self.settlement_id._note_adjustment(self.env.user)
        return {"type": "ir.actions.act_window_close"}
