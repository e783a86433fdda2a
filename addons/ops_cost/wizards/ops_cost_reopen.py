from odoo import fields, models

from ..tools.roles import require_role


class OpsCostReopen(models.TransientModel):
    """Reopening a closed month: a manager's act, with a reason that stays."""

    _name = "ops.cost.reopen"
    _description = "Reopen a Month"
    _inherit = ["ops.mixin.guard"]

    period_id = fields.Many2one("ops.cost.period", required=True, ondelete="cascade")
    close_on = fields.Date(
        "To Be Closed Again On",
        help="What is recorded from this day on goes to a later month. Empty: until "
        "the month is closed again.",
    )
    reason = fields.Text(required=True)

    def action_reopen(self):
        require_role(self.env, "manager")
        self.ensure_one()
        self.period_id.check_access("write")
        self.period_id._reopen(self.reason, self.close_on)
        return {"type": "ir.actions.act_window_close"}
