from odoo import api, fields, models

from ..tools.roles import require_role


class OpsCostReverse(models.TransientModel):
    """Turns a posted document: the correction is a new document, never an edit."""

    _name = "ops.cost.reverse"
    _description = "Reverse a Document"
    _inherit = ["ops.mixin.guard"]

    voucher_id = fields.Many2one("ops.cost.voucher", required=True, ondelete="cascade")
    date = fields.Date(
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        help="Day of the reversal; if its month is closed, the reversal is booked in "
        "the first open one.",
    )
    reason = fields.Text(required=True)

    @api.depends("voucher_id")
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard.voucher_id.date

    def action_reverse(self):
        self.voucher_id.check_access("write")
        require_role(self.env, "accountant", "office")
        self.ensure_one()
        # sudo: a line that the user may not see must stop him, not be left out
        self.voucher_id.sudo().entry_ids.with_env(self.env).check_access("write")
        reversal = self.voucher_id._reverse(self.date, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.cost.voucher",
            "res_id": reversal.id,
            "view_mode": "form",
        }
