from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS

from ..calc.profile import dominant, hundredths, sums_to_whole

SUBJECT_KINDS = [
    ("employee", "Employees"),
    ("department", "Units"),
    ("partner", "Suppliers"),
]
SUBJECT_FIELDS = {
    "employee": "job_id",
    "department": "department_id",
    "partner": "partner_id",
}


class OpsKpiProfile(models.Model):
    """The KPIs and weights of a job (of a unit, of suppliers) from a day on."""

    _name = "ops.kpi.profile"
    _inherit = ["ops.mixin.approval", "mail.thread"]
    _description = "KPI Profile"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _approval_groups = ("ops_appraisal.group_appraisal_manager",)
    _approval_open = MAIL_FIELDS

    name = fields.Char(required=True, translate=True)
    subject_kind = fields.Selection(
        SUBJECT_KINDS, "For", required=True, default="employee"
    )
    job_id = fields.Many2one(
        "hr.job", ondelete="restrict", index=True, check_company=True
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="For units: the unit that it is for; empty: every unit without its own.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="For suppliers: whom it is for; empty: every supplier without its own.",
    )
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date(
        "To", help="Last day; empty: until a later profile begins.", copy=False
    )
    line_ids = fields.One2many("ops.kpi.profile.line", "profile_id", "KPIs", copy=True)
    weight_total = fields.Float("Sum (%)", compute="_compute_weights", digits=(6, 2))
    warning = fields.Text(compute="_compute_weights")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The profile must not end before it begins."
    )
    _one_subject = models.Constraint(
        "CHECK ((subject_kind = 'employee') = (job_id IS NOT NULL)"
        " AND (subject_kind = 'department' OR department_id IS NULL)"
        " AND (subject_kind = 'partner' OR partner_id IS NULL))",
        "A profile for employees has a job, one for units or suppliers has none.",
    )
    # ranges of one value: the index needs no extension of PostgreSQL
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(company_id, company_id, '[]') WITH &&,"
        " int4range(ascii(subject_kind), ascii(subject_kind), '[]') WITH &&,"
        " int4range(COALESCE(job_id, department_id, partner_id, 0),"
        " COALESCE(job_id, department_id, partner_id, 0), '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&"
        ") WHERE (approval_state = 'approved')",
        "Two approved profiles of one job cannot be in force on the same day.",
    )

    @api.depends("line_ids.weight")
    def _compute_weights(self):
        for profile in self:
            weights = profile._weights()
            profile.weight_total = sum(map(hundredths, weights)) / 100
            profile.warning = profile._dominance(weights)

    def _weights(self):
        return [line.weight for line in self.line_ids]

    def _dominance(self, weights):
        """A sentence where results would hang on too little (essay 3: 单一考核)."""
        texts = {
            "few": self.env._(
                "Fewer than three KPIs: results hang on very little. Add what else "
                "the job is there for."
            ),
            "single": self.env._(
                "One KPI weighs more than 60 %: the appraisal would be about it alone."
            ),
        }
        found = dominant(weights) if weights else []
        return "\n".join(texts[code] for code in found) or False

    @api.onchange("subject_kind")
    def _onchange_subject_kind(self):
        for kind, name in SUBJECT_FIELDS.items():
            if kind != self.subject_kind:
                self[name] = False

    # in force -----------------------------------------------------------------
    @api.model
    def _in_force_domain(self, day):
        return Domain("approval_state", "=", "approved") & Domain(
            [
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )

    @api.model
    def _in_force(self, jobs, day):
        """``{job id: profile}`` of the current company at a day, one query."""
        found = self.search(
            self._in_force_domain(day)
            & Domain(
                [("job_id", "in", jobs.ids), ("company_id", "=", self.env.company.id)]
            )
        )
        return {profile.job_id.id: profile for profile in found}

    # approval -----------------------------------------------------------------
    def _check_submit(self):
        for profile in self:
            profile._check_complete()

    def _before_decision(self, state):
        if state == "approved":
            for profile in self:
                profile._check_complete()
                profile._take_place()

    def _check_complete(self):
        if not sums_to_whole(self._weights()):
            raise UserError(
                self.env._(
                    "The weights of %(name)s add up to %(total).2f %%: they must be "
                    "exactly 100 %%.",
                    name=self.display_name,
                    total=self.weight_total,
                )
            )
        self.line_ids._check_rule()

    def _take_place(self):
        """An open profile before this one ends the day before; this one, if open, ends
        before a later one begins. What overlaps by its own dates is refused."""
        others = self.search(
            self._same_subject() & Domain("approval_state", "=", "approved"),
            order="date_from, id",
        )
        before = others.filtered(lambda other: other.date_from < self.date_from)[-1:]
        after = (others - before).filtered(
            lambda other: other.date_from >= self.date_from
        )[:1]
        if before and not before.date_to:
            day = fields.Date.subtract(self.date_from, days=1)
            before._server_write({"date_to": day})
            before.flush_recordset()
        elif before and before.date_to >= self.date_from:
            self._refuse_overlap(before)
        if after and after.date_from == self.date_from:
            self._refuse_overlap(after)
        if after and not self.date_to:
            day = fields.Date.subtract(after.date_from, days=1)
            self._server_write({"date_to": day})
        elif after and self.date_to >= after.date_from:
            self._refuse_overlap(after)

    def _same_subject(self):
        return Domain(
            [("company_id", "=", self.company_id.id), ("id", "!=", self.id)]
            + [("subject_kind", "=", self.subject_kind)]
            + [(name, "=", self[name].id) for name in SUBJECT_FIELDS.values()]
        )

    def _refuse_overlap(self, other):
        raise UserError(
            self.env._(
                "%(name)s overlaps with %(other)s, in force from %(start)s: choose "
                "other dates.",
                name=self.display_name,
                other=other.display_name,
                start=format_date(self.env, other.date_from),
            )
        )

    # fixed ----------------------------------------------------------------------
    def write(self, vals):
        self._stay_in_company(vals)
        return super().write(vals)
