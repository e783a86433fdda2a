"""Priority and reopening leave a trace; the hours agreed; reminders come once."""

from datetime import date
from math import inf
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sla_case import SlaCase, at


@tagged("post_install", "-at_install")
class TestClockSteps(SlaCase):
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

    # priority ------------------------------------------------------------------------
    def step(self, role, clock, kind, **values):
        wizard = self.as_(role)["ops.sla.step"].create(
            {"clock_id": clock.id, "kind": kind, "reason": "As agreed", **values}
        )
        return self.env["ops.sla.clock"].browse(wizard.action_confirm()["res_id"])

    def test_a_change_of_priority_is_logged(self):
        clock = self.fact(self.deal, "11-23 09:00", priority="p3")
        with self.moment("11-23 14:00"):
            self.step("supervisor", clock, "priority", priority="p2")
        [event] = clock.event_ids
        self.assertEqual(
            (event.old_priority, event.new_priority, event.at, event.user_id),
            ("p3", "p2", at("11-23 14:00"), self.users["supervisor"]),
        )
        for role in ("supervisor", "manager", "org"):
            mine = event.with_user(self.users[role])
            for act in (lambda m=mine: m.write({"reason": "x"}), mine.unlink):
                with self.assertRaises(UserError):
                    act()

    def test_a_lower_priority_takes_back_no_miss(self):
        clock = self.fact(self.deal, "11-23 09:00", priority="p1")
        with self.moment("11-23 14:00"):
            self.step("manager", clock, "priority", priority="p3")
        self.assertEqual((clock.outcome, clock.priority), ("breached", "p3"))
        self.assertEqual((clock.deadline, clock.target_s), (at("11-23 11:00"), 7200))
        self.assertEqual(clock.sla_line_id.priority, "p1")

    def test_a_priority_without_a_level_leaves_the_old_one(self):
        clock = self.fact(self.deal, "11-23 09:00", priority="p1")
        with self.moment("11-23 10:00"):
            self.step("manager", clock, "priority", priority="p4")
        self.assertEqual(clock.sla_line_id.priority, "p1")
        self.assertDue(clock, "11-23 11:00")

    def policy(self, policy, **values):
        lines = [
            self.promise(hours, priority=priority, priority_policy=policy, **values)
            for priority, hours in [("p3", 16), ("p2", 8)]
        ]
        return self.promised(*lines)

    def test_where_only_upgrades_count(self):
        deal = self.policy("keep_original")
        clock = self.fact(deal, "11-23 09:00", priority="p2")
        with self.moment("11-23 14:00"):
            self.step("manager", clock, "priority", priority="p3")
        self.assertDue(clock, "11-23 17:00")
        clock = self.fact(deal, "11-23 09:00", priority="p3")
        with self.moment("11-23 14:00"):
            self.step("manager", clock, "priority", priority="p2")
        self.assertDue(clock, "11-23 17:00")

    def test_11_where_the_clock_begins_anew(self):
        deal = self.policy("from_change")
        clock = self.fact(
            deal,
            "11-23 09:00",
            pauses=[("11-23 11:00", "11-23 12:00")],
            priority="p3",
        )
        with self.moment("11-23 14:00"):
            new = self.step("manager", clock, "priority", priority="p2")
            self.assertDue(new, "11-24 13:00")
        self.assertEqual(new.follows_id, clock)
        self.assertEqual(clock.outcome, "cancelled")
        late = self.fact(deal, "11-23 09:00", priority="p2")
        with self.moment("11-24 12:00"):
            new = self.step("manager", late, "priority", priority="p3")
        self.assertEqual(late.outcome, "breached")
        self.assertEqual(new.start_at, at("11-24 12:00"))

    # opened again --------------------------------------------------------------------
    def test_12_it_goes_on_and_the_time_between_is_a_pause(self):
        for again, used, outcome in (
            ("11-24 11:30", 7.5, "met"),
            ("11-24 12:30", 8.5, "breached"),
        ):
            clock = self.fact(self.deal, "11-23 09:00", "11-23 15:00", priority="p2")
            with self.moment("11-24 10:00"):
                self.assertEqual(self.step("supervisor", clock, "reopen"), clock)
                self.assertEqual(clock.outcome, "running")
                self.assertDue(clock, "11-24 12:00")
            with self.moment(again):
                self.by("supervisor", clock).reached_at = at(again)
            self.assertEqual((clock.elapsed_s, clock.outcome), (used * 3600, outcome))
            self.assertAddsUp(clock)

    def test_a_late_or_new_reopening_is_another_case(self):
        clock = self.fact(self.deal, "11-02 09:00", "11-02 15:00", priority="p2")
        with self.moment("11-10 10:00"):
            new = self.step("supervisor", clock, "reopen")
        self.assertEqual((new.follows_id, new.start_at), (clock, at("11-10 10:00")))
        self.assertEqual((clock.outcome, new.priority), ("met", "p2"))
        deal = self.promised(self.promise(8, reopen_policy="new"))
        clock = self.fact(deal, "11-23 09:00", "11-23 15:00")
        with self.moment("11-23 16:00"):
            self.assertNotEqual(self.step("supervisor", clock, "reopen"), clock)

    def test_what_was_opened_again_is_reached_after_that(self):
        clock = self.fact(self.deal, "11-23 09:00", "11-23 15:00", priority="p2")
        with self.moment("11-24 10:00"):
            self.step("supervisor", clock, "reopen")
            with self.assertRaisesRegex(UserError, "opened again"):
                self.by("supervisor", clock).reached_at = at("11-24 09:30")

    def test_a_priority_after_the_end_counts_for_nothing(self):
        """It was reached earlier than known when the priority was raised."""
        clock = self.fact(self.deal, "11-23 09:00", priority="p2")
        with self.moment("11-23 12:00"):
            self.step("supervisor", clock, "priority", priority="p3")
        with self.moment("11-23 14:00"):
            self.by("supervisor", clock).reached_at = at("11-23 11:00")
        self.assertEqual((clock.sla_line_id.priority, clock.outcome), ("p2", "met"))

    def test_a_counted_case_keeps_its_priority_and_is_followed(self):
        clock = self.fact(self.deal, "11-23 09:00", "11-23 15:00", priority="p2")
        clock._server_write({"frozen": True})
        with self.moment("11-23 16:00"):
            with self.assertRaisesRegex(UserError, "counted"):
                self.step("manager", clock, "priority", priority="p3")
            new = self.step("manager", clock, "reopen")
        self.assertEqual((new.follows_id, clock.outcome), (clock, "met"))

    def test_a_case_of_a_metric_without_clocks_can_be_put_right(self):
        deal = self.promised(self.promise(4), self.promise(metric="t_available"))
        clock = self.fact(deal, "11-23 09:00", metric_id=self.metrics["t_available"].id)
        self.assertEqual(clock.outcome, "none")
        self.by("manager", clock).metric_id = self.resolve
        self.assertEqual(clock.target_s, 4 * 3600)

    def test_a_reopened_miss_stays_one(self):
        clock = self.fact(self.deal, "11-23 09:00", "11-24 10:00", priority="p2")
        day = clock.outcome_day
        with self.moment("11-24 11:00"):
            self.step("supervisor", clock, "reopen")
        self.assertEqual((clock.outcome, clock.outcome_day), ("breached", day))

    def test_who_may_not_work_on_facts_takes_no_step(self):
        clock = self.fact(self.deal, "11-23 09:00", "11-24 10:00", priority="p2")
        for role in ("employee", "finance", "manager2"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.step(role, clock, "reopen")
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, clock)._change_priority("p3", "x")

    # the hours -----------------------------------------------------------------------
    def test_a_draft_of_the_services_decides_no_hours(self):
        version = self.version(
            self.deal,
            "service",
            date(2026, 1, 1),
            service=[{"item_id": self.item.id, "no_sla_reason": "-"}],
        )
        service = self.agree(version).service_line_ids
        draft = version.annex_id._new_version(
            date(2026, 12, 1), change_reason="Longer hours"
        )
        [other] = draft.service_line_ids
        other.calendar_id = self.calendar_247
        for line in (service, other):
            clock = self.fact(
                self.deal, "11-20 17:00", priority="p1", service_line_id=line.id
            )
            self.assertDue(clock, "11-23 10:00")
        self.agree(draft)
        clock = self.fact(
            self.deal, "12-04 17:00", priority="p1", service_line_id=service.id
        )
        self.assertDue(clock, "12-04 19:00")

    def run_cron(self):
        """The job, without its commits."""
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=inf):
            self.env["ops.sla.clock"]._cron_refresh()

    # reminders -----------------------------------------------------------------------
    def test_each_step_reminds_once(self):
        clock = self.fact(
            self.deal,
            "11-23 09:00",
            priority="p2",
            responsible_id=self.users["employee"].id,
        )
        found = []
        for local in (
            "11-23 12:59",
            "11-23 13:00",
            "11-23 13:05",
            "11-23 15:00",
            "11-23 17:00",
            "11-23 18:00",
            "11-24 09:01",
            "11-24 12:00",
        ):
            with self.moment(local):
                for _time in range(2):
                    self.run_cron()
            found.append(clock.warned_pct)
            self.assertLessEqual(len(clock.activity_ids), 1)
        self.assertEqual(found, [0, 50, 50, 75, 90, 101, 101, 101])
        # who handles it has no right to read it: the project manager is reminded
        self.assertEqual(clock.activity_ids.user_id, self.users["supervisor"])
        self.assertIn("Missed", clock.activity_ids.summary)
        self.assertFalse(clock.next_check_at)
        with self.moment("11-24 13:00"):
            self.by("supervisor", clock).reached_at = at("11-24 13:00")
        self.assertFalse(clock.activity_ids)
