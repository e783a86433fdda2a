from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.units import from_minor, to_minor

from ..calc import pay
from ..tools.roles import require_role

STATES = ("published", "closed")


class OpsBonusRun(models.Model):
    """Money by performance, of one cycle: base × coefficient of the final grade × days
    × accountability factor, or a fixed pool divided by just that (essay 5 (六)).

    Culture has no part in it; see ``ops.promotion.check``.
    """

    _name = "ops.bonus.run"
    _inherit = ["ops.mixin.approval", "ops.mixin.sealed"]
    _description = "Bonus Run"
    _order = "id desc"
    _check_company_auto = True
    _approval_groups = ("ops_appraisal.group_appraisal_manager",)

    name = fields.Char(required=True, translate=True)
    cycle_id = fields.Many2one(
        "ops.appraisal.cycle",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('subject_kind', '=', 'employee'),"
        " ('state', 'in', ('published', 'closed'))]",
    )
    department_ids = fields.Many2many("hr.department", string="Only Units")
    mode = fields.Selection(
        [("single", "Base × Coefficient"), ("pool", "Fixed Pool")],
        "Calculation",
        required=True,
        default="single",
        help="A fixed pool is divided by base × coefficient × days × factor; the parts "
        "add up to it exactly.",
    )
    pool_amount = fields.Monetary("Pool")
    days_of = fields.Integer(
        "Days of the Period",
        required=True,
        default=0,
        help="The whole that the days of each line are a part of: calendar or working "
        "days. 0: the calendar days of the cycle, set when results are taken.",
    )
    line_ids = fields.One2many("ops.bonus.line", "run_id", "Lines")
    # holds the grounds of every amount, which payroll does not read
    seal_payload = fields.Text(groups="ops_appraisal.group_appraisal_officer")
    amount_total = fields.Monetary("Total", compute="_compute_amount_total", store=True)
    company_id = fields.Many2one(
        related="cycle_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )

    _amounts_fine = models.Constraint(
        "CHECK (pool_amount IS NULL OR pool_amount >= 0)",
        "The pool must not be negative.",
    )
    _days_fine = models.Constraint(
        "CHECK (days_of >= 0)", "The days of the period must not be negative."
    )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for run in self:
            step = run._step()
            total = sum(to_minor(line.amount, step) for line in run.line_ids)
            run.amount_total = float(from_minor(total, step))

    def _step(self):
        """The smallest amount of the currency, as text."""
        return repr(self.currency_id.rounding or 0.01)

    # amounts -------------------------------------------------------------------
    def _amounts(self):
        """``{line: amount}`` of this run."""
        step, lines = self._step(), self.line_ids
        bases = [to_minor(line.base, step) for line in lines]
        shares = [line._share() for line in lines]
        if self.mode == "single":
            minor = [
                pay.bonus(base, coef, days, of, factor) if of else 0
                for base, (coef, days, of, factor) in zip(bases, shares, strict=True)
            ]
        else:
            coefs = [
                coef * factor * days / of if of else 0
                for coef, days, of, factor in shares
            ]
            total = to_minor(self.pool_amount, step)
            has_weight = any(
                base * coef for base, coef in zip(bases, coefs, strict=True)
            )
            minor = pay.pool(total if has_weight else 0, bases, coefs)
        return {
            line: float(from_minor(amount, step))
            for line, amount in zip(lines, minor, strict=True)
        }

    # buttons -------------------------------------------------------------------
    def action_take_results(self):
        """A line for everybody of the cycle who has none yet, and the grades and
        factors of all lines as they are now."""
        require_role(self.env, "officer")
        self._check_reach()
        self._check_approval_state(self._approval_editable)
        for run in self:
            run._refuse_unpublished(STATES)
            run._take_results()
        return True

    def action_open_lines(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bonus Lines"),
            "res_model": "ops.bonus.line",
            "view_mode": "list,pivot,form",
            "domain": [("run_id", "in", self.ids)],
        }

    def action_download(self):
        """The hand-over file for payroll."""
        self.ensure_one()
        self._check_handed_over()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops_appraisal/bonus/{self.id}",
            "target": "self",
        }

    def _check_handed_over(self):
        require_role(self.env, "officer", "finance")
        self.check_access("read")
        self._check_approval_state({"approved"})

    # results -------------------------------------------------------------------
    def _take_results(self):
        cycle = self.cycle_id
        if not self.days_of:
            self.days_of = self._calendar_days()
        facts = self._facts()
        # sudo: a line that nobody may edit is taken all the same: the user's own
        lines = self.env["ops.bonus.line"].sudo()
        known = lines.search([("cycle_id", "=", cycle.id)])
        for line in known.filtered(lambda line: line.run_id == self):
            line._server_write(facts.get(line.employee_id.id, lines._no_result()))
        new = set(facts) - set(known.employee_id.ids)
        bases = self._last_bases(new)
        days = self._days(new)
        lines._server_create(
            {
                "run_id": self.id,
                "employee_id": employee_id,
                "base": bases.get(employee_id, 0.0),
                "days": days.get(employee_id, 0),
                **facts[employee_id],
            }
            for employee_id in sorted(new)
        )

    def _facts(self):
        """``{employee id: score, grade, coefficient and factor}`` as they are now."""
        # sudo: everybody's results count, the reader's own too
        results = self.env["ops.appraisal.result"].sudo().search(self._scope())
        factors = self.env["ops.accountability"]._factors(self.cycle_id)
        lines = self.env["ops.bonus.line"]
        return {
            result.employee_id.id: lines._result_values(
                result, factors.get(result.employee_id.id, 1.0)
            )
            for result in results
        }

    def _scope(self):
        domain = [
            ("cycle_id", "=", self.cycle_id.id),
            ("employee_id", "!=", False),
            ("outcome", "!=", "excluded"),
        ]
        if self.department_ids:
            domain.append(("department_id", "child_of", self.department_ids.ids))
        return domain

    def _calendar_days(self):
        cycle = self.cycle_id
        return (cycle.date_to - cycle.date_from).days + 1

    def _days(self, employee_ids):
        """``{employee id: days}`` of the kind of ``days_of``: parts are counted by the
        calendar, and have the same share of it."""
        # sudo: only the number of days
        groups = (
            self.env["ops.appraisal.part"]
            .sudo()
            ._read_group(
                [
                    ("appraisal_id.cycle_id", "=", self.cycle_id.id),
                    ("appraisal_id.employee_id", "in", list(employee_ids)),
                ],
                ["appraisal_id"],
                ["days:sum"],
            )
        )
        return {
            appraisal.employee_id.id: pay.days_of(
                days, self._calendar_days(), self.days_of
            )
            for appraisal, days in groups
        }

    def _last_bases(self, employee_ids):
        """The base of each person's last approved bonus."""
        # sudo: bases of the company, to be shown to the officer who takes them over
        every = self.env["ops.bonus.line"].sudo()
        groups = every._read_group(
            [
                ("employee_id", "in", list(employee_ids)),
                ("company_id", "=", self.company_id.id),
                ("run_id.approval_state", "=", "approved"),
            ],
            ["employee_id"],
            ["id:max"],
        )
        lines = every.browse(line_id for _employee, line_id in groups)
        return {line.employee_id.id: line.base for line in lines}

    # checks --------------------------------------------------------------------
    def _refuse_unpublished(self, states):
        # sudo: name and state of the cycle are no secret to who pays for it
        cycle = self.sudo().cycle_id
        if cycle.state not in states:
            raise UserError(
                self.env._(
                    "The results of %s are not final yet: publish the cycle, and close "
                    "it before the bonus is approved.",
                    cycle.name,
                )
            )

    def _check_submit(self):
        for run in self:
            run._refuse_unpublished(STATES)
            run._refuse_unready()

    def _before_decision(self, state):
        if state == "approved":
            for run in self:
                run._refuse_unpublished(("closed",))
                run._refuse_unready()

    def _on_approved(self):
        self._seal()

    def _refuse_unready(self):
        lines = self.sudo().line_ids  # sudo: every line counts
        if not lines:
            raise UserError(self.env._("%s has no lines: take the results.", self.name))
        for line in lines:
            if not line.grade:
                raise UserError(
                    self.env._(
                        "%s has no grade in this cycle: take the line out, or see to "
                        "the appraisal.",
                        line.employee_name,
                    )
                )
        facts = self._facts()
        for line in lines:
            values = facts.get(line.employee_id.id, line._no_result())
            if any(line[name] != values[name] for name in ("grade", "coef", "factor")):
                raise UserError(
                    self.env._(
                        "The result of %s changed since it was taken: take the results "
                        "anew.",
                        line.employee_name,
                    )
                )
        if self.mode == "pool" and self.amount_total != self.pool_amount:
            raise UserError(
                self.env._(
                    "The pool of %s cannot be divided: enter the base amounts.",
                    self.name,
                )
            )

    # four eyes -------------------------------------------------------------------
    def _has_own_line(self):
        # sudo: whether there is one, readable or not
        return bool(
            self.env["ops.bonus.line"]
            .sudo()
            .search_count(
                [("run_id", "=", self.id), ("user_id", "=", self.env.uid)], limit=1
            )
        )

    def _approval_excluded(self):
        excluded = super()._approval_excluded()
        return excluded | self.env.user if self._has_own_line() else excluded

    def _refuse_own_decision(self):
        if self._has_own_line():
            raise UserError(
                self.env._(
                    "%s holds your own bonus: somebody else has to decide on it. Or "
                    "have your line put into a run of its own.",
                    self.name,
                )
            )
        return super()._refuse_own_decision()

    # seal ------------------------------------------------------------------------
    def _seal_payload(self):
        step = self._step()
        return {
            "cycle": self.cycle_id.id,
            "mode": self.mode,
            "pool": to_minor(self.pool_amount, step),
            "currency": self.currency_id.name,
            "of": self.days_of,
            "lines": [
                [
                    line.employee_id.id,
                    to_minor(line.base, step),
                    line.grade,
                    f"{line.coef:.4f}",
                    line.days,
                    f"{line.factor:.4f}",
                    to_minor(line.amount, step),
                ]
                for line in self.sudo().line_ids.sorted("id")  # sudo: every line
            ],
        }
