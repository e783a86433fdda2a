"""What the ready libraries hold, and how they are taken over."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .library_case import JANUARY, LibraryCase

EMPLOYEES = {
    "service_desk",
    "field_engineer",
    "contract_manager",
    "unit_accountant",
    "team_leader",
    "postal_staff",
    "culture_staff",
    "line_manager",
}
UNITS = {"postal_branch", "public_service"}


@tagged("post_install", "-at_install")
class TestLibrary(LibraryCase):
    def template(self, name):
        return self.env.ref(f"ops_appraisal.template_{name}")

    def test_every_job_has_duties_competence_and_whole_weights(self):
        for name in EMPLOYEES:
            template = self.template(name)
            with self.subTest(job=name):
                self.assertEqual(template.subject_kind, "employee")
                self.assertGreaterEqual(len(template.duty_ids), 4)
                self.assertTrue(template.competence)
        for name in UNITS:
            self.assertEqual(self.template(name).subject_kind, "department")
        self.assertEqual(self.template("public_supplier").subject_kind, "partner")

    def test_no_library_job_hangs_on_one_kpi(self):
        templates = self.env["ops.job.template"].search([])
        self.assertGreaterEqual(len(templates), len(EMPLOYEES | UNITS))
        for template in templates:
            weights = template.line_ids.mapped("weight")
            with self.subTest(job=template.name):
                self.assertEqual(template.weight_total, 100)
                self.assertGreaterEqual(len(weights), 3)
                self.assertLessEqual(max(weights), 60)

    def test_targets_of_the_public_service_programme(self):
        targets = {
            "records": 70,
            "maternal": 22,
            "infant": 12,
            "doctors": 2,
            "beds": 30,
        }
        own = self.template("public_service").line_ids.kpi_id
        for name, target in targets.items():
            kpi = self.env.ref(f"ops_appraisal.kpi_{name}")
            with self.subTest(kpi=name):
                self.assertIn(kpi, own)
                self.assertEqual(kpi.target, target)
                self.assertEqual(kpi._kpi_rule().score(target), 100)

    def test_the_bank_is_not_appraised_by_deposits_alone(self):
        for name in ("postal_staff", "postal_branch"):
            lines = self.template(name).line_ids
            codes = set(lines.kpi_id.mapped("code"))
            self.assertLessEqual(
                {"BANK-01", "BANK-02", "BANK-03", "BANK-04", "BANK-06"}, codes
            )

    def test_managers_answer_for_process_and_effect_of_culture(self):
        codes = self.template("line_manager").line_ids.kpi_id.mapped("code")
        self.assertLessEqual({"CUL-06", "CUL-07"}, set(codes))

    def test_every_kpi_of_the_library_can_be_scored(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "ops_appraisal"), ("model", "=", "ops.kpi")]
        )
        kpis = self.env["ops.kpi"].browse(data.mapped("res_id"))
        self.assertGreaterEqual(len(kpis), 50)
        for kpi in kpis:
            with self.subTest(kpi=kpi.code):
                self.assertIsNone(kpi._kpi_rule().flaw)
                self.assertTrue(kpi.definition and kpi.formula_text and kpi.clause)

    # taking over ----------------------------------------------------------------
    def use(self, name, role="officer", **vals):
        wizard = self.as_(role, self.env["ops.job.template.use"]).create(
            {"template_id": self.template(name).id, "date_from": JANUARY, **vals}
        )
        action = wizard.action_apply()
        return self.as_(role, self.env["ops.kpi.profile"]).browse(action["res_id"])

    def test_a_job_is_taken_over(self):
        profile = self.use("field_engineer", job_id=self.job.id)
        self.assertEqual(profile.approval_state, "draft")
        self.assertEqual(profile.job_id, self.job)
        self.assertEqual(profile.weight_total, 100)
        self.assertEqual(len(self.job.duty_ids), 5)
        self.assertTrue(self.job.competence)
        profile.action_submit()
        self.as_("manager", profile).action_approve()
        self.assertEqual(self.job.kpi_profile_id, profile)

    def test_it_is_taken_over_in_both_languages(self):
        profile = self.use("field_engineer", job_id=self.job.id)
        for records, name in (
            (profile, "name"),
            (self.job, "competence"),
            (self.job.duty_ids[0], "text"),
        ):
            chinese = records.with_context(lang="zh_CN")[name]
            with self.subTest(field=name):
                self.assertNotEqual(chinese, records[name])
                self.assertFalse(chinese.isascii())

    def test_what_a_job_has_stays(self):
        self.job.write({"family": "mgmt", "competence": "First aid"})
        duty = self.env["ops.job.duty"].create(
            {"job_id": self.job.id, "text": "Makes the rounds"}
        )
        self.use("field_engineer", job_id=self.job.id)
        self.assertEqual(self.job.family, "mgmt")
        self.assertEqual(self.job.competence, "First aid")
        self.assertIn(duty, self.job.duty_ids)
        count = len(self.job.duty_ids)
        self.use("field_engineer", job_id=self.job.id)
        self.assertEqual(len(self.job.duty_ids), count)

    def test_the_latest_version_of_a_kpi_is_taken(self):
        kpi = self.as_("officer", self.env.ref("ops_appraisal.kpi_sla"))
        kpi.action_new_version()
        profile = self.use("field_engineer", job_id=self.job.id)
        self.assertIn(kpi.replaced_by_id, profile.line_ids.kpi_id)
        self.assertNotIn(kpi, profile.line_ids.kpi_id)

    def test_units_and_suppliers(self):
        unit = self.env["hr.department"].create({"name": "Branch"})
        profile = self.use("postal_branch", department_id=unit.id)
        self.assertEqual(profile.department_id, unit)
        self.assertEqual(self.use("public_supplier").subject_kind, "partner")

    def test_a_job_must_be_chosen(self):
        with self.assertRaisesRegex(UserError, "Choose the job"):
            self.use("field_engineer")

    def test_other_roles_take_nothing_over(self):
        for role in ("employee", "committee", "finance", "recorder", "measurer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.use("field_engineer", role=role, job_id=self.job.id)
