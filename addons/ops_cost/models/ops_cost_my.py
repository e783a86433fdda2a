from odoo import api, models

from ..queries import screens

ENTRIES, RESULTS = 80, 24


class OpsCostMy(models.AbstractModel):
    """Own costs of an employee: own nodes, entries and results, nothing else."""

    _name = "ops.cost.my"
    _inherit = ["ops.cost.screen"]
    _description = "My Costs"

    @api.model
    @api.readonly
    def get_my_costs(self, period_id=None):
        """The month of the reader's own nodes (two of them after a move)."""
        self.env["ops.cost.node"].check_access("read")
        period = self._chosen(period_id)
        own = self._mine()
        nodes = self._of_month(own, period)
        return {
            **self._frame(period),
            "name": self.env.user.name,
            "own_count": len(own),
            "teams": nodes.mapped("code"),
            "node_ids": nodes.ids,
            "total": self._total(period, nodes),
            "items": self._by_item(period, nodes),
            "entries": self._entries(period, nodes),
            "assessments": self._assessments(own),
            "settlements": self._settlements(own),
        }

    @api.model
    def _limit(self):
        """``None``: the whole bundle, whatever the reader is besides."""

    def _mine(self):
        own = self.env.user.ops_cost_node_ids.ids
        return self.env["ops.cost.node"].browse(self._nodes([("id", "in", own)]))

    def _of_month(self, nodes, period):
        """Those that the month concerns: valid in it, or with costs booked late."""
        if not period:
            return nodes
        booked = self.env["ops.cost.entry"]._read_group(
            [
                ("node_id", "in", nodes.ids),
                ("period_id", "=", period.id),
                ("state", "=", "posted"),
            ],
            ["node_id"],
        )
        late = {node.id for (node,) in booked}
        valid = nodes.filtered_domain(self._belongs(period))
        return nodes.filtered(lambda node: node in valid or node.id in late)

    def _total(self, period, nodes):
        found = []
        if period and nodes:
            parts = self._parts(period, [("id", "in", nodes.ids)])
            found = self._add_up(parts, "period_id")
        return found[0] if found else self._figures()

    def _by_item(self, period, nodes):
        if not (period and nodes):
            return []
        mine = self._nodes([("id", "in", nodes.ids)]).subselect()
        amounts = screens.item_amounts(period.ids, mine)
        rows = self._add_up([amounts], "item_id")
        items = self.env["ops.cost.item"].browse([row["item_id"] for row in rows])
        names = {item.id: item.name for item in items}
        return [{**row, "name": names[row["item_id"]]} for row in rows]

    def _entries(self, period, nodes):
        entries = self.env["ops.cost.entry"].search(
            [
                ("node_id", "in", nodes.ids),
                ("period_id", "in", period.ids),
                ("state", "=", "posted"),
            ],
            limit=ENTRIES,
        )
        documents = dict(entries._fields["document"]._description_selection(self.env))
        return [
            {
                "id": entry.id,
                "number": entry.number,
                "date": entry.date,
                "item": entry.item_id.name,
                "document": documents.get(entry.document, ""),
                "contingency": entry.nature == "contingency",
                "in_bundle": entry.item_id.in_bundle,
                "late": entry.late,
                "amount": entry.amount,
                "note": entry.note or "",
                "voucher_id": entry.voucher_id.id,
            }
            for entry in entries
        ]

    def _assessments(self, nodes):
        assessments = self.env["ops.cost.assessment"].search(
            [("node_id", "in", nodes.ids), ("is_current", "=", True)], limit=RESULTS
        )
        return [
            {
                "id": result.id,
                "month": result.period_id.code,
                "node": result.node_id.code,
                "zone": result.zone,
                "quota": result.quota,
                "target": result.reduction_target,
                "actual": result.actual,
                "penalty": result.penalty,
                "reward": result.reward,
            }
            for result in assessments
        ]

    def _settlements(self, nodes):
        lines = self.env["ops.cost.settlement.line"].search(
            [("node_id", "in", nodes.ids)], limit=RESULTS, order="id desc"
        )
        # sudo: an employee reads the own lines, not the settlement they belong to;
        # its code and state say when the own money is paid
        lines = lines.sudo()
        return [
            {
                "id": line.id,
                "code": line.settlement_id.code,
                "state": line.settlement_id.state,
                "penalty": line.penalty,
                "reward": line.reward,
                "net": line.net,
            }
            for line in lines
        ]
