"""R14: whatever file comes, a finding with its place or an import, never a traceback.

300 files made from the small company's by a seeded generator: bytes flipped in the
file and inside its parts, cells of every wrong kind, encodings, dates of 1900 and 1904,
merged cells, formulas, wrong sheets, bombs.
"""

import io
import random
import zipfile
from datetime import datetime
from itertools import cycle

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_case import ImportCase, copy_rows, entries_csv, workbook

SEED = 20260216
CELLS = (
    "１２３．４５",
    "１２，３４",
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@x",
    "#REF!",
    "NaN",
    "Infinity",
    "1e308",
    "-0.001",
    0.1 + 0.2,
    1e300,
    10**20,
    -5,
    True,
    "x" * 5000,
    "工资",
    "\u200b",
    "\u202eabc",
    "1904-01-01",
    datetime(1900, 1, 1),  # noqa: DTZ001  cells have no zone
    datetime(9999, 12, 31),  # noqa: DTZ001
    "2026-02-30",
    "2026-01",
    "'; DROP TABLE ops_cost_entry; --",
    "%s %(name)s {0}",
    "<img src=x onerror=alert(1)>",
    "P1@T1",
    "U1",
    "L",
    "",
    " ",
    "E1",
    "C1",
    "posted",
    "contingency",
    "internal_cheque",
    "2026",
    0,
)


def flip(random_, content, times=1):
    data = bytearray(content)
    for _time in range(times):
        data[random_.randrange(len(data))] ^= 1 << random_.randrange(8)
    return bytes(data)


def repack(content, change):
    """The zip anew, each part through ``change(name, bytes)``."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return stream.getvalue()


def edit(content, change):
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class Files:
    """The generator: ``(kind, bytes)``."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.company = workbook(copy_rows())
        self.entries = copy_rows()["entries"]

    def make(self, count):
        makers = cycle(
            (
                self.flipped_file,
                self.flipped_part,
                self.wrong_cells,
                self.wrong_cells,
                self.wrong_cell,
                self.text,
                self.odd_book,
                self.odd_but_right,
            )
        )
        return [next(makers)() for _number in range(count)]

    def flipped_file(self):
        return "company", flip(self.random, self.company, self.random.randint(1, 20))

    def flipped_part(self):
        names = (
            "sheet1",
            "sheet2",
            "sheet9",
            "sharedStrings",
            "styles",
            "workbook.xml",
        )
        wanted = self.random.choice(names)

        def change(name, data):
            return flip(self.random, data, 3) if wanted in name else data

        return "company", repack(self.company, change)

    def wrong_cell(self):
        return "company", edit(self.company, self._spoil)

    def wrong_cells(self):
        def change(book):
            for _time in range(self.random.randint(2, 12)):
                self._spoil(book)

        return "company", edit(self.company, change)

    def _spoil(self, book):
        sheet = self.random.choice(book.worksheets)
        row = self.random.randint(1, sheet.max_row + 1)
        cell = sheet.cell(row, self.random.randint(1, sheet.max_column))
        cell.value = self.random.choice(CELLS)

    def odd_but_right(self):
        """Written as people write, and still right."""
        return self.random.choice(
            (
                lambda: ("company", edit(self.company, self._widen)),
                lambda: ("company", edit(self.company, self._respell)),
                lambda: ("company", edit(self.company, self._epoch)),
                lambda: ("entries", entries_csv(self.entries, "gb18030")),
                lambda: ("entries", entries_csv(self.entries, "utf-16")),
            )
        )()

    def _widen(self, book):
        wide = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
        for row in book["entries"].iter_rows(min_row=2, min_col=7, max_col=7):
            row[0].value = str(row[0].value).translate(wide)

    def _respell(self, book):
        for row in book["entries"].iter_rows(min_row=2, min_col=2, max_col=2):
            day = row[0].value
            row[0].value = f"{day.year}年{day.month}月{day.day}日"

    def text(self):
        codes = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
        content = entries_csv(self.entries, self.random.choice(codes))
        changes = (
            lambda: content,
            lambda: flip(self.random, content, 2),
            lambda: content.replace(b",", b";"),
            lambda: content.replace(b",", b"\t"),
            lambda: content.replace(b"\n", b'"\n', 2),
            lambda: content[: self.random.randrange(len(content))],
            lambda: content + content,
            lambda: content.replace(b"0", "０".encode("gb18030")),
        )
        return "entries", self.random.choice(changes)()

    def odd_book(self):
        changes = (
            lambda: edit(self.company, self._merge),
            lambda: edit(self.company, self._epoch),
            lambda: edit(self.company, self._rename),
            lambda: edit(self.company, self._far_cell),
            self._bomb,
            lambda: self.company[: self.random.randrange(len(self.company))],
            lambda: repack(self.company, self._drop),
        )
        return self.random.choice(("company", "entries")), self.random.choice(changes)()

    def _merge(self, book):
        sheet = self.random.choice(book.worksheets)
        row = self.random.randint(1, 4)
        sheet.merge_cells(start_row=row, end_row=row + 2, start_column=1, end_column=3)

    def _epoch(self, book):
        book.epoch = CALENDAR_MAC_1904

    def _rename(self, book):
        self.random.choice(book.worksheets).title = "Sheet 表"

    def _far_cell(self, book):
        book["entries"].cell(self.random.randint(300, 9000), 40).value = "x"

    def _drop(self, name, data):
        return b"" if self.random.random() < 0.2 else data

    def _bomb(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("[Content_Types].xml", "<Types/>")
            bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
        return stream.getvalue()


@tagged("post_install", "-at_install")
class TestImportFuzz(ImportCase):
    def test_300_files(self):
        self.seen = {"imported": 0, "refused": 0}
        base = self.row_counts()
        for number, (kind, content) in enumerate(Files(SEED).make(300)):
            with self.subTest(number=number, kind=kind):
                savepoint = self.cr.savepoint()
                try:
                    self._try(kind, content, base)
                finally:
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()
        self.assertGreater(self.seen["refused"], 150)
        self.assertGreater(self.seen["imported"], 30)

    @mute_logger("odoo.models.unlink")
    def _try(self, kind, content, base):
        if kind == "entries":
            self.run_import(workbook(copy_rows(entries=[])))
            base = self.row_counts()
        english = self.preview(content, kind)
        chinese = self.preview(content, kind, lang="zh_CN")
        self._check_findings(english, chinese)
        self.assertEqual(self.row_counts(), base)
        if english.issue_count:
            self.seen["refused"] += 1
            english.action_apply()
            self.assertEqual(english.state, "preview")
            self.assertEqual(self.row_counts(), base)
        else:
            self._import_twice(kind, content)

    def _check_findings(self, english, chinese):
        self.assertEqual(english.issue_count, chinese.issue_count)
        for one, other in zip(english.issue_ids, chinese.issue_ids, strict=True):
            self.assertEqual(
                (one.sheet, one.row, one.column), (other.sheet, other.row, other.column)
            )
            self.assertTrue(one.reason)
            self.assertRegex(other.reason, "[\u4e00-\u9fff]")
            self.assertTrue(one.row or not one.column)
            self.assertTrue(one.sheet or not one.row)

    def _import_twice(self, kind, content):
        wizard = self.upload(content, kind)
        # what the preview lets through is imported: a late refusal has no cell
        wizard.action_apply()
        self.seen["imported"] += 1
        after = self.row_counts()
        self.run_import(content, kind)
        self.assertEqual(self.row_counts(), after)
