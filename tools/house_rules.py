"""House rules that no off-the-shelf linter knows; prints findings, exits 1 if any.

Run from the project's folder: ``python tools/house_rules.py``.
"""

import ast
import csv
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDONS = ROOT / "addons"
MAX_FILE = 400
MAX_FUNCTION = 40

# Addons may build on these of ours; a bridge (auto_install) on its two sides.
SIBLINGS = {"ops_service_desk": {"ops_contract"}}
GROUND = "ops_base"
# What calc may import from outside the standard library.
CALC_LIBRARIES = {"numpy", "scipy"}

SQL_TEXT = re.compile(
    r"^\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS"
    r"|CREATE\s+(?:TABLE|INDEX|UNIQUE|VIEW|FUNCTION|TRIGGER)|ALTER\s+TABLE|DROP\s+\w+\s)",
    re.IGNORECASE,
)
SQL_ROOMS = ("queries.py", "queries", "migrations", "tests")
OLD_IDIOMS = {
    r"kanban-box": 'a kanban card is <t t-name="card">',
    r"view_mode=\"[^\"]*\btree|name=\"view_mode\">[^<]*\btree": "tree is called list",
    r"<tree[ >]": "tree is called list",
    r"_sql_constraints": "use models.Constraint",
    r"\battrs=\"": "attrs is gone: invisible, readonly, required are expressions",
    r"\bgroups_id\b": "groups_id is called group_ids",
    r"\bnumbercall\b": "scheduled jobs have no numbercall",
    r"\bname_get\b": "use _compute_display_name",
    r"type=[\"']json[\"']": "the route's type is jsonrpc",
}
LEFT_OVERS = {
    r"\b(?:TODO|FIXME|XXX|HACK)\b": "a left-over",
    r"pytest\.skip|pytest\.mark\.skip|importorskip|skipTest\(|unittest\.skip"
    r"|@skip\w*\(": "a skipped test is no test",
}
CLOCK = re.compile(
    r"\b(?:datetime|date|Date|Datetime)\.(?:now|today|utcnow|context_today)\("
    r"|\btime\.(?:time|monotonic|perf_counter)\("
)


def main():
    findings = [finding for rule in RULES for finding in rule()]
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def addon_dirs():
    return sorted(path.parent for path in ADDONS.glob("*/__manifest__.py"))


def manifest(addon):
    return ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))


def python_files(root):
    return [path for path in sorted(root.rglob("*.py")) if ".ops" not in path.parts]


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def at(path, line, text):
    return f"{path.relative_to(ROOT)}:{line}: {text}"


def calc_is_pure():
    """No Odoo, no other libraries than listed, no clock, no float literal as money."""
    for addon in addon_dirs():
        for path in python_files(addon / "calc"):
            for node in ast.walk(tree_of(path)):
                for name in imported(node):
                    if not may_calc_import(name):
                        yield at(path, node.lineno, f"calc imports {name}")
            for number, line in numbered(path):
                if CLOCK.search(line):
                    yield at(path, number, "calc reads the clock; time is an argument")


