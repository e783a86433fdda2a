from odoo import api, fields, models

from odoo.addons.ops_base.calc.period import month, quarter

REPORTS = {
    "monthly": "ops_contract.service_report_report",
    "quarterly": "ops_contract.quarterly_report_report",
}


class OpsServiceReportPrint(models.TransientModel):
    """Which month or quarter of a contract is printed."""

    _name = "ops.service.report.print"
    _description = "Print a Service Report"
    _inherit = ["ops.mixin.guard"]

    contract_id = fields.Many2one("ops.contract", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("monthly", "Monthly Service Report"), ("quarterly", "Quarterly Report")],
        default="monthly",
        required=True,
    )
    date = fields.Date(
        "A Day of the Period",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    period = fields.Char(compute="_compute_period")

    @api.depends("contract_id")
    def _compute_date(self):
        """The last full month, or the first day of a contract that just began."""
        for wizard in self:
            today = wizard.contract_id and wizard.contract_id._today()
            wizard.date = today and fields.Date.subtract(today.replace(day=1), days=1)

    @api.depends("date", "kind")
    def _compute_period(self):
        for wizard in self:
            span = wizard.date and wizard._span()
            wizard.period = f"{span[0]} – {span[1]}" if span else False

    def _span(self):
        return (month if self.kind == "monthly" else quarter)(self.date)

    def action_print(self):
        self.ensure_one()
        self.contract_id.check_access("read")
        start, end = self._span()
        data = {
            "date_from": f"{start}",
            "date_to": f"{end}",
            "contract_ids": self.contract_id.ids,
        }
        return self.env.ref(REPORTS[self.kind]).report_action(self.contract_id, data)
