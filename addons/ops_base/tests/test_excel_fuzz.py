import io
import zipfile

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import excel
from .excel_case import SPEC, ExcelCase, damaged, workbook, zipped


@tagged("post_install", "-at_install")
class TestExcelFuzz(ExcelCase):
    """Whatever the file, the reader answers with rows or with issues."""

    @mute_logger("openpyxl")
    def test_damaged_workbooks(self):
        good = self._good()
        for seed in range(150):
            content = damaged(good, seed)
            with self.subTest(seed=seed):
                self._digest(*self.opened(content))

    def test_damaged_parts_inside_a_sound_archive(self):
        good = self._good()
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for seed in range(150):
            name = sorted(parts)[seed % len(parts)]
            content = zipped({**parts, name: damaged(parts[name], seed)})
            with self.subTest(seed=seed, part=name):
                self._digest(*self.opened(content))

    def test_damaged_csv(self):
        good = 'code,amount,day\n甲,"1,5",2026-03-01\n乙,２,x\n'
        for seed in range(150):
            content = damaged(good.encode(("utf-8", "gb18030")[seed % 2]), seed)
            issues = excel.Issues()
            rows = excel.read_csv(self.env, content, issues, "entries", SPEC["items"])
            with self.subTest(seed=seed):
                self._digest({"entries": rows}, issues)

    def _good(self):
        return workbook(
            [
                ["code", "name", "amount", "day"],
                *([["A", "甲", 1.5, "2026-03-01"]] * 20),
            ]
        )

    def _digest(self, sheets, issues):
        """Reads every cell in every way; only issues may come of it."""
        for rows in sheets.values():
            for row in rows:
                row.text("name", required=True, size=10)
                row.code("code", required=True)
                row.decimal("amount", required=True, places=2, low=0)
                row.integer("amount")
                row.date("day")
                row.month("day")
                row.choice("code", {"a"})
                row.yes("name")
        issues.as_text(self.env)
        issues.as_dicts()
