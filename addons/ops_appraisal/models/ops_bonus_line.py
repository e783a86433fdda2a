from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ops_base.calc.units import exact

OFFICER = "ops_appraisal.group_appraisal_officer"
INPUT = {"groups": OFFICER, "aggregator": None}


class OpsBonusLine(models.Model):
    """One person's bonus. Payroll reads the amount, and nothing that it comes from."""

    _name = "ops.bonus.line"
    _inherit = ["ops.mixin.authors.line", "ops.mixin.append"]
    _description = "Bonus of a Person"
    _order = "run_id desc, department_id, employee_name, id"
    _rec_name = "employee_name"

    _authors_document = "run_id"
    _server_owned = frozenset({"run_id", "employee_id", "score", "grade", "coef"})
    _server_owned |= {"factor"}

    run_id = fields.Many2one(
        "ops.bonus.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    employee_name = fields.Char(compute="_compute_person", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users",
        compute="_compute_person",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        groups=OFFICER,
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_person",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    base = fields.Monetary(groups=OFFICER)
    score = fields.Float(digits=(6, 2), readonly=True, **INPUT)
    grade = fields.Char(readonly=True, groups=OFFICER)
    coef = fields.Float("Coefficient", digits=(6, 4), readonly=True, **INPUT)
    days = fields.Integer(**INPUT)
    factor = fields.Float(
        "Accountability Factor", digits=(6, 4), readonly=True, default=1, **INPUT
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    cycle_id = fields.Many2one(
        related="run_id.cycle_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="run_id.currency_id", store=True, precompute=True
    )

    _employee_uniq = models.UniqueIndex(
        "(cycle_id, employee_id)", "A person has one bonus for a cycle."
    )
    _base_fine = models.Constraint(
        "CHECK (base IS NULL OR base >= 0)", "A base must not be negative."
    )

    @api.depends("employee_id", "run_id.cycle_id")
    def _compute_person(self):
        """As the appraisal has it: later moves change nothing."""
        # sudo: heads of appraisals, for the name and the unit of the time
        heads = self.env["ops.appraisal"].sudo()
        heads = heads.search(
            [
                ("cycle_id", "in", self.run_id.cycle_id.ids),
                ("employee_id", "in", self.employee_id.ids),
            ]
        ).grouped(lambda head: (head.cycle_id.id, head.employee_id.id))
        for line in self:
            head = heads.get((line.run_id.cycle_id.id, line.employee_id.id))
            line.employee_name = head.subject_name if head else False
            line.user_id = head.user_id if head else False
            line.department_id = head.department_id if head else False

    @api.depends("base", "coef", "days", "factor")
    @api.depends("run_id.mode", "run_id.pool_amount", "run_id.days_of")
    @api.depends("run_id.line_ids.base", "run_id.line_ids.coef")
    @api.depends("run_id.line_ids.days", "run_id.line_ids.factor")
    def _compute_amount(self):
        for run, lines in self.grouped("run_id").items():
            amounts = run._amounts()
            for line in lines:
                line.amount = amounts.get(line, 0.0)

    @api.constrains("days")
    def _check_days(self):
        for line in self:
            if not 0 <= line.days <= line.run_id.days_of:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the days are from 0 to %(of)s, those of the period.",
                        name=line.employee_name,
                        of=line.run_id.days_of,
                    )
                )

    def _append_frozen(self):
        # sudo: the state of the run decides, readable or not
        return self.filtered(
            lambda line: (
                line.sudo().run_id.approval_state not in line.run_id._approval_editable
            )
        )

    def _share(self):
        """``(coefficient, days, of, factor)``, exactly."""
        of = self.run_id.days_of
        days = min(max(self.days, 0), of)
        return exact(f"{self.coef:.4f}"), days, of, exact(f"{self.factor:.4f}")

    # results -------------------------------------------------------------------
    @api.model
    def _result_values(self, result, factor):
        """What a result means for the bonus: the final grade, by the frozen scale."""
        if result.outcome != "ok" or not result.final_grade:
            return {**self._no_result(), "factor": factor}
        name = f"coef_{result.appraisal_id.family or 'service'}"
        scale = {row["grade"]: row[name] for row in result.cycle_id.scale_data or ()}
        return {
            "score": result.score,
            "grade": result.final_grade,
            "coef": float(scale.get(result.final_grade, 0)),
            "factor": factor,
        }

    @api.model
    def _no_result(self):
        return {"score": 0.0, "grade": False, "coef": 0.0, "factor": 1.0}
