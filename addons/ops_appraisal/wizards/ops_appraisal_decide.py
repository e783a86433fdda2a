from odoo import fields, models


class OpsAppraisalDecide(models.TransientModel):
    _name = "ops.appraisal.decide"
    _inherit = ["ops.mixin.guard"]
    _description = "Decision on an Appeal"

    appeal_id = fields.Many2one(
        "ops.appraisal.appeal", required=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        [("upheld", "Upheld"), ("rejected", "Rejected")], required=True
    )
    grade = fields.Char("Grade Now", help="Empty: the grade stays.")
    decision = fields.Text("Reasons", required=True)

    def action_confirm(self):
        self.ensure_one()
        return self.appeal_id.action_decide(self.outcome, self.decision, self.grade)
