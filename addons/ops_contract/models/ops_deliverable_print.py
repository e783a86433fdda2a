from odoo import api, models
from odoo.exceptions import UserError

# printed from the contract's records without prices: who hands over may print them
SERVICE_REPORTS = (
    "ops_contract.service_report_report",
    "ops_contract.quarterly_report_report",
)


class OpsDeliverable(models.Model):
    """The report that the annex names, printed for the deliverable's period."""

    _inherit = "ops.deliverable"

    @api.private
    def _print_report(self):
        """``(file name, content)`` of the report that the annex line names."""
        self.ensure_one()
        self._check_deliver()
        # sudo: the report of the line, which the responsible person may not read
        report = self.sudo().report_id
        ids, data = self._report_arguments(report)
        own = [self.env.ref(name, raise_if_not_found=False) for name in SERVICE_REPORTS]
        reports = self.env["ir.actions.report"]
        if report in own:
            # sudo: its facts are those of a contract that he need not see otherwise
            reports = reports.sudo()
        content, kind = reports._render_qweb_pdf(report.report_name, ids, data)
        return f"{self.display_name}.{kind}", content

    def _report_arguments(self, report):
        period = {"date_from": f"{self.date_from}", "date_to": f"{self.date_to}"}
        if report.model == "ops.contract":
            return self.contract_id.ids, period
        if report.model == self._name:
            return self.ids, {}
        raise UserError(
            self.env._(
                "%s is not printed from a contract or a deliverable: attach it.",
                report.name,
            )
        )

    def action_print_report(self):
        self.ensure_one()
        self.check_access("read")
        self.contract_id.check_access("read")
        ids, data = self._report_arguments(self.report_id)
        if report_of_contract := self.report_id.model == "ops.contract":
            data["contract_ids"] = ids
        records = self.contract_id if report_of_contract else self
        return self.report_id.report_action(records, data or None)
