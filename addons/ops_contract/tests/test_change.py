from datetime import date, datetime
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestChange(ContractCase):
    def setUp(self):
        super().setUp()
        clock = patch.object(
            self.env.cr, "_now", datetime.fromisoformat("2026-03-10 04:00:00")
        )
        clock.start()
        self.addCleanup(clock.stop)
        self.subject = self.contract()

    def change(self, role="supervisor", **values):
        return self.as_(role)["ops.contract.change"].create(
            {
                "name": "Two more switches",
                "contract_id": self.subject.id,
                "kind": "service",
                "description": "In building B",
                **values,
            }
        )

    def by(self, role, change):
        return change.with_user(self.users[role])

    def approved(self, **values):
        change = self.change(**values)
        change.action_submit()
        self.by("manager", change).action_approve()
        return change

    def test_a_request_is_decided_by_another_and_carried_out_by_a_version(self):
        change = self.approved(date_wanted="2026-04-01")
        self.assertTrue(change.number.startswith("CR"))
        self.assertEqual(change.approval_state, "approved")
        self.assertFalse(change.is_carried_out)
        action = self.by("manager", change).action_new_version()
        version = self.env["ops.annex.version"].browse(action["res_id"])
        self.assertEqual(version.state, "draft")
        self.assertEqual(version.kind, "service")
        self.assertEqual(version.date_from, date(2026, 4, 1))
        self.assertEqual(version.change_request_id, change)
        with self.assertRaises(UserError):
            self.by("manager", change).action_new_version()
        version._server_write({"state": "agreed"})
        self.assertTrue(change.is_carried_out)
        found = self.env["ops.contract.change"].search([("is_carried_out", "=", True)])
        self.assertIn(change, found)

    def test_nobody_decides_on_the_own_request(self):
        change = self.change("manager")
        change.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            change.action_approve()
        self.by("org", change).action_approve()
        self.assertEqual(change.approval_state, "approved")

    def test_roles(self):
        change = self.change()
        change.action_submit()
        for role in ("supervisor", "finance", "employee", "manager2"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.by(role, change).action_approve()
        for role in ("finance", "employee", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.change(role, name="Other")
        with self.assertRaises(AccessError):
            change.read(["amount"])

    def test_a_submitted_request_does_not_change(self):
        change = self.change()
        change.action_submit()
        for role in ("supervisor", "manager", "org"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.by(role, change).write({"description": "Other"})
        with self.assertRaises(UserError):
            self.by("org", change).unlink()

    def test_only_running_contracts_are_changed(self):
        for state in ("draft", "review", "expired", "closed"):
            self.subject._server_write({"state": state})
            with self.subTest(state=state), self.assertRaises(UserError):
                self.change().action_submit()

    # renewal ---------------------------------------------------------------------
    def renew(self, role="manager", **values):
        wizard = self.as_(role)["ops.contract.renew"].create(
            {"contract_id": self.subject.id, "reason": "Both sides wish so", **values}
        )
        action = wizard.action_request()
        return self.env["ops.contract.change"].browse(action["res_id"])

    def test_a_renewal_extends_the_same_contract(self):
        self.agree(
            self.version(
                self.subject,
                "price",
                date(2026, 1, 1),
                price=[{"name": "Care", "unit_price": 100}],
            )
        )
        version = self.subject.version_ids
        self.assertEqual(version.date_to, date(2026, 12, 31))
        change = self.renew()
        self.assertEqual(change.new_date_end, date(2027, 12, 31))
        self.assertEqual(self.subject.date_end, date(2026, 12, 31))
        self.by("org", change).action_approve()
        self.assertEqual(self.subject.date_end, date(2027, 12, 31))
        self.assertEqual(version.date_to, date(2027, 12, 31))
        self.assertTrue(version._seal_is_intact())
        self.assertTrue(change.is_carried_out)
        self.assertIn("2027-12-31", self.subject.message_ids[0].body)

    def test_an_expired_contract_becomes_active_again(self):
        self.subject._server_write({"date_end": "2026-02-28", "state": "expired"})
        change = self.renew(new_date_end="2026-06-30")
        self.by("org", change).action_approve()
        self.assertEqual(self.subject.state, "active")

    def test_a_renewal_goes_forward_and_needs_the_role(self):
        with self.assertRaises(UserError):
            self.renew(new_date_end="2026-12-31")
        for role in ("supervisor", "finance", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.renew(role)
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.change(effect="renewal", new_date_end=False)

    def test_a_terminated_contract_is_not_renewed(self):
        self.subject._server_write({"terminated_on": "2026-03-31"})
        with self.assertRaises(UserError):
            self.renew()

    # the customer ------------------------------------------------------------------
    def ask(self, user=None, **values):
        user = user or self.portal
        vals = {"name": "More desks", "description": "Ten", "kind": "service", **values}
        return self.env(user=user)["ops.contract.change"]._request_from_portal(
            user.partner_id, self.subject.with_user(user), vals
        )

    def test_a_customer_asks_once(self):
        change = self.ask()
        self.assertEqual(change.approval_state, "submitted")
        self.assertEqual(change.origin, "customer")
        self.assertEqual(change.sudo().requested_by, self.portal)
        with self.assertRaisesRegex(UserError, change.number):
            self.ask(name="  more  DESKS ")
        self.assertNotEqual(self.ask(name="Fewer desks"), change)
        self.assertNotEqual(self.ask(kind="staff"), change)

    def test_a_rejected_wish_may_be_asked_for_again(self):
        change = self.ask()
        self.by("manager", change).action_reject("Not this year")
        self.assertNotEqual(self.ask(), change)

    def test_a_customer_fills_in_the_named_fields_only(self):
        change = self.ask(amount=-500, approval_state="approved", effect="renewal")
        self.assertEqual(change.approval_state, "submitted")
        self.assertEqual(change.sudo().effect, "annex")
        self.assertEqual(change.sudo().amount, 0)

    def test_a_stranger_asks_for_nothing(self):
        with self.assertRaises(AccessError):
            self.ask(self.portal_stranger)
        self.subject._server_write({"direction": "purchased"})
        with self.assertRaises(AccessError):
            self.ask()

    def test_the_manager_is_told(self):
        change = self.ask()
        self.assertEqual(change.sudo().activity_ids.user_id, self.users["manager"])
