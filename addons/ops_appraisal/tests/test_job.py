from datetime import date
from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .library_case import JANUARY, JULY, LibraryCase

REPORT = "ops_appraisal.duty_sheet_report"


@tagged("post_install", "-at_install")
class TestJob(LibraryCase):
    def test_officers_keep_family_competence_and_duties(self):
        job = self.as_("officer", self.job)
        job.write(
            {
                "family": "mgmt",
                "competence": "First aid",
                "duty_ids": [Command.create({"text": "Makes the rounds"})],
            }
        )
        self.assertEqual(job.duty_ids.frequency, "continuous")

    def test_officers_change_nothing_else_of_a_job(self):
        job = self.as_("officer", self.job)
        unit = self.env["hr.department"].create({"name": "Other"})
        for vals in (
            {"name": "Renamed"},
            {"department_id": unit.id},
            {"family": "mgmt", "active": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                job.write(vals)
        with self.assertRaises(AccessError):
            job.update_field_translations("name", {"en_US": "Renamed"})
        with self.assertRaises(AccessError):
            job.unlink()
        with self.assertRaises(AccessError):
            job.create({"name": "New"})

    def test_hr_keeps_jobs_as_before(self):
        hr = self.new_user("hr", "hr.group_hr_user")
        self.job.with_user(hr).name = "Day watch"
        both = self.new_user(
            "hr_officer", "hr.group_hr_user", "ops_appraisal.group_appraisal_officer"
        )
        self.job.with_user(both).name = "Night watch"
        self.assertEqual(self.job.name, "Night watch")

    def test_others_read_duties_and_write_none(self):
        duty = self.as_("officer", self.env["ops.job.duty"]).create(
            {"job_id": self.job.id, "text": "Makes the rounds"}
        )
        for role in ("employee", "committee", "finance", "recorder"):
            own = self.as_(role, duty)
            with self.subTest(role=role):
                self.assertEqual(own.text, "Makes the rounds")
                with self.assertRaises(AccessError):
                    own.text = "Sleeps"
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create({"job_id": self.job.id, "text": "Sleeps"})
                with self.assertRaises(AccessError):
                    self.as_(role, self.job).competence = "None"

    def test_duties_of_another_company_are_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other Works"})
        foreign = self.env["hr.job"].create({"name": "F", "company_id": other.id})
        duty = self.env["ops.job.duty"].create({"job_id": foreign.id, "text": "Secret"})
        with self.assertRaises(AccessError):
            self.as_("officer", duty).read(["text"])
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.as_("officer", self.env["ops.job.duty"]).create(
                {"job_id": foreign.id, "text": "Mine"}
            )

    def test_duties_have_their_days(self):
        duties = self.env["ops.job.duty"].create(
            [
                {"job_id": self.job.id, "text": "Always"},
                {"job_id": self.job.id, "text": "Old", "date_to": date(2026, 6, 30)},
                {"job_id": self.job.id, "text": "New", "date_from": JULY},
            ]
        )
        self.assertEqual(self.job._duties_at(JANUARY), duties[0] | duties[1])
        self.assertEqual(self.job._duties_at(JULY), duties[0] | duties[2])

    def test_the_profile_in_force_is_found_and_searched(self):
        other = self.env["hr.job"].create({"name": "Other"})
        profile = self.approved()
        jobs = self.as_("employee", self.job | other)
        self.assertEqual(jobs.mapped("kpi_profile_id"), self.as_("employee", profile))
        own = [("id", "in", jobs.ids)]
        with_one = [("kpi_profile_id", "!=", False)]
        without = [("kpi_profile_id", "=", False)]
        self.assertEqual(jobs.search([*own, *with_one]), jobs[0])
        self.assertEqual(jobs.search([*own, *without]), jobs[1])
        self.assertEqual(jobs.search([("kpi_profile_id", "=", profile.id)]), jobs[0])


@tagged("post_install", "-at_install")
class TestDutySheet(LibraryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ops.job.duty"].create(
            {"job_id": cls.job.id, "text": "Makes the rounds", "standard": "Each hour"}
        )
        cls.kpis[1].write({"has_stretch": True, "stretch": 99})

    def sheet(self, role="employee", lang="en_US", day=None):
        report = self.as_(role, self.env["ir.actions.report"]).with_context(lang=lang)
        html, _kind = report._render_qweb_html(
            "ops_appraisal.duty_sheet", self.job.ids, {"day": day} if day else None
        )
        return " ".join(html.decode().split())

    def test_it_has_duties_kpis_weights_and_signatures(self):
        self.approved()
        text = self.sheet()
        for words in (
            "Night watch",
            "Makes the rounds",
            "Each hour",
            "floor 90 = 60; target 95 = 100; stretch 99 = 120",
            "50.00",
            "100.00",
            "Entered by reviewers",
            "Direct superior",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_it_is_of_a_day(self):
        self.approved()
        self.approved((40, 30, 30), date_from=JULY)
        self.assertIn("50.00", self.sheet(day="2026-06-30"))
        self.assertNotIn("50.00", self.sheet(day="2026-07-01"))

    def test_its_dates_are_written_as_the_reader_writes_them(self):
        self.approved()
        for lang, words in (("en_US", "June 30, 2026"), ("zh_CN", "2026年6月30日")):
            with self.subTest(lang=lang):
                self.assertIn(words, self.sheet(lang=lang, day="2026-06-30"))

    def test_drafts_are_not_printed(self):
        self.profile((45, 35, 20))
        text = self.sheet("officer")
        self.assertNotIn("45.00", text)
        self.assertIn("No KPI profile is in force", text)

    def test_every_method_has_its_words(self):
        sheet = self.env["report.ops_appraisal.duty_sheet"]
        profile = self.profile(())
        kpis = self.env["ops.kpi"].search([("code", "=like", "___-__")])
        kpis |= self.env.ref("ops_appraisal.kpi_waiting")
        methods = dict(kpis._fields["method"].selection)
        found = {kpi.method: kpi for kpi in kpis}
        found["step"] = self.env["ops.kpi"].create(
            {
                "code": "T-step",
                "name": "S",
                "method": "step",
                "band_ids": [Command.create({"bound": 80, "score": 60})],
            }
        )
        self.assertEqual(set(found), set(methods))
        for method, kpi in found.items():
            line = self.env["ops.kpi.profile.line"].create(
                {"profile_id": profile.id, "kpi_id": kpi.id, "weight": 10}
            )
            with self.subTest(method=method):
                self.assertTrue(sheet._marks(line))

    def test_a_ratio_says_which_way_is_better(self):
        sheet = self.env["report.ops_appraisal.duty_sheet"]
        profile = self.profile(())
        for name, words in (
            ("quota", "100 at 100, more for less"),
            ("deposits", "100 at 1000, more for more"),
        ):
            line = self.env["ops.kpi.profile.line"].create(
                {
                    "profile_id": profile.id,
                    "kpi_id": self.env.ref(f"ops_appraisal.kpi_{name}").id,
                    "weight": 10,
                }
            )
            with self.subTest(kpi=name):
                self.assertEqual(sheet._marks(line), words)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_it_prints_on_a4(self):
        self.approved()
        other = self.env["hr.job"].create({"name": "Day watch"})
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf(REPORT, (self.job | other).ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        self.assertEqual(len(pages), 2)
        first, second = (" ".join(page.extract_text().split()) for page in pages)
        self.assertIn("Makes the rounds", first)
        self.assertIn("No duties are laid down", second)
        width, height = (float(size) / 72 * 25.4 for size in pages[0].mediabox[2:])
        self.assertAlmostEqual(width, 210, delta=1)
        self.assertAlmostEqual(height, 297, delta=1)

    def test_it_prints_in_chinese(self):
        self.approved()
        self.job.with_context(lang="zh_CN").duty_ids.text = "夜间巡逻"
        text = self.sheet(lang="zh_CN")
        for words in ("岗位职责与考核指标表", "夜间巡逻", "直接上级", "底线 90 = 60"):
            with self.subTest(words=words):
                self.assertIn(words, text)
