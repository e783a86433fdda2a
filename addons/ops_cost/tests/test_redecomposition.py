from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install")
class TestRedecomposition(CostCase):
    def test_later_months_change_and_earlier_ones_stay(self):
        first = self.draft_version().with_env(self.env)
        first.with_env(self.as_("manager")).action_issue()
        before = self.effective("2026-01", "P01@T11", "MAT")
        u1 = self.allotment(first, "U1", "MAT", "2026-03").quota
        second = self.second_version_after(first)
        self.assertEqual(first.state, "issued")
        self.assertEqual(self.effective("2026-01", "P01@T11", "MAT"), before)
        self.assertFalse(self.cell(second, "P01@T11", "MAT", "2026-01"))
        self.assertAlmostEqual(
            self.allotment(second, "U1", "MAT", "2026-03").quota, u1 - 100, 2
        )
        self.assertEqual(second.supersedes_id, first)
        total = self.allotment(second, "L", "MAT", "2026-03")
        self.assertAlmostEqual(total.quota, 11186.44, 2)
        self.assertAlmostEqual(total.saving_task, 559.32, 2)

    def second_version_after(self, first):
        self.assertEqual(first.state, "issued")
        version = self.plan.with_env(self.as_("clerk"))._create_version(
            self.months["2026-03"], "More material for U2"
        )
        version.change_ids = [
            Command.create(
                {
                    "period_id": self.months["2026-03"].id,
                    "item_id": self.items["MAT"].id,
                    "from_node_id": self.nodes["U1"].id,
                    "to_node_id": self.nodes["U2"].id,
                    "amount": 100.0,
                }
            )
        ]
        version.action_cascade()
        version.with_env(self.as_("manager")).action_issue()
        return version.with_env(self.env)

    def test_the_difference_of_two_versions_is_listed(self):
        first = self.issued_version()
        second = self.second_version_after(first)
        rows = self.as_("clerk")["ops.cost.version.diff"].search(
            [("version_id", "=", second.id), ("item_id", "=", self.items["MAT"].id)]
        )
        self.assertEqual(set(rows.mapped("period_id")), {self.months["2026-03"]})
        by_unit = {"U1": 0.0, "U2": 0.0}
        for row in rows:
            by_unit[row.l2_id.code] += row.difference
        self.assertAlmostEqual(by_unit["U1"], -100.0, 2)
        self.assertAlmostEqual(by_unit["U2"], 100.0, 2)
        same = self.env["ops.cost.version.diff"].search(
            [("version_id", "=", second.id), ("item_id", "=", self.items["WAG"].id)]
        )
        self.assertTrue(same)
        self.assertFalse(any(same.mapped("is_changed")))

    def test_a_draft_is_compared_with_what_was_issued_since(self):
        first = self.draft_version()
        second = self.plan.with_env(self.as_("clerk"))._create_version(
            self.months["2026-03"], "Made before the first was issued"
        )
        self.assertFalse(second.supersedes_id)
        first.with_env(self.as_("manager")).action_issue()
        self.assertEqual(second.supersedes_id, first)
        rows = self.env["ops.cost.version.diff"].search_count(
            [("version_id", "=", first.id)]
        )
        self.assertFalse(rows)

    def test_an_unknown_shift_is_refused(self):
        version = self.draft_version().with_env(self.as_("clerk"))
        version.change_ids = [
            Command.create(
                {
                    "period_id": self.months["2026-03"].id,
                    "item_id": self.items["MAT"].id,
                    "from_node_id": self.nodes["U1"].id,
                    "to_node_id": self.nodes["U2"].id,
                    "amount": 99999.0,
                }
            )
        ]
        with self.assertRaises(UserError):
            version.action_cascade()

    def test_a_changed_block_gives_later_months_the_rest(self):
        self.issued_version()
        manager = self.plan.with_env(self.as_("manager"))
        manager.action_draft()
        material = self.plan.block_ids.filtered(
            lambda block: block.item_id == self.items["MAT"]
        )
        wages = self.plan.block_ids.filtered(
            lambda block: block.item_id == self.items["WAG"]
        )
        material.amount, wages.amount = 31000.0, 59000.0
        manager.action_measured()
        version = self.plan.with_env(self.as_("clerk"))._create_version(
            self.months["2026-02"], "Prices of material rose"
        )
        version.action_cascade()
        months = ("2026-02", "2026-03")
        rest = [
            self.allotment(version.with_env(self.env), "L", "MAT", month).quota
            for month in months
        ]
        self.assertAlmostEqual(sum(rest), 31000.0 - 10677.97, 2)
        utility = [
            self.allotment(version.with_env(self.env), "L", "UTL", month).quota
            for month in months
        ]
        self.assertEqual(utility, [4881.36, 6711.86])
        version.with_env(self.as_("manager")).action_issue()

    def test_a_version_that_begins_earlier_replaces_later_ones(self):
        first = self.issued_version()
        second = self.second_version_after(first)
        third = self.draft_version("2026-02", "All anew")
        third.with_env(self.as_("manager")).action_issue()
        self.assertEqual(first.state, "issued")
        self.assertEqual(second.state, "superseded")
        self.assertEqual(third.supersedes_id, first)
        rows = self.env["ops.cost.version"]._effective_minor(self.months["2026-03"].ids)
        self.assertTrue(rows)
        march = self.allotment(third, "U1", "MAT", "2026-03").quota
        self.assertAlmostEqual(march, 7008.37, 2)

    def test_closed_months_are_not_decomposed_again(self):
        self.issued_version()
        version = self.draft_version("2026-01", "Too late")
        self.months["2026-01"]._server_write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "2026-01"):
            version.with_env(self.as_("manager")).action_issue()
