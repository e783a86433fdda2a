from odoo import fields, models

MARKS = {"digits": (16, 6), "aggregator": None, "readonly": True}


class OpsAppraisalLine(models.Model):
    """One KPI of a part: weight and rule copied, the value frozen at review.

    ``auto_score``: what the rule gives for the value, the same for every reviewer.
    What reviewers score stands in ``ops.appraisal.score``.
    """

    _name = "ops.appraisal.line"
    _inherit = ["ops.mixin.guard", "ops.kpi.rule"]
    _description = "KPI of an Appraisal"
    _order = "appraisal_id, part_id, sequence, id"

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    part_id = fields.Many2one(
        "ops.appraisal.part",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(readonly=True)
    kpi_id = fields.Many2one(
        "ops.kpi", required=True, readonly=True, ondelete="restrict", index=True
    )
    measure_id = fields.Many2one(
        "ops.measure", readonly=True, ondelete="restrict", index=True
    )
    weight = fields.Float(
        "Weight (%)", digits=(5, 2), readonly=True, aggregator=None, required=True
    )
    bands = fields.Json(readonly=True, help="[[bound, score], …], as text.")
    has_value = fields.Boolean(readonly=True)
    value = fields.Float(**MARKS)
    numerator = fields.Float(**MARKS)
    denominator = fields.Float(**MARKS)
    n = fields.Integer("Observations", readonly=True, aggregator=None)
    value_state = fields.Selection(
        [
            ("waiting", "Not Measured Yet"),
            ("ok", "Measured"),
            ("no_data", "No Data"),
            ("not_reportable", "Not Reportable"),
        ],
        default="waiting",
        readonly=True,
        required=True,
    )
    value_note = fields.Char(readonly=True)
    refs = fields.Json("Sources", readonly=True, help="[[model, id], …]")
    measured_at = fields.Datetime(readonly=True)
    auto_score = fields.Float("Score by Rule", digits=(6, 2), **{
        name: value for name, value in MARKS.items() if name != "digits"
    })
    has_auto_score = fields.Boolean(readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _kpi_uniq = models.UniqueIndex("(part_id, kpi_id)", "A part has each KPI once.")
