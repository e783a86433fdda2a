from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from ..calc import pay
from ..tools.roles import require_role

KINDS = [
    ("month", "Months"),
    ("quarter", "Quarters"),
    ("half", "Half-Years"),
    ("year", "Years"),
]
# What the lines follow from: they are computed anew when it changes.
TERMS = frozenset(
    {"date", "period_kind", "cycle_count", "p_min", "c_min", "culture_measure_id"}
    | {"culture_of", "department_ids", "company_id"}
)
OUTCOMES = {True: "yes", False: "no", None: "undetermined"}


class OpsPromotionCheck(models.Model):
    """Who may be promoted: performance and culture over the last cycles, both at their
    least (essay 5 (六): 升迁靠文化). Performance never replaces culture; where culture
    may not be shown, the committee decides."""

    _name = "ops.promotion.check"
    _inherit = ["ops.mixin.approval"]
    _description = "Promotion Check"
    _order = "date desc, id desc"
    _check_company_auto = True
    _approval_groups = ("ops_appraisal.group_appraisal_manager",)

    name = fields.Char(required=True, translate=True)
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Cycles that end up to this day count, and blocks that last longer.",
    )
    period_kind = fields.Selection(KINDS, "Cycles", required=True, default="year")
    cycle_count = fields.Integer("How Many", required=True, default=2)
    p_min = fields.Float(
        "Least Performance", digits=(6, 2), required=True, default=80, aggregator=None
    )
    c_min = fields.Float(
        "Least Culture", digits=(6, 2), required=True, default=70, aggregator=None
    )
    culture_measure_id = fields.Many2one(
        "ops.measure",
        "Measure of Culture",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    culture_of = fields.Selection(
        [("department", "The Person's Unit"), ("employee", "The Person")],
        "Culture Measured Of",
        required=True,
        default="department",
    )
    department_ids = fields.Many2many(
        "hr.department", string="Only Units", check_company=True
    )
    line_ids = fields.One2many("ops.promotion.line", "check_id", "Persons")
    computed_at = fields.Datetime(readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )

    _server_owned = frozenset({"computed_at"})

    _count_fine = models.Constraint(
        "CHECK (cycle_count BETWEEN 1 AND 24)", "Take between 1 and 24 cycles."
    )

    # buttons -------------------------------------------------------------------
    def action_compute(self):
        """Takes everything anew; decisions of the committee are then made again."""
        require_role(self.env, "officer")
        self._check_reach()
        self._check_approval_state(self._approval_editable)
        for check in self:
            check._compute_lines()
        return True

    def action_open_lines(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promotion Check"),
            "res_model": "ops.promotion.line",
            "view_mode": "list,form",
            "domain": [("check_id", "in", self.ids)],
        }

    # computation ---------------------------------------------------------------
    def write(self, vals):
        result = super().write(vals)
        if is_from_caller(vals) and TERMS & set(vals):
            self._forget_lines()
        return result

    def _forget_lines(self):
        """No verdict stays that was made on other terms than the check shows."""
        # sudo: lines are the module's own; the officer's own is among them
        lines = self.env["ops.promotion.line"].sudo()
        lines.search([("check_id", "in", self.ids)]).unlink()
        self._server_write({"computed_at": False})

    def _compute_lines(self):
        cycles = self._cycles()
        if not cycles:
            raise UserError(
                self.env._(
                    "No cycle of this kind was closed up to the date: choose other "
                    "cycles or another date."
                )
            )
        self._forget_lines()
        # sudo: as the lines that were there
        lines = self.env["ops.promotion.line"].sudo()
        results = self._results(cycles)
        persons = self._persons(cycles[0])
        culture = [self._culture(cycle, persons) for cycle in cycles]
        blocked = self.env["ops.accountability"]._blocked(
            persons.employee_id.ids, self.date
        )
        lines._server_create(
            self._line(head, cycles, results, culture, blocked) for head in persons
        )
        self._server_write({"computed_at": self._approval_now()})

    def _line(self, head, cycles, results, culture, blocked):
        employee = head.employee_id.id
        performance = [results.get((cycle.id, employee)) for cycle in cycles]
        figures = [values.get(self._culture_subject(head)) for values in culture]
        # fewer cycles than asked for: the missing ones are not measured
        absent = [None] * (self.cycle_count - len(cycles))
        verdict = pay.promotion(
            performance + absent,
            figures + absent,
            f"{self.p_min:.2f}",
            f"{self.c_min:.2f}",
            employee in blocked,
        )
        return {
            "check_id": self.id,
            "employee_id": employee,
            "employee_name": head.subject_name,
            "user_id": head.user_id.id,
            "department_id": head.department_id.id,
            "job_id": head.job_id.id,
            "figures": [
                {"cycle": cycle.name, "performance": score, "culture": figure}
                for cycle, score, figure in zip(
                    cycles, performance, figures, strict=True
                )
            ],
            "eligible": OUTCOMES[verdict.eligible],
            "reasons": verdict.reasons,
        }

    def _cycles(self):
        """The last ones, newest first."""
        return self.env["ops.appraisal.cycle"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("subject_kind", "=", "employee"),
                ("period_kind", "=", self.period_kind),
                ("state", "=", "closed"),
                ("date_to", "<=", self.date),
            ],
            order="date_to desc, id desc",
            limit=self.cycle_count,
        )

    def _persons(self, cycle):
        domain = [("cycle_id", "=", cycle.id), ("employee_id", "!=", False)]
        if self.department_ids:
            domain.append(("department_id", "child_of", self.department_ids.ids))
        # sudo: heads of everybody, the officer's own too
        return self.env["ops.appraisal"].sudo().search(domain)

    def _results(self, cycles):
        """``{(cycle id, employee id): score}``, as text; without a total None."""
        # sudo: results of everybody, the officer's own too
        results = (
            self.env["ops.appraisal.result"]
            .sudo()
            .search([("cycle_id", "in", cycles.ids), ("outcome", "=", "ok")])
        )
        return {
            (result.cycle_id.id, result.employee_id.id): f"{result.score:.2f}"
            for result in results
        }

    def _culture_subject(self, head):
        return head[f"{self.culture_of}_id"].id

    def _culture(self, cycle, persons):
        """``{subject id: figure as text}``; None where it may not be shown."""
        # sudo: what is kept is the figure, and only officers and committee see it
        measure = self.culture_measure_id.sudo().with_context(
            allowed_company_ids=self.company_id.ids
        )
        subjects = persons[f"{self.culture_of}_id"].with_env(measure.env)
        values = measure._measure(subjects, cycle.date_from, cycle.date_to)
        return {
            subject_id: None if value.value is None else f"{value.value:.2f}"
            for subject_id, value in values.items()
        }

    # checks --------------------------------------------------------------------
    def _check_submit(self):
        for check in self:
            if not check.line_ids:
                raise UserError(
                    self.env._("%s has no lines: compute it first.", check.name)
                )

    def _before_decision(self, state):
        for check in self if state == "approved" else ():
            waiting = check.line_ids.filtered(lambda line: not line.outcome)
            if waiting:
                raise UserError(
                    self.env._(
                        "The committee has not decided on %(name)s yet (%(count)s "
                        "undetermined).",
                        name=waiting[0].employee_name,
                        count=len(waiting),
                    )
                )
            check._refuse_blocked_since()

    def _refuse_blocked_since(self):
        """A case that was decided after the check was computed counts."""
        promoted = self.line_ids.filtered(lambda line: line.outcome == "yes")
        blocked = self.env["ops.accountability"]._blocked(
            promoted.employee_id.ids, self.date
        )
        for line in promoted.filtered(lambda line: line.employee_id.id in blocked):
            raise UserError(
                self.env._(
                    "%(name)s is blocked by a case that was decided since: send the "
                    "check back and compute it again.",
                    name=line.employee_name,
                )
            )

    def _approval_excluded(self):
        # sudo: whether the user is one of those who are checked
        own = (
            self.env["ops.promotion.line"]
            .sudo()
            .search_count(
                [("check_id", "=", self.id), ("user_id", "=", self.env.uid)], limit=1
            )
        )
        excluded = super()._approval_excluded()
        return excluded | self.env.user if own else excluded
