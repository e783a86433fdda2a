from odoo import fields, models


class OpsAppraisalInvite(models.TransientModel):
    _name = "ops.appraisal.invite"
    _inherit = ["ops.mixin.guard"]
    _description = "Ask Colleagues to Rate"

    appraisal_id = fields.Many2one("ops.appraisal", required=True, ondelete="cascade")
    user_ids = fields.Many2many(
        "res.users", string="Raters", domain="[('share', '=', False)]", required=True
    )

    def action_confirm(self):
        self.ensure_one()
        return self.appraisal_id.action_invite_raters(self.user_ids.ids)