def imported(node):
    """Absolute names of modules that a node imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module]
    return []


def may_calc_import(name):
    root = name.split(".")[0]
    if root in sys.stdlib_module_names or root in CALC_LIBRARIES:
        return True
    return bool(re.fullmatch(r"(?:odoo\.addons\.)?ops_\w+\.calc(?:\..*)?", name))


def sql_in_queries_only():
    for addon in addon_dirs():
        for path in python_files(addon):
            if path.relative_to(addon).parts[0] in SQL_ROOMS:
                continue
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Constant) and is_sql(node.value):
                    yield at(path, node.lineno, "SQL text belongs to queries")


def is_sql(value):
    return isinstance(value, str) and bool(SQL_TEXT.match(value))


def no_sibling_depends():
    ours = {addon.name for addon in addon_dirs()}
    for addon in addon_dirs():
        data = manifest(addon)
        allowed = {GROUND} | SIBLINGS.get(addon.name, set())
        if data.get("auto_install"):
            allowed |= bridge_sides(addon.name, ours)
        for name in sorted(ours.intersection(data.get("depends", [])) - allowed):
            path = addon / "__manifest__.py"
            yield at(path, 1, f"{addon.name} may not depend on its sibling {name}")


def bridge_sides(name, ours):
    """``ops_cost_stock`` is a bridge of ``ops_cost``."""
    return {other for other in ours if name.startswith(f"{other}_")}


def models_are_guarded():
    """Access rows for each stored or transient model, a company rule for stored ones.

    ``# no company rule: reason`` in the model's file is the written exemption.
    """
    for addon in addon_dirs():
        access, ruled = access_models(addon), company_ruled(addon)
        for path, line, name, kind in model_classes(addon):
            xml_id = f"model_{name.replace('.', '_')}"
            if xml_id not in access:
                yield at(path, line, f"{name} has no access row")
            is_exempt = "# no company rule: " in path.read_text(encoding="utf-8")
            if kind == "Model" and xml_id not in ruled and not is_exempt:
                yield at(path, line, f"{name} has no company rule and no exemption")


def model_classes(addon):
    """``(path, line, model name, base)`` of new models that have a table."""
    for path in python_files(addon):
        if "tests" in path.relative_to(addon).parts:
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef):
                kind = next(filter(None, map(model_base, node.bases)), None)
                name = class_constant(node, "_name")
                if kind and name and not is_extension(node, name):
                    yield path, node.lineno, name, kind


def model_base(base):
    """``Model`` or ``TransientModel`` for a base ``models.…``, else None."""
    if not isinstance(base, ast.Attribute) or getattr(base.value, "id", "") != "models":
        return None
    return base.attr if base.attr in ("Model", "TransientModel") else None


def class_constant(node, name):
    for item in node.body:
        if isinstance(item, ast.Assign) and any(
            getattr(target, "id", "") == name for target in item.targets
        ):
            return item.value.value if isinstance(item.value, ast.Constant) else None
    return None


def is_extension(node, name):
    return class_constant(node, "_inherit") == name


def access_models(addon):
    path = addon / "security" / "ir.model.access.csv"
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = "model_id:id" if rows and "model_id:id" in rows[0] else "model_id/id"
    return {row[key].rpartition(".")[2] for row in rows}


def company_ruled(addon):
    """XML ids of models with a record rule on the company."""
    found = set()
    for path in sorted((addon / "security").glob("*.xml")):
        for record in ElementTree.parse(path).getroot().iter("record"):
            if record.get("model") != "ir.rule":
                continue
            fields = {field.get("name"): field for field in record.iter("field")}
            model, domain = fields.get("model_id"), fields.get("domain_force")
            text = "".join(domain.itertext()) if domain is not None else ""
            if model is not None and "compan" in text:
                found.add((model.get("ref") or "").rpartition(".")[2])
    return found


def access_has_groups():
    """A row without a group lets everybody in, the public too."""
    for addon in addon_dirs():
        path = addon / "security" / "ir.model.access.csv"
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                if not (row.get("group_id:id") or row.get("group_id/id")):
                    yield at(path, number, "an access row without a group")


def sudo_has_reason():
    for addon in addon_dirs():
        for path in python_files(addon):
            if "tests" in path.relative_to(addon).parts:
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, 1):
                near = lines[max(0, number - 4) : number + 1]
                is_call = ".sudo()" in line.split("#")[0]
                if is_call and not any("# sudo: " in each for each in near):
                    yield at(path, number, "sudo() without '# sudo: reason' beside it")


def no_old_idioms():
    for addon in addon_dirs():
        files = [*python_files(addon), *sorted(addon.rglob("*.xml"))]
        yield from grep(files, OLD_IDIOMS)


def no_left_overs():
    for folder in (ADDONS, ROOT / "tests", ROOT / "benchmarks"):
        yield from grep(python_files(folder), LEFT_OVERS)
    yield from grep(sorted(ADDONS.rglob("static/**/*.js")), LEFT_OVERS)


def grep(files, patterns):
    for path in files:
        for number, line in numbered(path):
            for pattern, text in patterns.items():
                if re.search(pattern, line):
                    yield at(path, number, text)


def numbered(path):
    return enumerate(path.read_text(encoding="utf-8").splitlines(), 1)


def files_are_short():
    folders = (ADDONS, ROOT / "tools", ROOT / "tests", ROOT / "benchmarks")
    for path in [path for folder in folders for path in python_files(folder)]:
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > MAX_FILE:
            yield at(path, count, f"{count} lines; more than {MAX_FILE}")
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = code_lines(node)
                if length > MAX_FUNCTION:
                    yield at(path, node.lineno, f"{node.name} has {length} lines")


def code_lines(function):
    """Lines of a function without its docstring and other texts, such as SQL."""
    texts = [node for node in ast.walk(function) if isinstance(node, ast.Constant)]
    extra = sum(node.end_lineno - node.lineno for node in texts)
    return function.end_lineno - function.lineno + 1 - extra


def tests_are_imported():
    """Odoo runs only the test files that ``tests/__init__.py`` imports."""
    test_addons = [path.parent for path in ROOT.glob("tests/*/__manifest__.py")]
    for addon in [*addon_dirs(), *test_addons]:
        for path in sorted((addon / "tests").rglob("test_*.py")):
            if path.stem not in names_imported_by(path.parent / "__init__.py"):
                yield at(path, 1, "not imported by its __init__.py, so it never runs")


def names_imported_by(package):
    if not package.is_file():
        return set()
    nodes = ast.walk(tree_of(package))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}


def fixed_dates_in_tests():
    for folder in [*ADDONS.glob("*/tests"), ROOT / "tests"]:
        for path in python_files(folder):
            for number, line in numbered(path):
                if re.search(r"\b(?:date|Date)\.today\(|\bdatetime\.now\(", line):
                    yield at(path, number, "a test with today's date")


def addons_are_whole():
    """What each addon must bring besides its code."""
    for addon in addon_dirs():
        for name in ("pyproject.toml", "i18n/zh_CN.po"):
            if not (addon / name).is_file():
                yield at(addon / "__manifest__.py", 1, f"{addon.name} has no {name}")
        audits = (addon / "tests").glob("test_*audit*.py")
        if not any("Audit, TransactionCase)" in path.read_text() for path in audits):
            yield at(addon / "__manifest__.py", 1, f"{addon.name} has no audit")


RULES = [
    calc_is_pure,
    sql_in_queries_only,
    no_sibling_depends,
    models_are_guarded,
    access_has_groups,
    sudo_has_reason,
    no_old_idioms,
    no_left_overs,
    files_are_short,
    tests_are_imported,
    fixed_dates_in_tests,
    addons_are_whole,
]

if __name__ == "__main__":
    sys.exit(main())
