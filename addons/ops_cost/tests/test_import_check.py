"""One bad cell each, and the finding that names it."""

import io
from datetime import date
from decimal import Decimal

import openpyxl

from odoo.tests import tagged

from .import_case import ImportCase, copy_rows, entries_csv, workbook

D = Decimal


@tagged("post_install", "-at_install")
class TestImportCheck(ImportCase):
    def assertFinding(self, sheet, row, header, **changes):
        """``changes`` to the row with this number in the file (the header is row 1)."""
        rows = copy_rows()
        rows[sheet][row - 2].update(changes)
        self.assertRowsFind(rows, (sheet, row, header))

    def assertRowsFind(self, rows, *places):
        wizard = self.preview(workbook(rows))
        found = self.findings(wizard)
        self.assertEqual([finding[:3] for finding in found], list(places), found)
        self.assertTrue(all(finding[3] for finding in found))
        return wizard

    def test_the_small_company_has_no_finding(self):
        wizard = self.preview(workbook(copy_rows()))
        self.assertEqual((wizard.state, wizard.issue_count), ("preview", 0))
        counts = {row.sheet: row.new_count for row in wizard.count_ids}
        self.assertEqual((counts["people"], counts["entries"]), (5, 6))

    def test_numbers(self):
        for value in ("abc", "1.234", "1,23.4", "NaN", "1e400", D("10000000000000")):
            with self.subTest(value=value):
                self.assertFinding("entries", 2, "amount", amount=value)
        self.assertFinding("items", 2, "amount", amount=D("-1"))
        self.assertFinding("items", 2, "reduction_rate", reduction_rate=D("1"))
        self.assertFinding("own_shares", 2, "share", share=D("1.01"))
        self.assertFinding("nodes", 3, "weight", weight=D("-2"))

    def test_full_width_and_grouped_numbers_are_read(self):
        rows = copy_rows()
        rows["entries"][0]["amount"] = "１２．３４"
        rows["items"][0]["amount"] = "¥600.00"
        rows["plan"][0]["total"] = "1,000.00"
        self.run_import(workbook(rows))
        self.assertEqual(self.find("ops.cost.plan").total, 1000)

    def test_dates(self):
        for value in ("2026-13-01", "01/02/2026", "46048", "2026-02-30"):
            with self.subTest(value=value):
                self.assertFinding("entries", 2, "date", date=value)
        self.assertFinding("entries", 2, "date", date=date(1904, 1, 2))

    def test_dates_as_people_write_them(self):
        rows = copy_rows()
        rows["entries"][0]["date"] = "２０２６年１月５日"
        rows["entries"][1]["date"] = "2026/1/25"
        rows["months"][0]["code"] = "2026年1月"
        self.assertFalse(self.findings(self.preview(workbook(rows))))

    def test_required_cells(self):
        self.assertFinding("entries", 3, "node", node=None)
        self.assertFinding("entries", 2, "ref", ref=None)

    def test_choices(self):
        self.assertFinding("items", 2, "kind", kind="fuel")
        self.assertFinding("entries", 2, "document", document="letter")
        self.assertFinding("nodes", 3, "settlement", settlement="yearly")

    def test_unknown_codes(self):
        self.assertFinding("entries", 2, "node", node="P9@T9")
        self.assertFinding("entries", 2, "item", item="NONE")
        self.assertFinding("entries", 6, "release", release="C9")
        self.assertFinding("people", 5, "team", team="T9")
        self.assertFinding("releases", 2, "month", month="2026-09")

    def test_a_key_twice(self):
        rows = copy_rows()
        rows["entries"][1]["ref"] = "E1"
        wizard = self.assertRowsFind(rows, ("entries", 3, "ref"))
        self.assertIn("2", wizard.issue_ids.reason)

    def test_tree(self):
        self.assertFinding("nodes", 3, "parent", parent=None)
        self.assertFinding("nodes", 2, "parent", parent="L")
        self.assertFinding("nodes", 5, "parent", parent="L")
        self.assertFinding("nodes", 3, "kind", kind="team")
        self.assertFinding("nodes", 3, "level", level=4)
        self.assertFinding("nodes", 5, "leader", leader="X1")
        self.assertFinding("nodes", 3, "manager", manager="Nobody")

    def test_people(self):
        self.assertFinding("people", 5, "team", team="U1")
        self.assertFinding("people", 5, "start", start=None)
        self.assertFinding("people", 5, "end", end=date(2025, 12, 31))
        self.assertFinding("people", 4, "name", name="Somebody Else")
        rows = copy_rows(entries=[])
        rows["people"][1].update(team=None, start=None, weight=None)
        self.assertRowsFind(rows, ("people", 3, "end"))

    def test_two_teams_on_one_day(self):
        rows = copy_rows(entries=[])
        rows["people"][1]["end"] = date(2026, 1, 21)
        self.assertRowsFind(rows, ("people", 4, "start"))

    def test_months_and_versions(self):
        self.assertFinding("months", 2, "close_on", close_on=date(2026, 1, 1))
        self.assertFinding("versions", 3, "amount", amount=None)
        self.assertFinding("versions", 3, "amount", amount=D("0"))
        self.assertFinding("versions", 3, "month", month="2026-01")
        self.assertFinding("versions", 3, "to", to="U1")
        self.assertFinding("versions", 3, "to", to="T2")

    def test_entries(self):
        self.assertFinding("entries", 2, "amount", amount=D("0"))
        self.assertFinding("entries", 2, "node", date=date(2026, 1, 21))
        self.assertFinding("entries", 3, "recorded_on", recorded_on=date(2026, 1, 24))
        self.assertFinding("entries", 2, "release", nature="contingency")
        self.assertFinding("entries", 6, "nature", nature="daily")
        self.assertFinding("entries", 2, "pair", document="internal_cheque")
        self.assertFinding("entries", 2, "pair", pair="Q9")

    def stored(self):
        """The rows of the small company, stored but for its entries."""
        self.run_import(workbook(copy_rows(entries=[])))
        return copy_rows()

    def test_a_release_covers_its_node_and_those_below(self):
        def found(node):
            rows = copy_rows()
            rows["entries"][4].update(node=node)
            return [row[:3] for row in self.findings(self.preview(workbook(rows)))]

        for _stored in (False, True):
            for node in ("U1", "T1", "P2@T1"):
                self.assertEqual(found(node), [], node)
            for node in ("L", "U2", "T2", "P3@T2"):
                self.assertEqual(found(node), [("entries", 6, "release")], node)
            self.stored()

    def test_an_item_without_contingency(self):
        rows = self.stored()
        self.find("ops.cost.item", code="MAT").allow_contingency = False
        self.assertRowsFind(rows, ("entries", 6, "item"))
        rows["entries"][4]["state"] = "draft"
        self.assertFalse(self.findings(self.preview(workbook(rows))))

    def test_an_item_with_sub_items(self):
        rows = self.stored()
        values = {"name": "Paper", "kind": "admin", "company_id": self.company.id}
        items = self.env["ops.cost.item"]
        paper = items.create(values | {"code": "PAP"})
        items.create(values | {"code": "PAP1", "parent_id": paper.id})
        rows["entries"][1]["item"] = rows["entries"][5]["item"] = "PAP"
        # row 7 is a draft and is not booked yet
        content = entries_csv(rows["entries"])
        found = self.findings(self.preview(content, "entries"))
        self.assertEqual([row[:3] for row in found], [("entries", 3, "item")])

    def test_a_large_material_cost_needs_its_reason(self):
        rows = self.stored()
        self.find("ops.cost.plan").large_threshold = 12.34
        rows["entries"][0]["amount"] = D("12.33")
        self.assertFalse(self.findings(self.preview(workbook(rows))))
        rows["entries"][0]["amount"] = D("12.34")
        self.assertRowsFind(rows, ("entries", 2, "large_reason"))
        rows["entries"][0]["large_reason"] = "Yearly stock"
        self.run_import(workbook(rows))
        entry = self.find("ops.cost.entry", import_ref="E1")
        self.assertEqual(entry.large_reason, "Yearly stock")
        rows["entries"][0]["large_reason"] = "Another"
        self.assertRowsFind(rows, ("entries", 2, "large_reason"))

    def test_a_pair_adds_up_to_zero(self):
        self.assertFinding("entries", 4, "amount", amount=D("4.01"))
        self.assertFinding("entries", 5, "item", item="OFF")

    def test_the_file_needs_its_plan(self):
        rows = copy_rows(plan=[])
        wizard = self.preview(workbook(rows))
        self.assertEqual(self.findings(wizard)[0][:1], ("plan",))
        rows = copy_rows()
        rows["plan"].append(rows["plan"][0] | {"year": 2027})
        self.assertRowsFind(rows, ("plan", 3, "year"))

    def test_sheets_and_columns(self):
        book = openpyxl.load_workbook(io.BytesIO(workbook(copy_rows())))
        book.create_sheet("notes")
        book["items"]["H1"] = "colour"
        book["months"]["A1"] = "month"
        stream = io.BytesIO()
        book.save(stream)
        found = self.findings(self.preview(stream.getvalue()))
        places = {finding[:3] for finding in found}
        self.assertIn(("notes", 0, ""), places)
        self.assertIn(("items", 1, "colour"), places)
        self.assertIn(("months", 1, "month"), places)
        self.assertIn(("months", 1, "code"), places)

    def test_no_workbook_at_all(self):
        for content in (b"x", b"PK\x03\x04", b"\xd0\xcf\x11\xe0old", b"a,b\n1,2\n"):
            wizard = self.preview(content)
            self.assertEqual(wizard.issue_count, 1)

    def test_csv_columns(self):
        content = entries_csv(copy_rows()["entries"]).replace(b"ref,", b"reference,")
        wizard = self.preview(content, "entries")
        self.assertIn("ref", [row[2] for row in self.findings(wizard)])

    def test_reasons_come_in_the_users_language(self):
        rows = copy_rows()
        rows["entries"][0].update(amount="abc", node="P9@T9")
        english = self.preview(workbook(rows), lang="en_US")
        chinese = self.preview(workbook(rows), lang="zh_CN")
        self.assertEqual(english.issue_count, chinese.issue_count)
        for issue in chinese.issue_ids:
            self.assertRegex(issue.reason, "[\u4e00-\u9fff]")
        for issue in english.issue_ids:
            self.assertNotRegex(issue.reason, "[\u4e00-\u9fff]")
