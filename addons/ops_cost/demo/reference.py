"""The reference company as the rows of the workbook.

``data``: the JSON of the reference company; ``invented``: what it leaves open, names,
kinds, who manages and leads.
"""

from datetime import date, datetime
from decimal import Decimal

from odoo.addons.ops_base.tools.excel import Column, WorkbookWriter

from ..imports.columns import SHEETS
from ..imports.export import CELL_KINDS

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001  part of the file, without a zone


def reference_workbook(data, invented):
    """Bytes of the workbook, the same each time."""
    writer = WorkbookWriter(data["meta"]["name"], CREATED)
    for name, rows in workbook_rows(data, invented).items():
        columns = [
            Column(
                field.name,
                kind=CELL_KINDS.get(field.kind, "text"),
                required=field.required,
            )
            for field in SHEETS[name].fields
        ]
        writer.add_sheet(name, columns, rows)
    return writer.content()


def workbook_rows(data, invented):
    """``{sheet: [row]}`` with the values in the order of the sheet's columns."""
    inputs = data["inputs"]
    makers = {
        "plan": lambda: [_plan(data, invented["plan"])],
        "items": lambda: [_item(row, invented) for row in inputs["items"]],
        "nodes": lambda: [_node(row, invented["nodes"]) for row in inputs["nodes"]],
        "people": lambda: _people(inputs["employees"], invented),
        "months": lambda: [_month(row) for row in inputs["months"]],
        "own_shares": lambda: inputs["own_share"],
        "releases": lambda: inputs["contingency_releases"],
        "versions": lambda: _versions(inputs),
        "entries": lambda: _entries(inputs["entries"]),
        "quotas": list,
    }
    return {
        name: [_row(sheet, values) for values in makers[name]()]
        for name, sheet in SHEETS.items()
    }


def _row(sheet, values):
    return [_value(field, values.get(field.name)) for field in sheet.fields]


def _value(field, value):
    if value in (None, ""):
        return None
    if field.kind in ("amount", "number"):
        return Decimal(str(value))
    return date.fromisoformat(value) if field.kind == "date" else value


def _plan(data, names):
    rules, inputs = data["meta"], data["inputs"]
    return names | {
        "total": inputs["total_available"],
        "contingency_rate": inputs["contingency_rate"],
        "penalty_rate": rules["penalty_rate"],
        "reward_rate": rules["reward_rate"],
        "reward_base": "target",
    }


def _item(row, invented):
    return row | {
        "kind": invented["item_kinds"][row["code"]],
        "amount": row["quarter_block"],
        "functional_unit": row["functional_department"],
        "confidential": "yes" if row["code"] in invented["confidential"] else "no",
    }


def _node(row, invented):
    return row | invented[row["code"]]


def _people(employees, invented):
    """First those without a team, then each stay of each employee."""
    names = invented["people"]
    with_team = {row["code"] for row in employees}
    for code, name in names.items():
        if code not in with_team:
            yield {"code": code, "name": name}
    for row in employees:
        for stay in row["assignments"]:
            yield row | stay | {"name": names[row["code"]]}


def _month(row):
    return row | {"close_on": row["closed_on"]}


def _versions(inputs):
    """The first version begins with the first month; the second moves an amount."""
    yield {"effective": inputs["months"][0]["code"]}
    later = inputs["version2"]["effective"]
    yield {
        "effective": later,
        "item": "MAT",
        "month": later,
        "from": "U1",
        "to": "U2",
        "amount": "3000.00",
    }


def _entries(entries):
    """Two lines of one cheque follow each other in the reference and make a pair."""
    pair = None
    for row in entries:
        if row["document"] == "internal_cheque":
            pair = pair or f"CHEQUE-{row['ref']}"
            row = row | {"pair": pair}
        yield row
