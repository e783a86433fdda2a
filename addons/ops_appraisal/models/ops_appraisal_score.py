from odoo import fields, models

LEVELS = [
    ("self", "Self"),
    ("first", "First Level"),
    ("second", "Second Level"),
]


class OpsAppraisalScore(models.Model):
    """What one level scores on one line; seen by whom the stage allows."""

    _name = "ops.appraisal.score"
    _inherit = ["ops.mixin.guard"]
    _description = "Score of a Level"
    _order = "appraisal_id, line_id, level, id"

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one(
        "ops.appraisal.line",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    level = fields.Selection(LEVELS, required=True, readonly=True)
    score = fields.Float(digits=(6, 2), aggregator=None)
    has_score = fields.Boolean()
    comment = fields.Text()
    reason = fields.Text(help="Why a score by rule was overridden.")
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _level_uniq = models.UniqueIndex(
        "(line_id, level)", "A level scores each line once."
    )
