from odoo import api, models

from odoo.addons.ops_base.tools.excel import Column, WorkbookWriter


class OpsCostScreenExport(models.AbstractModel):
    """Workbooks of the screens: the same figures, for the same nodes."""

    _name = "ops.cost.screen.export"
    _inherit = ["ops.cost.dashboard"]
    _description = "Workbooks of the Screens"

    @api.model
    def _workbook(self, what, period_id=None, year_to_date=False):
        """``(file name, content)`` of ``what``: dashboard, tree or assessment."""
        self.env["ops.cost.node"].check_access("read")
        period = self._chosen(period_id)
        titles = {
            "dashboard": self.env._("Cost Dashboard"),
            "tree": self.env._("Responsibility Tree"),
            "assessment": self.env._("Assessments"),
        }
        book = WorkbookWriter(titles[what])
        if period:
            getattr(self, f"_write_{what}")(book, period, year_to_date)
        else:
            book.add_sheet(titles[what], [Column(self.env._("Month"))])
        span = self.env._("year to %s", period.code) if year_to_date else period.code
        return f"{titles[what]} {span or ''}".strip() + ".xlsx", book.content()

    def _amount_columns(self):
        columns = [
            Column(self.env._("Quota"), "money"),
            Column(self.env._("Reduction Target"), "money"),
            Column(self.env._("Actual"), "money"),
            Column(self.env._("Remaining"), "money"),
            Column(self.env._("Used"), "percent", width=10),
        ]
        if self._own_items() is None:
            columns.append(Column(self.env._("Penalty"), "money"))
            columns.append(Column(self.env._("Reward"), "money"))
        return columns

    def _amounts(self, row, judged):
        amounts = [row[name] for name in ("quota", "target", "actual", "remaining")]
        amounts.append(row["used"])
        if judged:
            amounts += [row["penalty"], row["reward"]]
        return amounts

    def _write_dashboard(self, book, period, _year_to_date):
        judged = self._own_items() is None
        levels, ranking = self._overview(period)
        book.add_sheet(
            self.env._("Four Levels"),
            [
                Column(self.env._("Level"), "integer", width=8),
                Column(self.env._("Nodes"), "integer", width=8),
                *self._amount_columns(),
            ],
            [
                [row["level"], row["rows"], *self._amounts(row, judged)]
                for row in levels
            ],
        )
        book.add_sheet(
            self.env._("Ranking"),
            [
                Column(self.env._("Code")),
                Column(self.env._("Name"), width=28),
                *self._amount_columns(),
            ],
            [
                [row["code"], row["name"], *self._amounts(row, judged)]
                for row in ranking
            ],
        )
        book.add_sheet(
            self.env._("Months"),
            [Column(self.env._("Month")), *self._amount_columns()],
            [[row["code"], *self._amounts(row, judged)] for row in self._trend(period)],
        )
        names = ("code", "name", "quota", "target", "actual")
        columns = [Column(self.env._("Code")), Column(self.env._("Item"), width=28)]
        book.add_sheet(
            self.env._("Items"),
            columns + self._amount_columns()[:3],
            [[row[name] for name in names] for row in self._by_item(period)],
        )

    def _write_tree(self, book, period, year_to_date):
        periods = self._to_date(period, year_to_date)
        found = self._add_up(self._parts(periods), "node_id")
        figures = {row["node_id"]: row for row in found}
        nodes = self.env["ops.cost.node"].browse(self._nodes(self._belongs(periods)))
        nodes = nodes.sorted(self._place_in_tree(nodes))
        seen = set(nodes.ids)
        nothing, judged = self._figures(), self._own_items() is None
        book.add_sheet(
            self.env._("Responsibility Tree"),
            [
                Column(self.env._("Level"), "integer", width=8),
                Column(self.env._("Code")),
                Column(self.env._("Name"), width=28),
                Column(self.env._("Above")),
                *self._amount_columns(),
            ],
            [
                [
                    node.level,
                    node.code,
                    "  " * (node.level - 1) + node.name,
                    node.parent_id.code if node.parent_id.id in seen else "",
                    *self._amounts(figures.get(node.id) or nothing, judged),
                ]
                for node in nodes
            ],
        )

    def _place_in_tree(self, nodes):
        """Sort key of a node: after the one above it, by sequence and code."""
        # sudo: sequence and code of ancestors only decide where a row stands
        everything = nodes.sudo() | nodes.sudo().mapped("l1_id")
        everything |= nodes.sudo().mapped("l2_id") | nodes.sudo().mapped("l3_id")
        place = {node.id: (node.sequence, node.code) for node in everything}

        def key(node):
            chain = dict.fromkeys(
                (node.l1_id.id, node.l2_id.id, node.l3_id.id, node.id)
            )
            return [place[node_id] for node_id in chain if node_id]

        return key

    def _write_assessment(self, book, period, _year_to_date):
        assessments = self.env["ops.cost.assessment"].search(
            [("period_id", "=", period.id), ("is_current", "=", True)]
        )
        zones = dict(assessments._fields["zone"]._description_selection(self.env))
        names = ("quota", "reduction_target", "actual", "contingency_actual")
        book.add_sheet(
            self.env._("Assessments"),
            [
                Column(self.env._("Month")),
                Column(self.env._("Level"), "integer", width=8),
                Column(self.env._("Code")),
                Column(self.env._("Name"), width=28),
                Column(self.env._("Quota"), "money"),
                Column(self.env._("Reduction Target"), "money"),
                Column(self.env._("Actual"), "money"),
                Column(self.env._("Contingency"), "money"),
                Column(self.env._("Zone")),
                Column(self.env._("Penalty"), "money"),
                Column(self.env._("Reward"), "money"),
            ],
            [
                [
                    period.code,
                    row.level,
                    row.node_id.code,
                    row.node_id.name,
                    *(row[name] for name in names),
                    zones[row.zone],
                    row.penalty,
                    row.reward,
                ]
                for row in assessments
            ],
        )
