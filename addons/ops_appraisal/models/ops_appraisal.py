from odoo import api, fields, models

from .hr_job import FAMILIES
from .ops_kpi_profile import SUBJECT_KINDS

STAMP = {"readonly": True, "copy": False}
STATES = [
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
]


class OpsAppraisal(models.Model):
    """One subject in one cycle: what its subject may read at any time.

    Scores and totals stand in ``ops.appraisal.score`` and ``ops.appraisal.result``,
    words in ``ops.appraisal.statement``: whoever may not see a stage yet reads no row
    of it, by any door. Their rules ask for the users and the ``…_at`` stamps here.
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
        | {"state", "deadline", "appeal_deadline", "has_appeal", "company_id"}
        | {"self_done_at", "first_done_at", "second_done_at", "published_at"}
        | {"frozen_at", "ratings_closed_at", "signed_at", "signature"}
        | {"refused_at", "refusal_reason"}
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
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    deadline = fields.Date(
        "Due",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Until when the present step is due.",
    )
    self_done_at = fields.Datetime("Self-Assessed", **STAMP)
    first_done_at = fields.Datetime("First Review Done", **STAMP)
    second_done_at = fields.Datetime("Second Review Done", **STAMP)
    published_at = fields.Datetime("Published On", **STAMP)
    frozen_at = fields.Datetime(
        "Values Frozen", **STAMP, help="Later changes of a source are only noted."
    )
    ratings_closed_at = fields.Datetime("Ratings Closed", **STAMP)
    signed_at = fields.Datetime("Signed On", **STAMP)
    signature = fields.Image(max_width=1024, max_height=512, **STAMP)
    refused_at = fields.Datetime("Signature Refused", **STAMP)
    refusal_reason = fields.Text(**STAMP)
    appeal_deadline = fields.Date(readonly=True, copy=False)
    has_appeal = fields.Boolean(readonly=True, copy=False)
    part_ids = fields.One2many("ops.appraisal.part", "appraisal_id")
    line_ids = fields.One2many("ops.appraisal.line", "appraisal_id")
    score_ids = fields.One2many("ops.appraisal.score", "appraisal_id")
    result_ids = fields.One2many("ops.appraisal.result", "appraisal_id")
    statement_ids = fields.One2many(
        "ops.appraisal.statement",
        "appraisal_id",
        domain=[("former_user_id", "=", False)],
    )
    rater_ids = fields.One2many("ops.appraisal.rater", "appraisal_id")
    change_ids = fields.One2many("ops.appraisal.calibration.change", "appraisal_id")
    appeal_ids = fields.One2many("ops.appraisal.appeal", "appraisal_id")
    difference_ids = fields.One2many("ops.appraisal.difference", "appraisal_id")
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
    _not_oneself = models.Constraint(
        "CHECK (first_user_id <> user_id AND second_user_id <> user_id)",
        "Nobody reviews the own appraisal: choose another reviewer.",
    )
    _two_persons = models.Constraint(
        "CHECK (first_user_id <> second_user_id)",
        "The second reviewer must be another person than the first.",
    )
    _first_state_idx = models.Index("(first_user_id, state)")
    _second_state_idx = models.Index("(second_user_id, state)")
    _cycle_state_idx = models.Index("(cycle_id, state)")

    @api.depends("subject_name", "cycle_id.name")
    def _compute_display_name(self):
        for appraisal in self:
            # sudo: a participant may know the name of the cycle
            name = appraisal.sudo().cycle_id.name or ""
            appraisal.display_name = f"{appraisal.subject_name or ''} · {name}"
