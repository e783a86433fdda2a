"""The schedule of deliverables (contract.md 2.7 and example 28)."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .deliverable_case import DeliverableCase


@tagged("post_install", "-at_install")
class TestDeliverableSchedule(DeliverableCase):
    def test_monthly_report_is_due_on_the_fifth_working_day(self):
        self.promise(date(2026, 8, 1))
        found = self.due_days(self.generate("2026-10-31"))
        self.assertEqual(
            found,
            {
                "2026-08-31": "2026-09-07",
                "2026-09-30": "2026-10-13",
                "2026-10-31": "2026-11-06",
            },
        )

    def test_ten_day_report_knows_the_make_up_day(self):
        self.promise(date(2026, 9, 1), frequency="ten_day", due_offset_days=2)
        found = self.due_days(self.generate("2026-09-30"))
        self.assertEqual(
            found,
            {
                "2026-09-10": "2026-09-14",
                "2026-09-20": "2026-09-22",
                "2026-09-30": "2026-10-09",
            },
        )

    def test_calendar_days_are_counted_where_agreed(self):
        self.promise(date(2026, 9, 1), due_in_working_days=False, due_offset_days=3)
        found = self.due_days(self.generate("2026-09-30"))
        self.assertEqual(found, {"2026-09-30": "2026-10-03"})

    def test_daily_ones_are_made_for_working_days_only(self):
        self.promise(date(2026, 10, 1), frequency="daily", due_offset_days=1)
        found = self.due_days(self.generate("2026-10-12"))
        self.assertEqual(
            found,
            {
                "2026-10-08": "2026-10-09",
                "2026-10-09": "2026-10-10",
                "2026-10-10": "2026-10-12",
                "2026-10-12": "2026-10-13",
            },
        )

    def test_every_frequency_makes_its_periods(self):
        counts = {
            "once": 1,
            "weekly": 53,
            "ten_day": 36,
            "monthly": 12,
            "quarterly": 4,
            "half_year": 2,
            "yearly": 1,
            "per_event": 0,
        }
        for frequency, count in counts.items():
            with self.subTest(frequency=frequency), self.env.cr.savepoint() as point:
                self.promise(frequency=frequency)
                self.assertEqual(len(self.generate("2026-12-31")), count)
                point.rollback()

    def test_twice_is_the_same_as_once(self):
        self.promise()
        first = self.generate("2026-06-30")
        before = self.table(self.all())
        self.assertFalse(self.generate("2026-06-30"))
        self.assertFalse(self.generate("2026-03-31"))
        self.assertEqual(self.table(self.all()), before)
        self.assertEqual(len(first), 6)
        later = self.generate("2026-07-31")
        self.assertEqual(self.due_days(later), {"2026-07-31": "2026-08-07"})

    def add_holiday(self, day):
        self.env["ops.calendar.day"].create(
            {"name": day, "date": day, "company_id": self.company.id}
        )

    def test_a_public_day_added_later_takes_no_miss_back(self):
        self.promise(date(2026, 9, 1))
        with self.at("2026-10-12 02:00:00"):
            september, october = self.generate("2026-10-31").sorted("date_to")
            self.add_holiday("2026-10-13")
            self.generate("2026-10-31")
        # still ahead: it follows the public days, and that is on record
        self.assertEqual(f"{september.date_due}", "2026-10-14")
        [note] = september.message_ids
        self.assertIn("from 2026-10-13 to 2026-10-14", note.body)
        with self.at("2026-10-15 02:00:00"):
            september._store_outcomes()
            self.add_holiday("2026-10-14")
            self.add_holiday("2026-11-05")
            self.generate("2026-10-31")
            self.Deliverable._cron_daily()
        self.assertEqual(f"{september.date_due}", "2026-10-14")
        self.assertEqual(september.outcome, "breached")
        self.assertEqual(f"{october.date_due}", "2026-11-09")

    def test_many_contracts_take_no_more_queries_than_two(self):
        contracts = self.subject
        for _number in range(5):
            contracts += self.contract()
        for contract in contracts:
            self.subject = contract
            self.promise()
        self.Deliverable._generate(contracts, date(2026, 6, 30))
        counts = [self.queries(contracts[:2]), self.queries(contracts)]
        self.assertEqual(counts[0], counts[1])

    def queries(self, contracts):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.Deliverable._generate(contracts, date(2026, 6, 30))
        return self.env.cr.sql_log_count - before

    def test_a_draft_contract_promises_nothing_yet(self):
        self.promise()
        self.subject._server_write({"state": "draft"})
        self.assertFalse(self.generate("2026-12-31"))

    def test_contract_dates_cut_the_periods(self):
        self.subject = self.contract(
            date_start=date(2026, 3, 10), date_end=date(2026, 6, 10)
        )
        self.promise(date(2026, 3, 10))
        self.generate("2026-12-31")
        # 22 of 31 days of March count; 10 of 30 of June are less than half
        self.assertEqual(
            [row[:2] for row in self.table(self.all())],
            [
                ("2026-03-10", "2026-03-31"),
                ("2026-04-01", "2026-04-30"),
                ("2026-05-01", "2026-05-31"),
            ],
        )

    def test_a_version_that_promises_the_same_does_not_cut_the_month(self):
        version = self.promise()
        self.next_version(version, date(2026, 4, 16), due_offset_days=3)
        self.generate("2026-05-31")
        by_month = {f"{each.date_from}": each for each in self.all()}
        april, may = by_month["2026-04-01"], by_month["2026-05-01"]
        self.assertEqual(len(by_month), 5)
        self.assertEqual(april.line_id.version_id, version)
        self.assertEqual(f"{april.date_due}", "2026-05-07")
        self.assertEqual(f"{may.date_due}", "2026-06-03")

    def test_changed_frequency_takes_back_what_no_longer_fits(self):
        version = self.promise()
        self.generate("2026-06-30")
        january = self.all()[0]
        january.with_user(self.users["employee"])._deliver(
            self.env["ir.attachment"], "January"
        )
        self.next_version(version, date(2026, 4, 1), frequency="quarterly")
        self.generate("2026-06-30")
        states = [(row[0], row[1], row[3]) for row in self.table(self.all())]
        self.assertEqual(
            states,
            [
                ("2026-01-01", "2026-01-31", "delivered"),
                ("2026-02-01", "2026-02-28", "planned"),
                ("2026-03-01", "2026-03-31", "planned"),
                # the monthly one of April became the quarter
                ("2026-04-01", "2026-06-30", "planned"),
                ("2026-05-01", "2026-05-31", "cancelled"),
                ("2026-06-01", "2026-06-30", "cancelled"),
            ],
        )
        gone = self.all().filtered(lambda each: each.state == "cancelled")
        self.assertTrue(all(gone.mapped("cancel_reason")))
        self.assertFalse(gone.cancelled_by_id)

    def test_a_line_that_falls_away_takes_its_deliverables_along(self):
        self.promise()
        self.generate("2026-06-30")
        other = self.version(
            self.subject,
            "reporting",
            date(2026, 4, 1),
            change_reason="Patrols instead of reports",
            deliverable=self.lines(name="Patrol record", frequency="quarterly"),
        )
        self.agree(other)
        self.generate("2026-06-30")
        live = self.all().filtered(lambda each: each.state != "cancelled")
        self.assertEqual(
            [(each.name, f"{each.date_from}") for each in live],
            [
                ("Service report", "2026-01-01"),
                ("Service report", "2026-02-01"),
                ("Service report", "2026-03-01"),
                ("Patrol record", "2026-04-01"),
            ],
        )

    def test_termination_ends_the_schedule(self):
        self.promise()
        self.generate("2026-06-30")
        self.subject._server_write(
            {"state": "terminated", "terminated_on": date(2026, 4, 20)}
        )
        self.generate("2026-06-30")
        live = self.all().filtered(lambda each: each.state != "cancelled")
        self.assertEqual(self.table(live)[-1][:2], ("2026-04-01", "2026-04-20"))
        self.assertEqual(len(self.all()) - len(live), 2)

    def test_what_a_person_cancelled_does_not_come_back(self):
        self.promise()
        march = self.generate("2026-03-31")[2]
        manager = march.with_user(self.users["manager"])
        request = manager._ask_to_cancel("Agreed with the customer")
        self.assertEqual(march.state, "planned")
        request.with_user(self.users["org"]).action_approve()
        self.generate("2026-04-30")
        self.assertEqual(march.state, "cancelled")
        self.assertEqual(march.cancelled_by_id, self.users["manager"])
        self.assertEqual(len(self.all()), 4)

    def test_suspended_months_are_left_out_and_the_rest_comes_back(self):
        self.promise()
        self.generate("2026-06-30")
        manager = self.subject.with_user(self.users["manager"])
        with self.at("2026-03-05 02:00:00"):
            manager._ask_to_suspend("Building work").with_user(
                self.users["org"]
            ).action_approve()
        self.generate("2026-06-30")
        self.assertEqual(
            [row[3] for row in self.table(self.all())],
            ["planned", "planned", *["cancelled"] * 4],
        )
        with self.at("2026-05-12 02:00:00"):
            manager._resume()
        for _time in range(2):
            self.generate("2026-06-30")
        # 26 of 31 days of March rest, all of April, 12 of 31 of May
        self.assertEqual(
            [row[3] for row in self.table(self.all())],
            ["planned"] * 2 + ["cancelled"] * 2 + ["planned"] * 2,
        )

    def test_hours_without_a_working_day_are_named(self):
        empty = self.env["resource.calendar"].create(
            {
                "name": "Empty",
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "attendance_ids": [(5, 0, 0)],
            }
        )
        self.subject = self.contract(calendar_id=empty.id)
        self.promise()
        with self.assertRaisesRegex(UserError, "Empty"):
            self.generate("2026-03-31")

    def test_by_event(self):
        self.promise(frequency="per_event", name="Change report", due_offset_days=3)
        self.assertFalse(self.generate("2026-12-31"))
        line = self.subject.version_ids.deliverable_line_ids
        made = self.subject.with_user(self.users["manager"])._add_event_deliverable(
            line, "Core switch replaced", date(2026, 9, 18)
        )
        # 19th is Saturday, the 20th a make-up day
        self.assertEqual(f"{made.date_due}", "2026-09-22")
        self.assertEqual(made.state, "due")
        self.assertEqual(made.display_name, "Change report Core switch replaced")
        again = self.subject._add_event_deliverable(
            line, "Core switch replaced", date(2026, 9, 18)
        )
        self.assertNotEqual(again, made)

    def test_by_event_needs_a_line_in_force(self):
        self.promise(date(2026, 3, 1), frequency="per_event")
        line = self.subject.version_ids.deliverable_line_ids
        with self.assertRaisesRegex(UserError, "in force on 2026-02-28"):
            self.subject._add_event_deliverable(line, "Change", date(2026, 2, 28))

    def test_names(self):
        self.promise()
        [january] = self.generate("2026-01-31")
        self.assertEqual(january.display_name, "Service report 2026-01")

    def test_due_in_a_span(self):
        self.promise()
        made = self.generate("2026-04-30")
        made[1]._cancel("Not needed")
        found = self.subject._deliverables_due(date(2026, 2, 1), date(2026, 4, 30))
        self.assertEqual(found, made[0] | made[2])

    # partial periods -----------------------------------------------------------------
    def test_a_partial_period_is_kept_from_the_agreed_share_on(self):
        # the contract begins on 1 January; 14 of 30 days of September
        for share, months in ((4666, 4), (5000, 3), (10000, 3), (0, 4)):
            with self.subTest(share=share), self.env.cr.savepoint() as point:
                self.promise(date(2026, 9, 17), keep_partial_bp=share)
                self.assertEqual(len(self.generate("2026-12-31")), months)
                point.rollback()

    def test_a_suspension_leaves_out_by_the_same_share(self):
        for share, count in ((6000, 2), (4000, 3)):
            with self.subTest(share=share), self.env.cr.savepoint() as point:
                self.promise(date(2026, 9, 1), keep_partial_bp=share)
                self.env["ops.contract.suspension"]._server_create(
                    [
                        {
                            "contract_id": self.subject.id,
                            "date_from": date(2026, 10, 17),
                            "date_to": date(2026, 10, 31),
                            "reason": "Works",
                        }
                    ]
                )
                self.assertEqual(len(self.generate("2026-11-30")), count)
                point.rollback()

    def test_new_lines_take_the_setting_and_agreed_ones_keep_theirs(self):
        agreed = self.promise(date(2026, 9, 17))
        seal = agreed.seal_hash
        self.assertEqual(agreed.deliverable_line_ids.keep_partial_bp, 5000)
        settings = self.env["res.config.settings"].create(
            {"company_id": self.company.id, "ops_keep_partial_bp": 4000}
        )
        settings.execute()
        self.assertEqual(len(self.generate("2026-12-31")), 3)
        self.assertTrue(agreed._seal_is_intact())
        self.assertEqual(agreed.seal_hash, seal)
        following = agreed.annex_id._new_version(
            date(2026, 12, 1), change_reason="Agreed anew"
        )
        self.assertEqual(following.deliverable_line_ids.keep_partial_bp, 5000)
        other = self.version(
            self.contract(), "reporting", date(2026, 1, 1), deliverable=self.lines()
        )
        self.assertEqual(other.deliverable_line_ids.keep_partial_bp, 4000)
        with self.assertRaises(UserError), self.cr.savepoint():
            agreed.deliverable_line_ids.with_user(self.users["manager"]).write(
                {"keep_partial_bp": 0}
            )

    def test_only_an_administrator_changes_the_setting(self):
        for role in ("manager", "org"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.company.with_user(self.users[role]).ops_keep_partial_bp = 100
