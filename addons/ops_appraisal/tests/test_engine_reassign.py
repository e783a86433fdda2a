"""Other persons within a cycle: who may take over, and what the predecessor keeps."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .engine_case import EngineCase
from .privacy_case import HR, PrivacyCase


class TestEngineReassign(EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.start()
        cls.by("worker", cls.worker).action_submit_self()

    def reassign(self, first=None, second=None, **values):
        self.by("hr", self.worker).action_reassign(first, second, "on leave", **values)

    def test_whoever_cannot_sign_in_or_is_no_employee_does_not_review(self):
        archived = self._create_user("archived")
        archived.active = False
        portal = new_test_user(
            self.env,
            "appraisal_portal",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        elsewhere = self._create_company("Elsewhere")
        foreign = new_test_user(
            self.env,
            "appraisal_foreign",
            groups="base.group_user",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        for user_id in (archived.id, portal.id, foreign.id, 2**31 - 1):
            for place in ("first", "second"):
                with (
                    self.subTest(user_id=user_id, place=place),
                    self.assertRaisesRegex(UserError, "cannot take part"),
                ):
                    self.reassign(**{place: user_id})

    def test_neither_the_subject_nor_the_other_reviewer_takes_over(self):
        with self.assertRaisesRegex(UserError, "cannot review the own"):
            self.reassign(self.users["worker"].id)
        with self.assertRaisesRegex(UserError, "another person than the first"):
            self.reassign(self.users["second"].id)

    def test_a_person_is_not_replaced_as_the_subject(self):
        with self.assertRaisesRegex(UserError, "Only a unit gets another head"):
            self.reassign(head_user_id=self.users["mate"].id)

    def test_the_successor_scores_anew(self):
        self.fill(self.worker, "first", 55)
        self.reassign(self.users["mate"].id)
        rows = self.by("mate", self.rows(self.worker, "first"))
        self.assertFalse(any(rows.mapped("has_score")))
        with self.assertRaisesRegex(UserError, "not scored yet"):
            self.by("mate", self.worker).action_submit_first()
        self.fill(self.worker, "first", 80, "seen", by="mate")
        self.by("mate", self.worker).action_submit_first()
        self.assertEqual(self.worker.state, "second")

    def test_the_old_one_loses_seat_and_activities(self):
        first = self.users["first"]
        self.assertIn(first.partner_id, self.worker.message_partner_ids)
        self.worker.activity_schedule(
            "mail.mail_activity_data_todo", date(2026, 2, 1), user_id=first.id
        )
        self.reassign(self.users["mate"].id)
        self.assertNotIn(first.partner_id, self.worker.message_partner_ids)
        self.assertEqual(self.worker.activity_ids.user_id, self.users["mate"])

    def test_a_dialog_from_the_list_knows_the_appraisals(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_appraisal.ops_appraisal_reassign_action"
        )
        self.assertIn("default_appraisal_ids", action["context"])
        dialog = self.as_("hr")["ops.appraisal.reassign"].create(
            {
                "appraisal_ids": [Command.set(self.worker.ids)],
                "first_user_id": self.users["mate"].id,
                "reason": "on leave",
            }
        )
        self.assertFalse(dialog.is_unit)
        dialog.action_confirm()
        self.assertEqual(self.worker.first_user_id, self.users["mate"])


class TestPredecessorsDrafts(PrivacyCase):
    def test_drafts_stay_the_predecessors_and_nobody_elses(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80, "CANARY-WORDS")
        words = self.words(self.worker, "first")
        note = self.words(self.worker, "first", "note")
        self.by("first", note).write({"body": "CANARY-NOTE"})
        self.by("hr", self.worker).action_reassign(
            self.users["mate"].id, None, "on leave"
        )
        for draft, canary in ((words, "CANARY-WORDS"), (note, "CANARY-NOTE")):
            self.assertSeenBy(draft, canary, "first")
            self.assertNoPath(
                canary, [("ops.appraisal", "statement_ids.body")], "mate", "second", *HR
            )
            with self.assertRaises(UserError):
                self.by("first", draft).write({"body": "later"})
        sheet = self.as_("mate")["ops.appraisal.sheet"].get_sheet(self.worker.id)
        self.assertNotIn("CANARY", str(sheet))
        own = {row["kind"] for row in sheet["words"] if row["level"] == "first"}
        self.assertEqual(own, {"words", "note"}, "rows of his own")

    def test_why_it_was_returned_goes_to_the_successor(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        note = self.words(self.worker, "first", "note")
        self.by("first", note).write({"body": "CANARY-NOTE"})
        self.by("first", self.worker).action_submit_first()
        self.by("second", self.worker).action_return("look again")
        self.by("hr", self.worker).action_reassign(
            self.users["mate"].id, None, "on leave"
        )
        fresh = self.words(self.worker, "first", "note")
        self.assertNotEqual(fresh, note)
        self.assertEqual((fresh.return_reason, fresh.body), ("look again", False))


class TestUnitHead(EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit.manager_id = cls.employees["worker"]
        cls._create_profile(
            False, [(cls.kpi_hand, 100)], subject_kind="department", name="Units"
        )
        cls.units = cls._create_cycle(
            subject_kind="department",
            fallback_first_id=cls.users["first"].id,
            fallback_second_id=cls.users["second"].id,
        )
        cls.generate(cls.units)
        cls.by("hr", cls.units).action_start_review()
        cls.head = cls.units.appraisal_ids.filtered(
            lambda row: row.department_subject_id == cls.unit
        )

    def test_another_head_answers_for_the_unit(self):
        draft = self.words(self.head, "self")
        self.by("worker", draft).write({"body": "my draft"})
        self.by("hr", self.head).action_reassign(
            reason="left", head_user_id=self.users["mate"].id
        )
        self.assertEqual(self.head.user_id, self.users["mate"])
        with self.assertRaises(AccessError):
            self.by("worker", self.head).read(["state"])
        with self.assertRaises(AccessError):
            self.by("mate", draft).read(["body"])
        self.fill(self.head, "self", 80, "mine", by="mate")
        self.by("mate", self.head).action_submit_self()
        log = self.env["ops.appraisal.log"].search(
            [("appraisal_id", "=", self.head.id), ("event", "=", "reviewer")]
        )
        self.assertEqual(
            (log.level, log.before, log.after, log.reason),
            ("self", "Worker", "Mate", "left"),
        )

    def test_a_self_assessment_handed_in_stays(self):
        self.fill(self.head, "self", 80, "by the old head", by="worker")
        self.by("worker", self.head).action_submit_self()
        self.by("hr", self.head).action_reassign(
            reason="left", head_user_id=self.users["mate"].id
        )
        words = self.words(self.head, "self")
        self.assertEqual(self.by("mate", words).body, "by the old head")

    def test_no_officer_makes_himself_head_and_no_reviewer_becomes_one(self):
        for login, error in (("hr", "four eyes"), ("first", "cannot review the own")):
            with self.subTest(login=login), self.assertRaisesRegex(UserError, error):
                self.by("hr", self.head).action_reassign(
                    reason="x", head_user_id=self.users[login].id
                )


class TestFallbackReviewers(EngineCase):
    def test_nobody_makes_himself_a_reviewer(self):
        """Whoever generates would choose whom to review."""
        values = {"name": "Own", "date_from": "2026-02-01", "scale_id": self.scale.id}
        for name in ("fallback_first_id", "fallback_second_id"):
            own = {name: self.users["hr"].id}
            with self.subTest(name=name):
                for act in (
                    lambda own=own: self.by("hr", self.cycle).write(own),
                    lambda own=own: self.as_("hr")["ops.appraisal.cycle"].create(
                        {**values, **own}
                    ),
                    lambda name=name: (
                        self.as_("hr")["ops.appraisal.cycle"]
                        .with_context(**{f"default_{name}": self.users["hr"].id})
                        .create(values)
                    ),
                ):
                    with (
                        self.assertRaisesRegex(UserError, "four eyes"),
                        self.cr.savepoint(),
                    ):
                        act()
        self.by("hr2", self.cycle).fallback_first_id = self.users["hr"]
        self.by("hr", self.cycle).fallback_second_id = self.users["second"]

    @mute_logger("odoo.sql_db")
    def test_one_person_is_not_both_reviewers(self):
        first = self.users["first"]
        self.cycle.fallback_first_id = first
        self.env.flush_all()
        with self.assertRaises(IntegrityError) as caught, self.cr.savepoint():
            self.cycle.fallback_second_id = first
            self.env.flush_all()
        constraint = type(self.cycle)._two_fallbacks
        self.assertIn(constraint.full_name(self.cycle), str(caught.exception))

    def test_a_login_that_does_not_work_is_no_fallback(self):
        gone = self._create_user("gone")
        gone.active = False
        with self.assertRaisesRegex(UserError, "cannot take part"):
            self.by("hr", self.cycle).fallback_first_id = gone
