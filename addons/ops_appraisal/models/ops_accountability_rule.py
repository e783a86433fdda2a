from contextlib import suppress

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..queries import results
from ..tools.roles import require_role
from .ops_promotion_check import KINDS


class OpsAccountabilityRule(models.Model):
    """A KPI below its floor in so many cycles running puts a person on the list."""

    _name = "ops.accountability.rule"
    _inherit = ["ops.mixin.guard"]
    _description = "Rule of Accountability"
    _order = "kpi_id, id"
    _rec_name = "kpi_id"
    _check_company_auto = True

    kpi_id = fields.Many2one(
        "ops.kpi",
        "KPI",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    kpi_name = fields.Char("KPI Name", related="kpi_id.name")
    period_kind = fields.Selection(KINDS, "Cycles", required=True, default="month")
    periods = fields.Integer("In a Row", required=True, default=3)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )

    _periods_fine = models.Constraint(
        "CHECK (periods BETWEEN 1 AND 24)", "Take between 1 and 24 cycles in a row."
    )

    def action_find(self):
        """Draft cases of whoever the rule concerns, one query a rule."""
        require_role(self.env, "officer", "committee")
        self.check_access("read")
        cases = self._find()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Found by Rule"),
            "res_model": "ops.accountability",
            "view_mode": "list,form",
            "domain": [("id", "in", cases.ids)],
        }

    @api.model
    def _cron_find(self):
        for rule in self.search([("active", "=", True)]):
            # somebody lets the rule run at this moment, and finds the same
            with suppress(*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY), self.env.cr.savepoint():
                rule._find()

    def _find(self):
        self.env.flush_all()
        # sudo: cases are the module's own, whoever lets the rule run
        cases = self.env["ops.accountability"].sudo()
        for rule in self:
            self.env.cr.execute(results.take_rule(rule.id), log_exceptions=False)
            rows = self.env.execute_query(
                results.below_floor(
                    rule.company_id.id, rule.kpi_id.id, rule.period_kind, rule.periods
                )
            )
            cases |= cases._server_create(rule._prepare_case(*row) for row in rows)
        return cases.sudo(False)

    def _prepare_case(self, employee_id, appraisal_id, cycle_id):
        # sudo: the last appraisal, for who was responsible at the time
        head = self.env["ops.appraisal"].sudo().browse(appraisal_id)
        leader = head.first_user_id.employee_ids.filtered(
            lambda person: person.company_id == head.company_id
        )
        # sudo: the KPI's name, for the committee, which keeps no library
        name = self.sudo().kpi_id.name
        return {
            "name": self.env._(
                "%(kpi)s: %(person)s", kpi=name, person=head.subject_name
            ),
            "trigger": "rule",
            "rule_id": self.id,
            "kpi_id": self.kpi_id.id,
            "cycle_id": cycle_id,
            "date": head.date_to,
            "fact": self.env._(
                "%(kpi)s was below its floor in %(count)s cycles in a row.",
                kpi=name,
                count=self.periods,
            ),
            "direct_responsible_id": employee_id,
            "overall_responsible_id": leader[:1].id,
            "company_id": self.company_id.id,
        }
