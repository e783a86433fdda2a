import re
from io import BytesIO

from lxml import html
from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_measure import MeasureCase

REPORT = "ops_base.ops_measure_value_report"


@tagged("post_install", "-at_install")
class TestReport(MeasureCase):
    def page(self, records, lang="en_US"):
        report = self.env["ir.actions.report"].with_context(lang=lang)
        content, _kind = report._render_qweb_html(REPORT, records.ids)
        return html.fromstring(content)

    def text(self, node):
        return re.sub(r"\s+", " ", node.text_content())

    def test_the_sheet_has_title_company_period_seal_and_signatures(self):
        value = self.approved()
        text = self.text(self.page(value).xpath("//main")[0])
        for part in (
            "Measured Value Sheet",
            self.company.name,
            "Training hours",
            "Team 0",
            "Prepared by",
            "Checked by",
            "Approved by",
            "Company seal",
            value.seal_hash,
        ):
            with self.subTest(part=part):
                self.assertIn(part, text)

    def test_it_speaks_chinese(self):
        value = self.approved()
        text = self.text(self.page(value, "zh_CN").xpath("//main")[0])
        for part in ("编制", "审核", "批准", "公章"):
            with self.subTest(part=part):
                self.assertIn(part, text)
        for part in ("Prepared", "Approved by", "Printed", "Value Sheet"):
            with self.subTest(part=part):
                self.assertNotIn(part, text)

    def test_everything_is_one_article_with_a_page_each(self):
        first, second = self.approved(), self.approved(self.teams[1])
        page = self.page(first | second)
        self.assertEqual(len(page.xpath("//div[contains(@class,'article')]")), 1)
        self.assertEqual(len(page.xpath("//div[contains(@class,'ops_a4_page')]")), 2)

    def test_what_users_type_is_escaped(self):
        value = self.approved(note="<script>alert(1)</script>")
        page = self.page(value)
        self.assertFalse(page.xpath("//main//script"))
        self.assertIn("<script>alert(1)</script>", self.text(page))

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_several_records_print_in_one_pdf(self):
        values = self.approved() | self.approved(self.teams[1])
        report = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang="en_US"
        )
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf(REPORT, values.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        self.assertEqual(len(pages), 2)
        width, height = (float(size) / 72 * 25.4 for size in pages[0].mediabox[2:])
        self.assertAlmostEqual(width, 210, delta=1)
        self.assertAlmostEqual(height, 297, delta=1)
