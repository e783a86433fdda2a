from odoo import fields, models

from .hr_job import FAMILIES
from .ops_kpi_profile import SUBJECT_KINDS


class OpsAppraisal(models.Model):
    """One subject in one cycle: what its subject may read at any time.

    Scores and totals stand in ``ops.appraisal.score`` and ``ops.appraisal.result``,
    words in ``ops.appraisal.statement``: whoever may not see a stage yet reads no row
    of it, by any door.
    """

    _name = "ops.appraisal"
    _inherit = ["ops.mixin.guard", "mail.thread", "mail.activity.mixin"]
    _description = "Appraisal"
    _order = "date_to desc, subject_name, id desc"
    _rec_names_search = ["subject_name", "cycle_id"]
    _check_company_auto = True

    _server_owned = frozenset(
        {"cycle_id", "subject_kind", "employee_id", "department_subject_id"}
        | {"partner_id", "subject_name", "user_id", "job_id", "department_id"}
        | {"family", "first_user_id", "second_user_id", "date_from", "date_to"}
        | {"state", "appeal_deadline", "company_id"}
    )

    cycle_id = fields.Many2one(
        "ops.appraisal.cycle",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    subject_kind = fields.Selection(SUBJECT_KINDS, required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, ondelete="restrict", index=True
    )
    department_subject_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, ondelete="restrict", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Supplier", readonly=True, ondelete="restrict", index=True
    )
    subject_name = fields.Char("Subject", required=True, readonly=True)
    # snapshot at generation
    user_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        index=True,
        help="Who is appraised; for a unit, its head.",
    )
    job_id = fields.Many2one("hr.job", readonly=True, ondelete="restrict", index=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, ondelete="restrict", index=True
    )
    family = fields.Selection(FAMILIES, "Post Family", readonly=True)
    first_user_id = fields.Many2one(
        "res.users", "First Reviewer", readonly=True, ondelete="restrict", index=True
    )
    second_user_id = fields.Many2one(
        "res.users", "Second Reviewer", readonly=True, ondelete="restrict", index=True
    )
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("self", "Self-Assessment"),
            ("manager", "First Review"),
            ("second", "Second Review"),
            ("calibration", "Calibration"),
            ("published", "Published"),
            ("signed", "Signed"),
            ("appealed", "Appealed"),
            ("decided", "Decided"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    appeal_deadline = fields.Date(readonly=True, copy=False)
    part_ids = fields.One2many("ops.appraisal.part", "appraisal_id")
    line_ids = fields.One2many("ops.appraisal.line", "appraisal_id")
    score_ids = fields.One2many("ops.appraisal.score", "appraisal_id")
    result_ids = fields.One2many("ops.appraisal.result", "appraisal_id")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict", index=True
    )

    _employee_uniq = models.UniqueIndex(
        "(cycle_id, employee_id) WHERE employee_id IS NOT NULL",
        "A cycle appraises each employee once.",
    )
    _department_uniq = models.UniqueIndex(
        "(cycle_id, department_subject_id) WHERE department_subject_id IS NOT NULL",
        "A cycle appraises each unit once.",
    )
    _partner_uniq = models.UniqueIndex(
        "(cycle_id, partner_id) WHERE partner_id IS NOT NULL",
        "A cycle appraises each supplier once.",
    )
    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(employee_id, department_subject_id, partner_id) = 1)",
        "An appraisal has one subject.",
    )
