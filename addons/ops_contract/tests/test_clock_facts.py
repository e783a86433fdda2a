"""The worked examples of contract.md section 4 through the ORM (numbers in names)."""

from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sla_case import SlaCase, at


@tagged("post_install", "-at_install")
class TestClockFacts(SlaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.four = cls.promised(cls.promise(4))
        cls.eight = cls.promised(cls.promise(8))

    def test_01_four_hours_over_a_weekend(self):
        self.assertDue(self.fact(self.four, "11-20 17:30"), "11-23 12:30")
        pauses = [("11-23 10:00", "11-23 10:30")]
        clock = self.fact(self.four, "11-20 17:30", pauses=pauses, now="11-23 11:00")
        self.assertDue(clock, "11-23 13:00")

    def test_02_a_pause_over_the_weekend_costs_its_service_time(self):
        pauses = [("11-20 17:45", "11-23 09:15")]
        clock = self.fact(self.four, "11-20 17:30", "11-23 13:00", pauses=pauses)
        self.assertDue(clock, "11-23 13:00")
        self.assertEqual((clock.paused_s, clock.outcome), (30 * 60, "met"))
        self.assertAddsUp(clock)

    def test_03_pauses_outside_the_hours_and_overlapping_ones(self):
        clock = self.fact(
            self.four,
            "11-20 17:30",
            "11-23 12:30",
            pauses=[("11-21 10:00", "11-21 12:00")],
        )
        self.assertDue(clock, "11-23 12:30")
        clock = self.fact(
            self.four,
            "11-20 17:30",
            "11-23 13:30",
            pauses=[("11-23 10:00", "11-23 10:30"), ("11-23 10:15", "11-23 11:00")],
        )
        self.assertDue(clock, "11-23 13:30")
        self.assertEqual((clock.paused_s, clock.outcome), (3600, "met"))

    def test_04_national_day(self):
        self.assertDue(self.fact(self.eight, "09-30 16:00"), "10-08 15:00")

    def test_05_make_up_saturday(self):
        self.assertDue(self.fact(self.four, "10-09 17:00"), "10-10 12:00")

    def test_06_spring_festival(self):
        sixteen = self.promised(self.promise(16))
        self.assertDue(self.fact(sixteen, "02-13 17:00"), "02-24 15:00")

    def test_07_outside_the_hours_and_on_the_last_second(self):
        two = self.promised(self.promise(2))
        self.assertDue(self.fact(two, "11-21 10:00"), "11-23 11:00")
        kept = self.fact(self.eight, "11-20 10:00", "11-20 20:00")
        self.assertDue(kept, "11-20 18:00")
        self.assertEqual((kept.elapsed_s, kept.outcome), (28800, "met"))
        late = self.fact(self.eight, "11-20 10:00", "11-23 09:00:01")
        self.assertEqual((late.elapsed_s, late.outcome), (28801, "breached"))
        self.assertEqual(late.outcome_at, at("11-20 18:00"))

    def test_08_a_lunch_break(self):
        lunch = self._create_calendar("Lunch", range(5), (9, 12))
        lunch.attendance_ids = [
            Command.create(
                {"name": "PM", "dayofweek": str(day), "hour_from": 13.5, "hour_to": 18}
            )
            for day in range(5)
        ]
        contract = self.promised(
            self.promise(4, priority="p1", calendar_id=lunch.id),
            self.promise(1, priority="p2", calendar_id=lunch.id),
        )
        self.assertDue(self.fact(contract, "11-25 10:00", priority="p1"), "11-25 15:30")
        self.assertDue(self.fact(contract, "11-25 12:30", priority="p2"), "11-25 14:30")

    def test_09_round_the_clock(self):
        hours = {"calendar_id": self.calendar_247.id}
        contract = self.promised(
            self.promise(4, priority="p1", **hours),
            self.promise(100, priority="p2", **hours),
        )
        self.assertDue(self.fact(contract, "11-20 22:00", priority="p1"), "11-21 02:00")
        self.assertDue(self.fact(contract, "11-01 00:00", priority="p2"), "11-05 04:00")

    def test_11_an_upgrade_counts_from_the_old_start_and_keeps_the_pause(self):
        contract = self.promised(
            self.promise(16, priority="p3"),
            self.promise(8, priority="p2"),
            self.promise(2, priority="p1"),
        )
        clock = self.fact(
            contract,
            "11-23 09:00",
            pauses=[("11-23 11:00", "11-23 12:00")],
            now="11-23 14:00",
            priority="p3",
        )
        self.assertDue(clock, "11-24 17:00")
        self.assertEqual(clock.elapsed_s, 4 * 3600)
        with self.moment("11-23 14:00"):
            clock._change_priority("p2", "The ward is waiting")
        self.assertDue(clock, "11-23 18:00")
        self.assertEqual(clock.outcome, "running")
        with self.moment("11-23 14:00"):
            clock._change_priority("p1", "The whole hospital is waiting")
        self.assertDue(clock, "11-23 11:00")
        self.assertEqual(clock.outcome, "breached")

    def test_13_reached_out_of_a_pause(self):
        clock = self.fact(
            self.eight,
            "11-23 09:00",
            "11-27 17:00",
            pauses=[("11-23 10:00", None)],
        )
        self.assertEqual((clock.elapsed_s, clock.outcome), (3600, "met"))
        self.assertAddsUp(clock)

    def test_14_summer_time_in_brussels(self):
        night = self.calendar_247.copy({"tz": "Europe/Brussels"})
        day = self.calendar_c.copy({"tz": "Europe/Brussels"})
        contract = self.promised(
            self.promise(8, priority="p1", calendar_id=night.id),
            self.promise(4, priority="p2", calendar_id=day.id),
            contract=self.contract(tz="Europe/Brussels"),
        )
        for start, priority, due in [
            ("2026-03-28 21:00:00", "p1", "2026-03-29 05:00:00"),
            ("2026-10-24 20:00:00", "p1", "2026-10-25 04:00:00"),
            ("2026-03-27 16:00:00", "p2", "2026-03-30 10:00:00"),
        ]:
            clock = self.env["ops.sla.clock"].create(
                {
                    "name": "Case",
                    "contract_id": contract.id,
                    "metric_id": self.resolve.id,
                    "priority": priority,
                    "start_at": start,
                }
            )
            self.assertEqual(str(clock.deadline), due)

    def test_15_a_holiday_of_another_company_moves_nothing(self):
        other = self.env["res.company"].create({"name": "Company B"})
        leaves = self.env["resource.calendar.leaves"].with_company(other)
        leave = leaves.create(
            {
                "name": "Foundation Day",
                "date_from": at("11-24 00:00"),
                "date_to": at("11-25 00:00"),
            }
        )
        self.assertEqual(leave.company_id, other)
        self.assertDue(self.fact(self.eight, "11-23 16:00"), "11-24 15:00")

    def test_16_warnings_are_shares_of_the_service_time(self):
        clock = self.fact(self.four, "11-20 17:30")
        book, hours = clock._replay_books(clock.start_at)
        [stage] = clock._stages(book, hours)
        texts = clock._warnings(stage, [])
        self.assertEqual(len(texts), 3)
        self.assertIn("10:30", texts[0])
        self.assertIn("11:30", texts[1])

    def test_20_an_open_breach_counts_once_where_it_was_missed(self):
        contract = self.promised(self.promise(16))
        clock = self.fact(contract, "10-30 10:00", now="11-30 12:00")
        self.assertEqual(clock.outcome, "breached")
        self.assertEqual(clock.outcome_day, date(2026, 11, 2))
        clock.reached_at = at("12-02 10:00")
        self.assertEqual(clock.outcome, "breached")
        self.assertEqual(clock.outcome_day, date(2026, 11, 2))

    def test_27_the_version_at_the_start_decides(self):
        old = self.promise(8, priority="p2")
        contract = self.promised(old)
        self.promised(
            self.promise(6, priority="p2"), contract=contract, day=date(2026, 11, 16)
        )
        before = self.fact(contract, "11-13 15:00", priority="p2")
        self.assertDue(before, "11-16 14:00")
        self.assertEqual(before.target_s, 8 * 3600)
        after = self.fact(contract, "11-16 09:00", priority="p2")
        self.assertDue(after, "11-16 15:00")
        self.assertNotEqual(before.sla_line_id, after.sla_line_id)

    def test_working_days(self):
        contract = self.promised(
            self.promise(target_days=2, priority="p1"),
            self.promise(target_days=2, day_rule="same_time", priority="p2"),
        )
        for priority, due in [("p1", "10-10 18:00"), ("p2", "10-10 15:00")]:
            clock = self.fact(contract, "10-08 15:00", priority=priority)
            self.assertDue(clock, due)

    def test_the_narrowest_line_wins(self):
        contract = self.contract()
        version = self.version(
            contract,
            "service",
            date(2026, 1, 1),
            service=[
                {"item_id": self.item.id, "no_sla_reason": "-"},
                {"item_id": self.item.id, "no_sla_reason": "-"},
            ],
        )
        first, second = version.service_line_ids
        self.promised(
            self.promise(1),
            self.promise(2, service_line_ids=[Command.set(first.ids)]),
            self.promise(3, priority="p1"),
            self.promise(4, priority="p1", service_line_ids=[Command.set(first.ids)]),
            contract=contract,
        )
        for service, priority, hours in [
            (first, "p1", 4),
            (second, "p1", 3),
            (first, "p2", 2),
            (second, "p2", 1),
        ]:
            clock = self.fact(
                contract,
                "11-23 09:00",
                service_line_id=service.id,
                priority=priority,
            )
            self.assertEqual(clock.target_s, hours * 3600)
            line = contract._sla_line_for(
                self.resolve, priority, service, at("11-23 09:00")
            )
            self.assertEqual(line, clock.sla_line_id)

    def test_not_covered(self):
        contract = self.promised(self.promise(4), day=date(2026, 11, 1))
        for clock in [
            self.fact(contract, "10-30 10:00"),
            self.fact(contract, "11-20 10:00", metric_id=self.respond.id),
            self.fact(self.contract(state="draft"), "11-20 10:00"),
        ]:
            self.assertEqual(clock.outcome, "none")
            self.assertFalse(clock.sla_line_id)
            self.assertFalse(clock.outcome_day)

    def test_withdrawn_and_paused(self):
        clock = self.fact(self.four, "11-23 09:00", cancelled_at=at("11-23 11:00"))
        self.assertEqual(clock.outcome, "cancelled")
        clock._server_write({"cancelled_at": at("11-23 15:00")})
        self.assertEqual(clock.outcome, "breached")
        clock = self.fact(
            self.four, "11-23 09:00", pauses=[("11-23 10:00", None)], now="11-23 12:00"
        )
        self.assertEqual(clock.outcome, "paused")
        self.assertFalse(clock.next_check_at)

    def reason(self, code, **values):
        return self.env["ops.pause.reason"].create(
            {"name": code, "code": f"t_{code}", "needs_evidence": False, **values}
        )

    def test_pauses_that_do_not_count(self):
        unknown = self.reason("coffee")
        other = self.reason("other", stops_metric_ids=[Command.set(self.respond.ids)])
        asked = self.reason("asked", customer_ack=True)
        short = self.reason("short", max_minutes=20)
        allowed = (other | asked | short | self.waiting).ids
        contract = self.promised(
            self.promise(4, pause_reason_ids=[Command.set(allowed)])
        )
        clock = self.fact(
            contract, "11-23 09:00", "11-23 12:00", [("11-23 10:00", "11-23 11:00")]
        )
        pause = clock.pause_ids
        for reason in (unknown, other, asked):
            pause.reason_id = reason
            self.assertEqual(clock.paused_s, 0)
            self.assertIn("Does not count", pause.effect)
        pause.is_acknowledged = True
        self.assertEqual(clock.paused_s, 3600)
        self.assertEqual(pause.effect, "Stops the clock")
        pause.reason_id = short
        self.assertEqual(clock.paused_s, 20 * 60)
        pause.unlink()
        self.assertEqual(clock.paused_s, 0)

    def test_a_pause_needs_its_evidence(self):
        proved = self.reason("proved", needs_evidence=True)
        clock = self.fact(self.four, "11-23 09:00")
        pause = {"clock_id": clock.id, "reason_id": proved.id}
        with self.assertRaises(ValidationError):
            pause["start_at"] = at("11-23 10:00")
            self.env["ops.sla.pause"].create(pause)

    def test_a_reason_that_a_sealed_annex_names_keeps_its_meaning(self):
        reason = self.waiting.with_user(self.users["org"])
        for vals in (
            {"max_minutes": 9000},
            {"stops_metric_ids": [Command.set(self.respond.ids)]},
            {"customer_ack": True},
            {"needs_evidence": True},
            {"code": "other"},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "sealed"):
                reason.write(vals)
        with self.assertRaisesRegex(UserError, "sealed"):
            self.force.with_user(self.users["org"]).code = "other"
        reason.name = "Waiting for the Customer"
        free = self.reason("free")
        free.with_user(self.users["org"]).max_minutes = 30

    def test_a_suspended_contract_stops_its_clocks(self):
        self.env["ops.contract.suspension"]._server_create(
            [
                {
                    "contract_id": self.four.id,
                    "date_from": date(2026, 11, 24),
                    "date_to": date(2026, 11, 25),
                    "reason": "Works on the building",
                }
            ]
        )
        clock = self.fact(self.four, "11-23 17:00")
        clock._replay(at("11-26 09:00"))
        self.assertDue(clock, "11-26 12:00")

    def test_the_cron_finds_what_is_due(self):
        clock = self.fact(self.four, "11-23 09:00")
        self.assertEqual(clock.outcome, "running")
        self.assertEqual(clock.next_check_at, at("11-23 11:00"))
        clock._replay(at("11-23 12:59"))
        clock._warn()
        clock._replay(at("11-23 12:59"))
        self.assertEqual(clock.next_check_at, at("11-23 13:00:01"))
        clock._replay(at("11-23 13:00"))
        self.assertEqual(clock.outcome, "running")
        clock._replay(at("11-23 13:00:01"))
        self.assertEqual(clock.outcome, "breached")
        self.assertEqual(clock.outcome_at, at("11-23 13:00"))

    def test_a_case_is_not_reached_before_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.fact(self.four, "11-23 09:00", "11-23 08:00")
            self.env.flush_all()

    def test_the_explanation_names_line_hours_and_parts(self):
        clock = self.fact(
            self.four, "11-20 17:30", "11-23 13:00", [("11-23 10:00", "11-23 10:30")]
        )
        text = str(clock.explanation)
        for part in ("Office Hours", "04:00", "bg-warning", "Asia/Shanghai"):
            self.assertIn(part, text)

    def test_a_case_that_no_level_fits_says_which_levels_there_are(self):
        urgent = self.promised(self.promise(4, priority="p1"))
        clock = self.fact(urgent, "11-20 17:30", priority="p3")
        self.assertEqual(clock.outcome, "none")
        levels = urgent.version_ids.sla_line_ids
        self.assertIn(levels.display_name, clock.explanation)
        nothing = self.fact(self.contract(), "11-20 17:30")
        self.assertIn("No service level was in force", nothing.explanation)

    def test_many_facts_cost_as_many_queries_as_few(self):
        def cost(count):
            clocks = self.env["ops.sla.clock"].concat(
                *[self.fact(self.four, "11-23 09:00") for _n in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            clocks._replay(at("11-23 10:00"))
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(20))
