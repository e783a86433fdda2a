"""Who changes what is assessed, or the rates, does not close the month, nor issue."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CostCase
from .ledger_case import LedgerCase


class TestBundleClose(LedgerCase):
    """Quota of every person is 3000.00, of which 1000.00 of each of three items."""

    def setUp(self):
        super().setUp()
        self.post(("P01", "MAT", 2500))

    def take_out(self, role="office", item="WAG"):
        self.as_user(self.items[item], role).write({"in_bundle": False})
        self.env.invalidate_all()

    def close_as(self, role, period=None):
        action = self.as_user(period or self.jan, role).action_close()
        task = self.env["ops.background.task"].browse(action["params"]["task_id"])
        task._run_now()
        return task

    def assert_refused(self, role, period=None):
        with self.assertRaisesRegex(UserError, "four eyes"), self.cr.savepoint():
            self.close_as(role, period)
        self.assertEqual((period or self.jan).state, "open")

    def test_who_changes_the_bundle_does_not_close_what_it_alters(self):
        self.take_out()
        self.assert_refused("office")
        task = self.close_as("office2")
        self.assertEqual(task.state, "done", task.message)
        row = self.jan.assessment_ids.filtered(
            lambda row: row.node_id == self.nodes["P01"]
        )
        self.assertEqual((row.quota, row.actual, row.penalty), (2000, 2500, 500))

    def test_taking_it_back_or_letting_another_write_covers_nothing(self):
        self.take_out("office")
        self.as_user(self.items["WAG"], "office2").write({"in_bundle": True})
        for role in ("office", "office2"):
            self.assert_refused(role)
        self.assertEqual(self.close_as("manager").state, "done")

    def test_a_month_that_is_opened_again_and_the_open_ones(self):
        self.close_as("office")
        self.take_out()
        wizard = self.as_user(self.env["ops.cost.reopen"], "manager").create(
            {"period_id": self.jan.id, "reason": "Wrong meter"}
        )
        wizard.action_reopen()
        self.assert_refused("office")
        self.assertEqual(self.close_as("office2").state, "done")
        self.assert_refused("office", self.feb)
        self.assertEqual(self.close_as("office2", self.feb).state, "done")
        self.assert_refused("office", self.mar)

    def test_a_change_while_the_close_waits_for_the_background(self):
        action = self.as_user(self.jan, "office").action_close()
        self.take_out()
        task = self.env["ops.background.task"].browse(action["params"]["task_id"])
        task._run_now()
        self.assertEqual(task.state, "failed")
        self.assertIn("four eyes", task.message)
        self.assertEqual(self.jan.state, "open")

    def test_a_manager_is_no_exception(self):
        self.take_out("manager")
        self.assert_refused("manager")

    def test_other_companies_go_on(self):
        other = self.env["res.company"].create({"name": "Other Works"})
        item = self.env["ops.cost.item"].create(
            {"code": "X", "name": "X", "company_id": other.id}
        )
        office = self.users["office"]
        office.company_ids += other
        item.with_user(office).with_context(allowed_company_ids=other.ids).write(
            {"in_bundle": False}
        )
        self.assertEqual(self.close_as("office").state, "done")

    def test_the_same_value_and_other_fields_are_no_change(self):
        item = self.as_user(self.items["WAG"], "office")
        item.write({"in_bundle": True, "name": "Wages"})
        self.assertEqual(self.close_as("office").state, "done")

    def test_other_roles_do_not_change_it(self):
        for role in ("accountant", "recorder", "leader", "auditor", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(self.items["WAG"], role).write({"in_bundle": False})


class TestRateClose(LedgerCase):
    """Penalty and reward are money: whoever sets the rates does not close by them."""

    close_as = TestBundleClose.close_as
    assert_refused = TestBundleClose.assert_refused

    def setUp(self):
        super().setUp()
        self.post(("P01", "MAT", 2000))
        self.rated = self.as_user(self.plan, "manager")
        self.plan._server_write({"state": "draft"})

    def row(self, node, period=None):
        return (period or self.jan).assessment_ids.filtered(
            lambda row: row.is_current and row.node_id == self.nodes[node]
        )

    def test_who_changes_a_rate_does_not_close_what_it_alters(self):
        # target 2850.00, actual 2000.00: 850.00 saved
        self.rated.reward_rate = 0.9
        self.assert_refused("manager")
        self.assertEqual(self.close_as("office").state, "done")
        self.assertEqual(self.row("P01").reward, 765)

    def test_every_rate_counts(self):
        for vals in (
            {"penalty_rate": 0.5},
            {"reward_rate": 0.4},
            {"reward_base": "quota"},
            {"strict": False},
            {"tier_ids": [Command.create({"saved_from": 0.1, "rate": 0.9})]},
        ):
            with self.subTest(vals), self.cr.savepoint() as savepoint:
                self.rated.write(vals)
                self.assert_refused("manager")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_every_way_to_a_tier_counts(self):
        tier = self.env["ops.cost.reward.tier"].create(
            {"plan_id": self.plan.id, "saved_from": 0.2, "rate": 0.6}
        )
        new = {"plan_id": self.plan.id, "saved_from": 0.4, "rate": 0.8}
        for change in (
            lambda tier: tier.write({"rate": 0.9}),
            lambda tier: tier.unlink(),
            lambda tier: tier.create(new),
        ):
            with self.cr.savepoint() as savepoint:
                change(self.as_user(tier, "manager"))
                self.assert_refused("manager")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_tier_is_not_pushed_into_a_plan_that_is_confirmed(self):
        draft = self.env["ops.cost.plan"].create(
            {"name": "Next", "year": 2031, "total": 0, "company_id": self.company.id}
        )
        tier = self.env["ops.cost.reward.tier"].create(
            {"plan_id": draft.id, "saved_from": 0.2, "rate": 0.6}
        )
        self.plan._server_write({"state": "running"})
        with self.assertRaisesRegex(UserError, "are confirmed"), self.cr.savepoint():
            self.as_user(tier, "manager").write({"plan_id": self.plan.id})

    def test_the_months_that_are_closed_by_the_old_rates(self):
        """Closed months stay; opened again, they would be paid by the new rates."""
        self.assertEqual(self.close_as("office").state, "done")
        self.rated.reward_rate = 0.9
        self.assertEqual(self.row("P01").reward, 425)
        self.env["ops.cost.reopen"].with_user(self.users["manager"]).create(
            {"period_id": self.jan.id, "reason": "Wrong meter"}
        ).action_reopen()
        self.assert_refused("manager")

    def test_the_same_rates_are_no_change(self):
        self.rated.write({"reward_rate": self.plan.reward_rate, "name": "Plan"})
        self.assertEqual(self.close_as("manager").state, "done")


@tagged("post_install", "-at_install")
class TestRuleIssue(CostCase):
    def take_out(self, role):
        self.items["WAG"].with_env(self.as_(role)).write({"in_bundle": False})
        self.env.invalidate_all()

    def test_who_changes_the_bundle_does_not_issue(self):
        version = self.draft_version()
        self.take_out("manager")
        refused = self.assertRaisesRegex(UserError, "assessed items")
        with refused, self.cr.savepoint():
            version.with_env(self.as_("manager")).action_issue()
        version.with_env(self.as_("director")).action_issue()
        self.assertEqual(version.state, "issued")

    def test_an_issue_by_another_accepts_it_for_its_months(self):
        self.issued_version()
        later = self.draft_version("2026-02")
        self.take_out("clerk")
        later.with_env(self.as_("manager")).action_issue()
        january, february = self.months["2026-01"], self.months["2026-02"]
        self.assertEqual(january.rule_author_ids, self.users["clerk"])
        self.assertFalse(february.rule_author_ids)
        with self.assertRaisesRegex(UserError, "four eyes"), self.cr.savepoint():
            january.with_env(self.as_("clerk")).action_close()

    def test_who_changes_a_rate_does_not_issue(self):
        self.plan.with_env(self.as_("manager")).reward_rate = 0.4
        version = self.draft_version()
        with self.assertRaisesRegex(UserError, "rates"), self.cr.savepoint():
            version.with_env(self.as_("manager")).action_issue()
        version.with_env(self.as_("director")).action_issue()
        self.assertEqual(version.state, "issued")
        self.assertFalse(self.plan.period_ids.rule_author_ids)

    def test_rates_that_change_after_the_issue_wait_for_the_next_one(self):
        self.issued_version()
        plan = self.plan.with_env(self.as_("director"))
        plan.action_draft()
        plan.tier_ids = [Command.create({"saved_from": 0.1, "rate": 0.9})]
        january, february = self.months["2026-01"], self.months["2026-02"]
        self.assertEqual(february.rule_author_ids, self.users["director"])
        later = self.draft_version("2026-02")
        with self.assertRaisesRegex(UserError, "rates"), self.cr.savepoint():
            later.with_env(self.as_("director")).action_issue()
        later.with_env(self.as_("manager")).action_issue()
        self.assertEqual(january.rule_author_ids, self.users["director"])
        self.assertFalse(february.rule_author_ids)
