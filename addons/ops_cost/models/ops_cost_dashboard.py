from odoo import api, models
from odoo.fields import Domain

from ..calc.light import light
from ..queries import screens
from ..tools.roles import has_role

RANKED = 15


class OpsCostDashboard(models.AbstractModel):
    """The month at a glance: process, four levels, ranking, trend, items, fund."""

    _name = "ops.cost.dashboard"
    _inherit = ["ops.cost.process"]
    _description = "Cost Dashboard"

    @api.model
    @api.readonly
    def get_dashboard(self, period_id=None):
        """All that the dashboard shows, in a fixed number of queries."""
        self.env["ops.cost.node"].check_access("read")
        period = self._chosen(period_id)
        frame = self._frame(period)
        if not period:
            return {**frame, "steps": self._steps(period, [])}
        levels, ranking = self._overview(period)
        return {
            **frame,
            "levels": levels,
            "ranking": ranking,
            "trend": self._trend(period),
            "items": self._by_item(period),
            "fund": self._fund(period),
            "steps": self._steps(period, levels),
        }

    def _overview(self, period):
        """``(levels, ranking)``; the nodes to compare are those of the first level
        below the top that has several."""
        query = screens.overview(self._parts(period), self._step(), RANKED)
        levels, nodes = [], []
        for row in self._run(query):
            key = {name: row[name] for name in ("level", "node_id", "rows")}
            found = nodes if row["node_id"] else levels
            found.append({**key, **self._figures(row)})
        for row in levels:
            row["below"] = list(self._below(row["level"]))
        several = [row["level"] for row in levels if row["rows"] > 1]
        shown = several[0] if several else levels[-1]["level"] if levels else None
        if shown == 4:
            nodes = self._add_up(self._parts(period), "node_id", level=4, limit=RANKED)
            nodes = [{**row, "level": 4} for row in nodes]
        return levels, self._with_names([row for row in nodes if row["level"] == shown])

    def _with_names(self, rows):
        nodes = self.env["ops.cost.node"].browse([row["node_id"] for row in rows])
        return [
            {**row, "code": node.code, "name": node.name}
            for row, node in zip(rows, nodes, strict=True)
        ]

    def _trend(self, period):
        """Months of the plan, of the topmost nodes that the reader sees."""
        periods = self._periods().filtered(lambda p: p.plan_id == period.plan_id)
        self.env.flush_all()
        [(top,)] = self.env.execute_query(
            screens.lowest_level(self._nodes().subselect())
        )
        parts = self._parts(periods, [("level", "=", top or 1)])
        found = {row["period_id"]: row for row in self._add_up(parts, "period_id")}
        return [
            {
                "period_id": month.id,
                "code": month.code,
                "sealed": month.state == "closed",
                **(found.get(month.id) or self._figures()),
            }
            for month in periods
        ]

    def _by_item(self, period):
        """Daily amounts by item, of the rows that the reader may read."""
        if has_role(self.env, "office", "finance", "auditor"):
            return self._all_items(period)
        domain = Domain("period_id", "=", period.id) & Domain("nature", "=", "daily")
        items = self._own_items()
        if items is not None:
            domain &= Domain("item_id", "in", items)
        groups = self.env["ops.cost.fact"]._read_group(
            domain,
            ["item_id"],
            ["quota:sum", "reduction_target:sum", "actual:sum"],
        )
        return [
            {
                **self._item(item),
                "quota": quota,
                "target": target,
                "actual": actual,
                "light": light(self._minor(quota), self._minor(actual)),
            }
            for item, quota, target, actual in groups
        ]

    def _all_items(self, period):
        """The same for those who read the whole company, without a rule per row."""
        amounts = screens.item_amounts(period.ids, self._nodes().subselect())
        rows = {row["item_id"]: row for row in self._add_up([amounts], "item_id")}
        items = self.env["ops.cost.item"].search([("id", "in", list(rows))])
        return [{**rows[item.id], **self._item(item)} for item in items]

    def _item(self, item):
        return {"item_id": item.id, "code": item.code, "name": item.name}

    def _fund(self, period):
        """Contingency of the plan; ``None`` where the reader may not see funds."""
        funds = self.env["ops.cost.fund"]
        if not funds.has_access("read"):
            return None
        funds = funds.search([("plan_id", "=", period.plan_id.id)])
        if not funds:
            return None
        amount, released = sum(funds.mapped("amount")), sum(funds.mapped("released"))
        # sudo: a sum over the whole fund, which the reader may read
        [(spent,)] = (
            self.env["ops.cost.release"]
            .sudo()
            ._read_group([("fund_id", "in", funds.ids)], [], ["spent:sum"])
        )
        return {
            "ids": funds.ids,
            "amount": amount,
            "released": released,
            "spent": spent or 0.0,
            "left": amount - released,
        }
