"""Reading workbooks and CSV files from strangers.

Nothing here raises for a bad file: every fault is an issue with its place.
"""

import csv
import io
import math
import re
import warnings
import zipfile

import openpyxl
from openpyxl.utils.cell import range_boundaries

from .sheet_rows import build_rows
from .values import without_quote

MAX_BYTES = 20 * 2**20
MAX_UNPACKED = 256 * 2**20
MAX_RATIO = 250
MAX_PARTS = 500
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DECLARATIONS = [
    text.encode(code)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be")
]
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z0-9:]{2,40})[\"']")


class _Unreadable(Exception):
    """The file cannot be read at all; the text is for the user."""


def read_workbook(env, content, issues, spec=None):
    """``{sheet name: Rows}`` of an ``.xlsx`` file.

    ``spec``: ``{sheet: {header: required}}``; None takes every sheet. Sheets of the
    file that ``spec`` does not know are issues; sheets that it knows and the file has
    not are simply absent from the result. Formulas, error values, NaN and merged
    cells below the header are issues.
    """
    try:
        _check_container(env, content)
        with warnings.catch_warnings():
            # openpyxl warns of odd cells; what matters becomes an issue
            warnings.simplefilter("ignore")
            return _read_sheets(env, content, issues, spec)
    except _Unreadable as error:
        issues.add(str(error))
    except Exception:  # noqa: BLE001  openpyxl raises anything on a damaged file
        issues.add(env._("The workbook is damaged. Open it in Excel and save it anew."))
    return {}


def _check_container(env, content):
    if len(content) > MAX_BYTES:
        raise _Unreadable(
            env._(
                "The file is larger than %(size)s MB. Split it.",
                size=MAX_BYTES // 2**20,
            )
        )
    if content.startswith(_OLD_EXCEL):
        raise _Unreadable(
            env._(
                "This is an old Excel file (.xls) or one with a password. Save it as "
                ".xlsx without a password."
            )
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise _Unreadable(env._("This is not an Excel workbook (.xlsx)."))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_parts(env, archive, len(content))


def _check_parts(env, archive, size):
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if "[Content_Types].xml" not in archive.namelist():
        raise _Unreadable(env._("This is not an Excel workbook (.xlsx)."))
    if (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or unpacked > max(size * MAX_RATIO, 8 * 2**20)
    ):
        raise _Unreadable(
            env._("The workbook is far larger inside than its file: it is refused.")
        )
    for part in parts:
        with archive.open(part) as stream:
            head = stream.read(4096)
        if any(mark in head for mark in _DECLARATIONS):
            raise _Unreadable(
                env._("The workbook holds XML declarations that Excel never writes.")
            )


def _read_sheets(env, content, issues, spec):
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=False, keep_links=False
    )
    names = {_sheet_key(sheet.title): sheet for sheet in book.worksheets}
    result = {}
    for name, sheet in names.items():
        if spec is not None and name not in spec:
            issues.add(
                env._("Unknown sheet. Known are: %(names)s.", names=", ".join(spec)),
                sheet.title,
            )
            continue
        lines = _sheet_lines(env, issues, sheet, name)
        wanted = None if spec is None else spec[name]
        result[name] = build_rows(env, issues, name, lines, wanted)
        _report_merged(env, issues, content, sheet, name)
    book.close()
    return result


def _sheet_key(title):
    return title.strip().lower()


def _sheet_lines(env, issues, sheet, name):
    """(row number, {column: value}) of every row that has a value."""
    sheet.reset_dimensions()
    bounds = {"max_row": MAX_ROWS + 1, "max_col": MAX_COLUMNS}
    for row in sheet.iter_rows(**bounds):
        cells = {}
        number = None
        for cell in row:
            if cell.value is None:
                continue
            number = cell.row
            value = _cell_value(env, issues, name, cell)
            if value is not None:
                cells[cell.column] = value
        if number and number > MAX_ROWS:
            issues.add(
                env._("More than %(count)s rows. Split the file.", count=MAX_ROWS),
                name,
                number,
            )
            return
        if number:
            yield number, cells


def _cell_value(env, issues, name, cell):
    if cell.data_type == "f":
        reason = env._("A formula. Paste it as a value (Paste Special > Values).")
    elif cell.data_type == "e":
        reason = env._("The error value %(value)s.", value=cell.value)
    elif isinstance(cell.value, float) and not math.isfinite(cell.value):
        reason = env._("Not a finite number.")
    else:
        return cell.value
    issues.add(reason, name, cell.row, cell.column)
    return None


def _report_merged(env, issues, content, sheet, name):
    """Merged ranges below the header row: only their first cell has a value."""
    for reference in _merged_ranges(content, sheet):
        column, row, _last_column, last_row = range_boundaries(reference)
        if last_row > 1:
            issues.add(
                env._("Merged cells (%(range)s). Unmerge them.", range=reference),
                name,
                row,
                column,
            )


def _merged_ranges(content, sheet):
    """References of merged cells; the streaming reader of openpyxl skips them."""
    found = []
    tail = b""
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        archive.open(sheet._worksheet_path.lstrip("/")) as stream,
    ):
        while len(found) < 50 and (block := stream.read(2**18)):
            text = tail + block
            found += [ref.decode() for ref in _MERGE.findall(text)]
            tail = text[text.rfind(b"<") :][-200:] if b"<" in text else b""
    return list(dict.fromkeys(found))


def read_csv(env, content, issues, name="csv", spec=None):
    """``Rows`` of a CSV file in UTF-8 (with or without BOM), UTF-16 with BOM or
    GB18030; separated by comma, semicolon or tab. ``spec``: ``{header: required}``."""
    try:
        if len(content) > MAX_BYTES:
            _check_container(env, content)
        text = _decode(env, content)
        lines = list(_csv_lines(env, text))
    except _Unreadable as error:
        issues.add(str(error), name)
        return build_rows(env, issues, name, (), None)
    return build_rows(env, issues, name, lines, spec)


def _decode(env, content):
    if content.startswith((b"PK\x03\x04", _OLD_EXCEL)):
        raise _Unreadable(env._("This is a workbook, not a CSV file."))
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for code in ("utf-16",) if utf_16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _Unreadable(
        env._("The text of the file is neither UTF-8 nor GB18030. Save it as UTF-8.")
    )


def _csv_lines(env, text):
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if number > MAX_ROWS:
                raise _Unreadable(
                    env._("More than %(count)s rows. Split the file.", count=MAX_ROWS)
                )
            yield (
                number,
                {
                    column: without_quote(value)
                    for column, value in enumerate(fields[:MAX_COLUMNS], start=1)
                    if value.strip()
                },
            )
    except csv.Error:
        raise _Unreadable(
            env._(
                "Row %(row)s cannot be read: a quotation mark is not closed, or "
                "something follows it.",
                row=number + 1,
            )
        ) from None
