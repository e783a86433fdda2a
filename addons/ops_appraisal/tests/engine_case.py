"""A unit and a cycle of January 2026: one measured KPI (60), one by hand (40)."""

import base64
from datetime import date, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
# login: (role or None, login of the manager or None)
PEOPLE = {
    "chief": (None, None),
    "second": (None, "chief"),
    "first": (None, "second"),
    "worker": (None, "first"),
    "mate": (None, "first"),
    "hr": ("officer", "first"),
    "hr2": ("officer", "first"),
    "hrboss": ("manager", "chief"),
    "judge": ("committee", "chief"),
    "payroll": ("finance", "chief"),
    "stranger": (None, None),
}
GRADES = [("A", 90, 20), ("B", 80, 70), ("C", 70, 10), ("D", 60, 0), ("E", 0, 0)]


class EngineCase(TransactionCase):
    """``users`` and ``employees`` by login; ``self.as_("hr")`` is an environment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": True, "lang": "en_US"}
        )
        cls.env.user.lang = "en_US"
        cls.company = cls._create_company("Lamp Works")
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls._create_people()
        cls._create_kpis()
        cls._create_scale()
        cls.cycle = cls._create_cycle()

    # ground --------------------------------------------------------------------
    @classmethod
    def _create_company(cls, name):
        company = cls.env["res.company"].create(
            {"name": name, "ops_tz": "Asia/Shanghai"}
        )
        cls.env.user.company_ids += company
        return company

    @classmethod
    def _create_people(cls):
        cls.unit = cls.env["hr.department"].create(
            {"name": "Service", "company_id": cls.company.id}
        )
        cls.job = cls.env["hr.job"].create(
            {"name": "Engineer", "company_id": cls.company.id}
        )
        cls.users, cls.employees = {}, {}
        for login, (role, manager) in PEOPLE.items():
            cls.users[login] = cls._create_user(login, role)
            cls.employees[login] = cls.env["hr.employee"].create(
                {
                    "name": login.title(),
                    "company_id": cls.company.id,
                    "user_id": cls.users[login].id,
                    "parent_id": cls.employees[manager].id if manager else False,
                    "department_id": cls.unit.id,
                    "job_id": cls.job.id,
                    "date_version": date(2025, 1, 1),
                }
            )

    @classmethod
    def _create_user(cls, login, role=None):
        group = f",ops_appraisal.group_appraisal_{role}" if role else ""
        return new_test_user(
            cls.env,
            f"appraisal_{login}",
            groups=f"base.group_user{group}",
            name=login.title(),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    @classmethod
    def _create_kpis(cls):
        cls.measure = cls.env["ops.measure"].create(
            {"code": "SLA", "name": "Attainment", "company_id": cls.company.id}
        )
        cls.kpi_auto = cls.env["ops.kpi"].create(
            {
                "code": "SLA",
                "name": "Attainment",
                "measure_id": cls.measure.id,
                "method": "linear",
                "floor": 90,
                "target": 95,
                "has_stretch": True,
                "stretch": 99,
                "company_id": cls.company.id,
            }
        )
        cls.kpi_hand = cls.env["ops.kpi"].create(
            {
                "code": "DOC",
                "name": "Documentation",
                "method": "rating",
                "rating_max": 5,
                "company_id": cls.company.id,
            }
        )
        cls.profile = cls._create_profile(
            cls.job, [(cls.kpi_auto, 60), (cls.kpi_hand, 40)]
        )

    @classmethod
    def _create_profile(cls, job, lines, **values):
        profile = cls.env["ops.kpi.profile"].create(
            {
                "name": job.name if job else "Other",
                "job_id": job.id if job else False,
                "date_from": date(2025, 1, 1),
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({"kpi_id": kpi.id, "weight": weight})
                    for kpi, weight in lines
                ],
                **values,
            }
        )
        # approval itself is tested with the profiles
        profile._server_write({"approval_state": "approved"})
        return profile

    @classmethod
    def _create_scale(cls):
        cls.scale = cls.env["ops.appraisal.scale"].create(
            {
                "name": "A to E",
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({"grade": grade, "bound": bound, "share": share})
                    for grade, bound, share in GRADES
                ],
            }
        )

    @classmethod
    def _create_cycle(cls, **values):
        return cls.env["ops.appraisal.cycle"].create(
            {
                "name": "January",
                "period_kind": "month",
                "date_from": JANUARY[0],
                "scale_id": cls.scale.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    # tools -----------------------------------------------------------------------
    @classmethod
    def as_(cls, login):
        return cls.env(user=cls.users[login])

    @classmethod
    def by(cls, login, record):
        """The record in the environment of a role, nothing cached."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        return record.with_user(cls.users[login])

    @classmethod
    def measured(cls, login, value, measure=None, **values):
        """An approved value by hand of an employee, for January."""
        row = cls.env["ops.measure.value"].create(
            {
                "measure_id": (measure or cls.measure).id,
                "subject_ref": f"hr.employee,{cls.employees[login].id}",
                "date_from": JANUARY[0],
                "date_to": JANUARY[1],
                "value": value,
                "company_id": cls.company.id,
                **values,
            }
        )
        row._server_write({"approval_state": "approved"})
        return row

    @classmethod
    def withdraw(cls):
        """The profile can be changed, or take another one's place."""
        cls.profile._server_write({"approval_state": "draft"})
        cls.env.flush_all()

    @classmethod
    def generate(cls, cycle=None):
        cycle = cycle or cls.cycle
        if cycle.state == "draft":
            cls.by("hr", cycle).action_open()
        cycle.with_user(cls.users["hr"])._generate()
        return cycle.appraisal_ids

    @classmethod
    def appraisal(cls, login, cycle=None):
        return cls.env["ops.appraisal"].search(
            [
                ("cycle_id", "=", (cycle or cls.cycle).id),
                ("employee_id", "=", cls.employees[login].id),
            ]
        )

    @classmethod
    def start(cls, measured=(("worker", 93),)):
        """In review; the worker's appraisal. ``measured``: (login, value)."""
        for login, value in measured:
            cls.measured(login, value)
        cls.generate()
        cls.by("hr", cls.cycle)._measure_all()
        cls.by("hr", cls.cycle).action_start_review()
        return cls.appraisal("worker")

    @classmethod
    def rows(cls, appraisal, level):
        return cls.env["ops.appraisal.score"].search(
            [("appraisal_id", "=", appraisal.id), ("level", "=", level)]
        )

    @classmethod
    def words(cls, appraisal, level, kind="words"):
        return cls.env["ops.appraisal.statement"].search(
            [
                ("appraisal_id", "=", appraisal.id),
                ("level", "=", level),
                ("kind", "=", kind),
                ("former_user_id", "=", False),
            ]
        )

    @classmethod
    def fill(cls, appraisal, level, score, body=None, by=None):
        """The level's author scores the manual line and writes its words."""
        login = by or {"self": "worker", "first": "first", "second": "second"}[level]
        row = cls.by(
            login,
            cls.rows(appraisal, level).filtered(
                lambda one: one.line_id.kpi_id == cls.kpi_hand
            ),
        )
        vals = {"has_score": True, "score": score}
        if level == "first":
            vals["evidence_ids"] = [Command.link(cls.upload(login).id)]
        row.write(vals)
        if body:
            cls.by(login, cls.words(appraisal, level)).write({"body": body})

    @classmethod
    def upload(cls, login, name="minutes.txt", text=b"seen"):
        return (
            cls.env["ir.attachment"]
            .with_user(cls.users[login])
            .create({"name": name, "datas": base64.b64encode(text), "res_model": False})
        )

    @classmethod
    def review(cls, appraisal, scores=(80, 80, 80), words=(None, None, None)):
        """Through all three levels to calibration, as their persons."""
        subject = next(
            login for login, user in cls.users.items() if user == appraisal.user_id
        )
        authors = (subject, "first", "second")
        levels = ("self", "first", "second")
        for level, by, score, body in zip(levels, authors, scores, words, strict=True):
            cls.fill(appraisal, level, score, body, by)
            getattr(cls.by(by, appraisal), f"action_submit_{level}")()
        return appraisal

    @classmethod
    def drop_others(cls, *kept):
        """Only these appraisals stay in the cycle."""
        for appraisal in cls.cycle.appraisal_ids - cls.env["ops.appraisal"].union(
            *kept
        ):
            by = "hr2" if appraisal.user_id == cls.users["hr"] else "hr"
            if appraisal.state != "closed":
                cls.by(by, appraisal).action_exclude("not in this test")

    @classmethod
    def publish(cls, *appraisals):
        cls.drop_others(*appraisals)
        cls.by("hr", cls.cycle).action_calibrate()
        cls.by("hr", cls.cycle).action_publish()


class AfterwardsCase(EngineCase):
    """The worker's appraisal is through its levels, and waits for publication."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.review(cls.start(), (70, 75, 90))

    def published(self):
        self.publish(self.worker)
        return self.worker

    def later(self, days):
        moment = self.env.cr.now() + timedelta(days=days)
        patcher = patch.object(type(self.env.cr), "now", lambda cr: moment)
        patcher.start()
        self.addCleanup(patcher.stop)
