from odoo import fields, models


class OpsAppraisalRater(models.Model):
    """Who was asked to rate a colleague. Without dates: they would tell who wrote
    which answer."""

    _name = "ops.appraisal.rater"
    _inherit = ["ops.mixin.guard"]
    _description = "Rater of an Appraisal"
    _order = "appraisal_id, user_id, id"
    _rec_name = "subject_name"
    _log_access = False

    _server_owned = frozenset({"appraisal_id", "user_id", "has_answered"})

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Rater",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    has_answered = fields.Boolean("Answered", readonly=True)
    subject_name = fields.Char(related="appraisal_id.subject_name")
    cycle_name = fields.Char(related="appraisal_id.cycle_id.name", string="Cycle")
    is_open = fields.Boolean(compute="_compute_is_open", compute_sudo=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _user_uniq = models.UniqueIndex(
        "(appraisal_id, user_id)", "Each rater is asked once."
    )
