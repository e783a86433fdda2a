#!/usr/bin/env python3
"""Writes the demo company's workbook from the reference company.

    python tools/make_workbook.py [FILE]

Run it with the Python that has Odoo. The result is the same bytes each time; the flow
test compares it with the committed file.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "addons" / "ops_cost" / "demo"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def main(arguments):
    import odoo.addons

    odoo.addons.__path__.append(str(ROOT / "addons"))
    from odoo.addons.ops_cost.demo.reference import reference_workbook

    data = load(ROOT / "tests" / "data" / "cost_company.json")
    target = Path(arguments[0]) if arguments else DEMO / "cost_company.xlsx"
    target.write_bytes(reference_workbook(data, load(DEMO / "invented.json")))
    print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
