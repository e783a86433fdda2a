from odoo import fields, models
from odoo.exceptions import UserError

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
    _rec_name = "kpi_name"

    # nobody but the engine writes a line
    _server_owned = frozenset(
        {"appraisal_id", "part_id", "sequence", "kpi_id", "measure_id", "weight"}
        | {"evidence_required", "bands", "has_value", "value", "numerator"}
        | {"denominator", "n", "value_state", "value_note", "refs", "measured_at"}
        | {"auto_score", "has_auto_score"}
    )

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
        "ops.kpi",
        "KPI",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    # for readers who may not open the library
    kpi_name = fields.Char(related="kpi_id.name", string="KPI Name")
    kpi_unit = fields.Char(related="kpi_id.unit", string="Unit")
    kpi_definition = fields.Text(related="kpi_id.definition", string="Definition")
    measure_id = fields.Many2one(
        "ops.measure", readonly=True, ondelete="restrict", index=True
    )
    weight = fields.Float(
        "Weight (%)", digits=(5, 2), readonly=True, aggregator=None, required=True
    )
    evidence_required = fields.Boolean(readonly=True)
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
    auto_score = fields.Float(
        "Score by Rule", digits=(6, 2), aggregator=None, readonly=True
    )
    has_auto_score = fields.Boolean(readonly=True)
    score_ids = fields.One2many("ops.appraisal.score", "line_id")
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _kpi_uniq = models.UniqueIndex("(part_id, kpi_id)", "A part has each KPI once.")

    def _own_rule(self):
        return self._rule(bands=self.bands or ())

    def _highest(self):
        return float(self._own_rule().highest)

    def _score_of(self, value):
        """Decimal of two places; a sentence where the value is none of its kind."""
        try:
            return self._own_rule().score(value)
        except ValueError as error:
            raise UserError(self._unscored_text(value, error)) from error

    def _unscored_text(self, value, error):
        return self.env._(
            "%(kpi)s cannot be scored with %(value)s: %(error)s.",
            kpi=self.kpi_name,
            value=f"{value:g}",
            error=error,
        )

    def _weight_text(self):
        return f"{self.weight:.2f}"
