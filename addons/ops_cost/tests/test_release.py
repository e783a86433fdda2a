from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CostCase


@tagged("post_install", "-at_install")
class TestRelease(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.action_measured()
        cls.fund = cls.plan.fund_ids

    def release(self, amount=9500.0, role="accountant", node="T11", **values):
        return self.as_(role)["ops.cost.release"].create(
            {
                "fund_id": self.fund.id,
                "period_id": self.months["2026-02"].id,
                "node_id": self.nodes[node].id,
                "purpose": "Pump broke",
                "amount": amount,
                **values,
            }
        )

    def test_the_fund_counts_what_is_released(self):
        release = self.release()
        self.assertEqual(release.l2_id, self.nodes["U1"])
        release.action_submit()
        release.with_env(self.as_("leader")).action_approve()
        self.assertEqual(release.state, "approved")
        self.assertEqual(release.decided_by, self.users["leader"])
        self.assertEqual(self.fund.released, 9500.0)
        self.assertEqual(self.fund.available, 2500.0)

    def test_no_more_than_the_fund_has(self):
        first, second = self.release(9500.0), self.release(2500.01)
        exact = self.release(2500.0)
        for release in (first, second, exact):
            release.action_submit()
        first.with_env(self.as_("manager")).action_approve()
        with self.assertRaisesRegex(UserError, "2,500.00"), self.cr.savepoint():
            second.with_env(self.as_("manager")).action_approve()
        exact.with_env(self.as_("manager")).action_approve()
        self.assertEqual(self.fund.available, 0.0)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE ops_cost_fund SET released = amount + 0.01 WHERE id = %s",
                [self.fund.id],
            )

    def test_the_requester_does_not_decide(self):
        release = self.release(role="manager")
        release.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            release.action_approve()
        release.with_env(self.as_("director")).action_approve()

    def test_a_leader_decides_for_the_own_units_only(self):
        release = self.release(role="accountant2", node="T21")
        release.action_submit()
        with self.assertRaises(AccessError):
            release.with_env(self.as_("leader")).action_approve()
        for name in ("clerk", "accountant", "finance", "auditor", "outsider"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                release.with_env(self.as_(name)).action_approve()

    def test_a_rejected_release_takes_nothing(self):
        release = self.release()
        release.action_submit()
        dialog = release.with_env(self.as_("leader")).action_reject()
        self.assertEqual(dialog["res_model"], "ops.approval.reject")
        self.assertEqual(release.state, "submitted")
        self.as_("leader")["ops.approval.reject"].with_context(
            **dialog["context"]
        ).create({"note": "too much"}).action_confirm()
        self.assertEqual((release.state, self.fund.released), ("rejected", 0.0))
        self.assertEqual(release.decision_note, "too much")
        with self.assertRaises(UserError):
            release.with_env(self.as_("leader")).action_approve()

    def test_a_rejected_release_is_mended_and_submitted_again(self):
        release = self.release()
        release.action_submit()
        release.with_env(self.as_("leader")).action_reject("too much")
        release.amount = 100.0
        release.action_submit()
        self.assertFalse(release.decision_note)
        release.with_env(self.as_("leader")).action_approve()
        self.assertEqual(self.fund.released, 100.0)

    def test_no_release_in_a_closed_month(self):
        """cost.md 2.6: a closed month changes no more."""
        february, march = self.months["2026-02"], self.months["2026-03"]
        waiting, draft = self.release(), self.release(100.0)
        waiting.action_submit()
        february._server_write({"state": "closed"})
        refused = self.assertRaisesRegex(UserError, "is closed, no money is released")
        for step in (
            lambda: self.release(1.0),
            draft.action_submit,
            waiting.with_env(self.as_("leader")).action_approve,
            lambda: self.release(1.0, period_id=march.id).write(
                {"period_id": february.id}
            ),
        ):
            with refused, self.cr.savepoint():
                step()
        self.assertEqual(self.fund.released, 0.0)
        # the ways out: another month, or a refusal
        draft.period_id = march
        draft.action_submit()
        draft.with_env(self.as_("leader")).action_approve()
        waiting.with_env(self.as_("leader")).action_reject("too late")
        self.assertEqual(waiting.state, "rejected")

    def test_a_close_and_a_release_wait_for_each_other(self):
        """The guard row of the month, which a close takes, is taken by each step."""
        release = self.release()
        for step in (
            release.action_submit,
            release.with_env(self.as_("leader")).action_approve,
        ):
            before = self.place_of_row(release.period_id)
            step()
            self.assertNotEqual(self.place_of_row(release.period_id), before)

    def place_of_row(self, month):
        """It changes with every UPDATE."""
        self.env.flush_all()
        self.cr.execute("SELECT ctid FROM ops_cost_period WHERE id = %s", [month.id])
        return self.cr.fetchone()

    def test_the_unspent_rest_returns(self):
        release = self.release()
        release.action_submit()
        release.with_env(self.as_("manager")).action_approve()
        self.cr.execute(
            "UPDATE ops_cost_release SET spent = 9480 WHERE id = %s", [release.id]
        )
        release.with_env(self.as_("clerk")).action_return()
        self.assertEqual(release.state, "returned")
        self.assertEqual(release.returned, 20.0)
        self.assertEqual(self.fund.released, 9480.0)
        with self.assertRaises(UserError):
            release.with_env(self.as_("clerk")).action_return()

    def test_what_a_reversal_brings_back_returns_too(self):
        release = self.release()
        release.action_submit()
        release.with_env(self.as_("manager")).action_approve()
        for spent, returned in ((9480, 20.0), (9000, 500.0), (0, 9500.0)):
            self.cr.execute(
                "UPDATE ops_cost_release SET spent = %s WHERE id = %s",
                [spent, release.id],
            )
            release.invalidate_recordset()
            with self.assertRaises(AccessError), self.cr.savepoint():
                release.with_env(self.as_("finance")).action_return()
            release.with_env(self.as_("clerk")).action_return()
            self.assertEqual(release.state, "returned")
            self.assertEqual((release.returned, release.unspent), (returned, 0.0))
            self.assertEqual(self.fund.released, spent)
            with self.assertRaises(UserError):
                release.with_env(self.as_("clerk")).action_return()

    def test_what_was_asked_for_stays(self):
        release = self.release()
        release.action_submit()
        for env in (self.as_("accountant"), self.as_("manager"), self.env):
            for values in (
                {"amount": 1.0},
                {"node_id": self.nodes["T12"].id},
                {"state": "approved"},
                {"spent": -5.0},
                {"l2_id": self.nodes["U2"].id},
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    release.with_env(env).write(values)
            with self.assertRaises(UserError), self.cr.savepoint():
                release.with_env(env).unlink()

    def test_impossible_amounts_are_refused(self):
        for amount in (0.001, float("nan"), 1e13):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.release(amount)
        for amount in (0.0, -1.0):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.release(amount)
