from odoo import fields, models


class OpsJobTemplateLine(models.Model):
    _name = "ops.job.template.line"
    _inherit = ["ops.mixin.guard"]
    _description = "KPI in the Library of Jobs"
    _order = "template_id, sequence, id"
    _rec_name = "kpi_id"
    _check_company_auto = True

    template_id = fields.Many2one(
        "ops.job.template", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    kpi_id = fields.Many2one(
        "ops.kpi",
        "KPI",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    weight = fields.Float("Weight (%)", digits=(5, 2), required=True)
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, index=True, precompute=True
    )

    _kpi_uniq = models.UniqueIndex(
        "(template_id, kpi_id)", "A job of the library has each KPI only once."
    )
    _weight_range = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100)", "A weight is above 0 and at most 100."
    )
