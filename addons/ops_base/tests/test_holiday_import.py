from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OpsCase

# 国务院办公厅关于2026年部分节假日安排的通知: the make-up working days
MAKE_UP_2026 = {
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
}
# the same notice: days off on what would be working days (Monday to Friday)
FREE_WEEKDAYS_2026 = {
    "2026-01-01", "2026-01-02",
    "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
    "2026-04-06",
    "2026-05-01", "2026-05-04", "2026-05-05",
    "2026-06-19",
    "2026-09-25",
    "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestHolidayImport(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ops.calendar.day"].search([]).unlink()
        cls.china = cls.env.ref("base.cn")
        cls.manager = cls.new_user(
            "calendar_manager", "ops_base.group_ops_calendar_manager"
        )
        cls.days = cls.env["ops.calendar.day"].with_user(cls.manager)

    def wizard(self, year, country=None, **vals):
        wizard = (
            self.env["ops.holiday.import"]
            .with_user(self.manager)
            .create({"year": year, "country_id": (country or self.china).id, **vals})
        )
        wizard.action_preview()
        return wizard

    def test_china_2026_as_announced(self):
        wizard = self.wizard(2026)
        self.assertFalse(wizard.warning)
        self.assertFalse(self.days.search([]))
        wizard.action_apply()
        workdays = self.days.search([("kind", "=", "workday")])
        self.assertEqual({str(day.date) for day in workdays}, MAKE_UP_2026)
        self.assertEqual(set(workdays.mapped("as_weekday")), {"0"})
        holidays = self.days.search([("kind", "=", "holiday")])
        weekdays = {str(day.date) for day in holidays if day.date.weekday() < 5}
        self.assertEqual(weekdays, FREE_WEEKDAYS_2026)

    def test_a_second_import_changes_nothing(self):
        self.wizard(2026).action_apply()
        before = self.days.search([]).read()
        again = self.wizard(2026)
        self.assertEqual(set(again.line_ids.mapped("action")), {"same"})
        self.assertEqual(again.change_count, 0)
        again.action_apply()
        self.assertEqual(self.days.search([]).read(), before)

    def test_a_year_not_announced_warns(self):
        wizard = self.wizard(2028)
        self.assertIn("not known yet", wizard.warning)
        self.assertNotIn("workday", wizard.line_ids.mapped("kind"))
        self.assertTrue(wizard.line_ids)

    def test_a_country_without_make_up_days_does_not_warn(self):
        wizard = self.wizard(2028, self.env.ref("base.be"))
        self.assertFalse(wizard.warning)
        self.assertTrue(wizard.line_ids)

    def test_a_country_without_data_warns(self):
        unknown = self.env["res.country"].create({"name": "Atlantis", "code": "Q1"})
        wizard = self.wizard(2026, unknown)
        self.assertIn("Enter them by hand", wizard.warning)
        self.assertFalse(wizard.line_ids)

    def test_what_was_entered_by_hand_is_kept(self):
        own = self.days.create({"name": "Our day", "date": "2026-05-09"})
        wizard = self.wizard(2026)
        line = wizard.line_ids.filtered(lambda line: str(line.date) == "2026-05-09")
        self.assertEqual((line.action, line.is_selected), ("keep", False))
        wizard.action_apply()
        self.assertEqual((own.kind, own.name), ("holiday", "Our day"))

    def test_a_changed_notice_updates_and_removes(self):
        self.wizard(2026).action_apply()
        moved = self.days.search([("date", "=", "2026-05-09")])
        moved.kind = "holiday"
        gone = self.days._server_create(
            [{"name": "x", "date": "2026-07-01", "import_code": "CN"}]
        )
        wizard = self.wizard(2026)
        actions = {str(line.date): line.action for line in wizard.line_ids}
        self.assertEqual(actions["2026-05-09"], "change")
        self.assertEqual(actions["2026-07-01"], "remove")
        wizard.action_apply()
        self.assertEqual(moved.kind, "workday")
        self.assertFalse(gone.exists())

    def test_only_selected_lines_are_applied(self):
        wizard = self.wizard(2026)
        wizard.line_ids.is_selected = False
        wizard.line_ids[0].is_selected = True
        wizard.action_apply()
        self.assertEqual(len(self.days.search([])), 1)

    def test_names_come_in_each_language(self):
        self.wizard(2026).action_apply()
        day = self.days.search([("date", "=", "2026-10-01")])
        self.assertEqual(day.with_context(lang="zh_CN").name, "国庆节")
        self.assertEqual(day.with_context(lang="en_US").name, "National Day")
        make_up = self.days.search([("date", "=", "2026-10-10")])
        self.assertEqual(make_up.with_context(lang="zh_CN").name, "调休上班")

    def test_strange_years_are_refused(self):
        for year in (1989, 2101, 0):
            with self.assertRaises(UserError):
                self.wizard(year)

    def test_one_general_day_a_date(self):
        self.days.create({"name": "x", "date": "2026-05-01"})
        calendars = self.env["resource.calendar"].create([{"name": "A"}, {"name": "B"}])
        self.days.create(
            {"name": "y", "date": "2026-05-01", "calendar_ids": calendars[0].ids}
        )
        with self.assertRaises(ValidationError):
            self.days.create(
                {"name": "z", "date": "2026-05-01", "calendar_ids": calendars.ids}
            )

    def test_others_may_read_but_not_import(self):
        user = self.new_user("reader")
        self.assertFalse(self.days.with_user(user).search([]))
        with self.assertRaises(AccessError):
            self.env["ops.holiday.import"].with_user(user).create(
                {"year": 2026, "country_id": self.china.id}
            )
        wizard = self.wizard(2026)
        self.manager.group_ids -= self.env.ref("ops_base.group_ops_calendar_manager")
        with self.assertRaises(AccessError):
            wizard.action_apply()
