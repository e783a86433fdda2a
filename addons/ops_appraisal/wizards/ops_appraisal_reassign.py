from odoo import api, fields, models


class OpsAppraisalReassign(models.TransientModel):
    _name = "ops.appraisal.reassign"
    _inherit = ["ops.mixin.guard"]
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
    head_user_id = fields.Many2one(
        "res.users",
        "Head of the Unit",
        domain="[('share', '=', False)]",
        ondelete="cascade",
    )
    is_unit = fields.Boolean(compute="_compute_is_unit")
    reason = fields.Text(required=True)

    @api.depends("appraisal_ids")
    def _compute_is_unit(self):
        for dialog in self:
            kinds = set(dialog.appraisal_ids.mapped("subject_kind"))
            dialog.is_unit = kinds == {"department"}

    def action_confirm(self):
        self.ensure_one()
        return self.appraisal_ids.action_reassign(
            self.first_user_id.id,
            self.second_user_id.id,
            self.reason,
            self.head_user_id.id,
        )
