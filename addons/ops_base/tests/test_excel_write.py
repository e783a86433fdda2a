import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl

from odoo.tests import tagged

from ..tools import excel, values
from .excel_case import ExcelCase

RISKY = ("=1+1", "+1", "-x", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0", "'quoted")


@tagged("post_install", "-at_install")
class TestExcelWriting(ExcelCase):
    def book(self, rows, *columns):
        book = excel.WorkbookWriter("Test")
        book.add_sheet("items", columns, rows)
        return book.content()

    def test_risky_text_stays_text_and_reads_back(self):
        content = self.book(
            [(text, 1) for text in RISKY],
            excel.Column("code", required=True),
            excel.Column("amount", "money"),
        )
        page = openpyxl.load_workbook(io.BytesIO(content))["items"]
        for row, text in enumerate(RISKY, start=2):
            cell = page.cell(row, 1)
            with self.subTest(text=text):
                self.assertEqual((cell.value, cell.data_type), (text, "s"))
                self.assertTrue(cell.quotePrefix)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertNotIn(b"<f>", archive.read("xl/worksheets/sheet1.xml"))
        self.assertEqual([row.raw("code") for row in self.rows(content)], list(RISKY))

    def test_links_and_numbers_in_text_stay_text(self):
        content = self.book([("http://x",), ("007",)], excel.Column("code"))
        page = openpyxl.load_workbook(io.BytesIO(content))["items"]
        self.assertEqual([page["A2"].value, page["A3"].value], ["http://x", "007"])
        self.assertFalse(page._hyperlinks)

    def test_kinds_have_their_formats(self):
        day = datetime.date(2026, 3, 31)
        content = self.book(
            [("x", Decimal("1234.50"), 0.05, day, 7, None)],
            excel.Column("code", comment="编码"),
            excel.Column("amount", "money", required=True),
            excel.Column("rate", "percent"),
            excel.Column("day", "date"),
            excel.Column("count", "integer"),
            excel.Column("none", "number"),
        )
        page = openpyxl.load_workbook(io.BytesIO(content))["items"]
        cells = {cell.column_letter: cell for cell in page[2]}
        self.assertEqual(cells["B"].value, 1234.5)
        self.assertEqual(cells["B"].number_format, "#,##0.00")
        self.assertEqual(cells["C"].number_format, "0.00%")
        self.assertEqual(
            cells["D"].value, datetime.datetime.fromisoformat("2026-03-31")
        )
        self.assertEqual(cells["E"].value, 7)
        self.assertIsNone(cells["F"].value)
        self.assertEqual(page.freeze_panes, "A2")
        self.assertEqual(page["A1"].comment.text, "编码")

    def test_csv_is_neutralised_and_reads_back(self):
        columns = (excel.Column("code"), excel.Column("amount", "money"))
        content = excel.write_csv(columns, [(text, Decimal("-1.5")) for text in RISKY])
        lines = content.decode("utf-8-sig").split("\r\n")
        for line in lines[1:-1]:
            self.assertNotIn(line.lstrip('"')[0], "=+-@\t")
        rows = excel.read_csv(self.env, content, excel.Issues(), "x")
        self.assertEqual(
            [row.raw("code") for row in rows], [text.rstrip() for text in RISKY]
        )
        self.assertEqual({row.decimal("amount") for row in rows}, {Decimal("-1.5")})

    def test_numbers_survive_the_way_out_and_in(self):
        amounts = [Decimal("0.01"), Decimal("9999999999999.99"), Decimal("-1234567.89")]
        content = self.book(
            [("x", amount) for amount in amounts],
            excel.Column("code"),
            excel.Column("amount", "money"),
        )
        sheets, _issues = self.opened(content)
        self.assertEqual(
            [values.to_number(row.raw("amount")) for row in sheets["items"]], amounts
        )
