from odoo import fields, models


class OpsAppraisalReason(models.TransientModel):
    """Asks for the words that a step needs."""

    _name = "ops.appraisal.reason"
    _inherit = ["ops.mixin.guard"]
    _description = "Reason for a Step"

    appraisal_ids = fields.Many2many("ops.appraisal", required=True)
    step = fields.Selection(
        [
            ("action_return", "Return"),
            ("action_refuse", "Refuse to Sign"),
            ("action_appeal", "Appeal"),
            ("action_exclude", "Exclude"),
        ],
        required=True,
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        return getattr(self.appraisal_ids, self.step)(self.reason)
