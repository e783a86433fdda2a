"""Lets the pure rules be imported without Odoo.

``ops_cost`` becomes a bare package whose ``__init__`` never runs, under its own
name and under the name that Odoo gives it; nothing else of ``odoo`` exists here,
so a rule that needs the framework fails at once.
"""

import sys
from pathlib import Path
from types import ModuleType

ADDONS = Path(__file__).parents[2] / "addons"


def bare_package(name: str, path: Path | None = None) -> ModuleType:
    package = ModuleType(name)
    package.__path__ = [str(path)] if path else []
    sys.modules[name] = package
    return package


def register_addons() -> None:
    bare_package("odoo")
    bare_package("odoo.addons")
    for calc in sorted(ADDONS.glob("*/calc")):
        addon = calc.parent
        bare_package(addon.name, addon)
        bare_package(f"odoo.addons.{addon.name}", addon)


register_addons()
