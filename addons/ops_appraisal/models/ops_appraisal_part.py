from odoo import fields, models


class OpsAppraisalPart(models.Model):
    """Days in one job and department; a transfer within the period makes two."""

    _name = "ops.appraisal.part"
    _inherit = ["ops.mixin.guard"]
    _description = "Part of an Appraisal"
    _order = "appraisal_id, date_from, id"

    _server_owned = frozenset(
        {"appraisal_id", "date_from", "date_to", "days", "job_id", "department_id"}
        | {"profile_id"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    days = fields.Integer(readonly=True, help="Calendar days, both ends included.")
    job_id = fields.Many2one("hr.job", readonly=True, ondelete="restrict", index=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, ondelete="restrict", index=True
    )
    # parts without a profile, which may be many, are found by their appraisals
    profile_id = fields.Many2one(
        "ops.kpi.profile", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    line_ids = fields.One2many("ops.appraisal.line", "part_id")
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _from_uniq = models.UniqueIndex(
        "(appraisal_id, date_from)", "Parts of an appraisal do not overlap."
    )
