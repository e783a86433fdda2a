"""The company as a workbook that the import takes back: templates and exports."""

from odoo.addons.ops_base.tools import excel

from .columns import ABOUT, KINDS_OF_FILE, LISTS, SHEETS
from .known import Known

FORMAT = "1"
LAST_ROW = 20_000
# charset of a text file: how Python writes it
CHARSETS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
WIDTHS = {"text": 28, "code": 16, "amount": 16}
CELL_KINDS = {
    "amount": "money",
    "number": "number",
    "integer": "integer",
    "date": "date",
}


def workbook(env, company, kind, plan, with_rows=True):
    """Bytes of the workbook, with what the user may read of ``plan``."""
    known = Known(env, company, plan).load(KINDS_OF_FILE[kind])
    if with_rows and kind != "quotas":
        known.load_all_entries()
    if with_rows and kind != "entries":
        known.load_quotas(plan.version_ids if kind == "company" else _drafts(plan))
    writer = excel.WorkbookWriter(f"{company.name} {kind}")
    for name in KINDS_OF_FILE[kind]:
        rows = _rows(known, name) if with_rows else []
        _add_sheet(env, writer, SHEETS[name], rows, kind)
    _add_lists(env, writer, known, kind)
    about = _about(known, company, kind, plan)
    writer.add_sheet(ABOUT.name, _columns(env, ABOUT), about, env._(ABOUT.comment))
    return writer.content()


def entries_csv(env, company, plan, charset="utf-8"):
    """The same entries as text; UTF-8 with BOM."""
    known = Known(env, company, plan).load(())
    known.load_all_entries()
    sheet = SHEETS["entries"]
    rows = _values(sheet, _rows(known, "entries"))
    return excel.write_csv(_columns(env, sheet), rows, CHARSETS[charset])


def _drafts(plan):
    """The draft that is being worked on; without one, all versions."""
    return plan.version_ids.filtered(lambda version: version.state == "draft") or (
        plan.version_ids
    )


def _rows(known, name):
    rows = known.rows[name].values()
    if name == "people":
        return _people(known, rows)
    if name == "items" and known.plan:
        return [row for row in rows if "amount" in row]
    if name == "versions":
        changed = {row["effective"] for row in rows if row.get("item")}
        return [
            row for row in rows if row.get("item") or row["effective"] not in changed
        ]
    return list(rows)


def _people(known, rows):
    """Stays; and without a team only those whom the nodes name."""
    settled = {row["code"] for row in rows if row.get("team")}
    named = set()
    for node in known.rows["nodes"].values():
        named |= {node["manager"], node["leader"]}
    return [
        row
        for row in rows
        if row.get("team") or (row["code"] in named and row["code"] not in settled)
    ]


def _values(sheet, rows):
    return [[row.get(field.name) for field in sheet.fields] for row in rows]


def _columns(env, sheet):
    return [
        excel.Column(
            field.name,
            kind=CELL_KINDS.get(field.kind, "text"),
            comment=env._(field.comment),
            width=WIDTHS.get(field.kind, 12),
            required=field.required,
        )
        for field in sheet.fields
    ]


def _add_sheet(env, writer, sheet, rows, kind):
    page = writer.add_sheet(
        sheet.name, _columns(env, sheet), _values(sheet, rows), env._(sheet.comment)
    )
    for position, field in enumerate(sheet.fields):
        rule = _validation(env, field, kind)
        if rule:
            page.data_validation(1, position, LAST_ROW, position, rule)


def _validation(env, field, kind):
    """Excel's own check while typing; the import checks again."""
    title = env._("Check this cell")
    if field.kind == "choice":
        return {"validate": "list", "source": list(field.options)}
    warning = {"error_type": "warning", "error_title": title}
    if field.ref:
        return warning | {
            "validate": "list",
            "source": _source(field, kind),
            "error_message": env._("This code is not in the list."),
        }
    if field.kind in ("amount", "number", "integer"):
        high = float(field.high) if field.high is not None else 1e13
        low = float(field.low) if field.low is not None else -1e13
        return warning | {
            "validate": "integer" if field.kind == "integer" else "decimal",
            "criteria": "between",
            "minimum": int(low) if field.kind == "integer" else low,
            "maximum": int(high) if field.kind == "integer" else high,
            "error_message": env._("A number is expected here."),
        }
    return None


def _source(field, kind):
    """The column of codes: of the sheet itself, or of the list of stored codes."""
    if kind == "company" and len(field.ref) == 1:
        return f"={field.ref[0]}!$A$2:$A${LAST_ROW}"
    letter = "ABCD"[[column.name for column in LISTS.fields].index(field.ref[0])]
    return f"={LISTS.name}!${letter}$2:${letter}${LAST_ROW}"


def _add_lists(env, writer, known, kind):
    """Codes that references may use, for the lists to choose from."""
    columns = [
        sorted(known.ids["items"]),
        [*known.ids["nodes"], *known.ids["persons"]],
        sorted(known.ids["months"]),
        sorted(known.ids["releases"]),
    ]
    length = max(map(len, columns))
    rows = [
        [column[number] if number < len(column) else None for column in columns]
        for number in range(length)
    ]
    page = writer.add_sheet(
        LISTS.name, _columns(env, LISTS), rows, env._(LISTS.comment)
    )
    page.hide()


def _about(known, company, kind, plan):
    """Version ``lock``: the import refuses quotas that were changed meanwhile."""
    rows = [("format", FORMAT), ("kind", kind), ("company", company.name)]
    if plan:
        rows.append(("plan", str(plan.year)))
    for (_plan, number), version in sorted(known.versions.items()):
        if version.state == "draft":
            rows.append((f"lock-{number}", str(version.lock_version)))
    return rows
