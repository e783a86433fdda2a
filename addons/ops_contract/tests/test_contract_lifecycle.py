from datetime import date, datetime
from math import inf
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ContractCase

MARCH = "2026-03-10 04:00:00"

instant = datetime.fromisoformat


@tagged("post_install", "-at_install")
class TestContractLifecycle(ContractCase):
    def setUp(self):
        super().setUp()
        self.at(MARCH)
        self.draft = self.contract(state="draft")

    def at(self, text):
        """The clock of the database stands at this instant (UTC)."""
        clock = patch.object(self.env.cr, "_now", instant(text))
        clock.start()
        self.addCleanup(clock.stop)

    def run_cron(self):
        """The job, without its commits."""
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=inf):
            # as the scheduler: without this case's company
            self.env(context={})["ops.contract"]._cron_refresh_states()

    def by(self, role, contract=None):
        return (self.draft if contract is None else contract).with_user(
            self.users[role]
        )

    def sign(self):
        self.by("manager").action_review()
        self.by("org").action_sign()

    # numbers, review, signature ----------------------------------------------
    def test_a_contract_is_numbered_by_the_year_it_starts_in(self):
        self.assertTrue(self.draft.number.startswith("C2026-"))
        other = self.contract(date_start=date(2027, 1, 1), date_end=date(2027, 6, 30))
        self.assertTrue(other.number.startswith("C2027-"))

    def test_another_person_signs_and_the_calendar_activates(self):
        self.by("manager").action_review()
        self.assertEqual(self.draft.state, "review")
        self.by("org").action_sign()
        self.assertEqual(self.draft.state, "active")
        self.assertEqual(self.draft.signed_on, date(2026, 3, 10))
        self.assertEqual(self.draft.signed_by_id, self.users["org"])

    def test_whoever_drafted_does_not_sign(self):
        self.by("manager").name = "Hospital Systems and Network"
        self.by("manager").action_review()
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.by("manager").action_sign()
        self.assertEqual(self.draft.state, "review")

    def test_assigning_people_is_no_drafting(self):
        self.by("org").member_ids = self.users["employee"]
        self.by("manager").action_review()
        self.by("org").action_sign()
        self.assertEqual(self.draft.state, "active")

    def test_review_needs_a_manager(self):
        self.draft.manager_id = False
        with self.assertRaisesRegex(UserError, "contract manager"):
            self.by("org").action_review()

    def test_the_review_goes_back_to_draft(self):
        self.by("manager").action_review()
        self.by("org").action_draft()
        self.assertEqual(self.draft.state, "draft")

    def test_a_signature_before_the_start_waits(self):
        self.draft.write({"date_start": "2026-04-01"})
        self.by("manager").action_review()
        self.by("org").action_sign()
        self.assertEqual(self.draft.state, "signed")
        with self.assertRaisesRegex(UserError, "2026-04-01"):
            self.by("org").action_activate()
        # 31 March 16:00 UTC is 1 April in Shanghai
        self.at("2026-03-31 15:59:59")
        self.run_cron()
        self.assertEqual(self.draft.state, "signed")
        self.at("2026-03-31 16:00:00")
        self.run_cron()
        self.assertEqual(self.draft.state, "active")

    def test_steps_need_role_and_state(self):
        for role in ("supervisor", "finance", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role).action_review()
        for step in ("sign", "activate", "suspend", "resume", "close", "renew"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(self.by("org"), f"action_{step}")()
        with self.assertRaises(AccessError):
            self.by("manager2").action_review()
        self.assertEqual(self.draft.state, "draft")

    # what stays ----------------------------------------------------------------
    def test_terms_stay_from_review_on(self):
        self.by("manager").action_review()
        for vals in (
            {"date_end": "2027-12-31"},
            {"partner_id": self.stranger.id},
            {"tz": "UTC"},
            {"name": "Other"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.by("org").write(vals)
        self.by("org").write({"member_ids": [(4, self.users["employee"].id)]})

    def test_states_are_set_by_nobody(self):
        for vals in (
            {"state": "active"},
            {"number": "C1"},
            {"signed_on": "2026-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.by("org").write(vals)

    def test_only_drafts_are_deleted_and_no_running_contract_archived(self):
        self.sign()
        with self.assertRaises(UserError):
            self.by("org").unlink()
        with self.assertRaises(UserError):
            self.by("org").action_archive()
        other = self.contract(state="draft")
        self.by("org", other).unlink()
        self.assertFalse(other.exists())

    # suspension ----------------------------------------------------------------
    def stop(self, role, kind, **values):
        return (
            self.env["ops.contract.stop"]
            .with_user(self.users[role])
            .with_context(default_contract_id=self.draft.id, default_kind=kind)
            .create({"reason": "Building works", **values})
            .action_confirm()
        )

    def suspend(self):
        """Asked for by the manager on 10 March, approved."""
        self.stop("manager", "suspend")
        request = self.env["ops.sla.override"].search(
            [("contract_id", "=", self.draft.id), ("approval_state", "=", "submitted")]
        )
        request.with_user(self.users["org"]).action_approve()
        return request

    def termination(self, role="manager", day="2026-03-31"):
        """Asked for, and waiting."""
        self.stop(role, "terminate", date_last=day)
        return self.env["ops.sla.override"].search(
            [("contract_id", "=", self.draft.id), ("kind", "=", "terminate")], limit=1
        )

    def day(self, number):
        """At noon of a day of March, after the job."""
        self.at(f"2026-03-{number:02} 04:00:00")
        self.run_cron()

    def test_suspended_days_are_kept(self):
        self.sign()
        self.suspend()
        self.assertEqual(self.draft.state, "active")
        self.assertEqual(self.draft.suspended_on, date(2026, 3, 11))
        self.day(11)
        self.assertEqual(self.draft.state, "suspended")
        self.day(14)
        self.by("manager").action_resume()
        self.assertEqual(self.draft.state, "suspended")
        self.day(15)
        self.assertEqual(self.draft.state, "active")
        days = self.draft._suspended_days(date(2026, 3, 1), date(2026, 3, 31))
        self.assertEqual(days, [(date(2026, 3, 11), date(2026, 3, 14))])
        windows = self.draft._suspended_windows(
            instant("2026-03-01"), instant("2026-03-13")
        )
        self.assertEqual(
            windows, [(instant("2026-03-10 16:00"), instant("2026-03-13"))]
        )

    def test_it_reaches_back_by_no_day(self):
        """Asked for long ago, it begins on the day after the decision."""
        self.sign()
        request = self.as_("manager")["ops.sla.override"].create(
            {
                "contract_id": self.draft.id,
                "kind": "suspend",
                "date_from": "2026-01-02",
                "note": "Building works",
            }
        )
        request.action_submit()
        self.day(20)
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual(self.draft.suspended_on, date(2026, 3, 21))
        self.assertFalse(
            self.draft._suspended_days(date(2026, 1, 1), date(2026, 3, 20))
        )

    def test_one_that_is_taken_back_before_it_began_has_no_day(self):
        self.sign()
        self.suspend()
        self.by("manager").action_resume()
        self.day(11)
        self.assertEqual(self.draft.state, "active")
        self.assertFalse(
            self.draft._suspended_days(date(2026, 3, 1), date(2026, 12, 31))
        )
        with self.assertRaisesRegex(UserError, "rests no more"):
            self.by("manager").action_resume()
        self.suspend()
        self.assertEqual(self.draft.suspended_on, date(2026, 3, 12))

    def test_nobody_suspends_alone(self):
        self.sign()
        self.stop("org", "suspend")
        request = self.env["ops.sla.override"].search(
            [("contract_id", "=", self.draft.id)]
        )
        for role in ("manager", "org"):
            with self.subTest(role=role), self.assertRaises(UserError):
                request.with_user(self.users[role]).action_approve()
        self.assertFalse(self.draft.suspension_ids)
        asked = self.as_("supervisor")["ops.sla.override"].create(
            {
                "contract_id": self.draft.id,
                "kind": "suspend",
                "date_from": "2026-04-01",
                "note": "x",
            }
        )
        with self.assertRaises(AccessError):
            asked.action_submit()

    def test_nobody_writes_suspensions_by_hand(self):
        self.sign()
        self.suspend()
        row = self.draft.suspension_ids.with_user(self.users["org"])
        with self.assertRaises(UserError):
            row.write({"date_to": "2026-03-10"})
        with self.assertRaises(UserError):
            row.sudo().write({"date_to": "2026-03-10"})
        with self.assertRaises(AccessError):
            row.create(
                {
                    "contract_id": self.draft.id,
                    "date_from": "2026-01-01",
                    "reason": "x",
                }
            )

    def test_a_supervisor_suspends_nothing(self):
        self.sign()
        with self.assertRaises(AccessError):
            self.stop("supervisor", "suspend")
        self.assertEqual(self.draft.state, "active")

    # the end -------------------------------------------------------------------
    def test_termination_ends_with_its_last_day(self):
        self.sign()
        request = self.termination()
        self.assertFalse(self.draft.terminated_on)
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual(self.draft.state, "active")
        self.assertEqual(self.draft.date_last, date(2026, 3, 31))
        self.assertEqual(self.draft.termination_reason, "Building works")
        self.at("2026-03-31 16:00:00")
        self.run_cron()
        self.assertEqual(self.draft.state, "terminated")
        self.by("manager").action_close()
        self.assertEqual(self.draft.state, "closed")

    def test_termination_is_neither_backdated_nor_after_the_end(self):
        self.sign()
        for day in ("2026-03-09", "2027-01-01"):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.stop("manager", "terminate", date_last=day)

    def test_nobody_terminates_alone(self):
        self.sign()
        request = self.termination("org")
        for role in ("manager", "org"):
            with self.subTest(role=role), self.assertRaises(UserError):
                request.with_user(self.users[role]).action_approve()
        self.assertFalse(self.draft.terminated_on)
        with self.assertRaises(AccessError):
            self.stop("supervisor", "terminate", date_last="2026-03-31")

    def test_a_termination_decided_after_its_day_is_asked_for_anew(self):
        self.sign()
        request = self.termination()
        self.at("2026-04-02 04:00:00")
        with self.assertRaisesRegex(UserError, "Choose a day from today"):
            request.with_user(self.users["org"]).action_approve()
        self.assertFalse(self.draft.terminated_on)

    def test_the_job_twice_is_the_job_once(self):
        self.sign()
        self.at("2026-12-31 16:00:00")
        self.run_cron()
        self.assertEqual(self.draft.state, "expired")
        messages = self.draft.message_ids
        self.run_cron()
        self.assertEqual(self.draft.state, "expired")
        self.assertEqual(self.draft.message_ids, messages)

    # renewal notice --------------------------------------------------------------
    def test_the_manager_is_reminded_once(self):
        self.sign()
        # 90 days before 31 December
        self.assertEqual(self.draft.notice_date, date(2026, 10, 2))
        Contract = self.env["ops.contract"]
        self.at("2026-10-01 15:59:00")
        self.run_cron()
        self.assertFalse(self.draft.activity_ids)
        self.at("2026-10-01 16:00:00")
        self.run_cron()
        self.run_cron()
        self.assertEqual(len(self.draft.activity_ids), 1)
        self.assertEqual(self.draft.activity_ids.user_id, self.users["manager"])
        self.assertTrue(self.draft.is_expiring)
        found = Contract.search([("is_expiring", "=", True)])
        self.assertIn(self.draft, found)
        self.assertNotIn(self.draft, Contract.search([("is_expiring", "=", False)]))

    # warnings --------------------------------------------------------------------
    def test_a_contract_without_annexes_in_force_is_at_risk(self):
        Contract = self.env["ops.contract"]
        self.sign()
        self.assertTrue(self.draft.is_without_annex)
        self.assertIn(self.draft, Contract.search([("is_without_annex", "=", True)]))
        sla = [
            {
                "metric_id": self.metrics["t_resolve"].id,
                "priority": "p2",
                "target_minutes": 480,
            }
        ]
        self.agree(
            self.version(
                self.draft,
                "service",
                date(2026, 1, 1),
                service=[{"item_id": self.item.id, "no_sla_reason": "Trial"}],
            )
        )
        self.agree(self.version(self.draft, "sla", date(2026, 2, 1), sla=sla))
        self.draft.invalidate_recordset()
        self.assertFalse(self.draft.is_without_annex)
        self.assertTrue(self.draft.has_gap)
        self.assertIn("2026-01-31", self.draft.warning_text)
        self.assertIn(self.draft, Contract.search([("is_at_risk", "=", True)]))

    def test_warnings_of_many_contracts_take_no_more_queries(self):
        contracts = self.contract() | self.contract()
        for contract in contracts:
            self.version(contract, "sla", date(2026, 1, 1))

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertTrue(all(records.mapped("is_without_annex")))
            return self.cr.sql_log_count - before

        two = queries(contracts)
        for _index in range(38):
            contracts |= self.contract()
            self.version(contracts[-1:], "sla", date(2026, 1, 1))
        self.assertLessEqual(queries(contracts), two + 5)

    def test_the_fee_follows_the_price_annex(self):
        self.sign()
        price = [
            {"name": "Care", "quantity": 2, "unit_price": 1000, "billing": "monthly"},
            {"name": "Drill", "unit_price": 1200, "billing": "yearly"},
            {"name": "Setup", "unit_price": 9999, "billing": "once"},
        ]
        self.agree(self.version(self.draft, "price", date(2026, 2, 1), price=price))
        self.assertEqual(self.draft._monthly_fee_on(date(2026, 1, 31)), 0)
        self.assertEqual(self.draft._monthly_fee_on(date(2026, 2, 1)), 2100)
        self.assertEqual(self.by("manager").monthly_fee, 2100)
        with self.assertRaises(AccessError):
            self.by("supervisor").read(["monthly_fee"])
