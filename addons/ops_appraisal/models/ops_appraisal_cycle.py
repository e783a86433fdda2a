from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.ops_base.calc import period

from .ops_kpi_profile import SUBJECT_KINDS

PERIODS = {
    "month": period.month,
    "quarter": period.quarter,
    "half": period.half,
    "year": period.year,
}
# Both reviews of such an appraisal are not over.
UNREVIEWED = ("draft", "self", "manager", "second")


class OpsAppraisalCycle(models.Model):
    """draft -> open -> reviewing -> calibrating -> published -> closed.

    No chatter: whoever is appraised reads the cycle, and so would read its talk.
    """

    _name = "ops.appraisal.cycle"
    _inherit = ["ops.mixin.guard"]
    _description = "Appraisal Cycle"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _server_owned = frozenset({"state", "scale_data"})

    name = fields.Char(required=True, translate=True)
    period_kind = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("half", "Half-Year"),
            ("year", "Year"),
        ],
        required=True,
        default="quarter",
    )
    date_from = fields.Date(required=True, index=True)
    date_to = fields.Date(
        compute="_compute_date_to",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        copy=False,
    )
    subject_kind = fields.Selection(SUBJECT_KINDS, required=True, default="employee")
    department_ids = fields.Many2many(
        "hr.department", string="Only Units", check_company=True
    )
    job_ids = fields.Many2many("hr.job", string="Only Jobs", check_company=True)
    partner_ids = fields.Many2many("res.partner", string="Suppliers")
    scale_id = fields.Many2one(
        "ops.appraisal.scale",
        required=True,
        default=lambda self: self._default_scale(),
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    scale_data = fields.Json(
        "Grades (Data)",
        readonly=True,
        copy=False,
        groups="ops_appraisal.group_appraisal_officer",
        help="The scale when the cycle opened.",
    )
    rollup_kind = fields.Selection(
        [("month", "Months"), ("quarter", "Quarters"), ("half", "Half-Years")],
        "Rolls Up",
        help="Scores are the means of these cycles' results; nobody reviews again. "
        "Two thirds of the periods must have a result.",
    )
    missing_policy = fields.Selection(
        [
            ("block", "No Total"),
            ("zero", "Counts 0"),
            ("redistribute", "Weights of the Others Rise"),
            ("target", "Counts 100"),
        ],
        "Missing Values",
        required=True,
        default="redistribute",
    )
    min_coverage = fields.Float("Least Coverage (%)", digits=(5, 2), default=60)
    first_weight = fields.Float("Weight of the First Level (%)", default=70)
    second_weight = fields.Float("Weight of the Second Level (%)", default=30)
    alert_gap = fields.Float("Gap Alarm (Points)", digits=(5, 2), default=15)
    min_raters = fields.Integer(
        "Least Number of Raters",
        default=3,
        help="Ratings by colleagues show nothing before as many have answered.",
    )
    appeal_days = fields.Integer("Days to Appeal", default=5)
    self_until = fields.Date("Self-Assessment Until", copy=False)
    first_until = fields.Date("First Review Until", copy=False)
    second_until = fields.Date("Second Review Until", copy=False)
    fallback_first_id = fields.Many2one(
        "res.users",
        "First Reviewer Otherwise",
        ondelete="restrict",
        index=True,
        help="For whom the organisation names no first reviewer, and for suppliers.",
    )
    fallback_second_id = fields.Many2one(
        "res.users",
        "Second Reviewer Otherwise",
        ondelete="restrict",
        index=True,
        help="For whom the organisation names no second reviewer, and for suppliers.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open"),
            ("reviewing", "In Review"),
            ("calibrating", "Calibration"),
            ("published", "Published"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    appraisal_ids = fields.One2many("ops.appraisal", "cycle_id")
    appraisal_count = fields.Integer("Appraisals", compute="_compute_progress")
    progress = fields.Float(
        "Reviewed (%)",
        compute="_compute_progress",
        help="Appraisals through both reviews.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The period must not end before it begins."
    )
    _weights_whole = models.Constraint(
        "CHECK (first_weight >= 0 AND second_weight >= 0 "
        "AND abs(first_weight + second_weight - 100) < 0.005)",
        "The weights of both levels must add up to 100.",
    )
    _raters_enough = models.Constraint(
        "CHECK (min_raters >= 3)",
        "Fewer than three raters would be recognised: choose 3 or more.",
    )
    _coverage_share = models.Constraint(
        "CHECK (min_coverage BETWEEN 0 AND 100)",
        "The least coverage is a percentage from 0 to 100.",
    )
    _days_positive = models.Constraint(
        "CHECK (appeal_days >= 1)", "Leave at least one day to appeal."
    )

    _two_fallbacks = models.Constraint(
        "CHECK (fallback_first_id <> fallback_second_id)",
        "The first and the second reviewer otherwise must be two persons: choose "
        "another one.",
    )

    @api.model
    def _default_scale(self):
        """The company's own before the shared one."""
        scales = self.env["ops.appraisal.scale"].search(
            [("company_id", "in", (False, self.env.company.id))]
        )
        return scales.filtered("company_id")[:1] or scales[:1]

    @api.depends("appraisal_ids.state")
    def _compute_progress(self):
        """One query; excluded people count as closed."""
        counts = defaultdict(dict)
        for cycle, state, count in self.env["ops.appraisal"]._read_group(
            [("cycle_id", "in", self.ids)], ["cycle_id", "state"], ["__count"]
        ):
            counts[cycle.id][state] = count
        for cycle in self:
            states = counts[cycle.id]
            total = sum(states.values())
            waiting = sum(states.get(state, 0) for state in UNREVIEWED)
            cycle.appraisal_count = total
            cycle.progress = 100 * (total - waiting) / total if total else 0

    @api.depends("period_kind", "date_from")
    def _compute_date_to(self):
        """The end of the calendar's period; another last day may be entered."""
        for cycle in self.filtered("date_from"):
            cycle.date_to = PERIODS[cycle.period_kind](cycle.date_from)[1]
