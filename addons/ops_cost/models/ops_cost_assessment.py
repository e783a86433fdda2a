from odoo import api, fields, models

from odoo.addons.ops_base.calc.units import from_minor, to_minor

from ..calc.settlement import settle
from ..tools.counted import ASSESSED, CONTINGENCY, place_of

ZONES = [
    ("over", "Over Quota"),
    ("within", "Within Quota"),
    ("saved", "Below Target"),
]


class OpsCostAssessment(models.Model):
    """Sealed result of one node for one closed month (dual index, cost.md 2.8)."""

    _name = "ops.cost.assessment"
    _description = "Monthly Assessment"
    _inherit = ["ops.mixin.append", "ops.cost.stamp"]
    _order = "period_id desc, level, l1_id, l2_id, l3_id, node_id, id"
    # sealed by INSERT … SELECT at the close, in no other way
    _server_owned = frozenset(
        {"closing_id", "is_current", "period_id", "version_id", "employee_id"}
        | {"settlement", "quota", "saving_task", "reduction_target", "actual"}
        | {"contingency_actual", "zone", "penalty", "reward", "net"}
    )

    level = fields.Integer(aggregator=None)
    closing_id = fields.Many2one(
        "ops.cost.closing", required=True, index=True, ondelete="restrict"
    )
    is_current = fields.Boolean(
        required=True, default=True, index=True, help="Not replaced after a reopening."
    )
    period_id = fields.Many2one(
        "ops.cost.period", "Month", required=True, index=True, ondelete="restrict"
    )
    version_id = fields.Many2one(
        "ops.cost.version", index=True, ondelete="restrict", readonly=True
    )
    employee_id = fields.Many2one("hr.employee", index=True, ondelete="restrict")
    settlement = fields.Selection(
        [("monthly", "Monthly"), ("quarterly", "Quarterly")],
        required=True,
        help="When it is paid, by the setting of the node at the close.",
    )
    quota = fields.Monetary(required=True)
    saving_task = fields.Monetary(required=True)
    reduction_target = fields.Monetary(required=True)
    actual = fields.Monetary(required=True)
    contingency_actual = fields.Monetary(required=True)
    zone = fields.Selection(ZONES, required=True)
    penalty = fields.Monetary(required=True)
    reward = fields.Monetary(required=True)
    net = fields.Monetary(required=True, help="Reward less penalty.")

    _node_uniq = models.Constraint(
        "UNIQUE(closing_id, node_id)", "A node is assessed once per closing."
    )
    _current_idx = models.UniqueIndex(
        "(period_id, node_id) WHERE is_current",
        "A node has one assessment in force for a month.",
    )

    @api.depends("period_id.code", "node_id.code")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.period_id.code} {row.node_id.code}"

    # drill ---------------------------------------------------------------------
    def action_open_entries(self):
        """The entries that the actual adds up: daily ones of the assessed bundle."""
        self.check_access("read")
        name = self.env._("Entries of %s", self.display_name)
        return self._open_entries(name, ASSESSED)

    def action_open_contingency(self):
        """The entries that the contingency actual adds up."""
        self.check_access("read")
        name = self.env._("Contingency of %s", self.display_name)
        return self._open_entries(name, CONTINGENCY)

    def _open_entries(self, name, counted):
        """Those of the month on the node and below it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "ops.cost.entry",
            "view_mode": "list,pivot,graph,form",
            "domain": [
                (place_of(self.level), "=", self.node_id.id),
                ("period_id", "=", self.period_id.id),
                ("state", "=", "posted"),
                *counted,
            ],
        }

    def action_open_items(self):
        """What was sealed of the node, by item."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Items of %s", self.display_name),
            "res_model": "ops.cost.snapshot.item",
            "view_mode": "list,form",
            "domain": [
                ("closing_id", "=", self.closing_id.id),
                ("node_id", "=", self.node_id.id),
            ],
        }

    def action_open_parent(self):
        """One level up the tree, same closing."""
        self.check_access("read")
        self.ensure_one()
        above = (self.l3_id, self.l2_id, self.l1_id)
        parent = next((node for node in above if node and node != self.node_id), None)
        row = parent and self.search(
            [("closing_id", "=", self.closing_id.id), ("node_id", "=", parent.id)]
        )
        if not row:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": row.id,
            "view_mode": "form",
        }

    def action_open_children(self):
        """The nodes one level below, same closing."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Below %s", self.display_name),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [
                ("closing_id", "=", self.closing_id.id),
                (f"l{min(self.level, 3)}_id", "=", self.node_id.id),
                ("level", "=", self.level + 1),
            ],
        }

    # settlement ----------------------------------------------------------------
    def _prepare_settlement_lines(self, settlement):
        """Sums of these months per person or node (cost.md 2.9)."""
        step = settlement.currency_id.rounding
        rows = self.grouped(lambda row: row.employee_id or row.node_id)
        lines = settle(
            (
                row.period_id.code,
                row.employee_id or row.node_id,
                row.settlement,
                to_minor(row.penalty, step),
                to_minor(row.reward, step),
            )
            for row in self
        )
        return [
            rows[line.subject]._prepare_settlement_line(settlement)
            | {
                "penalty": float(from_minor(line.penalty, step)),
                "reward": float(from_minor(line.reward, step)),
                "net": float(from_minor(line.net, step)),
            }
            for line in lines
        ]

    def _prepare_settlement_line(self, settlement):
        """A person with two nodes has one line, on the node that came last."""
        last = max(
            self, key=lambda row: (row.period_id.date_start, row.node_id.date_start)
        )
        return {
            "settlement_id": settlement.id,
            "kind": "result",
            "node_id": last.node_id.id,
            "subject": last.node_id.code.partition("@")[0],
            "employee_id": (last.employee_id or last.node_id.manager_id).id,
            "assessment_ids": [fields.Command.set(self.ids)],
        }
