from odoo import fields, models


class OpsKpi(models.Model):
    _name = "ops.kpi"
    _inherit = ["ops.mixin.guard", "ops.kpi.rule"]
    _description = "KPI"
    _order = "category, code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    definition = fields.Text(translate=True)
    formula_text = fields.Text("Formula in Words", translate=True)
    unit = fields.Char(translate=True)
    category = fields.Selection(
        [
            ("service", "Service"),
            ("cost", "Cost"),
            ("customer", "Customer"),
            ("culture", "Culture"),
            ("growth", "Growth"),
        ],
        required=True,
        default="service",
        index=True,
    )
    measure_id = fields.Many2one(
        "ops.measure",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="Where the value comes from. Empty: reviewers enter it, with evidence.",
    )
    evidence_required = fields.Boolean(default=True)
    band_ids = fields.One2many("ops.kpi.band", "kpi_id", copy=True)
    clause = fields.Char("Source of the Rule", translate=True)
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: the KPI is shared by all companies.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another KPI has this code."
    )
