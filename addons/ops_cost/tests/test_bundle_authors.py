"""Who changes what is assessed does not close the month, nor issue a version."""

from odoo.exceptions import AccessError, UserError
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

    def test_every_open_month_and_no_closed_one(self):
        self.close_as("office")
        self.take_out()
        self.assertFalse(self.jan.bundle_author_ids)
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


@tagged("post_install", "-at_install")
class TestBundleIssue(CostCase):
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
        self.assertEqual(january.bundle_author_ids, self.users["clerk"])
        self.assertFalse(february.bundle_author_ids)
        with self.assertRaisesRegex(UserError, "four eyes"), self.cr.savepoint():
            january.with_env(self.as_("clerk")).action_close()
