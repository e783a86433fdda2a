from odoo import fields, models


class OpsAppraisalScale(models.Model):
    _name = "ops.appraisal.scale"
    _inherit = ["ops.mixin.guard"]
    _description = "Grade Scale"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    line_ids = fields.One2many("ops.appraisal.scale.line", "scale_id", copy=True)
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: the scale is shared by all companies.",
    )
    active = fields.Boolean(default=True)


class OpsAppraisalScaleLine(models.Model):
    _name = "ops.appraisal.scale.line"
    _inherit = ["ops.mixin.guard"]
    _description = "Grade"
    _order = "scale_id, bound desc, id"

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

    _grade_uniq = models.UniqueIndex("(scale_id, grade)", "A scale has a grade once.")
    _bound_uniq = models.UniqueIndex(
        "(scale_id, bound)", "Two grades cannot begin at one score."
    )
