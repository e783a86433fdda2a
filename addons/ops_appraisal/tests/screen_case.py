from odoo.fields import Command

from odoo.addons.ops_base.tests.common import OpsCase

# name, unit, category, weight, marks; measured ones are entered by the officer
KPIS = [
    ("T1", "Answered", "service", 40, {"floor": 80, "target": 90}),
    ("T2", "First contact", "customer", 30, {"floor": 50, "target": 65}),
    ("T3", "Hand-overs", "growth", 30, {"method": "rating", "rating_max": 5}),
]
USERS = [
    ("officer", "group_appraisal_officer", "ops_base.group_ops_measure_recorder"),
    ("manager", "group_appraisal_manager", "ops_base.group_ops_measure_manager"),
    ("committee", "group_appraisal_committee"),
    *(("lead",), ("director",), ("anna",), ("ben",)),
]
EVIDENCE = [Command.create({"name": "log.txt", "datas": b"bG9n"})]


class ScreenCase(OpsCase):
    """A team of three under a leader and a director, one cycle of a quarter.

    ``users``: officer, manager, committee, lead, director, anna, ben (no role at all
    but the first three); ``cycle``: reviews begun. KPI T1 and T2 are measured, T3 is
    scored by hand with evidence.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            "officer": cls._user(
                "officer",
                "group_appraisal_officer",
                "ops_base.group_ops_measure_recorder",
            ),
            "manager": cls._user(
                "manager",
                "group_appraisal_manager",
                "ops_base.group_ops_measure_manager",
            ),
            "committee": cls._user("committee", "group_appraisal_committee"),
        }
        for name in ("lead", "director", "anna", "ben"):
            cls.users[name] = cls._user(name)
        cls._create_master_data()
        cls._create_people()
        cls.cycle = cls._begun()

    @classmethod
    def _user(cls, name, *groups):
        full = [each if "." in each else f"ops_appraisal.{each}" for each in groups]
        return cls.new_user(f"apr_{name}", *full, name=name.title())

    @classmethod
    def _create_master_data(cls):
        cls.scale = cls.env["ops.appraisal.scale"].create(
            {
                "name": "Test scale",
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({"grade": grade, "bound": bound, "share": share})
                    for grade, bound, share in (
                        ("A", 90, 20),
                        ("B", 75, 70),
                        ("C", 0, 10),
                    )
                ],
            }
        )
        cls.measures = {}
        cls.job = cls.env["hr.job"].create({"name": "Agent"})
        cls.department = cls.env["hr.department"].create({"name": "Desk"})
        profile = cls.env["ops.kpi.profile"].create(
            {
                "name": "Agent",
                "job_id": cls.job.id,
                "date_from": "2026-01-01",
                "line_ids": [cls._profile_line(*facts) for facts in KPIS],
            }
        )
        profile.with_user(cls.users["officer"]).action_submit()
        profile.with_user(cls.users["manager"]).action_approve()

    @classmethod
    def _profile_line(cls, code, name, category, weight, rule):
        measured = "floor" in rule
        if measured:
            cls.measures[code] = cls.env["ops.measure"].create(
                {"code": f"m_{code}", "name": name}
            )
        kpi = cls.env["ops.kpi"].create(
            {
                "code": code,
                "name": name,
                "unit": "%" if measured else False,
                "category": category,
                "measure_id": cls.measures[code].id if measured else False,
                "evidence_required": True,
                "company_id": cls.company.id,
                **rule,
            }
        )
        return Command.create({"kpi_id": kpi.id, "weight": weight})

    @classmethod
    def _create_people(cls):
        cls.people = {}
        for name, boss in (
            ("director", None),
            ("lead", "director"),
            ("anna", "lead"),
            ("ben", "lead"),
            ("carl", "lead"),
        ):
            cls.people[name] = cls.env["hr.employee"].create(
                {
                    "name": name.title(),
                    "user_id": cls.users[name].id if name in cls.users else False,
                    "parent_id": cls.people[boss].id if boss else False,
                    "department_id": cls.department.id,
                    "job_id": cls.job.id if boss == "lead" else False,
                    "date_version": "2025-01-01",
                }
            )

    @classmethod
    def _begun(cls, start="2026-04-01", end="2026-06-30", name="Second quarter"):
        officer = cls.users["officer"]
        cycle = (
            cls.env["ops.appraisal.cycle"]
            .with_user(officer)
            .create(
                {
                    "name": name,
                    "period_kind": "quarter",
                    "date_from": start,
                    "date_to": end,
                    "scale_id": cls.scale.id,
                    "job_ids": [Command.set(cls.job.ids)],
                    "self_until": "2026-07-05",
                    "first_until": "2026-07-10",
                    "second_until": "2099-12-31",
                }
            )
        )
        cycle.action_open()
        cycle._generate()
        cls._enter_values(cycle)
        cycle._measure_all()
        cycle.action_start_review()
        return cycle.with_env(cls.env)

    @classmethod
    def _enter_values(cls, cycle):
        """T1: 85 of 80–90 scores 80; T2: 65 of 50–65 scores 100. Carl has no T2."""
        rows = [
            {
                "measure_id": cls.measures[code].id,
                "subject_ref": f"hr.employee,{cls.people[name].id}",
                "date_from": cycle.date_from,
                "date_to": cycle.date_to,
                "value": value,
                "evidence_ids": EVIDENCE,
            }
            for code, value in (("T1", 85), ("T2", 65))
            for name in ("anna", "ben", "carl")
            if (code, name) != ("T2", "carl")
        ]
        values = cls.env["ops.measure.value"].with_user(cls.users["officer"])
        values = values.create(rows)
        values.action_submit()
        values.with_user(cls.users["manager"]).action_approve()

    # steps -------------------------------------------------------------------------
    @classmethod
    def appraisal(cls, name, cycle=None):
        return (cycle or cls.cycle).appraisal_ids.filtered(
            lambda row: row.employee_id == cls.people[name]
        )

    @classmethod
    def score_by_hand(cls, name, author, score, cycle=None, level=None):
        """The manual line T3 of ``name``, by ``author``."""
        appraisal = cls.appraisal(name, cycle).with_user(cls.users[author])
        row = appraisal.score_ids.filtered(
            lambda row: row.level == appraisal.my_level and not row.line_id.measure_id
        )
        row.write({"has_score": True, "score": score, "comment": f"{author} says"})
        if appraisal.my_level == "first":
            row.evidence_ids = EVIDENCE
        return row

    @classmethod
    def words(cls, name, author, body, kind="words"):
        appraisal = cls.appraisal(name).with_user(cls.users[author])
        appraisal.statement_ids.filtered(
            lambda row: row.level == appraisal.my_level and row.kind == kind
        ).body = body

    @classmethod
    def reach(cls, name, state, cycle=None, first=70, second=90):
        """Takes an appraisal up to ``state``, at most to calibration."""
        steps = {
            "self": ("anna" if name == "anna" else "ben", 95, "action_submit_self"),
            "manager": ("lead", first, "action_submit_first"),
            "second": ("director", second, "action_submit_second"),
        }
        appraisal = cls.appraisal(name, cycle)
        while appraisal.state != state:
            author, score, action = steps[appraisal.state]
            cls.score_by_hand(name, author, score, cycle)
            getattr(appraisal.with_user(cls.users[author]), action)()
            appraisal.invalidate_recordset()

    @classmethod
    def publish(cls, cycle=None):
        """Everybody through both reviews, calibrated and published."""
        cycle = cycle or cls.cycle
        for name in ("anna", "ben", "carl"):
            cls.reach(name, "calibration", cycle)
        officer = cycle.with_user(cls.users["officer"])
        officer.action_calibrate()
        officer.action_publish()

    @classmethod
    def sheet(cls, name, reader, cycle=None):
        sheets = cls.env["ops.appraisal.sheet"].with_user(cls.users[reader])
        return sheets.get_sheet(cls.appraisal(name, cycle).id)
