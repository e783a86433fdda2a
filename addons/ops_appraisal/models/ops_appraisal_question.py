from odoo import fields, models


class OpsAppraisalQuestion(models.Model):
    _name = "ops.appraisal.question"
    _inherit = ["ops.mixin.guard"]
    _description = "Question to Raters"
    _order = "sequence, id"

    name = fields.Char("Statement", required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: the question is shared by all companies.",
    )
    active = fields.Boolean(default=True)
