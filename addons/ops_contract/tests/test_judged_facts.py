"""A judged fact is changed by nobody alone."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .sla_case import SlaCase, at


@tagged("post_install", "-at_install")
class TestJudgedFacts(SlaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.promised(
            cls.promise(16, priority="p3"),
            cls.promise(8, priority="p2"),
            cls.promise(2, priority="p1"),
        )

    def by(self, role, clock):
        return clock.with_user(self.users[role])

    def late(self, **values):
        """Eight hours promised, ten used."""
        values = {"priority": "p2", **values}
        clock = self.fact(self.deal, "11-23 09:00", "11-24 10:00", **values)
        self.assertEqual(clock.outcome, "breached")
        return clock

    def assert_refused(self, act, text, clock):
        before = self.facts(clock)
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            act()
        self.env.invalidate_all()
        self.assertEqual(self.facts(clock), before)

    def facts(self, clock):
        names = set(clock._fields) - {"explanation", "write_date", "write_uid"}
        return clock.read(sorted(names - {"author_ids"}))

    # by one person -------------------------------------------------------------------
    def test_no_field_withdraws_a_missed_case(self):
        clock = self.late()
        other = self.contract()
        for role in ("supervisor", "manager", "org"):
            mine = self.by(role, clock)
            for vals in (
                {"cancelled_at": at("11-23 10:00")},
                {"priority": "p3"},
                {"priority": "p4"},
                {"start_at": at("11-23 16:00")},
                {"reached_at": at("11-23 12:00")},
                {"metric_id": self.respond.id},
                {"contract_id": other.id},
            ):
                with self.subTest(role=role, vals=vals):
                    self.assert_refused(
                        lambda m=mine, v=vals: m.write(v), "judged", clock
                    )
            if role != "supervisor":
                self.assert_refused(mine.unlink, "not deleted", clock)

    def test_no_pause_takes_back_a_miss(self):
        clock = self.late()
        vals = {
            "reason_id": self.waiting.id,
            "start_at": at("11-23 10:00"),
            "end_at": at("11-23 17:00"),
        }
        for role in ("supervisor", "manager"):
            env = self.as_(role)
            for act in (
                lambda e=env: e["ops.sla.pause"].create({**vals, "clock_id": clock.id}),
                lambda e=env: (
                    e["ops.sla.pause"]
                    .with_context(default_clock_id=clock.id)
                    .create(vals)
                ),
                lambda e=env: self.by("manager", clock).write(
                    {"pause_ids": [Command.create(vals)]}
                ),
            ):
                self.assert_refused(act, "another person", clock)
        short = {**vals, "end_at": at("11-23 10:20")}
        self.by("supervisor", clock).write({"pause_ids": [Command.create(short)]})
        self.assertEqual((clock.outcome, clock.paused_s), ("breached", 20 * 60))
        pause = self.by("manager", clock.pause_ids)
        self.assert_refused(
            lambda: pause.write({"end_at": vals["end_at"]}), "another person", clock
        )

    def test_a_pause_that_saved_a_case_is_not_taken_away(self):
        clock = self.fact(
            self.deal,
            "11-23 09:00",
            "11-24 10:00",
            [("11-23 10:00", "11-23 17:00")],
            priority="p2",
        )
        self.assertEqual(clock.outcome, "met")
        pause = self.by("manager", clock.pause_ids)
        self.assert_refused(pause.unlink, "another person", clock)

    def test_a_case_that_still_runs_is_missed_before_the_cron_says_so(self):
        clock = self.fact(self.deal, "11-23 09:00", priority="p2")
        self.assertEqual(clock.outcome, "running")
        mine = self.by("manager", clock)
        with self.moment("11-24 12:00"):
            with self.assertRaises(UserError), self.cr.savepoint():
                mine.reached_at = at("11-23 17:00")
            self.env.invalidate_all()
            mine.reached_at = at("11-24 12:00")
        self.assertEqual(clock.outcome, "breached")

    def test_what_ends_an_open_case_is_entered_once_and_not_ahead(self):
        clock = self.fact(self.deal, "11-23 09:00", priority="p2")
        mine = self.by("supervisor", clock)
        with self.moment("11-23 12:00"):
            with self.assertRaisesRegex(UserError, "future"), self.cr.savepoint():
                mine.reached_at = at("11-23 16:00")
            self.env.invalidate_all()
            mine.reached_at = at("11-23 11:30")
        self.assertEqual(clock.outcome, "met")

    def test_what_no_level_judges_can_still_be_put_right(self):
        clock = self.fact(self.contract(), "11-23 09:00")
        mine = self.by("manager", clock)
        mine.write({"contract_id": self.deal.id, "priority": "p2"})
        self.assertTrue(clock.sla_line_id)
        stray = self.by("manager", self.fact(self.contract(), "11-23 09:00"))
        self.env.invalidate_all()
        stray.unlink()
        self.assertFalse(stray.exists())

    # by two --------------------------------------------------------------------------
    def test_another_person_withdraws_it(self):
        clock = self.late(responsible_id=self.users["org2"].id)
        request = self.override(self.deal, "withdraw", clock_id=clock.id)
        for role in ("supervisor", "manager"):
            with self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_approve()
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.with_user(self.users["org2"]).action_approve()
        self.assertEqual(clock.outcome, "breached")
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual((clock.outcome, clock.elapsed_s), ("cancelled", 0))

    def test_nobody_approves_what_he_asked_for(self):
        clock = self.late()
        request = self.override(self.deal, "withdraw", "org", clock_id=clock.id)
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.with_user(self.users["org"]).action_approve()

    def test_a_correction_and_a_pause(self):
        clock = self.late()
        request = self.override(
            self.deal,
            "correct",
            clock_id=clock.id,
            start_at=clock.start_at,
            end_at=at("11-23 15:00"),
        )
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual((clock.outcome, clock.elapsed_s), ("met", 6 * 3600))
        clock = self.late()
        request = self.override(
            self.deal,
            "pause",
            clock_id=clock.id,
            pause_reason_id=self.waiting.id,
            start_at=at("11-23 10:00"),
            end_at=at("11-23 17:00"),
        )
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual((clock.outcome, clock.paused_s), ("met", 7 * 3600))

    def test_a_pause_that_another_person_decided_on_is_not_undone_by_one(self):
        clock = self.late()
        request = self.override(
            self.deal,
            "pause",
            clock_id=clock.id,
            pause_reason_id=self.waiting.id,
            start_at=at("11-23 10:00"),
        )
        request.with_user(self.users["org"]).action_approve()
        pause = clock.pause_ids
        for role in ("supervisor", "manager", "org"):
            mine = pause.with_user(self.users[role])
            for act in (
                mine.unlink,
                lambda mine=mine: mine.write({"start_at": at("11-23 12:00")}),
                lambda mine=mine: mine.write({"override_id": False}),
                lambda mine=mine: mine.clock_id.write(
                    {"pause_ids": [Command.delete(mine.id)]}
                ),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    act()
        mine = pause.with_user(self.users["supervisor"])
        with self.assertRaisesRegex(UserError, "decided by another"):
            mine.write({"reason_id": self.waiting.id})
        self.assertEqual(clock.pause_ids, pause)

    def test_a_request_says_all_and_nothing_else(self):
        clock = self.late()
        for kind, values, text in (
            ("withdraw", {}, "state SLA Fact"),
            ("correct", {"clock_id": clock.id}, "state From"),
            ("suspend", {"clock_id": clock.id, "date_from": "2027-01-01"}, "not about"),
            (
                "correct",
                {"clock_id": clock.id, "start_at": "2027-03-01 00:00:00"},
                "too late",
            ),
        ):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, text):
                self.override(self.deal, kind, "manager", **values)
        with self.assertRaisesRegex(UserError, "another contract"):
            self.override(self.contract(), "withdraw", clock_id=clock.id)

    # exclusions --------------------------------------------------------------------
    def excluded(self, clock):
        exclusion = self.as_("supervisor")["ops.sla.exclusion"].create(
            {
                "contract_id": self.deal.id,
                "clock_id": clock.id,
                "reason_id": self.force.id,
                "note": "Flood",
            }
        )
        exclusion.action_submit()
        return exclusion

    def test_who_answered_for_it_and_left_does_not_decide(self):
        clock = self.late(responsible_id=self.users["org2"].id)
        self.by("org2", clock).responsible_id = self.users["employee"]
        exclusion = self.excluded(clock)
        with self.assertRaisesRegex(UserError, "somebody else"):
            exclusion.with_user(self.users["org2"]).action_approve()
        exclusion.with_user(self.users["org"]).action_approve()
        self.assertEqual(clock.outcome, "excluded")

    def test_what_was_excused_stays(self):
        clock = self.late()
        self.excluded(clock).with_user(self.users["org"]).action_approve()
        mine = self.by("manager", clock)
        for vals in (
            {"reached_at": at("11-30 10:00")},
            {"start_at": at("11-20 10:00")},
            {
                "pause_ids": [
                    Command.create(
                        {"reason_id": self.waiting.id, "start_at": at("11-23 10:00")}
                    )
                ]
            },
        ):
            self.assert_refused(lambda v=vals: mine.write(v), "judged", clock)

    def test_a_request_falls_with_the_facts_it_is_about(self):
        clock = self.fact(self.deal, "11-23 09:00", priority="p2", now="11-25 09:00")
        exclusion = self.excluded(clock)
        self.by("supervisor", clock).reached_at = at("11-30 10:00")
        self.assertEqual(exclusion.approval_state, "draft")
        exclusion.with_user(self.users["supervisor"]).action_submit()
        exclusion.with_user(self.users["org"]).action_approve()
        self.assertEqual(clock.outcome, "excluded")
        request = self.override(
            self.deal,
            "correct",
            clock_id=clock.id,
            start_at=clock.start_at,
            end_at=at("11-26 10:00"),
        )
        request.with_user(self.users["org"]).action_approve()
        self.assertEqual(exclusion.approval_state, "draft")
        self.assertEqual(clock.outcome, "breached")
