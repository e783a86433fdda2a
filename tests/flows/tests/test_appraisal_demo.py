"""The demo company of appraisals comes out with the same results on any day."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_appraisal.demo.build import DemoAppraisals, invented


class FlowAppraisals(DemoAppraisals):
    """Its own logins, without passwords: the database may hold the demo too."""

    def _credentials(self, facts):
        return {"login": f"flow_{facts['login']}"}


@tagged("post_install", "-at_install", "ops_flow")
class TestAppraisalDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create(
            {"name": "Flow Works", "ops_tz": "Asia/Shanghai"}
        )
        cls.env.user.company_ids += company
        cls.built = FlowAppraisals(cls.env, company, invented())
        cls.built.build()

    def appraisal(self, cycle, person):
        return self.built.appraisal(self.built.cycles[cycle], person)

    def test_two_quarters_are_closed_and_a_month_is_in_review(self):
        states = {key: cycle.state for key, cycle in self.built.cycles.items()}
        self.assertEqual(
            states, {"q2": "closed", "q3": "closed", "october": "reviewing"}
        )
        for key in ("q2", "q3"):
            appraisals = self.built.cycles[key].appraisal_ids
            self.assertEqual(len(appraisals), 12)
            self.assertEqual(set(appraisals.mapped("state")), {"closed"})
            self.assertEqual(set(appraisals.result_ids.mapped("outcome")), {"ok"})

    def test_everybody_is_where_the_story_leaves_him(self):
        plan = self.built.plan["cycles"][-1]
        for person in self.built.plan["people"]:
            appraisal = self.appraisal("october", person)
            if appraisal:
                expected = plan["stays"].get(person, "calibration")
                self.assertEqual(appraisal.state, expected, person)

    def test_results_spread_over_the_grades(self):
        grades = self.built.cycles["q3"].appraisal_ids.result_ids.mapped("final_grade")
        self.assertGreaterEqual(len(set(grades)), 3)

    def test_who_changed_jobs_has_two_parts_by_days(self):
        parts = self.appraisal("q3", "cai").part_ids
        # 1 July to 19 August, 20 August to 30 September
        self.assertEqual(parts.mapped("days"), [50, 42])
        self.assertEqual(len(parts.profile_id), 2)
        for part in parts:
            refs = [ref for line in part.line_ids for ref in line.refs or ()]
            found = self.env["ops.measure.value"].browse({ref[1] for ref in refs})
            self.assertTrue(found)
            self.assertEqual(set(found.mapped("date_from")), {part.date_from})
            self.assertEqual(set(found.mapped("date_to")), {part.date_to})

    def test_an_appeal_raised_a_grade_and_calibration_another(self):
        appraisal = self.appraisal("q3", "staff_2")
        grades = self.built.cycles["q3"]._grades()
        before, after = appraisal.result_ids.grade, appraisal.result_ids.final_grade
        self.assertEqual(grades.index(before) - grades.index(after), 1)
        self.assertEqual(appraisal.appeal_ids.state, "upheld")
        change = self.appraisal("q2", "tao").change_ids
        self.assertEqual(change.user_id, self.built.users["hr"])

    def test_the_employee_is_due_to_assess_himself(self):
        staff = self.built.users["staff"]
        my = self.env["ops.appraisal.my"].with_user(staff)
        mine = my.with_context(allowed_company_ids=self.built.company.ids)
        rows = mine.get_my_appraisals()["rows"]
        self.assertEqual([row["state"] for row in rows], ["self", "closed", "closed"])

    def test_the_pool_is_divided_to_the_cent_and_handed_over(self):
        runs = self.env["ops.bonus.run"].search(
            [("company_id", "=", self.built.company.id)], order="id"
        )
        self.assertEqual(runs.mapped("approval_state"), ["approved", "approved"])
        pool = runs[1]
        self.assertEqual((pool.mode, len(pool.line_ids)), ("pool", 12))
        cents = [round(line.amount * 100) for line in pool.line_ids]
        self.assertEqual(sum(cents), 28000_00)
        self.assertTrue(all(cents))
        # bases were taken over from the quarter before
        bases = {line.employee_id: line.base for line in runs[0].line_ids}
        for line in pool.line_ids:
            self.assertEqual(line.base, bases[line.employee_id])
        reader = pool.with_user(self.built.users["payroll"])
        self.assertEqual(
            reader.action_download()["url"], f"/ops_appraisal/bonus/{pool.id}"
        )

    def test_promotion_waits_for_the_committee_where_culture_is_not_reported(self):
        check = self.env["ops.promotion.check"].search(
            [("company_id", "=", self.built.company.id)]
        )
        self.assertEqual(check.approval_state, "submitted")
        field = self.built.departments["field"]
        for line in check.line_ids:
            with self.subTest(person=line.employee_name):
                scores = [float(row["performance"]) for row in line.figures]
                if min(scores) < check.p_min:
                    self.assertEqual(line.eligible, "no")
                elif line.department_id == field:
                    self.assertEqual(line.eligible, "undetermined")
                else:
                    self.assertEqual(line.eligible, "yes")
        self.assertEqual(
            set(check.line_ids.mapped("eligible")), {"yes", "no", "undetermined"}
        )
