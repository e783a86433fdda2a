from odoo import fields, models

from ..queries.fact import facts
from .ops_cost_allotment import NATURES


class OpsCostFact(models.Model):
    """Quota against actual, own amounts of every node: for pivots and graphs. Open
    months are computed as they stand, closed months are what was sealed."""

    _name = "ops.cost.fact"
    _description = "Quota and Actual"
    _auto = False
    _order = "date desc, l1_id, l2_id, l3_id, node_id, item_id, id"
    _rec_name = "node_id"

    period_id = fields.Many2one("ops.cost.period", "Month", readonly=True)
    plan_id = fields.Many2one("ops.cost.plan", readonly=True)
    date = fields.Date("First Day of the Month", readonly=True)
    state = fields.Selection([("open", "Open"), ("closed", "Closed")], readonly=True)
    node_id = fields.Many2one("ops.cost.node", readonly=True)
    level = fields.Integer(readonly=True, aggregator=None)
    l1_id = fields.Many2one("ops.cost.node", "Leadership", readonly=True)
    l2_id = fields.Many2one("ops.cost.node", "Unit", readonly=True)
    l3_id = fields.Many2one("ops.cost.node", "Team", readonly=True)
    employee_id = fields.Many2one("hr.employee", "Person", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    item_id = fields.Many2one("ops.cost.item", readonly=True)
    nature = fields.Selection(NATURES, readonly=True)
    quota = fields.Monetary(readonly=True)
    saving_task = fields.Monetary(readonly=True)
    reduction_target = fields.Monetary(readonly=True)
    actual = fields.Monetary(readonly=True)
    remaining = fields.Monetary(readonly=True, help="Quota less actual.")

    @property
    def _table_query(self):
        # sudo: which months are open; record rules apply to the rows themselves
        periods = self.env["ops.cost.period"].sudo()
        open_periods = periods.search(
            [("state", "!=", "closed"), ("company_id", "in", self.env.companies.ids)]
        )
        self.env["ops.cost.entry"].flush_model()
        self.env["ops.cost.cell"].flush_model()
        self.env["ops.cost.transfer.line"].flush_model()
        return facts(open_periods.ids)

    def action_open_entries(self):
        """The entries behind one figure."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "ops.cost.entry",
            "view_mode": "list,form",
            "domain": [
                ("period_id", "=", self.period_id.id),
                ("node_id", "=", self.node_id.id),
                ("item_id", "=", self.item_id.id),
                ("nature", "=", self.nature),
                ("state", "=", "posted"),
            ],
        }
