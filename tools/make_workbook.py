#!/usr/bin/env python3
"""Writes the demo company's workbook from the reference company.

    python tools/make_workbook.py [FILE]

Run it with the Python that has Odoo. The result is the same bytes each time; a test
compares it with the committed file.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "addons" / "ops_cost" / "demo"
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001  part of the file, without a zone


def load():
    data = ROOT / "tests" / "data" / "cost_company.json"
    texts = (data, DEMO / "invented.json")
    return [json.loads(path.read_text(encoding="utf-8")) for path in texts]


def make(data, invented):
    """Bytes of the workbook."""
    from odoo.addons.ops_base.tools.excel import Column, WorkbookWriter
    from odoo.addons.ops_cost.demo.reference import workbook_rows
    from odoo.addons.ops_cost.imports.columns import SHEETS
    from odoo.addons.ops_cost.imports.export import CELL_KINDS

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


def main(arguments):
    import odoo.addons

    odoo.addons.__path__.append(str(ROOT / "addons"))
    target = Path(arguments[0]) if arguments else DEMO / "cost_company.xlsx"
    target.write_bytes(make(*load()))
    print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
