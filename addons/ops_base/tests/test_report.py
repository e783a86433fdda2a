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
        scripts = page.xpath("//main//script/text()")
        self.assertFalse([text for text in scripts if "alert" in text])
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

    def rows_report(self):
        """A table with so many rows of two lines as its data says."""
        self.env["ir.ui.view"].create(
            {
                "name": "rows",
                "key": "ops_base.test_rows",
                "type": "qweb",
                "arch": """<t t-name="ops_base.test_rows">
                    <t t-call="ops_base.report_a4"><t t-call="ops_base.report_a4_page">
                        <t t-set="title">Rows</t>
                        <h3>Heading</h3>
                        <table class="ops_a4_grid">
                            <thead><tr><th>Name</th><th>Words</th></tr></thead>
                            <tbody><tr t-foreach="range(count)" t-as="number">
                                <td>row-<t t-out="number" />-end</td>
                                <td>One<br />Two</td>
                            </tr></tbody>
                        </table>
                    </t></t>
                </t>""",
            }
        )
        return self.env["ir.actions.report"].create(
            {
                "name": "Rows",
                "model": "res.company",
                "report_type": "qweb-pdf",
                "report_name": "ops_base.test_rows",
                "paperformat_id": self.env.ref("ops_base.paperformat_a4").id,
            }
        )

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_no_row_is_cut_and_signatures_do_not_stand_alone(self):
        """A row that lies across the end of a page would be printed on both."""
        rows = self.rows_report()
        report = rows.with_context(force_report_rendering=True, lang="en_US")
        for count in range(22, 27, 2):
            with self.subTest(count=count), self.allow_pdf_render():
                content, _kind = report._render_qweb_pdf(
                    rows, self.company.ids, {"count": count}
                )
                pages = [
                    re.sub(r"\s+", " ", page.extract_text())
                    for page in PdfReader(BytesIO(content)).pages
                ]
                text = " ".join(pages)
                for number in range(count):
                    self.assertEqual(text.count(f"row-{number}-end"), 1)
                self.assertIn(f"row-{count - 1}-end", pages[-1])
                self.assertIn("Approved by", pages[-1])
        self.assertGreater(len(pages), 1)
