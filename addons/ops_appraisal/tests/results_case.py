"""Two persons and their heads with results of closed cycles, made without the steps of
the engine: what follows from results is tested here, not how they come about."""

from datetime import date

from odoo.fields import Command

from odoo.addons.ops_base.tests.common import OpsCase

Q1 = (date(2026, 1, 1), date(2026, 3, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))
ROLES = {
    "officer": "officer",
    "officer2": "officer",
    "manager": "manager",
    "manager2": "manager",
    "committee": "committee",
    "committee2": "committee",
    "committee3": "committee",
    "finance": "finance",
}
# grade: bound, coefficient of management, of service
SCALE = {
    "A": (90, "1.3000", "1.2000"),
    "B": (80, "1.1000", "1.0000"),
    "C": (60, "0.9000", "0.8000"),
    "D": (0, "0.0000", "0.0000"),
}


class ResultsCase(OpsCase):
    """``users`` by role and name, ``people`` by name: anna, bert and carl (reviewer
    rita, whose head is sam); the unit ``field``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currency = cls.env.ref("base.CNY")
        currency.active = True
        cls.company = cls.env["res.company"].create(
            {"name": "Star Service", "currency_id": currency.id}
        )
        cls.env.user.company_ids += cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.users = {
            name: cls._user(name, f"ops_appraisal.group_appraisal_{role}")
            for name, role in ROLES.items()
        }
        cls.field = cls.env["hr.department"].create(
            {"name": "Field", "company_id": cls.company.id}
        )
        cls.job = cls.env["hr.job"].create(
            {"name": "Engineer", "company_id": cls.company.id}
        )
        cls.people = {}
        for name in ("sam", "rita", "anna", "bert", "carl"):
            cls.users[name] = cls._user(name)
            cls.people[name] = cls._person(name)
        cls.scale = cls.env["ops.appraisal.scale"].create(
            {"name": "Scale", "company_id": cls.company.id}
        )
        cls.cycles = {}
        cls.env.flush_all()

    @classmethod
    def _user(cls, name, *groups):
        return cls.new_user(
            f"results_{name}",
            *groups,
            name=name.title(),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _person(cls, name):
        return cls.env["hr.employee"].create(
            {
                "name": name.title(),
                "user_id": cls.users[name].id,
                "company_id": cls.company.id,
                "department_id": cls.field.id,
                "job_id": cls.job.id,
            }
        )

    def as_(self, name):
        return self.env(user=self.users[name], su=False)

    # results ---------------------------------------------------------------------
    @classmethod
    def cycle(cls, days=Q1, state="closed", **values):
        cycle = cls.env["ops.appraisal.cycle"].create(
            {
                "name": f"Cycle {days[0]}",
                "period_kind": "quarter",
                "date_from": days[0],
                "date_to": days[1],
                "scale_id": cls.scale.id,
                "company_id": cls.company.id,
                **values,
            }
        )
        cycle._server_write({"state": state, "scale_data": cls._scale_data()})
        return cycle

    @classmethod
    def _scale_data(cls):
        return [
            {
                "grade": grade,
                "bound": f"{bound:.2f}",
                "share": "0.00",
                "coef_mgmt": mgmt,
                "coef_service": service,
            }
            for grade, (bound, mgmt, service) in SCALE.items()
        ]

    @classmethod
    def result(cls, cycle, name, score, grade="B", **values):
        """Head, part and result of a person in a cycle."""
        head = cls._head(cycle, name, values.pop("family", "service"))
        cls.env["ops.appraisal.part"]._server_create(
            [
                {
                    "appraisal_id": head.id,
                    "date_from": cycle.date_from,
                    "date_to": cycle.date_to,
                    "days": (cycle.date_to - cycle.date_from).days + 1,
                    "job_id": cls.job.id,
                    "department_id": cls.field.id,
                }
            ]
        )
        return cls.env["ops.appraisal.result"]._server_create(
            [
                {
                    "appraisal_id": head.id,
                    "score": score,
                    "grade": grade,
                    "final_grade": grade,
                    "outcome": "ok",
                    **values,
                }
            ]
        )

    @classmethod
    def _head(cls, cycle, name, family):
        person = cls.people[name]
        first = "rita" if name != "rita" else "carl"
        return cls.env["ops.appraisal"]._server_create(
            [
                {
                    "cycle_id": cycle.id,
                    "subject_kind": "employee",
                    "employee_id": person.id,
                    "subject_name": person.name,
                    "user_id": person.user_id.id,
                    "department_id": cls.field.id,
                    "job_id": cls.job.id,
                    "family": family,
                    "first_user_id": cls.users[first].id,
                    "second_user_id": cls.users["sam"].id,
                    "date_from": cycle.date_from,
                    "date_to": cycle.date_to,
                    "state": "closed",
                    "company_id": cls.company.id,
                }
            ]
        )

    @classmethod
    def kpi(cls, code="SLA"):
        return cls.env["ops.kpi"].create(
            {"code": code, "name": f"KPI {code}", "method": "rating"}
        )

    @classmethod
    def line(cls, result, kpi, score, level=None):
        """A line scored by rule, or by hand by a level."""
        head = result.appraisal_id
        line = cls.env["ops.appraisal.line"]._server_create(
            [
                {
                    "appraisal_id": head.id,
                    "part_id": head.part_ids.id,
                    "kpi_id": kpi.id,
                    "weight": 100,
                    "auto_score": 0 if level else score,
                    "has_auto_score": not level,
                }
            ]
        )
        if level:
            cls.env["ops.appraisal.score"]._server_create(
                [
                    {
                        "appraisal_id": head.id,
                        "line_id": line.id,
                        "level": level,
                        "score": score,
                        "has_score": True,
                    }
                ]
            )
        return line
