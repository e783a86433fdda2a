from odoo.tests import tagged

from ..tools import excel
from .excel_case import ExcelCase


@tagged("post_install", "-at_install")
class TestCsvReading(ExcelCase):
    def csv(self, content, spec=None):
        issues = excel.Issues()
        rows = excel.read_csv(self.env, content, issues, "entries", spec)
        return rows, [str(issue) for issue in issues]

    def test_encodings(self):
        text = "编码,金额\n甲,1.5\n"
        for code in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"):
            rows, issues = self.csv(text.encode(code))
            with self.subTest(code=code):
                self.assertEqual(issues, [])
                row = rows.rows[0]
                self.assertEqual((row.text("编码"), row.decimal("金额")), ("甲", 1.5))

    def test_separators(self):
        for mark in ",;\t":
            rows, issues = self.csv(f"code{mark}amount\nA{mark}1\n".encode())
            with self.subTest(mark=mark):
                self.assertEqual((rows.rows[0].code("code"), issues), ("A", []))

    def test_quotes_and_line_ends(self):
        rows, issues = self.csv(b'code,name\r\nA,"x, ""y""\r\nz"\r\nB,b\r\n')
        self.assertEqual(issues, [])
        self.assertEqual(rows.rows[0].text("name"), 'x, "y" z')
        self.assertEqual([row.number for row in rows], [2, 3])

    def test_faults(self):
        cases = {
            b"PK\x03\x04": "a workbook, not a CSV",
            b"\xff\xff\xff": "neither UTF-8 nor GB18030",
            b"code\na\x00b": "neither UTF-8 nor GB18030",
            b'code\n"x': "Row 2 cannot be read",
            b'code\na\n"x"y': "Row 3 cannot be read",
        }
        for content, reason in cases.items():
            rows, issues = self.csv(content)
            with self.subTest(reason=reason):
                self.assertEqual(len(rows), 0)
                self.assertEqual(len(issues), 1)
                self.assertIn(reason, issues[0])

    def test_an_empty_file_misses_its_columns(self):
        _rows, issues = self.csv(b"", {"code": True})
        self.assertEqual(issues, ["entries!1 code: The column “code” is missing."])
