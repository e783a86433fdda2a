"""Many cases stand still at once, all or none; another priority is shown first."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .sla_case import SlaCase, at


@tagged("post_install", "-at_install")
class TestMassPause(SlaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Reason = cls.env["ops.pause.reason"]
        cls.flood = Reason.create({"name": "Flood", "code": "t_flood"})
        cls.wish = Reason.create(
            {
                "name": "Wish",
                "code": "t_wish",
                "needs_evidence": False,
                "customer_ack": True,
            }
        )
        reasons = [Command.set((cls.flood | cls.wish | cls.waiting).ids)]
        cls.deal = cls.promised(
            cls.promise(16, priority="p3", pause_reason_ids=reasons),
            cls.promise(8, priority="p2", pause_reason_ids=reasons),
            cls.promise(2, priority="p1"),
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(self.moment("11-23 14:00"))
        self.cases = self.open_cases("p2", "p3", "p3")
        self.strict = self.open_cases("p1", start="11-23 13:00")

    def open_cases(self, *priorities, start="11-23 09:00"):
        return self.env["ops.sla.clock"].concat(
            *[
                self.fact(self.deal, start, priority=priority, now="11-23 14:00")
                for priority in priorities
            ]
        )

    def wizard(self, role="supervisor", kind="pause", **values):
        return self.as_(role)["ops.sla.mass.pause"].create(
            {
                "contract_id": self.deal.id,
                "kind": kind,
                "reason_id": self.flood.id,
                "at": at("11-23 12:00"),
                "note": "The river",
                **values,
            }
        )

    def pauses(self):
        domain = [("contract_id", "=", self.deal.id)]
        return self.env["ops.sla.pause"].search(domain, order="id")

    def assert_refused(self, text, wizard):
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertFalse(self.pauses().filtered(lambda row: row.reason_id == self.wish))

    def test_all_that_the_annex_allows_stand_still_and_go_on(self):
        wizard = self.wizard()
        self.assertEqual(
            wizard.allowed_reason_ids, self.flood | self.wish | self.waiting
        )
        self.assertEqual(wizard.clock_ids, self.cases)
        wizard.action_apply()
        self.assertEqual(self.pauses().clock_id, self.cases)
        self.assertEqual(set(self.pauses().mapped("start_at")), {at("11-23 12:00")})
        self.assertEqual(set(self.cases.mapped("outcome")), {"paused"})
        self.assertEqual(set(self.cases.mapped("elapsed_s")), {3 * 3600})
        self.assertEqual(self.strict.outcome, "running")
        self.assertIn("3 cases stand still", self.deal.message_ids[0].body)
        with self.moment("11-23 16:00"):
            again = self.wizard(kind="resume", at=at("11-23 15:00"))
            self.assertEqual(again.allowed_reason_ids, self.flood)
            self.assertEqual(again.clock_ids, self.cases)
            again.action_apply()
        self.assertEqual(set(self.pauses().mapped("end_at")), {at("11-23 15:00")})
        self.assertEqual(set(self.cases.mapped("outcome")), {"running"})
        # eight hours from 9:00, three of them paused
        self.assertDue(self.cases[0], "11-24 11:00")

    def test_a_case_may_be_left_out(self):
        wizard = self.wizard()
        wizard.clock_ids -= self.cases[0]
        wizard.action_apply()
        self.assertEqual(self.pauses().clock_id, self.cases[1:])

    def test_a_case_that_began_later_stands_still_from_its_beginning(self):
        late = self.open_cases("p2", start="11-23 13:30")
        self.wizard().action_apply()
        self.assertEqual(late.pause_ids.start_at, late.start_at)

    def test_one_that_does_not_fit_stops_all(self):
        for text, values in {
            "allows no pause": {"clock_ids": (self.cases | self.strict).ids},
            "Choose the cases": {"clock_ids": []},
            "future": {"at": at("11-23 14:00:01")},
            "acknowledged": {"reason_id": self.wish.id},
            "needs its evidence": {"note": " "},
        }.items():
            with self.subTest(text=text):
                self.assert_refused(text, self.wizard(**values))
                self.assertFalse(self.pauses())

    def test_one_that_is_missed_by_now_stops_all(self):
        wizard = self.wizard(clock_ids=self.missed().ids)
        self.assert_refused("No open case", wizard)
        self.assertFalse(self.pauses())

    def missed(self):
        """Open by its stored result, but past its deadline by now."""
        return self.cases | self.fact(
            self.deal, "11-20 09:00", priority="p2", now="11-20 10:00"
        )

    def test_nothing_is_paused_twice_and_nothing_resumed_that_runs(self):
        self.wizard(clock_ids=self.cases[:1].ids).action_apply()
        self.assertEqual(self.wizard().clock_ids, self.cases[1:])
        before = self.pauses()
        ids = self.cases.ids
        self.assert_refused("already", self.wizard(clock_ids=ids))
        self.assert_refused("Not paused", self.wizard(kind="resume", clock_ids=ids))
        early = self.wizard(kind="resume", at=at("11-23 11:00"))
        self.assert_refused("after this time", early)
        self.assertEqual(self.pauses(), before)
        self.assertFalse(before.end_at)

    def test_closed_and_foreign_cases_are_refused(self):
        done = self.fact(self.deal, "11-23 09:00", "11-23 10:00", priority="p2")
        other = self.promised(self.promise(8, pause_reason_ids=[(4, self.flood.id)]))
        foreign = self.fact(other, "11-23 09:00", now="11-23 14:00")
        for clock in (done, foreign):
            wizard = self.wizard(clock_ids=(self.cases | clock).ids)
            self.assert_refused("No open case", wizard)
            self.assertFalse(self.pauses())

    def test_who_may_not_work_on_facts_pauses_none(self):
        for role in ("employee", "finance", "portal", "manager2"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.wizard(role, clock_ids=self.cases.ids).action_apply()
        self.assertFalse(self.pauses())
        for role in ("manager", "org"):
            with self.subTest(role=role), self.cr.savepoint() as point:
                self.wizard(role).action_apply()
                self.assertEqual(len(self.pauses()), 3)
                point.rollback()

    def test_more_cases_take_no_more_queries(self):
        def queries(count):
            cases = self.open_cases(*["p3"] * count)
            wizard = self.wizard(clock_ids=cases.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_apply()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(40), queries(4) + 2)

    # the effect of another priority --------------------------------------------------
    def step(self, clock, role="supervisor", **values):
        return self.as_(role)["ops.sla.step"].create(
            {"clock_id": clock.id, "kind": "priority", "reason": "x", **values}
        )

    def test_another_priority_is_shown_and_then_is_as_shown(self):
        case = self.cases[1]
        before = case.read()
        effect = self.step(case, priority="p2").effect
        for text in ("P3", "P2", "16:00", "08:00", case._local(at("11-23 17:00"))):
            self.assertIn(text, effect)
        self.assertNotIn("misses", effect)
        effect = self.step(case, priority="p1").effect
        self.assertIn("misses the target at once", effect)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.read(), before)
        self.assertFalse(case.event_ids)
        self.step(case, priority="p2").action_confirm()
        self.assertDue(case, "11-23 17:00")

    def test_where_the_level_stays_the_dialog_says_why(self):
        case = self.cases[1]
        self.assertIn("The level stays", self.step(case, priority="p4").effect)
        missed = self.missed()[-1]
        missed._replay()
        effect = self.step(missed, priority="p3").effect
        self.assertIn("stays missed", effect)

    def test_where_the_clock_begins_anew_both_cases_are_shown(self):
        policy = {"priority_policy": "from_change"}
        deal = self.promised(
            self.promise(16, priority="p3", **policy),
            self.promise(8, priority="p2", **policy),
        )
        case = self.fact(deal, "11-23 09:00", priority="p3", now="11-23 14:00")
        effect = self.step(case, priority="p2").effect
        self.assertIn("a new one begins", effect)
        self.assertIn(case._local(at("11-24 13:00")), effect)
        new = self.env["ops.sla.clock"].browse(
            self.step(case, priority="p2").action_confirm()["res_id"]
        )
        self.assertDue(new, "11-24 13:00")

    def test_a_step_that_is_not_possible_says_so(self):
        case = self.cases[1]
        self.assertIn("this priority already", self.step(case, priority="p3").effect)
        self.assertFalse(self.step(case).effect)
        self.assertFalse(self.step(case, kind="reopen").effect)
