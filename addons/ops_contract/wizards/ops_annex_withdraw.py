from odoo import fields, models


class OpsAnnexWithdraw(models.TransientModel):
    """Asks why a version is withdrawn."""

    _name = "ops.annex.withdraw"
    _description = "Withdraw a Version"
    _inherit = ["ops.mixin.guard"]

    version_id = fields.Many2one("ops.annex.version", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.version_id._check_may_withdraw()
        self.version_id._withdraw_and_tell(self.reason)
        return {"type": "ir.actions.act_window_close"}
