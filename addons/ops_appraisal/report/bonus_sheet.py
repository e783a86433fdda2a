from odoo import api, models

from odoo.addons.ops_base.calc.units import from_minor, to_minor
from odoo.addons.ops_base.tools.words import amount_in_words

from ..tools.roles import has_role


class BonusSheet(models.AbstractModel):
    """Bonus sheet (奖金分配表), A4; payroll gets names and amounts only."""

    _name = "report.ops_appraisal.bonus_sheet"
    _description = "Bonus Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        runs = self.env["ops.bonus.run"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "ops.bonus.run",
            "docs": runs,
            "sheets": [self._sheet(run) for run in runs],
        }

    def _sheet(self, run):
        run.check_access("read")
        lines = self.env["ops.bonus.line"].search(
            [("run_id", "=", run.id)], order="department_id, employee_name, id"
        )
        step = run._step()
        total = from_minor(sum(to_minor(line.amount, step) for line in lines), step)
        # sudo: the period stands on the sheet, also for payroll
        cycle = run.sudo().cycle_id
        return {
            "run": run,
            "company": run.company_id,
            "period": f"{cycle.name} ({cycle.date_from} – {cycle.date_to})",
            "state": run._approval_state_label(),
            "currency": run.currency_id,
            "places": run.currency_id.decimal_places,
            "lines": lines,
            "with_grounds": has_role(self.env, "officer"),
            "total": float(total),
            "words": amount_in_words(
                total, self.env.lang or "en_US", run.currency_id.name
            ),
            "signatures": [
                self._signed(self.env._("Prepared by"), run.requested_by),
                self._signed(self.env._("Approved by"), run.decided_by),
                self.env._("Paid by"),
            ],
        }

    def _signed(self, label, user):
        # sudo: the name of who signed; the reader of the sheet need not see users
        return f"{label}: {user.sudo().name}" if user else label
