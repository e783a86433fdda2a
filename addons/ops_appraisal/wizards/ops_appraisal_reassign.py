from odoo import fields, models


class OpsAppraisalReassign(models.TransientModel):
    _name = "ops.appraisal.reassign"
    _description = "Other Reviewers"

    appraisal_ids = fields.Many2many("ops.appraisal", required=True)
    first_user_id = fields.Many2one(
        "res.users",
        "First Reviewer",
        domain="[('share', '=', False)]",
        ondelete="cascade",
    )
    second_user_id = fields.Many2one(
        "res.users",
        "Second Reviewer",
        domain="[('share', '=', False)]",
        ondelete="cascade",
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        return self.appraisal_ids.action_reassign(
            self.first_user_id.id, self.second_user_id.id, self.reason
        )
