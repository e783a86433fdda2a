from odoo import api, fields, models


class OpsAppraisalDecide(models.TransientModel):
    _name = "ops.appraisal.decide"
    _inherit = ["ops.mixin.guard"]
    _description = "Decision on an Appeal"

    appeal_id = fields.Many2one(
        "ops.appraisal.appeal", required=True, ondelete="cascade"
    )
    # with the reader's own rights: the dialog can name any appeal
    objection = fields.Text(
        "Reason of the Appeal", related="appeal_id.reason", related_sudo=False
    )
    outcome = fields.Selection(
        [("upheld", "Upheld"), ("rejected", "Rejected")], required=True
    )
    grade = fields.Char("Grade Now", help="Empty: the grade stays.")
    grade_choices = fields.Json("Grades", compute="_compute_grade_choices")
    decision = fields.Text("Reasons", required=True)

    @api.depends("appeal_id")
    def _compute_grade_choices(self):
        for dialog in self:
            dialog.appeal_id.check_access("read")
            # sudo: the frozen scale, for whoever decides on a grade of it
            result = dialog.appeal_id.sudo().appraisal_id.result_ids
            dialog.grade_choices = result._grades_to_give()

    def action_confirm(self):
        self.ensure_one()
        return self.appeal_id.action_decide(self.outcome, self.decision, self.grade)
