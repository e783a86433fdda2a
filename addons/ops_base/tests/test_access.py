"""One test per role, and no way around the rules (R9 to R12 of this addon's models)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .doors import DoorsMixin
from .test_background_task import TaskCase
from .test_measure import MANAGER, MARCH, RECORDER, MeasureCase

CANARY = "CANARY-4711"
CALENDAR = "ops_base.group_ops_calendar_manager"


@tagged("post_install", "-at_install")
class TestMeasureAccess(MeasureCase, DoorsMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.new_user("employee")
        cls.rival = cls.new_user("rival_recorder", RECORDER)
        cls.calendar_manager = cls.new_user("calendar_only", CALENDAR)
        cls.abroad = cls.env["res.company"].create({"name": "Abroad"})
        cls.foreign_manager = cls.new_user(
            "foreign_manager",
            MANAGER,
            company_id=cls.abroad.id,
            company_ids=[Command.set(cls.abroad.ids)],
        )
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal_visitor",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.measure.name = f"Measure {CANARY}"
        cls.measure.company_id = cls.company
        cls.value = cls.values.create(
            {
                "measure_id": cls.measure.id,
                "subject_ref": f"hr.department,{cls.teams[0].id}",
                "date_from": MARCH[0],
                "date_to": MARCH[1],
                "value": 4711.5,
                "note": CANARY,
                "evidence_ids": [
                    Command.create({"name": f"{CANARY}.txt", "raw": CANARY.encode()})
                ],
            }
        )

    def test_who_entered_it_and_managers_see_a_value(self):
        self.assertShown(self.value, CANARY, self.recorder, self.manager)

    def test_nobody_else_sees_a_value(self):
        self.assertKept(
            self.value,
            CANARY,
            self.employee,
            self.rival,
            self.calendar_manager,
            self.foreign_manager,
            self.portal,
        )

    def test_a_measure_stays_in_its_company(self):
        self.assertShown(self.measure, CANARY, self.employee, self.recorder)
        self.assertKept(self.measure, CANARY, self.foreign_manager, self.portal)

    def test_employees_change_nothing(self):
        for user in (self.employee, self.calendar_manager, self.recorder):
            measure = self.measure.with_user(user)
            for step in (
                lambda m=measure: m.write({"name": "x"}),
                lambda m=measure: m.create([{"code": "X", "name": "X"}]),
                lambda m=measure: m.unlink(),
            ):
                with self.assertRaises(AccessError):
                    step()

    def test_outsiders_press_no_button(self):
        for user in (self.employee, self.rival, self.foreign_manager, self.portal):
            value = self.value.with_user(user)
            for name in (
                "action_submit",
                "action_approve",
                "action_reject",
                "action_reset",
                "action_correct",
            ):
                with (
                    self.subTest(user=user.login, button=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(value, name)()
        self.assertEqual(self.value.approval_state, "draft")

    def test_recorders_delete_only_their_own_drafts(self):
        with self.assertRaises(AccessError):
            self.value.with_user(self.rival).unlink()
        self.value.with_user(self.recorder).unlink()

    def test_public_days_belong_to_their_company_and_their_managers(self):
        day = self.env["ops.calendar.day"].create(
            {"name": CANARY, "date": "2026-07-01", "company_id": self.company.id}
        )
        self.assertShown(day, CANARY, self.employee, self.calendar_manager)
        self.assertKept(day, CANARY, self.foreign_manager, self.portal)
        for user in (self.employee, self.manager):
            with self.assertRaises(AccessError):
                day.with_user(user).write({"name": "x"})
            with self.assertRaises(AccessError):
                day.with_user(user).unlink()
        day.with_user(self.calendar_manager).unlink()


@tagged("post_install", "-at_install")
class TestTaskAccess(TaskCase, DoorsMixin):
    def test_a_task_shows_to_its_user_and_administrators_only(self):
        task = self.launch("_count", params={"tag": CANARY})
        admin = self.new_user("task_admin", "base.group_system")
        manager = self.new_user("task_manager", MANAGER, "hr.group_hr_manager")
        self.assertShown(task, CANARY, self.user, admin)
        self.assertKept(task, CANARY, self.other, manager)
        progress = self.env["ops.background.progress"].search(
            [("task_id", "=", task.id)]
        )
        with self.assertRaises(AccessError):
            progress.with_user(self.user).read(["done"])

    def test_outsiders_press_no_button(self):
        task = self.launch("_count")
        for name in (
            "action_open",
            "action_open_result",
            "action_cancel",
            "action_restart",
            "get_progress",
        ):
            with self.subTest(button=name), self.assertRaises(AccessError):
                getattr(task.with_user(self.other), name)()
        self.assertEqual(task.state, "queued")
