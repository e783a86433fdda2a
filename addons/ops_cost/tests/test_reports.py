import io
import re

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .screen_case import ScreenCase

ASSESSMENT = "ops_cost.assessment_sheet_report"
SETTLEMENT = "ops_cost.settlement_sheet_report"


@tagged("post_install", "-at_install")
class TestReports(ScreenCase, HttpCase):
    """Real PDF files, read back: every printed total is the one on the screen."""

    def pages(self, user, report, records):
        env = self.env(user=self.users[user])
        lang = self.users[user].lang
        reports = env["ir.actions.report"].with_context(
            force_report_rendering=True, lang=lang
        )
        content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return [self.plain(page.extract_text()) for page in pages]

    def plain(self, text):
        """One line, with minus signs beside their numbers and the usual 角."""
        text = re.sub(r"-\s*[\u200b\ufeff]\s*", "-", text).replace("⻆", "角")
        return re.sub(r"\s+", " ", text)

    def result(self, code):
        return self.jan.assessment_ids.filtered(lambda row: row.node_id.code == code)

    def test_unit_sheet_has_its_parts_and_its_own_totals(self):
        [text] = self.pages("office", ASSESSMENT, self.result("U1"))
        self.assertIn("Monthly Assessment Sheet", text)
        self.assertIn("Ledger Works", text)
        self.assertIn("2026-01", text)
        self.assertIn("T11 T11 6,000.00 5,700.00 6,650.29 -650.29", text)
        self.assertIn("T12 T12 3,000.00 2,850.00 3,000.00 0.00", text)
        self.assertIn("U1 U1 9,000.00 8,550.00 9,650.29 -650.29", text)
        self.assertIn("Six hundred and fifty and 29/100 Chinese yuan", text)
        self.assertNotIn("Own level", text, "nothing stands on the unit itself")

    def test_team_sheet_names_the_own_level_and_adds_up(self):
        [text] = self.pages("accountant", ASSESSMENT, self.result("T11"))
        self.assertIn("Own level 0.00 0.00 -50.00 50.00", text)
        self.assertIn("P01@T11", text)
        self.assertIn("850.30", text)
        self.assertIn("6,650.29", text)

    def test_several_sheets_make_one_file_with_a_page_each(self):
        units = self.result("U1") | self.result("U2") | self.result("T11")
        pages = self.pages("office", ASSESSMENT, units)
        self.assertEqual(len(pages), 3)
        for page in pages:
            self.assertIn("Monthly Assessment Sheet", page)

    def test_chinese_reader_gets_the_amount_in_capitals(self):
        self.users["office"].lang = "zh_CN"
        [text] = self.pages("office", ASSESSMENT, self.result("U1"))
        self.assertIn("陆佰伍拾元贰角玖分", text.replace(" ", ""))

    def test_a_leader_of_one_unit_gets_the_rest_of_the_total_named(self):
        values = (
            self.env["report.ops_cost.assessment_sheet"]
            .with_user(self.users["office"])
            ._get_report_values(self.result("L").ids)
        )
        [sheet] = values["sheets"]
        self.assertIsNone(sheet["rest"])
        self.assertEqual(sheet["rest_name"], "Own level")

    def test_foreign_sheets_cannot_be_printed(self):
        for user, code in (("accountant", "U2"), ("employee", "T11")):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.pages(user, ASSESSMENT, self.result(code))

    def test_print_button_of_a_node_takes_the_last_closed_month(self):
        node = self.nodes["U1"].with_user(self.users["office"])
        action = node.action_print_assessment_sheet()
        self.assertEqual(action["report_name"], "ops_cost.assessment_sheet")
        self.assertEqual(action["context"]["active_ids"], self.result("U1").ids)
        self.jan._reopen("count again")
        with self.assertRaisesRegex(UserError, "nothing to print"):
            node.action_print_assessment_sheet()

    def test_settlement_sheet_totals(self):
        settlement = self.env["ops.cost.settlement"]._prepare_settlement(
            "monthly", self.jan
        )
        text = " ".join(self.pages("finance", SETTLEMENT, settlement))
        # U1 650.29, T11 650.29, P01 850.30; P02 is rewarded with a fen
        self.assertIn("Total 2,150.88 0.01 -2,150.87", text)
        self.assertIn("Draft", text)
        self.assertIn("two thousand, one hundred and fifty and 87/100", text.lower())

    def test_an_employee_cannot_print_settlements(self):
        settlement = self.env["ops.cost.settlement"]._prepare_settlement(
            "monthly", self.jan
        )
        with self.assertRaises(AccessError):
            self.pages("employee", SETTLEMENT, settlement)
