"""How a plan goes on after its last closed month: more months, the next year."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install")
class TestPlanMonths(CostCase):
    def clerk(self):
        return self.plan.with_env(self.as_("clerk"))

    def close_all(self):
        self.issued_version()
        for month in self.plan.period_ids:
            month._server_write({"state": "closed"})
        self.plan._refresh_state()
        self.assertEqual(self.plan.state, "closed")

    def codes(self, plan):
        return plan.period_ids.sorted("date_start").mapped("code")

    # more months -----------------------------------------------------------------
    def test_the_next_month_opens_a_plan_again(self):
        self.close_all()
        self.clerk().action_add_month()
        self.assertEqual(self.codes(self.plan)[-1], "2026-04")
        self.assertEqual(self.plan.state, "running")
        april = self.plan.period_ids.filtered(lambda month: month.code == "2026-04")
        self.assertEqual((april.state, april.weight), ("open", 22))

    def test_its_money_goes_to_the_new_month_alone(self):
        self.close_all()
        sealed = self.effective("2026-03", "P01@T11", "MAT")
        self.clerk().action_add_month()
        self.plan.with_env(self.as_("manager")).action_draft()
        self.clerk().write({"total": 160000.0})
        for block in self.clerk().block_ids:
            block.amount += block.amount / 3
        self.clerk().action_measured()
        self.assertEqual(self.plan.fund_ids.amount, 16000.0)
        self.clerk().action_create_version()
        version = self.plan.version_ids.filtered(lambda row: row.state == "draft")
        self.assertEqual(version.effective_period_id.code, "2026-04")
        version.reason = "April"
        version.with_env(self.as_("clerk")).action_cascade()
        version.with_env(self.as_("manager")).action_issue()
        self.months = self.months | {"2026-04": version.effective_period_id}
        for item, block in (("MAT", 30000.0), ("WAG", 60000.0), ("UTL", 18000.0)):
            april = self.allotment(version, "L", item, "2026-04")
            self.assertAlmostEqual(april.quota, block / 3, 2)
        self.assertEqual(self.effective("2026-03", "P01@T11", "MAT"), sealed)

    def test_months_before_a_closed_one_are_not_made(self):
        self.months["2026-01"].unlink()
        self.months["2026-02"]._server_write({"state": "closed"})
        self.clerk().action_generate_periods()
        self.assertEqual(self.codes(self.plan)[0], "2026-02")
        self.assertEqual(len(self.plan.period_ids), 11)
        with self.assertRaisesRegex(UserError, "2026-01 lies before 2026-02"):
            self._create_month(self.plan, "2026-01", 1)

    def test_after_december_comes_the_next_year(self):
        self.clerk().action_generate_periods()
        with self.assertRaisesRegex(UserError, "copy it to the next year"):
            self.clerk().action_add_month()

    def test_without_an_open_month_the_way_on_is_named(self):
        self.close_all()
        with self.assertRaisesRegex(UserError, "add the next month"):
            self.clerk().action_create_version()

    # next year -------------------------------------------------------------------
    def next_year(self):
        action = self.clerk().action_next_year()
        return self.plan.browse(action["res_id"])

    def test_the_next_year_takes_the_rules_over(self):
        self.plan.tier_ids = [Command.create({"saved_from": 0.1, "rate": 0.6})]
        for code in ("P03@T12", "T12"):
            self.nodes[code].date_end = "2026-11-30"
        self.plan.own_share_ids = [
            Command.create(
                {
                    "level": 3,
                    "node_id": self.nodes[code].id,
                    "item_id": self.items["MAT"].id,
                    "share": 0.1,
                }
            )
            for code in ("T11", "T12")
        ]
        self.plan.penalty_rate = 1.5
        plan = self.next_year()
        self.assertEqual((plan.year, plan.state), (2027, "draft"))
        self.assertEqual(plan.name, "Plan 2027")
        self.assertEqual((plan.total, plan.contingency_amount), (120000.0, 12000.0))
        self.assertEqual((plan.penalty_rate, plan.tier_ids.rate), (1.5, 0.6))
        self.assertEqual(
            {row.item_id.code: row.amount for row in plan.block_ids},
            {row.item_id.code: row.amount for row in self.plan.block_ids},
        )
        kept = plan.own_share_ids.mapped(lambda row: (row.node_id.code, row.share))
        self.assertCountEqual(kept, [(False, 0.3), (False, 0.2), ("T11", 0.1)])
        self.assertEqual(self.codes(plan), ["2027-01", "2027-02", "2027-03"])
        self.assertFalse(plan.version_ids)
        self.assertEqual(self.next_year(), plan)

    def test_books_go_on_in_the_next_year(self):
        self.close_all()
        plan = self.next_year().with_env(self.as_("clerk"))
        plan.action_measured()
        action = plan.action_create_version()
        version = self.env["ops.cost.version"].browse(action["res_id"])
        version.with_env(self.as_("clerk")).action_cascade()
        version.with_env(self.as_("manager")).action_issue()
        voucher = self.env["ops.cost.voucher"].create(
            {
                "company_id": self.company.id,
                "date": "2027-01-05",
                "recorded_on": "2027-01-05",
                "entry_ids": [
                    Command.create(
                        {
                            "node_id": self.nodes["P01@T11"].id,
                            "item_id": self.items["MAT"].id,
                            "amount": 10.0,
                        }
                    )
                ],
            }
        )
        voucher._post()
        self.assertEqual(voucher.entry_ids.period_id.code, "2027-01")

    def test_other_roles_neither_add_nor_copy(self):
        for name in ("accountant", "leader", "functional", "auditor", "finance"):
            plan = self.plan.with_env(self.as_(name))
            for method in (plan.action_add_month, plan.action_next_year):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    method()
