"""Working windows of real calendars. Times in the comments are Shanghai's, UTC+8."""

from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from ..calc.clock import deadline, elapsed
from .common import OpsCase


def week_lines(days, *spans):
    return [
        Command.create(
            {
                "name": f"{day} {start}",
                "dayofweek": str(day),
                "hour_from": start,
                "hour_to": end,
                "day_period": "morning",
            }
        )
        for day in days
        for start, end in spans
    ]


def at(text):
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestWorkingTime(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ops.calendar.day"].search([]).unlink()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "Asia/Shanghai",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.clear(),
                    *week_lines(range(5), (8, 12), (13, 17)),
                ],
            }
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other"})

    def day(self, date, kind="holiday", **vals):
        return self.env["ops.calendar.day"].create(
            {"name": date, "date": date, "kind": kind, **vals}
        )

    def leave(self, start, end, **vals):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "leave",
                "date_from": start,
                "date_to": end,
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                **vals,
            }
        )

    def hours(self, start, end, calendar=None, company=None):
        windows = (calendar or self.calendar)._ops_windows(at(start), at(end), company)
        return elapsed(windows, at(start), at(end)) / 3600

    def test_a_week_has_its_hours(self):
        # Monday 2 March to Sunday 8 March 2026, whole days in Shanghai
        self.assertEqual(self.hours("2026-03-01T16:00", "2026-03-08T16:00"), 40)

    def test_windows_are_utc_and_clipped(self):
        found = self.calendar._ops_windows(
            at("2026-03-02T01:00"), at("2026-03-02T06:00")
        )
        self.assertEqual(
            found,
            [
                (at("2026-03-02T01:00"), at("2026-03-02T04:00")),
                (at("2026-03-02T05:00"), at("2026-03-02T06:00")),
            ],
        )

    def test_a_holiday_is_free(self):
        # the case that plan_hours gets wrong: Wed 30 Sep 16:00 + 8 h over the holidays
        for day in range(1, 8):
            self.day(f"2026-10-0{day}")
        start = at("2026-09-30T08:00")
        windows = self.calendar._ops_windows(start, at("2026-10-31T00:00"))
        # one hour is left on the 30th, seven on Thursday 8 October: 16:00
        self.assertEqual(deadline(windows, start, 8 * 3600), at("2026-10-08T08:00"))

    def test_a_make_up_day_has_mondays_hours(self):
        self.day("2026-10-10", "workday")
        self.assertEqual(self.hours("2026-10-09T16:00", "2026-10-10T16:00"), 8)

    def test_a_make_up_day_may_follow_another_weekday(self):
        self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == "4" and line.hour_from == 13
        ).unlink()
        self.day("2026-10-10", "workday", as_weekday="4")
        self.assertEqual(self.hours("2026-10-09T16:00", "2026-10-10T16:00"), 4)

    def test_a_day_for_certain_hours_wins(self):
        self.day("2026-05-01")
        self.day("2026-05-01", "workday", calendar_ids=self.calendar.ids)
        self.assertEqual(self.hours("2026-04-30T16:00", "2026-05-01T16:00"), 8)
        twin = self.calendar.copy()
        self.assertEqual(self.hours("2026-04-30T16:00", "2026-05-01T16:00", twin), 0)

    def test_hours_that_do_not_follow_work_on(self):
        self.calendar.follow_public_days = False
        self.day("2026-05-01")
        self.assertEqual(self.hours("2026-04-30T16:00", "2026-05-01T16:00"), 8)

    def test_other_companies_days_do_not_count(self):
        self.day("2026-05-01", company_id=self.other_company.id)
        self.assertEqual(self.hours("2026-04-30T16:00", "2026-05-01T16:00"), 8)

    def test_other_companies_leaves_do_not_count(self):
        # a company-wide leave of another company moves plan_hours' deadlines
        leaves = self.env["resource.calendar.leaves"].with_company(self.other_company)
        leave = leaves.create(
            {
                "name": "elsewhere",
                "date_from": "2026-11-24 00:00:00",
                "date_to": "2026-11-25 00:00:00",
            }
        )
        self.assertEqual(leave.company_id, self.other_company)
        self.assertEqual(self.hours("2026-11-23T16:00", "2026-11-24T16:00"), 8)

    def test_leaves_are_subtracted_to_the_second(self):
        self.leave("2026-03-02 01:30:00", "2026-03-02 03:15:30")
        # 8 hours less 1:45:30
        self.assertEqual(
            self.hours("2026-03-01T16:00", "2026-03-02T16:00"), 22470 / 3600
        )

    def test_a_leave_until_23_59_59_leaves_no_second(self):
        self.leave("2026-03-01 16:00:00", "2026-03-02 15:59:59")
        around = self._round_the_clock()
        self.env["resource.calendar.leaves"].search([]).calendar_id = around
        self.assertEqual(self.hours("2026-03-01T16:00", "2026-03-02T16:00", around), 0)

    def test_a_leave_of_one_resource_is_not_everybodys(self):
        resource = self.env["resource.resource"].create(
            {"name": "R", "calendar_id": self.calendar.id}
        )
        self.leave(
            "2026-03-02 00:00:00", "2026-03-03 00:00:00", resource_id=resource.id
        )
        self.assertEqual(self.hours("2026-03-01T16:00", "2026-03-02T16:00"), 8)

    def test_round_the_clock_loses_nothing_at_midnight(self):
        around = self._round_the_clock()
        self.assertFalse(around.follow_public_days)
        self.day("2026-05-01")
        windows = around._ops_windows(at("2026-04-01T00:00"), at("2026-06-01T00:00"))
        self.assertEqual(windows, [(at("2026-04-01T00:00"), at("2026-06-01T00:00"))])

    def test_the_turn_of_the_year_is_seamless(self):
        windows = self._round_the_clock()._ops_windows(
            at("2025-12-31T00:00"), at("2027-01-02T00:00")
        )
        self.assertEqual(windows, [(at("2025-12-31T00:00"), at("2027-01-02T00:00"))])

    def test_two_week_hours_alternate(self):
        self.calendar.switch_calendar_type()
        for line in self.calendar.attendance_ids:
            if line.week_type == "1" and line.dayofweek in ("3", "4"):
                line.unlink()
        first_weeks = {
            number: self.env["resource.calendar.attendance"].get_week_type(
                date(2026, 3, 2 + 7 * number)
            )
            for number in range(2)
        }
        for number, week_type in first_weeks.items():
            start = f"2026-03-{1 + 7 * number:02d}T16:00"
            end = f"2026-03-{8 + 7 * number:02d}T16:00"
            with self.subTest(week=number):
                self.assertEqual(self.hours(start, end), 24 if week_type else 40)

    def test_flexible_hours_have_no_windows(self):
        self.calendar.schedule_type = "flexible"
        self.calendar.flexible_hours = True
        self.assertEqual(self.hours("2026-03-01T16:00", "2026-03-08T16:00"), 0)

    def test_summer_time_keeps_local_hours(self):
        self.calendar.tz = "Europe/Brussels"
        found = self.calendar._ops_windows(
            at("2026-03-27T00:00"), at("2026-03-31T00:00")
        )
        # 8:00 is 7:00 UTC before 29 March and 6:00 UTC after it
        self.assertEqual(found[0][0], at("2026-03-27T07:00"))
        self.assertEqual(found[2][0], at("2026-03-30T06:00"))

    def test_changes_within_the_transaction_count(self):
        span = ("2026-04-30T16:00", "2026-05-01T16:00")
        self.assertEqual(self.hours(*span), 8)
        day = self.day("2026-05-01")
        self.assertEqual(self.hours(*span), 0)
        day.kind = "workday"
        self.assertEqual(self.hours(*span), 8)
        day.unlink()
        leave = self.leave("2026-04-30 16:00:00", "2026-05-01 16:00:00")
        self.assertEqual(self.hours(*span), 0)
        leave.unlink()
        line = self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "4")[0]
        line.hour_to = 11
        self.assertEqual(self.hours(*span), 7)
        line.unlink()
        self.assertEqual(self.hours(*span), 4)

    def test_a_rolled_back_change_does_not_count(self):
        span = ("2026-04-30T16:00", "2026-05-01T16:00")
        savepoint = self.env.cr.savepoint()
        self.day("2026-05-01")
        self.assertEqual(self.hours(*span), 0)
        savepoint.close(rollback=True)
        self.assertEqual(self.hours(*span), 8)

    def test_windows_are_built_once(self):
        self.calendar._ops_windows(at("2026-03-01T00:00"), at("2026-03-02T00:00"))
        # entering the check empties the cache; public days and leaves are read again
        with self.assertQueryCount(2):
            for day in range(1, 28):
                self.calendar._ops_windows(
                    at(f"2026-02-{day:02d}T00:00"), at(f"2026-12-{day:02d}T00:00")
                )

    def test_everybody_gets_the_same_windows(self):
        self.day("2026-05-01")
        outsider = self.new_user("outsider", company_id=self.other_company.id)
        outsider.company_ids = self.other_company
        own = self.calendar._ops_windows(at("2026-04-01T00:00"), at("2026-06-01T00:00"))
        self.env["resource.calendar"]._forget_windows()
        calendar = self.calendar.with_user(outsider)
        self.assertEqual(
            calendar._ops_windows(
                at("2026-04-01T00:00"), at("2026-06-01T00:00"), self.company
            ),
            own,
        )

    def test_the_companys_day_is_local(self):
        self.assertEqual(
            str(self.company._ops_date(at("2026-01-31T16:00"))), "2026-02-01"
        )

    def test_a_new_company_takes_its_countrys_zone(self):
        for code, zone in (("CN", "Asia/Shanghai"), ("BE", "Europe/Brussels")):
            country = self.env["res.country"].search([("code", "=", code)])
            company = self.env["res.company"].create(
                {"name": code, "country_id": country.id}
            )
            self.assertEqual(company.ops_tz, zone)

    def _round_the_clock(self):
        return self.env["resource.calendar"].create(
            {
                "name": "24/7",
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear(), *week_lines(range(7), (0, 24))],
            }
        )
