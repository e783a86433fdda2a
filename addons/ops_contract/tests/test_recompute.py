"""Working time changes no verdict by itself: shown first, then by two persons."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .statement_case import NOVEMBER, StatementCase, at


@tagged("post_install", "-at_install")
class TestRecompute(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.promised(cls.promise(8, priority="p2"))

    def by(self, role, clock):
        return clock.with_user(self.users[role])

    def late(self):
        """Eight hours promised, ten used; a day off within them would save it."""
        clock = self.fact(self.deal, "11-10 10:00", "11-11 11:00", priority="p2")
        self.assertEqual((clock.outcome, clock.outcome_day), ("breached", DUE))
        return clock

    def day_off(self, env=None, day=11, **values):
        return (env or self.env)["ops.calendar.day"].create(
            {
                "name": "New",
                "date": date(2026, 11, day),
                "company_id": self.company.id,
                **values,
            }
        )

    def wizard(self, role="supervisor", clocks=(), **values):
        return self.as_(role)["ops.sla.recompute"].create(
            {
                "contract_id": self.deal.id,
                "date": NOVEMBER,
                "clock_ids": [clock.id for clock in clocks],
                **values,
            }
        )

    def asked(self, wizard):
        return self.env["ops.sla.override"].browse(wizard.action_apply()["res_id"])

    # nothing by itself ---------------------------------------------------------------
    def test_no_working_time_changes_a_verdict(self):
        clock = self.late()
        self.day_off()
        clock._replay()
        self.by("supervisor", clock).action_recompute()
        self.env["ops.sla.forecast"]._forecast(self.deal)
        self.deal._sla_results(NOVEMBER, date(2026, 11, 30))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["ops.sla.clock"]._cron_refresh()
        self.assertEqual((clock.outcome, clock.outcome_day), ("breached", DUE))
        self.assertIn("another person agrees", clock.explanation)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Works",
                "company_id": self.company.id,
                "date_from": at("11-10 09:00"),
                "date_to": at("11-10 18:00"),
            }
        )
        clock._replay()
        self.assertEqual((clock.outcome, clock.elapsed_s), ("breached", 36000))

    def test_what_is_due_is_judged_before_the_working_time_changes(self):
        clock = self.fact(self.deal, "11-10 10:00", priority="p2")
        self.assertEqual(clock.outcome, "running")
        with self.moment("11-11 10:30"):
            # the deadline passed the day before, and no cron came since
            self.day_off()
            self.assertEqual(clock.outcome, "breached")

    def test_a_deadline_that_lies_ahead_follows_the_public_days(self):
        clock = self.fact(self.deal, "11-10 14:00", priority="p2")
        with self.moment("11-10 15:00"):
            self.day_off()
            clock._replay()
        self.assertDue(clock, "11-12 13:00")

    def test_the_nightly_check_finds_what_a_public_day_changed(self):
        clock = self.late()
        kept = self.fact(self.deal, "11-17 10:00", "11-17 11:00", priority="p2")
        missed = self.fact(self.deal, "11-17 10:00", priority="p2", now="11-20 10:00")
        Clock = self.env["ops.sla.clock"]
        Clock._cron_self_check()
        self.assertFalse((clock | kept | missed).activity_ids)
        self.day_off()
        for _night in range(2):
            Clock._cron_self_check()
        self.assertEqual(
            clock.activity_ids.user_id,
            self.users["supervisor"] | self.users["manager"],
        )
        self.assertFalse((kept | missed).activity_ids)
        self.assertEqual(clock.outcome, "breached")

    # shown first ---------------------------------------------------------------------
    def test_the_dialog_shows_cases_and_levels_and_writes_nothing(self):
        clock = self.late()
        for start in ("09:00", "12:00", "14:00"):
            self.fact(self.deal, f"11-17 {start}", f"11-17 {start}", priority="p2")
        self.day_off()
        wizard = self.wizard()
        self.assertTrue(wizard.has_changes and wizard.needs_decision)
        for text in (
            clock.name,
            "Once another person agreed",
            "3 / 4 (75.00 %)",
            "4 / 4 (100.00 %)",
        ):
            self.assertIn(text, wizard.effect)
        self.assertEqual(clock.outcome, "breached")
        other = self.wizard(date=date(2026, 10, 1))
        self.assertFalse(other.has_changes)
        self.assertIn("Nothing would change", other.effect)
        with self.assertRaisesRegex(UserError, "Nothing would change"):
            other.action_apply()

    def test_what_is_open_takes_effect_at_once(self):
        clock = self.fact(self.deal, "11-10 14:00", priority="p2")
        with self.moment("11-10 15:00"):
            self.day_off()
            wizard = self.wizard(clocks=[clock])
            self.assertFalse(wizard.needs_decision)
            self.assertIn("At once", wizard.effect)
            wizard.action_apply()
        self.assertDue(clock, "11-12 13:00")
        self.assertFalse(self.env["ops.sla.override"].search([], limit=1))

    # by two persons ------------------------------------------------------------------
    def test_another_person_agrees(self):
        clock = self.late()
        self.day_off()
        with self.assertRaisesRegex(UserError, "State the reason"):
            self.wizard(clocks=[clock]).action_apply()
        request = self.asked(self.wizard(clocks=[clock], reason="A holiday"))
        self.assertEqual((request.kind, request.clock_ids), ("recompute", clock))
        self.assertIn(clock.name, request.with_user(self.users["org"]).effect)
        self.assertEqual(clock.outcome, "breached")
        for role in ("supervisor", "manager", "finance", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_approve()
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual((clock.outcome, clock.elapsed_s), ("met", 8 * 3600))
        bodies = "".join(str(message.body) for message in request.message_ids)
        self.assertIn(clock.name, bodies)

    def test_who_changed_the_days_does_not_agree(self):
        clock = self.late()
        group = self.env.ref("ops_base.group_ops_calendar_manager")
        self.users["org"].group_ids += group
        self.day_off(self.as_("org"))
        request = self.asked(self.wizard(clocks=[clock], reason="A holiday"))
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.with_user(self.users["org"]).action_approve()
        request.with_user(self.users["org2"]).action_approve()
        self.assertEqual(clock.outcome, "met")

    def test_who_asks_does_not_agree(self):
        clock = self.late()
        self.day_off()
        request = self.asked(self.wizard("org", clocks=[clock], reason="A holiday"))
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.with_user(self.users["org"]).action_approve()
        self.assertEqual(clock.outcome, "breached")

    def test_who_may_not_work_on_facts_does_not_ask(self):
        clock = self.late()
        self.day_off()
        for role in ("employee", "finance", "portal", "manager2"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.wizard(role, clocks=[clock], reason="x").action_apply()

    def test_a_counted_case_is_corrected_and_its_difference_proposed(self):
        deal = self.case(self.contract())
        # one of two missed: the credit of the level is owed
        late = self.fact(deal, "11-10 10:00", "11-11 11:00")
        self.fact(deal, "11-17 10:00", "11-17 11:00")
        [statement] = self.env["ops.sla.statement"]._generate(deal, NOVEMBER)
        self.by("supervisor", statement).action_project_review()
        self.by("org", statement).action_org_review()
        self.by("manager", statement).action_send()
        self.assertTrue(late.frozen)
        sealed = statement.seal_hash
        self.day_off()
        wizard = self.wizard(clocks=[late], contract_id=deal.id, reason="A holiday")
        self.assertIn("As a correction in a later statement", wizard.effect)
        request = self.asked(wizard)
        self.assertFalse(late.superseded_by_id)
        request.with_user(self.users["org2"]).action_approve()
        new = late.superseded_by_id
        self.assertEqual((late.outcome, new.outcome), ("breached", "met"))
        self.assertEqual(statement.seal_hash, sealed)
        [adjustment] = self.env["ops.sla.statement.adjustment"].search(
            [("corrects_id", "=", statement.id)]
        )
        self.assertEqual(adjustment.amount, statement.credit)
        self.assertEqual(adjustment.approval_state, "submitted")

    # agreed time of a month ----------------------------------------------------------
    def test_who_changed_the_days_of_a_month_does_not_review_it(self):
        deal = self.case(self.contract())
        group = self.env.ref("ops_base.group_ops_calendar_manager")
        for role in ("org", "org2"):
            self.users[role].group_ids += group
        with self.moment("10-30 12:00"):
            # planned before the month began
            self.day_off(self.as_("org2"), 19)
            self.env.flush_all()
        self.day_off(self.as_("org"), 18)
        [statement] = self.env["ops.sla.statement"]._generate(deal, NOVEMBER)
        self.by("supervisor", statement).action_project_review()
        with self.assertRaisesRegex(UserError, "You changed public days"):
            self.by("org", statement).action_org_review()
        self.by("org2", statement).action_org_review()
        self.assertEqual(statement.state, "org_reviewed")

    # beside a change by hand ---------------------------------------------------------
    def test_no_entry_smuggles_a_new_verdict_in(self):
        clock = self.late()
        self.day_off()
        with self.assertRaisesRegex(UserError, "another person"), self.cr.savepoint():
            self.by("manager", clock).reached_at = at("11-11 10:59")
        self.env.invalidate_all()
        self.assertEqual(clock.outcome, "breached")


# the deadline of ``late``
DUE = date(2026, 11, 10)
