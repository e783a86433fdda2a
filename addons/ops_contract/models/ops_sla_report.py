from odoo import api, fields, models

from ..queries.report import sla_report
from .ops_sla_metric import PRIORITIES


class OpsSlaReport(models.Model):
    """Cases with their numbers, sold and purchased: who keeps what he promised, and
    who answers for what was missed."""

    _name = "ops.sla.report"
    _description = "SLA Analysis"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "clock_id"

    clock_id = fields.Many2one("ops.sla.clock", "Case", readonly=True)
    contract_id = fields.Many2one("ops.contract", readonly=True)
    direction = fields.Selection(
        [("sold", "Sold"), ("purchased", "Purchased"), ("internal", "Internal (OLA)")],
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    commercial_partner_id = fields.Many2one(
        "res.partner", "Customer or Supplier", readonly=True
    )
    metric_id = fields.Many2one("ops.sla.metric", readonly=True)
    priority = fields.Selection(selection=PRIORITIES, readonly=True)
    sla_line_id = fields.Many2one("ops.annex.sla.line", "Service Level", readonly=True)
    item_id = fields.Many2one("ops.service.item", "Service Item", readonly=True)
    manager_id = fields.Many2one("res.users", "Contract Manager", readonly=True)
    project_manager_id = fields.Many2one(
        "res.users", "Project Supervisor", readonly=True
    )
    responsible_id = fields.Many2one("res.users", "Handled By", readonly=True)
    outcome = fields.Selection(
        selection=lambda self: self._labels_of_clock("outcome"),
        readonly=True,
    )
    source = fields.Selection(
        selection=lambda self: self._labels_of_clock("source"),
        readonly=True,
    )
    day = fields.Date("Counted On", readonly=True)
    start_day = fields.Date("Began On", readonly=True)
    cases = fields.Integer(readonly=True)
    met = fields.Integer(readonly=True)
    breached = fields.Integer(readonly=True)
    excluded = fields.Integer(readonly=True)
    attainment = fields.Float(
        "Kept", readonly=True, aggregator="avg", help="Met of all that were measured."
    )
    elapsed_hours = fields.Float("Service Hours Used", readonly=True, aggregator="avg")
    paused_hours = fields.Float(readonly=True)
    margin_hours = fields.Float("Margin (h)", readonly=True, aggregator="avg")
    breach_cause = fields.Text("Why Missed", readonly=True)
    breach_action = fields.Text("What Is Done about It", readonly=True)
    is_unexplained = fields.Boolean("Breach without a Cause", readonly=True)

    @api.model
    def _labels_of_clock(self, name):
        field = self.env["ops.sla.clock"]._fields[name]
        return field._description_selection(self.env)

    @property
    def _table_query(self):
        self.env["ops.sla.clock"].flush_model()
        self.env["ops.contract"].flush_model()
        return sla_report()

    def action_open_clock(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.sla.clock",
            "res_id": self.clock_id.id,
            "view_mode": "form",
        }
