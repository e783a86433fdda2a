from odoo import fields, models

TOTAL = {"digits": (6, 2), "readonly": True, "aggregator": "avg"}


class OpsAppraisalResult(models.Model):
    """Totals and grade of an appraisal; seen by whom the stage allows.

    ``grade`` follows from the score, ``final_grade`` is it until calibration or an
    appeal changes it; the bonus uses the final one.
    """

    _name = "ops.appraisal.result"
    _inherit = ["ops.mixin.guard"]
    _description = "Result of an Appraisal"
    _order = "score desc, appraisal_id, id"
    _rec_name = "appraisal_id"

    _server_owned = frozenset(
        {"appraisal_id", "first_total", "second_total", "score", "coverage"}
        | {"gap_alert", "veto_events", "veto_cap_grade", "outcome", "grade"}
        | {"final_grade"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    first_total = fields.Float("First Level", **TOTAL)
    second_total = fields.Float("Second Level", **TOTAL)
    score = fields.Float(**TOTAL)
    coverage = fields.Float("Coverage (%)", **TOTAL)
    gap_alert = fields.Boolean("Gap Alarm", readonly=True)
    veto_events = fields.Integer(readonly=True)
    veto_cap_grade = fields.Char("Grade Cap after a Veto", readonly=True)
    outcome = fields.Selection(
        [
            ("pending", "Pending"),
            ("ok", "Complete"),
            ("insufficient", "Too Little Data"),
            ("blocked", "Value Missing"),
            ("excluded", "Not Appraised"),
        ],
        default="pending",
        required=True,
        readonly=True,
    )
    grade = fields.Char("Grade by Score", readonly=True)
    final_grade = fields.Char(readonly=True, index=True)
    # copies of the head, for lists, pivots and rules; the head shows them to all
    cycle_id = fields.Many2one(
        related="appraisal_id.cycle_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one(
        related="appraisal_id.employee_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        related="appraisal_id.department_id", store=True, index=True, precompute=True
    )
    job_id = fields.Many2one(
        related="appraisal_id.job_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _appraisal_uniq = models.UniqueIndex(
        "(appraisal_id)", "An appraisal has one result."
    )
