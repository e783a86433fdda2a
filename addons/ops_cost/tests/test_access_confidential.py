"""Wages of others: a recorder who adds up and subtracts everything that he can read,
through every door, learns nothing about them.

Proved without arithmetic: the same company is read twice, with other wages of one
colleague. Whatever is shown to a role has to be the same both times, else it depends
on the wage and some sum or difference could tell it.
"""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..imports.export import entries_csv, workbook
from .access_case import AccessCase
from .access_doors import Doors
from .access_oracle import Oracle, matrix
from .access_screens import ScreenAnswers

COLLEAGUE, ABOVE = "P02@T11", ("T11", "U1", "L")
QUOTA, ACTUAL, PENALTY = 1234.56, 2345.67, 345.67
# table: what changes on rows of the colleague, for the item, and above him
CHANGES = {
    "ops_cost_cell": ("quota", "reduction_target"),
    "ops_cost_allotment": ("quota", "reduction_target"),
    "ops_cost_entry": ("amount",),
    "ops_cost_snapshot_item": ("quota", "actual", "own_quota", "own_actual"),
    "ops_cost_assessment": ("quota", "reduction_target", "actual", "penalty"),
    "ops_cost_settlement_line": ("penalty", "net"),
}
BY_ITEM = ("cell", "allotment", "entry", "snapshot_item")
STEPS = {"actual": ACTUAL, "own_actual": ACTUAL, "amount": ACTUAL, "penalty": PENALTY}
MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.models",
)


