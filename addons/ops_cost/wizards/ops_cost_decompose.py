from odoo import fields, models

from ..tools.roles import require_role


class OpsCostDecompose(models.TransientModel):
    """Divides anew what one unit or team received in a draft version."""

    _name = "ops.cost.decompose"
    _description = "Divide Below a Node"
    _inherit = ["ops.mixin.guard"]

    version_id = fields.Many2one(
        "ops.cost.version",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'draft')]",
    )
    node_id = fields.Many2one(
        "ops.cost.node",
        required=True,
        ondelete="cascade",
        domain="[('level', 'in', (1, 2, 3))]",
        help="What lies below this unit or team is divided anew by weights and "
        "own-level shares; quotas entered by hand below it are lost.",
    )

    def action_decompose(self):
        require_role(self.env, "office", "accountant")
        self.ensure_one()
        self.version_id.check_access("read")
        self.node_id.check_access("read")
        self.version_id._check_is_draft()
        self.version_id._check_may_divide(self.node_id)
        self.version_id._cascade_below(self.node_id)
        return {"type": "ir.actions.act_window_close"}
