"""Writing workbooks and CSV files that no spreadsheet can take for programs."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from .values import FORMULA_STARTS, neutral

_NUMBER_FORMATS = {
    "text": "@",
    "money": "#,##0.00",
    "number": "#,##0.######",
    "integer": "0",
    "percent": "0.00%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True)
class Column:
    """``name`` is the header; ``comment`` explains it in the reader's language.

    ``kind``: text, money, number, integer, percent, date or datetime.
    """

    name: str
    kind: str = "text"
    comment: str = ""
    width: int = 16
    required: bool = False


class WorkbookWriter:
    """Collects sheets, then ``content()`` gives the bytes of the ``.xlsx`` file.

    Text never becomes a formula or a link: what looks like one gets Excel's quote
    prefix, and reads back unchanged.
    """

    def __init__(self, title="", created=None):
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        properties = {"title": title}
        if created:
            properties["created"] = created
        self._book.set_properties(properties)
        self._formats = {}

    def add_sheet(self, name, columns, rows=(), note=None):
        """``rows``: sequences of values in the order of ``columns``; None stays empty.

        ``note``: text beside the first header's comment, e.g. how to fill the sheet.
        """
        sheet = self._book.add_worksheet(name[:31])
        self._write_header(sheet, columns, note)
        for number, row in enumerate(rows, start=1):
            for position, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._write(sheet, number, position, column.kind, value)
        sheet.freeze_panes(1, 0)
        return sheet

    def content(self):
        self._book.close()
        return self._buffer.getvalue()

    def _write_header(self, sheet, columns, note):
        for position, column in enumerate(columns):
            style = self._format("required" if column.required else "header")
            sheet.write_string(0, position, column.name, style)
            sheet.set_column(
                position, position, column.width, self._format(column.kind)
            )
            parts = (column.comment, note if position == 0 else None)
            comment = "\n".join(part for part in parts if part)
            if comment:
                sheet.write_comment(0, position, comment, {"x_scale": 2})

    def _write(self, sheet, row, position, kind, value):
        if value is None or value is False or value == "":
            return
        style = self._format(kind)
        if isinstance(value, datetime):
            sheet.write_datetime(row, position, value, self._format("datetime"))
        elif isinstance(value, date):
            sheet.write_datetime(row, position, value, self._format("date"))
        elif isinstance(value, bool):
            sheet.write_boolean(row, position, value)
        elif isinstance(value, str):
            risky = value.startswith((*FORMULA_STARTS, "'"))
            style = self._format("quoted") if risky else style
            sheet.write_string(row, position, value, style)
        else:
            sheet.write_number(row, position, float(value), style)

    def _format(self, kind):
        if kind not in self._formats:
            self._formats[kind] = self._book.add_format(_style(kind))
        return self._formats[kind]


def _style(kind):
    if kind == "quoted":
        return {"quote_prefix": True, "num_format": "@"}
    if kind in ("header", "required"):
        colour = "#DCE6F1" if kind == "header" else "#F8D9B0"
        return {"bold": True, "bg_color": colour, "bottom": 1, "num_format": "@"}
    return {"num_format": _NUMBER_FORMATS[kind]}


def write_csv(columns, rows, encoding="utf-8-sig"):
    """Bytes, in UTF-8 with BOM (Excel needs it) unless another ``encoding`` is asked
    for; risky text gets an apostrophe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    for row in rows:
        writer.writerow(_csv_cell(value) for value in row)
    return buffer.getvalue().encode(encoding)


def _csv_cell(value):
    if value is None or value is False:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return neutral(value) if isinstance(value, str) else value
