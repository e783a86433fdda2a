"""A unit and a cycle of January 2026: one measured KPI (60), one by hand (40)."""

import base64
from datetime import date

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
                "date_to": JANUARY[1],
                "scale_id": cls.scale.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    # tools -----------------------------------------------------------------------
    def as_(self, login):
        return self.env(user=self.users[login])

    def by(self, login, record):
        """The record in the environment of a role, nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(self.users[login])

    def measured(self, login, value, measure=None, **values):
        """An approved value by hand of an employee, for January."""
        row = self.env["ops.measure.value"].create(
            {
                "measure_id": (measure or self.measure).id,
                "subject_ref": f"hr.employee,{self.employees[login].id}",
                "date_from": JANUARY[0],
                "date_to": JANUARY[1],
                "value": value,
                "company_id": self.company.id,
                **values,
            }
        )
        row._server_write({"approval_state": "approved"})
        return row

    def generate(self, cycle=None):
        cycle = cycle or self.cycle
        if cycle.state == "draft":
            self.by("hr", cycle).action_open()
        cycle.with_user(self.users["hr"])._generate()
        return cycle.appraisal_ids

    def appraisal(self, login, cycle=None):
        return self.env["ops.appraisal"].search(
            [
                ("cycle_id", "=", (cycle or self.cycle).id),
                ("employee_id", "=", self.employees[login].id),
            ]
        )

    def start(self, measured=(("worker", 93),)):
        """In review; the worker's appraisal. ``measured``: (login, value)."""
        for login, value in measured:
            self.measured(login, value)
        self.generate()
        self.by("hr", self.cycle)._measure_all()
        self.by("hr", self.cycle).action_start_review()
        return self.appraisal("worker")

    def rows(self, appraisal, level):
        return self.env["ops.appraisal.score"].search(
            [("appraisal_id", "=", appraisal.id), ("level", "=", level)]
        )

    def words(self, appraisal, level, kind="words"):
        return self.env["ops.appraisal.statement"].search(
            [
                ("appraisal_id", "=", appraisal.id),
                ("level", "=", level),
                ("kind", "=", kind),
            ]
        )

    def fill(self, appraisal, level, score, body=None, by=None):
        """The level's author scores the manual line and writes its words."""
        login = by or {"self": "worker", "first": "first", "second": "second"}[level]
        row = self.by(
            login,
            self.rows(appraisal, level).filtered(
                lambda one: one.line_id.kpi_id == self.kpi_hand
            ),
        )
        vals = {"has_score": True, "score": score}
        if level == "first":
            vals["evidence_ids"] = [Command.link(self.upload(login).id)]
        row.write(vals)
        if body:
            self.by(login, self.words(appraisal, level)).write({"body": body})

    def upload(self, login, name="minutes.txt", text=b"seen"):
        return (
            self.env["ir.attachment"]
            .with_user(self.users[login])
            .create({"name": name, "datas": base64.b64encode(text), "res_model": False})
        )

    def review(self, appraisal, scores=(80, 80, 80), words=(None, None, None)):
        """Through all three levels to calibration, as their persons."""
        subject = next(
            login for login, user in self.users.items() if user == appraisal.user_id
        )
        authors = (subject, "first", "second")
        levels = ("self", "first", "second")
        for level, by, score, body in zip(levels, authors, scores, words, strict=True):
            self.fill(appraisal, level, score, body, by)
            getattr(self.by(by, appraisal), f"action_submit_{level}")()
        return appraisal

    def drop_others(self, *kept):
        """Only these appraisals stay in the cycle."""
        for appraisal in self.cycle.appraisal_ids - self.env["ops.appraisal"].union(
            *kept
        ):
            by = "hr2" if appraisal.user_id == self.users["hr"] else "hr"
            if appraisal.state != "closed":
                self.by(by, appraisal).action_exclude("not in this test")

    def publish(self, *appraisals):
        self.drop_others(*appraisals)
        self.by("hr", self.cycle).action_calibrate()
        self.by("hr", self.cycle).action_publish()
