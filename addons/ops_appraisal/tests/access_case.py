"""A record of every kind about anna (whose first reviewer is rita), each role as a
user of its own, and a company beside."""

from odoo.fields import Command

from odoo.addons.ops_base.tests.access import checksum

from .results_case import Q1, Q2, ResultsCase

LOGINS = {
    "officer": "officer",
    "manager": "manager",
    "committee": "committee",
    "finance": "finance",
    "anna": "employee",
    "bert": "employee",
    "rita": "employee",
}


class AccessCase(ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["portal"] = cls.env["res.users"].create(
            {
                "name": "Portal",
                "login": "results_portal",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.users["public"] = cls.env.ref("base.public_user")
        cls.q1, cls.q2 = cls.cycle(Q1), cls.cycle(Q2)
        cls.sla = cls.kpi()
        cls._add_appraisal()
        cls._add_results()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _add_appraisal(cls):
        result = cls.result(cls.q1, "anna", 65, "C")
        cls.line_of_anna = cls.line(result, cls.sla, 50)
        cls.head = result.appraisal_id
        cls.env["ops.appraisal.score"]._server_create(
            [
                {
                    "appraisal_id": cls.head.id,
                    "line_id": cls.line_of_anna.id,
                    "level": level,
                    "score": 50,
                    "has_score": True,
                }
                for level in ("self", "first", "second")
            ]
        )
        cls.result(cls.q2, "anna", 85, "B")
        cls.env["ops.appraisal.appeal"]._server_create(
            [
                {
                    "appraisal_id": cls.head.id,
                    "reason": "Too low",
                    "filed_by": cls.users["anna"].id,
                    "filed_at": "2026-04-10 01:00:00",
                }
            ]
        )

    @classmethod
    def _add_results(cls):
        officer = cls.env(user=cls.users["officer"])
        cls.bonus = officer["ops.bonus.run"].create(
            {"name": "Bonus Q1", "cycle_id": cls.q1.id}
        )
        cls.bonus.action_take_results()
        cls.draft_run = officer["ops.bonus.run"].create(
            {"name": "Bonus Q2", "cycle_id": cls.q2.id}
        )
        cls.draft_run.action_take_results()
        cls.bonus.action_submit()
        cls.bonus.with_user(cls.users["manager2"]).action_approve()
        cls._add_check(officer)
        cls._add_cases()
        cls.rule = officer["ops.accountability.rule"].create(
            {"kpi_id": cls.sla.id, "company_id": cls.company.id}
        )
        cls.q1.with_user(cls.users["officer"]).action_propose_development()

    @classmethod
    def _add_check(cls, officer):
        cls.culture = cls.env["ops.measure"].create(
            {"code": "test_culture", "name": "Culture", "company_id": cls.company.id}
        )
        cls.check = officer["ops.promotion.check"].create(
            {
                "name": "Promotions",
                "date": "2026-07-15",
                "period_kind": "quarter",
                "culture_measure_id": cls.culture.id,
                "company_id": cls.company.id,
            }
        )
        cls.check.action_compute()

    @classmethod
    def _add_cases(cls):
        case = {
            "name": "Outage",
            "date": "2026-02-01",
            "fact": "A backup was not made.",
            "direct_responsible_id": cls.people["anna"].id,
            "company_id": cls.company.id,
        }
        cls.case, cls.hidden_case = (
            cls.env(user=cls.users["committee2"])["ops.accountability"].create(case)
            for _number in range(2)
        )
        cls.case.action_submit()

    def checksum(self):
        return checksum(self.env, "ops_appraisal")
