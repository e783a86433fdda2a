"""Rows of a sheet with their coordinates, and typed reading of their cells."""

from dataclasses import dataclass

from . import values


@dataclass(frozen=True)
class Rows:
    """``headers`` maps the technical name (lower case) to the column, from 1."""

    sheet: str
    headers: dict
    rows: list

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


class Row:
    """One row. Each reader returns the value, or None after adding an issue.

    An empty cell gives None (text: an empty string), and an issue if ``required``.
    """

    def __init__(self, env, issues, sheet, number, headers, cells):
        self.env = env
        self.issues = issues
        self.sheet = sheet
        self.number = number
        self._headers = headers
        self._cells = cells

    def raw(self, header):
        """The value as it stands in the file; None for an empty or absent cell."""
        column = self._headers.get(header)
        return self._cells.get(column) if column else None

    def issue(self, header, reason):
        """Adds a finding at the cell of ``header`` (None: at the row)."""
        self.issues.add(
            reason, self.sheet, self.number, self._headers.get(header), header
        )

    def text(self, header, required=False, size=None):
        value = self._read(
            header,
            values.to_text,
            required,
            self.env._("This text has characters that cannot be stored."),
        )
        if value and size and len(value) > size:
            self.issue(
                header, self.env._("At most %(size)s characters fit here.", size=size)
            )
            return None
        return value or ""

    def code(self, header, required=False):
        value = self._read(
            header,
            values.to_code,
            required,
            self.env._("This code has characters that cannot be stored."),
        )
        return value or ""

    def decimal(self, header, required=False, places=None, low=None, high=None):
        """Decimal with at most ``places`` decimals, in [low, high]."""
        value = self._read(
            header,
            values.to_number,
            required,
            self.env._("“%(value)s” is not a number.", value=self._shown(header)),
        )
        if value is None:
            return None
        reason = self._number_reason(value, places, low, high)
        if reason:
            self.issue(header, reason)
            return None
        return value

    def _number_reason(self, value, places, low, high):
        if abs(value) >= 10**13:
            return self.env._("The number is too large.")
        if places is not None and -value.normalize().as_tuple().exponent > places:
            return self.env._(
                "“%(value)s” has more than %(places)s decimals.",
                value=value,
                places=places,
            )
        if low is not None and value < low:
            return self.env._("It must be at least %(low)s.", low=low)
        if high is not None and value > high:
            return self.env._("It must be at most %(high)s.", high=high)
        return None

    def integer(self, header, required=False, low=None, high=None):
        value = self.decimal(header, required, 0, low, high)
        return None if value is None else int(value)

    def date(self, header, required=False):
        return self._read(
            header,
            values.to_date,
            required,
            self.env._(
                "“%(value)s” is not a date (write 2026-03-31, or format the cell as "
                "a date).",
                value=self._shown(header),
            ),
        )

    def month(self, header, required=False):
        """The first day of the month."""
        return self._read(
            header,
            values.to_month,
            required,
            self.env._(
                "“%(value)s” is not a month (write 2026-03).",
                value=self._shown(header),
            ),
        )

    def choice(self, header, options, required=False):
        """One of ``options``, whatever its case."""
        value = self.code(header, required).lower()
        if value and value not in options:
            self.issue(
                header,
                self.env._(
                    "“%(value)s” is none of: %(options)s.",
                    value=self._shown(header),
                    options=", ".join(sorted(options)),
                ),
            )
            return None
        return value or None

    def yes(self, header):
        """True for 1, yes, true, 是; False for an empty cell, 0, no, false, 否."""
        value = self.code(header).lower()
        if value in ("1", "yes", "y", "true", "是", "√"):
            return True
        if value not in ("", "0", "no", "n", "false", "否"):
            self.issue(header, self.env._("Write yes or no."))
        return False

    def _read(self, header, convert, required, reason):
        value = self.raw(header)
        if value is None or value == "":
            if required:
                self.issue(header, self.env._("This cell must not be empty."))
            return None
        try:
            return convert(value)
        except (ValueError, OverflowError):
            self.issue(header, reason)
            return None

    def _shown(self, header):
        """The value for a message: one line, not long."""
        text = " ".join(str(self.raw(header)).split())
        return text if len(text) <= 40 else text[:39] + "…"


def build_rows(env, issues, sheet, lines, spec):
    """``Rows`` from ``lines`` of (row number, {column: value}), the header first.

    ``spec``: {header: required}, or None to take whatever headers there are.
    Unknown, repeated and missing headers become issues.
    """
    lines = iter(lines)
    number, head = next(lines, (1, {}))
    headers = _read_headers(env, issues, sheet, number, head, spec)
    rows = [
        Row(env, issues, sheet, number, headers, cells)
        for number, cells in lines
        if any(value not in (None, "") for value in cells.values())
    ]
    return Rows(sheet, headers, rows)


def _read_headers(env, issues, sheet, number, head, spec):
    headers = {}
    for column, value in sorted(head.items()):
        name = _header_name(value)
        if not name:
            continue
        if name in headers:
            issues.add(
                env._("This column stands here twice."), sheet, number, column, name
            )
        elif spec is not None and name not in spec:
            issues.add(
                env._("Unknown column. Known are: %(names)s.", names=", ".join(spec)),
                sheet,
                number,
                column,
                name,
            )
        else:
            headers[name] = column
    for name, required in (spec or {}).items():
        if required and name not in headers:
            issues.add(
                env._("The column “%(name)s” is missing.", name=name),
                sheet,
                number,
                None,
                name,
            )
    return headers


def _header_name(value):
    try:
        return values.to_code(value).lower().rstrip("*")[:64]
    except (ValueError, OverflowError):
        return ""
