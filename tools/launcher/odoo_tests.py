"""The template database, and the tests that run inside of Odoo.

Odoo's own runner does it: one registry load runs the tests of all chosen addons,
flows and browser tests, which are test-only addons of the folder ``tests``.
"""

import ast
import re
import socket
from pathlib import Path

from . import databases, odoo, paths, serverlog, shell
from .errors import read_tail
from .outcome import Outcome, check

ROOTS = (paths.ADDONS, paths.TESTS)
# Assets are built once; no tour of Odoo's onboarding begins by itself.
WARM = """
env['res.users'].with_context(active_test=False).search([]).tour_enabled = False
env['ir.qweb']._pregenerate_assets_bundles()
for name in ('web.assets_tests', 'web.assets_unit_tests'):
    env['ir.qweb']._get_asset_bundle(name, css=True, js=True).js()
env.cr.commit()
"""
WHOLE_LOG = 200_000_000
LOG_FILE = shell.log_path("odoo tests")
DETAILS = f"details: {paths.shown(LOG_FILE)}"


def runner(server):
    return odoo.Odoo(server, "test.conf", addons_path=ROOTS)


def ensure_template(server, rebuild):
    """The database that tests copy, brought up to the code; logs of what was run."""
    keys = databases.code_keys(ROOTS)
    name = databases.TEMPLATE
    core = databases.core_key(odoo.core_depends(ROOTS))
    known = None if rebuild else databases.changes(server.note(name), keys, core)
    if known is None:
        return _build_template(server, keys, core)
    options = databases.module_options(*known)
    if not options:
        return []
    server.set_note(name, databases.write_note(unfinished(keys, *known), core))
    log = runner(server).update(name, "Update of the template", *options)
    server.set_note(name, databases.write_note(keys, core))
    return [log]


def unfinished(keys, new, changed):
    """Keys to note while these are updated: an interrupted update is done again."""
    return {
        name: "" if name in changed else key
        for name, key in keys.items()
        if name not in new
    }


def has_template(server):
    """Whether the template is complete; complaints in its log do not matter here."""
    return bool(server.note(databases.TEMPLATE))


def _build_template(server, keys, core):
    depends = odoo.core_depends(ROOTS)
    databases.ensure_core(runner(server), databases.CORE, depends)
    with databases.build(server, databases.TEMPLATE) as fresh:
        databases.copy(server, databases.CORE, fresh)
        options = databases.module_options(list(keys), [])
        odoo_runner = runner(server)
        log = odoo_runner.update(fresh, "Database template", *options)
        odoo_runner.script(fresh, "Warm the assets", WARM)
        server.set_note(fresh, databases.write_note(keys, core))
    return [log]


def run(server, selectors):
    """Run the chosen tests on a fresh copy: their outcome, the complaints in the log.

    Selectors are Odoo's test tags; whole addons and files are checked for tests
    that were declared and never ran.
    """
    databases.copy(server, databases.TEMPLATE, databases.TEST)
    log = LOG_FILE
    odoo_runner = runner(server)
    command = odoo_runner.command(
        databases.TEST,
        f"--test-tags={','.join(selectors)}",
        f"--http-port={free_port()}",
        "--stop-after-init",
    )
    env = {**odoo_runner.env, "OPS_TEMPLATE_DB": databases.TEMPLATE}
    status = shell.follow(command, log, env=env, line=_test_name)
    databases.drop(server, databases.TEST)
    text = read_tail(log, WHOLE_LOG)
    return [_outcome(text, status, declared(selectors)), scan([log])]


def _outcome(text, status, wanted):
    found = serverlog.read_tests(text)
    if not found.is_finished:
        lines = ["the test run did not finish:", *serverlog.last_exception(text)]
        return check("odoo tests", [*lines, DETAILS])
    never = sorted(wanted - found.started - set(found.skipped))
    problems = [f"failed: {where}: {test}" for where, test in sorted(found.broken)]
    problems += [
        f"skipped: {where}: {test}: {reason}"
        for (where, test), reason in sorted(found.skipped.items())
    ]
    problems += [f"never ran: {where}: {test}" for where, test in never]
    if status and not found.broken:
        problems.append(f"Odoo ended with status {status}")
    if problems:
        problems.append(DETAILS)
    failed = len(found.broken) + len(never)
    passed = len(found.started - found.broken - set(found.skipped))
    if problems and not failed and not found.skipped:
        failed = 1
    return Outcome("odoo tests", passed, failed, len(found.skipped), problems=problems)


def scan(logs):
    """Warnings and errors of the logs that the allow-list does not cover."""
    allowed = serverlog.allowed()
    lines = [
        line
        for log in logs
        for line in serverlog.complaints(read_tail(log, WHOLE_LOG), allowed)
    ]
    return check("server log", lines)


def declared(selectors):
    """``(module, Class.method)`` of the tests written in the chosen test files."""
    found = set()
    for selector in selectors:
        for path in _files(selector):
            found |= _tests_of(path)
    return found


def _files(selector):
    """Test files of ``/addon`` or ``/addon/tests/test_x.py``; none for the rest."""
    match = re.fullmatch(r"/(\w+)((?:/[\w/]+)?\.py)?", selector)
    if not match:
        return []
    for root in ROOTS:
        if match[2]:
            path = root / selector.lstrip("/")
            if path.is_file():
                return [path]
        elif (root / match[1] / "__manifest__.py").is_file():
            return sorted((root / match[1] / "tests").rglob("test_*.py"))
    return []


def _tests_of(path):
    root = next(root for root in ROOTS if path.is_relative_to(root))
    module = ".".join(path.relative_to(root).with_suffix("").parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        (f"odoo.addons.{module}", f"{node.name}.{item.name}")
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name.startswith("test_")
    }


def selector(name):
    """Odoo's test tag for what the user typed, or None where it is not such a test.

    ``ops_base``, ``ops_base:TestX.test_y``, ``addons/ops_base/tests/test_x.py``,
    ``flows``, ``browser``.
    """
    path = (paths.ROOT / name).resolve()
    if path.suffix == ".py" and path.is_file():
        for root in ROOTS:
            inside = path.relative_to(root) if path.is_relative_to(root) else Path()
            if inside.parts and inside.parts[0] in odoo.addons(root):
                return f"/{inside}"
        return None
    addon, colon, test = Path(name).name.partition(":")
    known = [each for root in ROOTS for each in odoo.addons(root)]
    return f"/{addon}{colon}{test}" if addon in known else None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _test_name(text):
    match = re.search(r"Starting (\S+) \.\.\.", text)
    return match[1] if match else odoo.loading(text)
