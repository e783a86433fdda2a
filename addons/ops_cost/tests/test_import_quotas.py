"""Quotas alone: a draft version out, edited, and in again."""

import io
from decimal import Decimal

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..imports.export import workbook as export
from .import_case import ImportCase, copy_rows, workbook

D = Decimal
COLUMNS = ("version", "month", "item", "node", "quota", "saving_task")


@tagged("post_install", "-at_install")
class TestImportQuotas(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.run_import(workbook(copy_rows(entries=[])))
        self.plan = self.find("ops.cost.plan")
        self.version = self.find("ops.cost.version", number=1)

    def cascade(self):
        self.plan.with_user(self.office).action_measured()
        self.version.with_user(self.office).action_cascade()

    def export(self, user=None):
        env = self.plan.with_user(user or self.office).env
        return export(env, self.company, "quotas", self.plan.with_env(env))

    def edit(self, content, change):
        """``change(row as dict)`` gives the new values of a row."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        for cells in book["quotas"].iter_rows(min_row=2):
            row = dict(zip(COLUMNS, (cell.value for cell in cells), strict=True))
            for name, value in change(row).items():
                cells[COLUMNS.index(name)].value = value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def shift(self, content, source, target, amount):
        """Moves money for MAT in January between two nodes of the file."""

        def change(row):
            if (row["item"], row["month"]) != ("MAT", "2026-01"):
                return {}
            signs = {source: -1, target: 1}
            sign = signs.get(row["node"], 0)
            return {"quota": round(row["quota"] + sign * amount, 2)}

        return self.edit(content, change)

    def quota(self, node, item="MAT", month="2026-01"):
        cells = self.version.cell_ids.filtered(
            lambda cell: (
                (cell.node_id.code, cell.item_id.code, cell.period_id.code)
                == (node, item, month)
            )
        )
        return cells.quota

    def test_what_was_exported_changes_nothing(self):
        self.cascade()
        lock = self.version.lock_version
        before = self.row_counts()
        wizard = self.run_import(self.export(), "quotas", plan_id=self.plan.id)
        self.assertFalse(sum(wizard.count_ids.mapped("new_count")))
        self.assertEqual(self.row_counts(), before)
        self.assertEqual(self.version.lock_version, lock)

    def test_a_shift_inside_a_team_is_stored(self):
        self.cascade()
        first, second = self.quota("P1@T1"), self.quota("P2@T1")
        content = self.shift(self.export(), "P1@T1", "P2@T1", 10.01)
        self.run_import(content, "quotas", plan_id=self.plan.id)
        self.version.invalidate_recordset()
        self.assertAlmostEqual(self.quota("P1@T1"), first - 10.01)
        self.assertAlmostEqual(self.quota("P2@T1"), second + 10.01)
        self.version._check_identity()

    def test_a_sum_that_differs_from_what_the_team_received(self):
        self.cascade()
        content = self.shift(self.export(), "P1@T1", "P3@T2", 10.00)
        wizard = self.preview(content, "quotas", plan_id=self.plan.id)
        found = self.findings(wizard)
        self.assertEqual({row[2] for row in found}, {"quota"})
        self.assertEqual(len(found), 2)
        self.assertIn("T1", found[0][3] + found[1][3])

    def test_a_target_below_zero(self):
        self.cascade()

        def change(row):
            chosen = row["node"] == "P1@T1" and row["item"] == "MAT"
            return {"saving_task": row["quota"] + 0.01} if chosen else {}

        content = self.edit(self.export(), change)
        wizard = self.preview(content, "quotas", plan_id=self.plan.id)
        self.assertEqual({row[2] for row in self.findings(wizard)}, {"saving_task"})

    def test_a_draft_that_changed_after_the_download(self):
        self.cascade()
        old = self.export()
        first = self.shift(old, "P1@T1", "P2@T1", 1.00)
        self.run_import(first, "quotas", plan_id=self.plan.id)
        second = self.shift(old, "P1@T1", "P2@T1", 2.00)
        wizard = self.preview(second, "quotas", plan_id=self.plan.id)
        self.assertEqual([row[2] for row in self.findings(wizard)], ["version"])
        again = self.run_import(first, "quotas", plan_id=self.plan.id)
        self.assertFalse(sum(again.count_ids.mapped("new_count")))

    def test_an_issued_version_is_frozen(self):
        self.cascade()
        charges = self.env["ops.cost.charge"].with_user(self.office)
        charges.create(
            [
                {
                    "company_id": self.company.id,
                    "item_id": item.id,
                    "leader_id": self.node("U1").manager_id.id,
                    "date_start": "2026-01-01",
                }
                for item in self.find("ops.cost.item")
            ]
        )
        content = self.export()
        self.version.with_user(self.manager).action_issue()
        self.run_import(content, "quotas", plan_id=self.plan.id)
        changed = self.shift(content, "P1@T1", "P2@T1", 1.00)
        wizard = self.preview(changed, "quotas", plan_id=self.plan.id)
        self.assertEqual({row[2] for row in self.findings(wizard)}, {"version"})

    def test_without_a_cascade_the_allotments_follow_from_the_cells(self):
        lines = [
            {
                "version": 1,
                "month": "2026-01",
                "item": "MAT",
                "node": node,
                "quota": D(quota),
                "saving_task": D(saving),
            }
            for node, quota, saving in (
                ("U1", "10.00", "0.50"),
                ("P1@T1", "100.00", "5.00"),
                ("P3@T2", "50.00", "2.50"),
            )
        ]
        self.run_import(workbook({"quotas": lines}), "quotas", plan_id=self.plan.id)
        allotted = {
            row.node_id.code: (row.quota, row.saving_task)
            for row in self.version.allotment_ids
        }
        self.assertEqual(allotted["L"], (160.0, 8.0))
        self.assertEqual(allotted["U1"], (110.0, 5.5))
        self.assertEqual(allotted["T2"], (50.0, 2.5))

    def test_months_and_versions(self):
        line = {
            "version": 2,
            "month": "2026-01",
            "item": "MAT",
            "node": "P1@T1",
            "quota": D("1.00"),
        }
        content = workbook({"quotas": [line, line | {"version": 7, "node": "U1"}]})
        wizard = self.preview(content, "quotas", plan_id=self.plan.id)
        self.assertEqual(
            [row[:3] for row in self.findings(wizard)],
            [("quotas", 2, "month"), ("quotas", 3, "version")],
        )

    def test_an_accountant_divides_only_what_the_own_unit_received(self):
        self.cascade()
        accountant = self.new_user("accountant")
        accountant.ops_cost_unit_ids = self.node("U1")
        self.env.registry.clear_cache()
        foreign = self.quota("P3@T2")
        content = self.export(accountant)
        nodes = self.nodes_of(content)
        self.assertIn("P1@T1", nodes)
        self.assertNotIn("P3@T2", nodes)
        content = self.shift(content, "P1@T1", "P2@T1", 3.00)
        options = {"user": accountant, "plan_id": self.plan.id}
        self.run_import(content, "quotas", **options)
        self.version.invalidate_recordset()
        self.assertEqual(self.quota("P3@T2"), foreign)
        self.version._check_identity()
        stranger = self.new_user("recorder")
        with self.assertRaises(AccessError):
            self.preview(content, "quotas", user=stranger)

    def nodes_of(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return {row[3] for row in book["quotas"].iter_rows(min_row=2, values_only=True)}
