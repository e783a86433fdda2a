from odoo import fields, models


class OpsAppraisalScaleLine(models.Model):
    _name = "ops.appraisal.scale.line"
    _inherit = ["ops.mixin.guard"]
    _description = "Grade"
    _order = "scale_id, bound desc, id"
    _rec_name = "grade"

    scale_id = fields.Many2one(
        "ops.appraisal.scale", required=True, ondelete="cascade", index=True
    )
    grade = fields.Char(required=True)
    bound = fields.Float("From Score", digits=(5, 2), aggregator=None)
    share = fields.Float(
        "Guide Share (%)", digits=(5, 2), aggregator=None, help="A hint, never forced."
    )
    coef_mgmt = fields.Float(
        "Coefficient, Management", digits=(6, 4), default=1, aggregator=None
    )
    coef_service = fields.Float(
        "Coefficient, Service", digits=(6, 4), default=1, aggregator=None
    )
    company_id = fields.Many2one(
        related="scale_id.company_id", store=True, index=True, precompute=True
    )

    _grade_uniq = models.UniqueIndex("(scale_id, grade)", "A scale has a grade once.")
    _bound_uniq = models.UniqueIndex(
        "(scale_id, bound)", "Two grades cannot begin at one score."
    )
    _ranges = models.Constraint(
        "CHECK (bound >= 0 AND share >= 0 AND share <= 100"
        " AND coef_mgmt >= 0 AND coef_service >= 0)",
        "Bounds, shares and coefficients are not negative.",
    )
