from odoo import fields, models


class OpsAppraisalRating(models.Model):
    """One answer of a rater, without the rater, without a date, readable by nobody:
    ``ops.appraisal.get_ratings`` shows means once enough have answered."""

    _name = "ops.appraisal.rating"
    _inherit = ["ops.mixin.guard"]
    _description = "Rating"
    _order = "question_id, id"
    _log_access = False

    _server_owned = frozenset({"appraisal_id", "question_id", "score", "comment"})

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    question_id = fields.Many2one(
        "ops.appraisal.question",
        readonly=True,
        ondelete="restrict",
        index=True,
        help="Empty: the comment.",
    )
    score = fields.Integer("Rating (1–5)", readonly=True, aggregator=None)
    comment = fields.Text(readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )
