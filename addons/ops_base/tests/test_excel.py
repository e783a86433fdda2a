import datetime
import io
from decimal import Decimal

import openpyxl
import xlsxwriter

from odoo.tests import tagged

from ..tools import excel, excel_read
from .excel_case import ExcelCase, patched, workbook, zipped

MARCH_31 = datetime.datetime.fromisoformat("2026-03-31")


@tagged("post_install", "-at_install")
class TestExcelReading(ExcelCase):
    def test_values_come_with_their_place(self):
        content = workbook([["code", "amount"], ["A-1", 12.5], ["", ""], ["A-2", 3]])
        rows = self.rows(content)
        self.assertEqual([row.number for row in rows], [2, 4])
        self.assertEqual(rows[0].code("code"), "A-1")
        self.assertEqual(rows[0].decimal("amount"), Decimal("12.5"))
        self.assertEqual(rows[1].integer("amount"), 3)

    def test_a_bad_cell_is_named_with_sheet_row_column_and_header(self):
        content = workbook([["code", "amount"], ["A-1", "many"]])
        sheets, issues = self.opened(content)
        self.assertIsNone(sheets["items"].rows[0].decimal("amount", required=True))
        self.assertEqual(
            issues.as_dicts(),
            [
                {
                    "sheet": "items",
                    "row": 2,
                    "column": "B",
                    "header": "amount",
                    "reason": "“many” is not a number.",
                }
            ],
        )

    def test_headers_are_forgiving_and_strict(self):
        rows = self.rows(workbook([[" Code*", "ＡＭＯＵＮＴ"], ["A", 1]]))
        self.assertEqual(rows[0].decimal("amount"), 1)
        reasons = self.reasons(
            workbook([["code", "code", "price", "name"], ["A", "B", 1, "x"]])
        )
        self.assertEqual(
            reasons,
            [
                "items!B1 code: This column stands here twice.",
                "items!C1 price: Unknown column. Known are: code, name, amount, day.",
                "items!1 amount: The column “amount” is missing.",
            ],
        )

    def test_unknown_sheets_are_told_absent_ones_are_absent(self):
        sheets, issues = self.opened(workbook([["code"]], "Other"))
        self.assertEqual(sheets, {})
        self.assertEqual(
            [str(issue) for issue in issues],
            ["Other: Unknown sheet. Known are: items."],
        )

    def test_formulas_are_refused_not_believed(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            page = book.add_worksheet("items")
            page.write_row(0, 0, ["code", "amount"])
            page.write_string(1, 0, "A")
            page.write_formula(1, 1, "=1+1", None, 2)
        reasons = self.reasons(buffer.getvalue())
        self.assertEqual(len(reasons), 1)
        self.assertIn("items!B2: A formula.", reasons[0])

    def test_text_that_looks_like_a_formula_is_text(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            page = book.add_worksheet("items")
            page.write_row(0, 0, ["code", "amount"])
            page.write_string(1, 0, "=1+1")
            page.write_number(1, 1, 1)
        self.assertEqual(self.rows(buffer.getvalue())[0].text("code"), "=1+1")

    def test_error_values_are_refused(self):
        book = openpyxl.Workbook()
        page = book.active
        page.title = "items"
        page.append(["code", "amount"])
        page.append(["A", "#REF!"])
        page["B2"].data_type = "e"
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertIn("The error value #REF!", self.reasons(buffer.getvalue())[0])

    def test_infinite_numbers_are_refused(self):
        good = workbook([["code", "amount"], ["A", 1.25]])
        huge = patched(good, b"<v>1.25</v>", b"<v>1E999</v>")
        self.assertEqual(self.reasons(huge), ["items!B2: Not a finite number."])
        for text in (b"NaN", b"inf"):
            content = patched(good, b"<v>1.25</v>", b"<v>%s</v>" % text)
            self.assertIn("damaged", self.reasons(content)[0])

    def test_merged_cells_below_the_header_are_refused(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            page = book.add_worksheet("items")
            page.write_row(0, 0, ["code", "amount"])
            page.merge_range("A2:A3", "A")
            page.write_number(1, 1, 1)
        reasons = self.reasons(buffer.getvalue())
        self.assertEqual(reasons, ["items!A2: Merged cells (A2:A3). Unmerge them."])

    def test_dates_of_both_epochs(self):
        for epoch_1904 in (False, True):
            buffer = io.BytesIO()
            with xlsxwriter.Workbook(buffer, {"date_1904": epoch_1904}) as book:
                page = book.add_worksheet("items")
                style = book.add_format({"num_format": "yyyy-mm-dd"})
                page.write_row(0, 0, ["code", "amount", "day"])
                page.write_row(1, 0, ["A", 1])
                page.write_datetime(1, 2, datetime.date(2026, 3, 31), style)
            row = self.rows(buffer.getvalue())[0]
            with self.subTest(epoch_1904=epoch_1904):
                self.assertEqual(row.date("day"), datetime.date(2026, 3, 31))

    def test_a_bare_number_is_no_date(self):
        content = workbook([["code", "amount", "day"], ["A", 1, 46112]])
        sheets, issues = self.opened(content)
        self.assertIsNone(sheets["items"].rows[0].date("day"))
        self.assertIn("is not a date", issues.as_text(self.env))

    def test_what_people_type(self):
        head = ["code", "name", "amount", "day"]
        typed = [
            [" Ａ－０１ ", "水电　费", "１，２３４．５０", "２０２６年３月１日"],
            [101.0, "  x ", "(5)", "2026/3/1"],
            ["B", 12, "￥1,000", "2026.03.01"],
        ]
        rows = self.rows(workbook([head, *typed]))
        self.assertEqual([row.code("code") for row in rows], ["A-01", "101", "B"])
        self.assertEqual([row.text("name") for row in rows], ["水电 费", "x", "12"])
        self.assertEqual(
            [row.decimal("amount") for row in rows],
            [Decimal("1234.50"), Decimal(-5), Decimal(1000)],
        )
        day = datetime.date(2026, 3, 1)
        self.assertEqual([row.date("day") for row in rows], [day] * 3)

    def test_limits_of_numbers(self):
        head = ["code", "amount"]
        cases = {
            12.345: {"places": 2},
            -1: {"low": 0},
            2: {"high": 1},
            1e13: {},
            "1,23": {},
            "1e5": {},
            "--1": {},
            True: {},
        }
        content = workbook([head, *(["A", value] for value in cases)])
        sheets, issues = self.opened(content)
        for row, limits in zip(sheets["items"].rows, cases.values(), strict=True):
            self.assertIsNone(row.decimal("amount", **limits))
        self.assertEqual(len(issues), len(cases))
        self.assertEqual(sheets["items"].rows[0].decimal("amount"), Decimal("12.345"))

    def test_choices_yes_and_months(self):
        spec = {"items": {"kind": True, "fixed": False, "month": False}}
        content = workbook(
            [
                ["kind", "fixed", "month"],
                ["Fixed", "是", "2026年3月"],
                ["other", "maybe", "2026-13"],
                ["fixed", "", MARCH_31],
            ],
            default_date_format="yyyy-mm-dd",
        )
        sheets, issues = self.opened(content, spec)
        first, second, third = sheets["items"].rows
        self.assertEqual(first.choice("kind", {"fixed"}), "fixed")
        self.assertTrue(first.yes("fixed"))
        self.assertEqual(first.month("month"), datetime.date(2026, 3, 1))
        self.assertEqual(third.month("month"), datetime.date(2026, 3, 1))
        self.assertFalse(third.yes("fixed"))
        self.assertFalse(issues)
        self.assertIsNone(second.choice("kind", {"fixed", "unit"}))
        self.assertFalse(second.yes("fixed"))
        self.assertIsNone(second.month("month"))
        self.assertEqual([issue.column for issue in issues], [1, 2, 3])

    def test_required_and_long_texts(self):
        content = workbook([["code", "amount"], ["A" * 70, 1], [None, 2]])
        sheets, issues = self.opened(content)
        self.assertIsNone(sheets["items"].rows[0].text("code", size=64))
        self.assertEqual(sheets["items"].rows[1].code("code", required=True), "")
        self.assertEqual([issue.row for issue in issues], [2, 3])

    def test_wrong_files_get_one_clear_sentence(self):
        cases = {
            b"": "not an Excel workbook",
            b"hello": "not an Excel workbook",
            b"\xd0\xcf\x11\xe0" + b"x" * 600: "old Excel file",
            b"x" * (excel_read.MAX_BYTES + 1): "larger than 20 MB",
            zipped({"a.txt": b"x"}): "not an Excel workbook",
            zipped({"[Content_Types].xml": b"<x/>"}): "damaged",
            workbook([["code"]])[:-200]: "not an Excel workbook",
            zipped({"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>"}): (
                "XML declarations"
            ),
        }
        for content, reason in cases.items():
            with self.subTest(reason=reason, size=len(content)):
                reasons = self.reasons(content)
                self.assertEqual(len(reasons), 1)
                self.assertIn(reason, reasons[0])

    def test_a_zip_bomb_is_not_unpacked(self):
        bomb = zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"0" * (64 * 2**20)})
        self.assertLess(len(bomb), 100_000)
        self.assertIn("far larger inside", self.reasons(bomb)[0])

    def test_a_cell_far_away_costs_nothing(self):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            page = book.add_worksheet("items")
            page.write_row(0, 0, ["code", "amount"])
            page.write_row(1, 0, ["A", 1])
            page.write_string(1_048_575, 16_383, "far")
        rows = self.rows(buffer.getvalue())
        self.assertEqual(len(rows), 1)

    def test_too_many_rows_are_told(self):
        self.patch(excel_read, "MAX_ROWS", 5)
        content = workbook([["code", "amount"], *([["A", 1]] * 9)])
        self.assertIn("More than 5 rows", self.reasons(content)[0])

    def test_reasons_come_in_the_readers_language(self):
        issues = excel.Issues()
        env = self.env(context={"lang": "zh_CN"})
        excel.read_workbook(env, b"hello", issues)
        self.assertRegex(issues.as_text(env), "[\u4e00-\u9fff]")

    def test_many_issues_are_counted_and_few_shown(self):
        issues = excel.Issues(limit=3)
        for number in range(10):
            issues.add("wrong", "items", number + 1, 28, "amount")
        self.assertEqual(len(issues), 10)
        self.assertEqual(
            issues.as_text(self.env, limit=1),
            "items!AB1 amount: wrong\n… and 9 more.",
        )
