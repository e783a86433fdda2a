"""Spreadsheets in and out; the one module that the other addons import."""

from .excel_read import MAX_ROWS, read_csv, read_workbook
from .excel_write import Column, WorkbookWriter, write_csv
from .issues import Issue, Issues, column_letter
from .sheet_rows import Row, Rows

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = [
    "MAX_ROWS",
    "XLSX_TYPE",
    "Column",
    "Issue",
    "Issues",
    "Row",
    "Rows",
    "WorkbookWriter",
    "column_letter",
    "read_csv",
    "read_workbook",
    "write_csv",
]
