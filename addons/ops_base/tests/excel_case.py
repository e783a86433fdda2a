"""Workbooks for the tests of the reader and writer: sound ones and damaged ones."""

import io
import zipfile

import xlsxwriter

from ..tools import excel
from .common import OpsCase

SPEC = {"items": {"code": True, "name": False, "amount": True, "day": False}}


def workbook(rows, sheet="items", **options):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(number, column, value)
    return buffer.getvalue()


class ExcelCase(OpsCase):
    def opened(self, content, spec=None):
        issues = excel.Issues()
        sheets = excel.read_workbook(self.env, content, issues, spec or SPEC)
        return sheets, issues

    def rows(self, content):
        sheets, issues = self.opened(content)
        self.assertEqual([str(issue) for issue in issues], [])
        return sheets["items"].rows

    def reasons(self, content):
        _sheets, issues = self.opened(content)
        return [str(issue) for issue in issues]


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def patched(content, old, new):
    """The workbook with bytes of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: part.replace(old, new) for name, part in parts.items()})


def damaged(content, seed):
    """The bytes with one to eight of them changed, cut or doubled, by the seed."""
    state = seed * 2654435761 + 12345
    data = bytearray(content)
    for _change in range(seed % 8 + 1):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        position = (state >> 16) % max(len(data), 1)
        kind = (state >> 8) % 3
        if kind == 0 and data:
            data[position] = state >> 40 & 255
        elif kind == 1:
            del data[position : position + (state >> 48 & 15)]
        else:
            data[position:position] = data[position : position + 9]
    return bytes(data)
