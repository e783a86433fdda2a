from odoo import fields, models


class OpsAppraisalStatement(models.Model):
    """Words and total of a level; ``note``: of reviewers, never for the subject."""

    _name = "ops.appraisal.statement"
    _inherit = ["ops.appraisal.level"]
    _description = "Statement of a Level"
    _rec_name = "appraisal_id"
    _order = "appraisal_id, level, kind desc, id"

    _server_owned = frozenset(
        {"kind", "total", "coverage", "outcome", "return_reason", "former_user_id"}
    )

    kind = fields.Selection(
        [("words", "Statement"), ("note", "Internal Note")],
        required=True,
        readonly=True,
        default="words",
    )
    body = fields.Text("Text")
    return_reason = fields.Text(
        "Returned Because", readonly=True, help="Why the level was asked to go over it."
    )
    former_user_id = fields.Many2one(
        "res.users",
        "Draft Of",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="A reviewer who was replaced before handing in: nobody else reads it.",
    )
    total = fields.Float(digits=(6, 2), readonly=True, aggregator="avg")
    coverage = fields.Float(
        "Coverage (%)", digits=(6, 2), readonly=True, aggregator="avg"
    )
    outcome = fields.Selection(
        [
            ("pending", "Pending"),
            ("ok", "Complete"),
            ("insufficient", "Too Little Data"),
            ("blocked", "Value Missing"),
        ],
        default="pending",
        required=True,
        readonly=True,
    )

    _level_uniq = models.UniqueIndex(
        "(appraisal_id, level, kind) WHERE former_user_id IS NULL",
        "A level has one statement and one note.",
    )
