from odoo import fields, models

from ..tools.roles import require_role


class OpsCostSettle(models.TransientModel):
    """Draws up the settlement of a month, or of the quarter that the month is in."""

    _name = "ops.cost.settle"
    _description = "Draw Up a Settlement"
    _inherit = ["ops.mixin.guard"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("monthly", "Monthly"), ("quarterly", "Quarterly")],
        required=True,
        default="monthly",
        help="Monthly: the nodes that are paid each month. Quarterly: the others, as "
        "the sum of the quarter's months.",
    )
    period_id = fields.Many2one(
        "ops.cost.period",
        "Month",
        required=True,
        ondelete="cascade",
        check_company=True,
        domain="[('state', '=', 'closed'), ('company_id', '=', company_id)]",
        help="The month, or any month of the quarter.",
    )

    def action_settle(self):
        require_role(self.env, "office")
        self.ensure_one()
        self.period_id.check_access("read")
        settlement = self.env["ops.cost.settlement"]._prepare_settlement(
            self.kind, self.period_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.cost.settlement",
            "res_id": settlement.id,
            "view_mode": "form",
        }
