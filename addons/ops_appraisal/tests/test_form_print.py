from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .screen_case import ScreenCase

REPORT = "ops_appraisal.appraisal_form_report"


@tagged("post_install", "-at_install")
class TestFormPrint(ScreenCase):
    """The A4 form says what its printer may know, in the printer's language."""

    def text(self, name, reader, lang="en_US"):
        self.users[reader].lang = lang
        report = self.env["ir.actions.report"].with_user(self.users[reader])
        report = report.with_context(lang=lang)
        content, _kind = report._render_qweb_html(REPORT, self.appraisal(name).ids)
        return " ".join(html.fromstring(content).text_content().split())

    def test_a_published_form_has_all_of_it(self):
        self.job.duty_ids = [(0, 0, {"text": "Answers calls"})]
        self.reach("anna", "manager")
        self.words("anna", "lead", "Reliable with customers")
        self.words("anna", "lead", "Among reviewers only", kind="note")
        self.publish()
        text = self.text("anna", "anna")
        for said in (
            "Appraisal Form",
            "Second quarter: 2026-04-01 – 2026-06-30",
            "Answers calls",
            "First level Lead (70.00 %)",
            "Second level Director (30.00 %)",
            # weight, target, value, by rule, then each level
            "Answered 40.00 ≥ 90 % 85 % 80.00 80.00 80.00 80.00",
            "30.00 up to 5 – – 95.00 70.00 90.00",
            "Total of the level 90.50 83.00 89.00",
            "Score 84.80 Grade B",
            "Coverage 100.00 %, at least 60.00 %",
            "Missing values Weights of the Others Rise",
            "Reliable with customers",
            "Hand-overs log.txt",
            "An appeal may be made until",
            "Appraised: Anna",
        ):
            self.assertIn(said, text)
        self.assertNotIn("Among reviewers only", text)

    def test_the_signatures_stand_with_what_they_sign(self):
        self.publish()
        report = self.env["ir.actions.report"].with_user(self.users["anna"])
        content, _kind = report._render_qweb_html(REPORT, self.appraisal("anna").ids)
        [end] = html.fromstring(content).find_class("ops_a4_end")
        text = " ".join(end.text_content().split())
        for said in ("Score 84.80 Grade B", "An appeal may be made", "Appraised: Anna"):
            self.assertIn(said, text)
        self.assertEqual(len(end.find_class("ops_a4_signatures")), 1)

    def test_a_hidden_stage_is_not_printed(self):
        self.reach("anna", "manager")
        self.words("anna", "lead", "Reliable with customers")
        self.reach("anna", "calibration")
        text = self.text("anna", "anna")
        self.assertNotIn("Reliable with customers", text)
        for hidden in ("83.00", "89.00", "84.80", "70.00 90.00", "Grade"):
            self.assertNotIn(hidden, text)
        self.assertIn("Total of the level 90.50", text)

    def test_an_appeal_and_its_decision_are_printed(self):
        self.publish()
        self.appraisal("anna").with_user(self.users["anna"]).action_appeal("My queue")
        appeal = self.appraisal("anna").appeal_ids
        appeal.with_user(self.users["committee"]).action_decide(
            "upheld", "The log shows it", "A"
        )
        text = self.text("anna", "anna")
        self.assertIn("Appeal Upheld My queue Decision The log shows it (B → A)", text)
        self.assertIn("Grade A (by score B)", text)

    def test_parts_of_a_transfer_are_printed_with_their_days(self):
        desk = self.env["hr.department"].create({"name": "Night desk"})
        self.people["carl"].create_version(
            {"date_version": "2026-08-01", "department_id": desk.id}
        )
        cycle = self._begun("2026-07-01", "2026-09-30", "Third quarter")
        appraisal = self.appraisal("carl", cycle)
        report = self.env["report.ops_appraisal.appraisal_form"]
        (sheet,) = report._get_report_values(appraisal.ids)["sheets"]
        self.assertEqual(
            [(part["department"], part["days"]) for part in sheet["parts"]],
            [("Desk", 31), ("Night desk", 61)],
        )

    def test_in_chinese(self):
        self.publish()
        text = self.text("anna", "anna", "zh_CN")
        for said in ("绩效考核表", "一级", "二级", "覆盖率"):
            self.assertIn(said, text)

    def test_nobody_prints_what_he_may_not_read(self):
        for reader in ("ben", "committee"):
            with self.assertRaises(AccessError):
                self.text("anna", reader)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_it_becomes_a_pdf(self):
        self.publish()
        report = self.env["ir.actions.report"].with_user(self.users["anna"])
        with self.allow_pdf_render():
            content, kind = report.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(REPORT, self.appraisal("anna").ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
