from odoo import api, fields, models


class OpsAppraisalInvite(models.TransientModel):
    _name = "ops.appraisal.invite"
    _inherit = ["ops.mixin.guard"]
    _description = "Ask Colleagues to Rate"

    appraisal_id = fields.Many2one("ops.appraisal", required=True, ondelete="cascade")
    user_ids = fields.Many2many(
        "res.users", string="Raters", domain="[('share', '=', False)]", required=True
    )

    @api.model
    def default_get(self, fields):
        """The appraisal comes from a client's context: a hidden one is not named."""
        defaults = super().default_get(fields)
        appraisal = self.env["ops.appraisal"].browse(defaults.get("appraisal_id"))
        appraisal.check_access("read")
        return defaults

    def action_confirm(self):
        self.ensure_one()
        return self.appraisal_id.action_invite_raters(self.user_ids.ids)
