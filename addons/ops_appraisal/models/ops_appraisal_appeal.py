from odoo import fields, models


class OpsAppraisalAppeal(models.Model):
    """The subject objects; the committee, or the appraisal manager, decides."""

    _name = "ops.appraisal.appeal"
    _inherit = ["ops.mixin.append"]
    _description = "Appeal"
    _order = "filed_at desc, id desc"
    _rec_name = "appraisal_id"

    _server_owned = frozenset(
        {"appraisal_id", "reason", "filed_by", "filed_at", "state", "decision"}
        | {"grade_before", "grade_after", "decided_by", "decided_at"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="restrict", index=True
    )
    reason = fields.Text(required=True, readonly=True)
    filed_by = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", index=True
    )
    filed_at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("upheld", "Upheld"), ("rejected", "Rejected")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    decision = fields.Text(readonly=True)
    grade_before = fields.Char("Grade Before", readonly=True)
    grade_after = fields.Char("Grade After", readonly=True)
    decided_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", index=True
    )
    decided_at = fields.Datetime(readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _one_open = models.UniqueIndex(
        "(appraisal_id) WHERE state = 'open'", "An appeal is already open."
    )
