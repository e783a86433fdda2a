from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase

TODAY = date(2026, 11, 23)


@tagged("post_install", "-at_install")
class TestStaff(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract()
        cls.startClassPatcher(
            patch.object(cls.registry["ops.contract"], "_today", lambda _self: TODAY)
        )
        cls.systems = cls._skill_type("Systems", ["Linux", "Network"])
        cls.cards = cls._skill_type("Cards", ["Electrician"], is_certification=True)
        cls.linux, cls.network = cls.systems.skill_ids
        cls.good = cls.systems.skill_level_ids.filtered(lambda x: x.name == "Good")
        cls.staff = cls.version(
            cls.of_2026,
            "staff",
            date(2026, 1, 1),
            staff=[
                {
                    "name": "Engineer",
                    "headcount": 2,
                    "skill_type_id": cls.systems.id,
                    "skill_id": cls.linux.id,
                    "skill_level_id": cls.good.id,
                    "certificate_id": cls.cards.skill_ids.id,
                }
            ],
        )
        cls.line = cls.staff.staff_line_ids

    @classmethod
    def _skill_type(cls, name, skills, **values):
        return cls.env["hr.skill.type"].create(
            {
                "name": name,
                "skill_ids": [Command.create({"name": skill}) for skill in skills],
                "skill_level_ids": [
                    Command.create({"name": "Basic", "level_progress": 20}),
                    Command.create({"name": "Good", "level_progress": 60}),
                    Command.create({"name": "Expert", "level_progress": 100}),
                ],
                **values,
            }
        )

    def employee(self, name, **skills):
        """``Linux="Good", Electrician=("Good", "2026-01-01", "2026-06-30")``"""
        employee = self.env["hr.employee"].create(
            {"name": name, "company_id": self.company.id}
        )
        for skill, level in skills.items():
            self._give(employee, skill, *([level] if isinstance(level, str) else level))
        return employee

    def _give(self, employee, skill, level, start="2026-01-01", end=False):
        found = (self.systems | self.cards).skill_ids.filtered(
            lambda record: record.name == skill
        )
        kind = found.skill_type_id
        self.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_type_id": kind.id,
                "skill_id": found.id,
                "skill_level_id": kind.skill_level_ids.filtered(
                    lambda record: record.name == level
                ).id,
                "valid_from": start,
                "valid_to": end,
            }
        )

    def assign(self, *employees):
        self.line.employee_ids = self.env["hr.employee"].union(*employees)
        self.env.invalidate_all()

    def counts(self):
        return self.line.covered_count, self.line.missing_count

    def test_nobody_assigned(self):
        self.assertEqual(self.counts(), (0, 2))
        self.assertIn("Not assigned yet: 2", self.line.gap_note)

    def test_skill_level_and_certificate_count_together(self):
        fit = self.employee("Wu", Linux="Expert", Electrician="Good")
        low = self.employee("Li", Linux="Basic", Electrician="Good")
        bare = self.employee("Ma", Linux="Good")
        other = self.employee("He", Network="Expert", Electrician="Good")
        for employee, covered in ((fit, 1), (low, 0), (bare, 0), (other, 0)):
            with self.subTest(employee=employee.name):
                self.assign(employee)
                self.assertEqual(self.counts(), (covered, 2 - covered))
        self.assign(low, bare)
        self.assertIn("Li: lacks Linux Good", self.line.gap_note)
        self.assertIn("Ma: lacks Electrician", self.line.gap_note)

    def test_a_certificate_that_ran_out_does_not_count(self):
        gone = self.employee(
            "Wu", Linux="Good", Electrician=("Good", "2025-01-01", "2026-06-30")
        )
        last_day = self.employee(
            "Li", Linux="Good", Electrician=("Good", "2025-01-01", "2026-11-23")
        )
        self.assign(gone)
        self.assertEqual(self.counts(), (0, 2))
        self.assign(gone, last_day)
        self.assertEqual(self.counts(), (1, 1))

    def test_more_than_promised_is_no_more_than_covered(self):
        self.assign(
            *(
                self.employee(name, Linux="Good", Electrician="Good")
                for name in ("Wu", "Li", "Ma")
            )
        )
        self.assertEqual(self.counts(), (2, 0))
        self.assertFalse(self.line.gap_note)

    def test_who_left_does_not_count(self):
        employee = self.employee("Wu", Linux="Good", Electrician="Good")
        self.assign(employee)
        employee.active = False
        self.env.invalidate_all()
        self.assertEqual(self.counts(), (0, 2))

    def test_the_supervisor_sees_the_number_and_no_person(self):
        self.assign(self.employee("Canary-4711"))
        line = self.line.with_env(self.as_("supervisor"))
        self.assertEqual(
            line.read(["covered_count", "missing_count"])[0]["missing_count"], 2
        )
        for name in ("employee_ids", "gap_note"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                line.read([name])

    def test_who_is_in_charge_assigns_without_the_rights_of_personnel(self):
        employee = self.employee("Wu", Linux="Good", Electrician="Good")
        line = self.line.with_env(self.as_("manager"))
        line.write({"employee_ids": [Command.set(employee.ids)]})
        self.assertEqual(self.line.employee_ids, employee)
        for command in (
            Command.create({"name": "New"}),
            Command.update(employee.id, {"name": "Other"}),
            Command.delete(employee.id),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                line.write({"employee_ids": [command]})
        for role in ("supervisor", "finance", "employee", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.line.with_env(self.as_(role)).write(
                    {"employee_ids": [Command.clear()]}
                )
        line.write({"employee_ids": [Command.unlink(employee.id)]})
        self.assertFalse(self.line.employee_ids)

    def test_nobody_of_another_company_is_assigned(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["hr.employee"].create(
            {"name": "Far", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.line.with_env(self.as_("manager")).write(
                {"employee_ids": [Command.link(foreign.id)]}
            )

    def test_the_customer_sees_the_promise_only(self):
        self.agree(self.staff)
        line = self.line.with_env(self.as_("portal"))
        self.assertEqual(line.read(["name", "headcount"])[0]["headcount"], 2)
        for name in ("employee_ids", "gap_note", "covered_count", "missing_count"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                line.read([name])

    def test_the_manager_is_reminded_once(self):
        self.agree(self.staff)
        cron = self.env["ops.annex.staff.line"]
        cron._cron_check_coverage()
        cron._cron_check_coverage()
        kind = self.env.ref("ops_contract.activity_type_staff")
        found = self.staff.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        self.assertEqual(len(found), 1)
        self.assertEqual(found.user_id, self.users["manager"])
        found.unlink()
        self.assign(
            *(
                self.employee(name, Linux="Good", Electrician="Good")
                for name in ("Wu", "Li")
            )
        )
        cron._cron_check_coverage()
        self.assertFalse(
            self.staff.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        )

    def test_a_level_fits_its_skill(self):
        with self.assertRaises(ValidationError):
            self.line.skill_level_id = self.cards.skill_level_ids[0]
        with self.assertRaises(ValidationError):
            self.line.skill_id = False
