"""The same company with other wages of one colleague: every stored amount and hash that
holds them is changed, to see who is told something else then."""

from odoo.fields import Command
from odoo.tools import SQL

COLLEAGUE, ABOVE = "P02@T11", ("T11", "U1", "L")
QUOTA, ACTUAL, PENALTY, SAVING, SPENT = 1234.56, 2345.67, 345.67, 12.34, 3.21
# table: what changes on rows of the colleague, for the item, and above him
CHANGES = {
    "ops_cost_cell": ("quota", "saving_task", "reduction_target"),
    "ops_cost_allotment": ("quota", "saving_task", "reduction_target"),
    "ops_cost_entry": ("amount",),
    "ops_cost_snapshot_item": (
        *("quota", "saving_task", "actual"),
        *("own_quota", "own_saving_task", "own_actual"),
    ),
    "ops_cost_assessment": (
        *("quota", "saving_task", "reduction_target", "actual"),
        *("contingency_actual", "penalty", "reward", "net"),
    ),
    "ops_cost_settlement_line": ("penalty", "reward", "net"),
}
BY_ITEM = ("cell", "allotment", "entry", "snapshot_item")
# table: what changes with the wages of the company, on rows of the item where it is
# named; of a transfer only where the reader has no part in it
ELSEWHERE = {
    "ops_cost_block": ("amount",),
    "ops_cost_version_change": ("amount",),
    "ops_cost_transfer_line": ("quota", "saving_task"),
    "ops_cost_plan": ("total", "contingency_amount", "daily_amount"),
    "ops_cost_fund": ("amount", "released"),
    "ops_cost_release": ("spent", "returned"),
    "ops_cost_unassigned": ("amount",),
    "ops_cost_closing": ("seal_hash",),
    "ops_cost_settlement": ("seal_hash",),
    "ops_cost_version": ("seal_hash",),
}
# what is asked for and what is set before anybody is paid
NO_WAGES = {
    "ops_cost_plan": {"superior_target", "large_threshold"},
    "ops_cost_release": {"amount"},
}
OF_ITEM = ("block", "version_change", "transfer_line")
STEPS = {
    **dict.fromkeys(("actual", "own_actual", "amount"), ACTUAL),
    **dict.fromkeys(("penalty", "reward", "net"), PENALTY),
    **dict.fromkeys(("saving_task", "own_saving_task"), SAVING),
    "spent": SPENT,
    "returned": -SPENT,
    **dict.fromkeys(("contingency_amount", "contingency_actual"), SPENT),
    "reduction_target": QUOTA - SAVING,
}


class OtherWages:
    """Beside ``AccessCase``."""

    @classmethod
    def add_wages(cls):
        """Wages where they hide in a sum: paid from releases of the team, one of
        them returned since, and shifted together with material."""
        for returned in (False, True):
            release = cls.env["ops.cost.release"].create(
                {
                    "fund_id": cls.fund.id,
                    "period_id": cls.months["2026-02"].id,
                    "node_id": cls.nodes["T11"].id,
                    "purpose": cls.text(),
                    "amount": cls.amount(30_000, 90_000),
                }
            )
            release._approve()
            paid = {"nature": "contingency", "release_id": release.id}
            for node, item in (("P01@T11", "MAT"), (COLLEAGUE, "WAG")):
                line = {**paid, "amount": cls.amount(1_000, 9_000)}
                cls.voucher([(node, item, line)], "2026-02-12")._post()
            if returned:
                release._return()
        cls._shift_wages()

    @classmethod
    def _shift_wages(cls):
        transfer = cls.env["ops.cost.transfer"].create(
            {
                "plan_id": cls.plan.id,
                "period_id": cls.months["2026-02"].id,
                "reason": cls.text(),
                "line_ids": [
                    cls._line(COLLEAGUE, "P03@T12", item) for item in ("WAG", "MAT")
                ],
            }
        )
        transfer._post()
        change = {
            "period_id": cls.months["2026-03"].id,
            "item_id": cls.items["WAG"].id,
            "from_node_id": cls.nodes["U1"].id,
            "to_node_id": cls.nodes["U2"].id,
            "amount": cls.amount(),
        }
        cls.draft.write({"change_ids": [Command.create(change)]})

    def pay_otherwise(self):
        """Other wages of the colleague, everywhere they are stored or counted in."""
        nodes = [self.nodes[code].id for code in (COLLEAGUE, *ABOVE)]
        for table, columns in CHANGES.items():
            # entries and cells of inner nodes are their own level's, not his
            which = nodes[:1] if table in ("ops_cost_entry", "ops_cost_cell") else nodes
            where = SQL("node_id IN %s", tuple(which))
            if table.removeprefix("ops_cost_") in BY_ITEM:
                where = SQL("%s AND %s", where, self.of_wages())
            self.change(table, columns, where)
        for table, columns in ELSEWHERE.items():
            self.change(table, columns, self.of_company(table))
        self.env.invalidate_all()

    def of_wages(self):
        return SQL("item_id = %s", self.items["WAG"].id)

    def of_company(self, table):
        where = SQL("company_id = %s", self.company.id)
        if table.removeprefix("ops_cost_") in OF_ITEM:
            where = SQL("%s AND %s", where, self.of_wages())
        if table == "ops_cost_transfer_line":
            reader = self.nodes["P01@T11"].id
            return SQL("%s AND %s NOT IN (from_node_id, to_node_id)", where, reader)
        if table == "ops_cost_release":
            return SQL("%s AND spent > 0", where)
        return where

    def change(self, table, columns, where):
        steps = [
            SQL("%s = %s", SQL.identifier(column), self.changed(column))
            for column in columns
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE %s",
                SQL.identifier(table),
                SQL(", ").join(steps),
                where,
            )
        )
        self.assertTrue(self.env.cr.rowcount, table)

    @staticmethod
    def changed(column):
        if column == "seal_hash":
            return SQL("md5(coalesce(seal_hash, ''))")
        name = SQL.identifier(column)
        return SQL("coalesce(%s, 0) + %s", name, STEPS.get(column, QUOTA))
