"""From a file to lines: typed values with their places, findings beside them."""

from dataclasses import dataclass, field

from odoo.addons.ops_base.tools import excel

from .columns import ABOUT, CODE_SIZE, KINDS_OF_FILE, LISTS, SHEETS

TEXT_SIZE = 255


@dataclass
class Line:
    """One row. ``values`` holds None for what the file does not state.

    ``known``: what is stored for its key, None for a new row; ``sound`` is False
    after a finding.
    """

    sheet: str
    row: object
    values: dict
    sound: bool = True
    known: dict | None = None
    repeated: bool = False

    def __getitem__(self, name):
        return self.values[name]

    @property
    def key(self):
        return tuple(self.values[name] for name in SHEETS[self.sheet].key)

    @property
    def is_new(self):
        return self.known is None

    def issue(self, header, reason):
        self.sound = False
        self.row.issue(header, reason)


@dataclass
class File:
    """``lines``: by sheet, every sheet of the kind present; ``about``: its key-value
    sheet."""

    kind: str
    lines: dict
    about: dict = field(default_factory=dict)
    present: frozenset = frozenset()

    def __iter__(self):
        for lines in self.lines.values():
            yield from lines

    @property
    def size(self):
        return sum(map(len, self.lines.values()))


def read(env, content, kind, places, issues):
    """``File`` of the bytes; ``places``: decimals of the company's currency."""
    names = KINDS_OF_FILE[kind]
    found = _read_rows(env, content, kind, issues)
    about = [_read_line(row, ABOUT, places) for row in found.pop(ABOUT.name, ())]
    lines = {
        name: [_read_line(row, SHEETS[name], places) for row in found.get(name, ())]
        for name in names
    }
    return File(
        kind,
        lines,
        {line["key"]: line["value"] for line in about},
        frozenset(found),
    )


def _read_rows(env, content, kind, issues):
    if kind == "entries" and not content.startswith((b"PK", b"\xd0\xcf")):
        sheet = SHEETS["entries"]
        return {"entries": excel.read_csv(env, content, issues, "entries", sheet.spec)}
    spec = {name: SHEETS[name].spec for name in KINDS_OF_FILE[kind]}
    spec |= {sheet.name: sheet.spec for sheet in (ABOUT, LISTS)}
    found = excel.read_workbook(env, content, issues, spec)
    found.pop(LISTS.name, None)
    if not found and not issues:
        issues.add(env._("The workbook has no sheet."))
    return found


def _read_line(row, sheet, places):
    before = row.issues.count
    values = {column.name: _read_cell(row, column, places) for column in sheet.fields}
    return Line(sheet.name, row, values, sound=row.issues.count == before)


def _read_cell(row, column, places):
    """The value, or None for an empty or unreadable cell."""
    name, required = column.name, column.required
    match column.kind:
        case "text":
            value = row.text(name, required, TEXT_SIZE)
        case "code":
            value = _read_code(row, name, required)
        case "amount":
            value = row.decimal(name, required, places, column.low, column.high)
        case "number":
            value = row.decimal(name, required, column.places, column.low, column.high)
        case "integer":
            value = row.integer(name, required, column.low, column.high)
        case "date":
            value = row.date(name, required)
        case "month":
            value = row.month(name, required)
            value = value and f"{value:%Y-%m}"
        case "choice":
            value = row.choice(name, column.options, required)
    return None if value == "" else value


def _read_code(row, name, required):
    value = row.code(name, required)
    if len(value) > CODE_SIZE:
        row.issue(
            name, row.env._("At most %(size)s characters fit here.", size=CODE_SIZE)
        )
        return None
    return value
