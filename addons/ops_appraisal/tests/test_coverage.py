"""Self-check and cascade: each gap appears, and is gone when it is filled."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .results_case import Q1, ResultsCase


@tagged("post_install", "-at_install")
class TestCoverage(ResultsCase):
    def gaps(self, kind, name="officer"):
        gaps = self.as_(name)["ops.appraisal.gap"].search([("kind", "=", kind)])
        return {gap.name for gap in gaps}

    def cascade(self):
        rows = self.as_("officer")["ops.cascade.report"].search([])
        return {
            row.department_id.name or "": (
                row.level,
                row.has_indicator,
                row.people,
                row.tasked,
            )
            for row in rows
        }

    def profile(self, **values):
        profile = self.env["ops.kpi.profile"].create(
            {
                "name": "Profile",
                "date_from": "2020-01-01",
                "company_id": self.company.id,
                **values,
            }
        )
        profile._server_write({"approval_state": "approved"})
        return profile

    def test_a_job_without_kpis_and_its_people_without_tasks(self):
        self.assertEqual(self.gaps("job_kpis"), {"Engineer"})
        self.assertIn("Anna", self.gaps("person_task"))
        profile = self.profile(job_id=self.job.id)
        self.assertEqual(self.gaps("job_kpis"), set())
        self.assertEqual(self.gaps("person_task"), set())
        profile._server_write({"date_to": "2020-12-31"})
        self.assertEqual(self.gaps("job_kpis"), {"Engineer"})
        profile._server_write({"date_to": False, "approval_state": "draft"})
        self.assertEqual(self.gaps("job_kpis"), {"Engineer"})

    def test_a_job_without_duties(self):
        self.assertEqual(self.gaps("job_duties"), {"Engineer"})
        duty = self.env["ops.job.duty"].create(
            {"job_id": self.job.id, "text": "Repair", "date_from": "2020-01-01"}
        )
        self.assertEqual(self.gaps("job_duties"), set())
        duty.date_to = "2020-12-31"
        self.assertEqual(self.gaps("job_duties"), {"Engineer"})

    def test_a_unit_without_indicators(self):
        self.assertEqual(self.gaps("unit_indicator"), {"Field"})
        self.profile(subject_kind="department", department_id=self.field.id)
        self.assertEqual(self.gaps("unit_indicator"), set())

    def test_a_unit_without_a_second_level(self):
        self.assertEqual(self.gaps("unit_second"), {"Field"})
        self.field.manager_id = self.people["rita"]
        self.people["rita"].parent_id = False
        self.assertEqual(self.gaps("unit_second"), {"Field"})
        board = self.env["hr.department"].create(
            {"name": "Board", "company_id": self.company.id}
        )
        board.manager_id = self.people["sam"]
        self.people["sam"].parent_id = False
        self.field.parent_id = board
        self.assertEqual(self.gaps("unit_second"), {"Board"})

    def test_appraisals_without_second_reviewer_or_evidence(self):
        cycle = self.cycle(Q1, state="reviewing")
        result = self.result(cycle, "anna", 70)
        head = result.appraisal_id
        self.line(result, self.kpi(), 80, "first")
        self.assertEqual(self.gaps("appraisal_evidence"), set())
        head._server_write({"first_done_at": "2026-04-02 01:00:00"})
        self.assertEqual(self.gaps("appraisal_evidence"), {head.display_name})
        proof = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        head.score_ids._server_write({"evidence_ids": [(4, proof.id)]})
        self.assertEqual(self.gaps("appraisal_evidence"), set())
        self.assertEqual(self.gaps("appraisal_second"), set())
        head._server_write({"second_user_id": False})
        self.assertEqual(self.gaps("appraisal_second"), {head.display_name})

    def test_a_gap_leads_to_its_record(self):
        gap = self.as_("officer")["ops.appraisal.gap"].search(
            [("kind", "=", "unit_indicator")]
        )
        action = gap.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("hr.department", self.field.id)
        )

    def test_every_level_has_indicators_everyone_has_tasks(self):
        team = self.env["hr.department"].create(
            {"name": "Team", "company_id": self.company.id, "parent_id": self.field.id}
        )
        self.people["carl"].department_id = team
        self.people["bert"].department_id = False
        other = self.job.copy({"name": "Clerk", "company_id": self.company.id})
        self.people["anna"].job_id = other
        self.profile(job_id=self.job.id)
        self.profile(subject_kind="department", department_id=self.field.id)
        self.assertEqual(
            self.cascade(),
            {
                "Field": (1, True, 3, 2),
                "Team": (2, False, 1, 1),
                "": (0, False, 1, 1),
            },
        )
        sums = self.as_("officer")["ops.cascade.report"]._read_group(
            [], [], ["units:sum", "indicated:sum", "people:sum", "tasked:sum"]
        )
        self.assertEqual(sums, [(2, 1, 5, 4)])
        row = self.as_("officer")["ops.cascade.report"].search(
            [("department_id", "=", self.field.id)]
        )
        self.assertAlmostEqual(row.share, 66.67, 1)
        nowhere = self.as_("officer")["ops.cascade.report"].new({})
        self.assertEqual(nowhere.display_name, "People without a unit")
        missing = self.as_("officer")["ops.appraisal.gap"].search(
            row.action_open_gaps()["domain"]
        )
        self.assertEqual(missing.mapped("name"), ["Anna"])

    def test_reports_stay_in_the_company(self):
        other = self.env["res.company"].create({"name": "Next Door"})
        self.env["hr.department"].create({"name": "Away", "company_id": other.id})
        self.assertEqual(self.gaps("unit_indicator"), {"Field"})
        self.assertEqual(set(self.cascade()), {"Field"})

    def test_reports_are_for_officers(self):
        for name in ("anna", "rita", "committee", "finance"):
            for model in ("ops.appraisal.gap", "ops.cascade.report"):
                with self.subTest(name=name), self.assertRaises(AccessError):
                    self.as_(name)[model].search([])
