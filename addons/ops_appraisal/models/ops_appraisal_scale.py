from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsAppraisalScale(models.Model):
    _name = "ops.appraisal.scale"
    _inherit = ["ops.mixin.guard"]
    _description = "Grade Scale"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    line_ids = fields.One2many(
        "ops.appraisal.scale.line", "scale_id", "Grades", copy=True
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: the scale is shared by all companies.",
    )
    active = fields.Boolean(default=True)

    @api.constrains("line_ids")
    def _check_lines(self):
        for scale in self:
            lines = scale.line_ids
            if not lines or min(lines.mapped("bound")) != 0:
                raise ValidationError(
                    self.env._(
                        "%(scale)s needs a grade that begins at 0: every score must "
                        "have a grade.",
                        scale=scale.name,
                    )
                )
            shares = round(sum(lines.mapped("share")) * 100)
            if shares not in (0, 10_000):
                raise ValidationError(
                    self.env._(
                        "The guide shares of %(scale)s must add up to 100 %%, or all "
                        "be 0.",
                        scale=scale.name,
                    )
                )