@tagged("post_install", "-at_install")
class TestConfidential(ScreenAnswers, AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the recorder is one of the two persons of the team
        cls.employees["P01"].user_id = cls.users["recorder"]
        cls.env.flush_all()

    # the other world -------------------------------------------------------------
    def pay_otherwise(self):
        """Other wages of the colleague, everywhere they are stored or counted in."""
        nodes = [self.nodes[code].id for code in (COLLEAGUE, *ABOVE)]
        wages = self.items["WAG"].id
        for table, columns in CHANGES.items():
            of_item = table.removeprefix("ops_cost_") in BY_ITEM
            # entries and cells of inner nodes are their own level's, not his
            which = nodes[:1] if table in ("ops_cost_entry", "ops_cost_cell") else nodes
            self.change(
                table,
                columns,
                SQL(
                    "node_id IN %s AND %s",
                    tuple(which),
                    SQL("item_id = %s", wages) if of_item else SQL("TRUE"),
                ),
            )
        self.change("ops_cost_block", ("amount",), SQL("item_id = %s", wages))
        self.change(
            "ops_cost_plan", ("total", "daily_amount"), SQL("id = %s", self.plan.id)
        )
        self.env.invalidate_all()

    def change(self, table, columns, where):
        steps = [
            SQL(
                "%s = %s + %s",
                SQL.identifier(column),
                SQL.identifier(column),
                STEPS.get(column, QUOTA),
            )
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

    def secrets(self):
        """What the colleague's rows and the totals above them hold."""
        self.env.invalidate_all()
        node = self.nodes[COLLEAGUE]
        found = set()
        for name in CHANGES:
            model = self.everything()[name.replace("_", ".")]
            rows = model.search([("node_id", "in", (node | node.l3_id).ids)])
            for column in CHANGES[name]:
                found.update(round(value, 2) for value in rows.mapped(column))
        return sorted(value for value in found if value >= 10)

    # everything that a role is told ------------------------------------------------
    def told(self, role, secrets):
        oracle = Oracle(role, self.users[role], self.company)
        env = self.reader(role)
        for model in sorted(matrix()):
            if not env[model]._transient and env[model].has_access("read"):
                for door, answer in Doors(
                    env[model], self.strangers(oracle, model), secrets
                ).all():
                    yield (model, door), answer
        for screen, answer in self.answers(role):
            yield ("screen", screen), answer
        yield from self.files(role)
        yield from self.prints(role)

    def strangers(self, oracle, model):
        if not self.env[model]._auto:
            return []
        records = self.everything()[model].search([])
        return [record.id for record in records if not oracle.sees(record)]

    def files(self, role):
        for month in self.months.values():
            for what in ("dashboard", "tree", "assessment"):
                exports = self.reader(role)["ops.cost.screen.export"]
                _name, content = exports._workbook(what, month.id, True)
                yield ("workbook", what), list(self.sheets(content))
        for kind in ("company", "quotas", "entries"):
            content = self.file(role, workbook, kind)
            yield ("workbook", kind), list(self.sheets(content))
        yield ("workbook", "csv"), self.file(role, entries_csv)

    def prints(self, role):
        for report, model in (
            ("ops_cost.assessment_sheet_report", "ops.cost.assessment"),
            ("ops_cost.settlement_sheet_report", "ops.cost.settlement"),
        ):
            for record in self.everything()[model].search([]):
                env = self.reader(role)
                try:
                    html, _kind = env["ir.actions.report"]._render_qweb_html(
                        report, record.ids
                    )
                except UserError as refusal:
                    html = str(refusal)
                yield ("print", report), html

    def read_twice(self, role):
        """``(what was told, what would have been told with other wages)``."""
        here = self.secrets()
        with self.cr.savepoint() as savepoint:
            self.pay_otherwise()
            secrets = sorted({*here, *self.secrets()})
            there = list(self.told(role, secrets))
            savepoint.rollback()
        self.env.invalidate_all()
        return list(self.told(role, secrets)), there

    def assert_untold(self, role):
        here, there = self.read_twice(role)
        self.assertEqual(len(here), len(there))
        self.assertGreater(len(here), 100)
        for (door, answer), (_door, other) in zip(here, there, strict=True):
            with self.subTest(role=role, door=door):
                self.assertEqual(answer, other)

    @mute_logger(*MUTED)
    def test_the_recorder_cannot_tell_the_wage(self):
        self.assert_untold("recorder")

    @mute_logger(*MUTED)
    def test_the_owner_of_other_items_cannot_tell_the_wage(self):
        self.assert_untold("functional")

    @mute_logger(*MUTED)
    def test_whoever_may_know_is_told(self):
        """The proof is worth something: with other wages, other things are told."""
        here, there = self.read_twice("accountant")
        changed = {
            door
            for (door, answer), (_door, other) in zip(here, there, strict=True)
            if answer != other
        }
        for model in ("entry", "cell", "assessment", "snapshot.item", "block", "plan"):
            with self.subTest(model=model):
                self.assertIn((f"ops.cost.{model}", "door_search_read"), changed)
        self.assertIn(("screen", "tree"), changed)
        self.assertIn(("print", "ops_cost.assessment_sheet_report"), changed)

    # -------------------------------------------------------------------------------
    def totals(self):
        """Nodes with the quota that the recorder's tree shows."""
        rows = self.reader("recorder")["ops.cost.tree"].get_tree(
            self.months["2026-02"].id
        )
        return rows["limit"], {row["code"]: row["quota"] for row in rows["rows"]}

    def quota_of(self, *items):
        rows = self.everything()["ops.cost.fact"].search(
            [
                ("period_id", "=", self.months["2026-02"].id),
                ("l3_id", "=", self.nodes["T11"].id),
                ("nature", "=", "daily"),
                ("item_id.code", "in", items),
            ]
        )
        return round(sum(rows.mapped("quota")), 2)

    def test_totals_without_the_confidential_item(self):
        self.assertEqual(
            self.totals(), ("confidential", {"T11": self.quota_of("MAT", "UTL")})
        )

    def test_whole_totals_where_nothing_is_confidential(self):
        self.items["WAG"].confidential = False
        limit, totals = self.totals()
        self.assertFalse(limit)
        self.assertEqual(totals["T11"], self.quota_of("MAT", "UTL", "WAG"))
        team = self.reader("recorder")["ops.cost.assessment"].search(
            [("node_id", "=", self.nodes["T11"].id)]
        )
        self.assertTrue(team)
        self.items["WAG"].confidential = True
        self.assertFalse(
            team.with_env(self.reader("recorder")).search([("id", "in", team.ids)])
        )
