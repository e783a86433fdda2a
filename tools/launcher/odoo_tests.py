"""The tests that run inside of Odoo.

Odoo's own runner does it: one registry load runs the tests of all chosen addons,
flows and browser tests, which are test-only addons of the folder ``tests``. Whole
addons are shared out over two such processes, each on its own copy of the template.
"""

import ast
import os
import re
import socket
from pathlib import Path

from . import databases, odoo, paths, serverlog, shell
from .errors import read_tail
from .outcome import Outcome, check
from .template import ROOTS, runner

WHOLE_LOG = 200_000_000
LANES = 2
FEW_FILES = 12
DETAILS = "details: .ops/log/odoo-tests-*.log"


def run(server, selectors):
    """Run the chosen tests on fresh copies: their outcome, the complaints in the log.

    Selectors are Odoo's test tags; whole addons and files are checked for tests
    that were declared and never ran.
    """
    parts = lanes(selectors, min(LANES, os.cpu_count() or 1))
    names = [f"{databases.TEST}_{number}" for number in range(1, len(parts) + 1)]
    jobs = [_job(server, *each) for each in zip(names, parts, strict=True)]
    statuses = shell.follow_all(jobs, line=_test_name)
    for name in names:
        databases.drop(server, name)
    logs = [job.log for job in jobs]
    texts = [read_tail(log, WHOLE_LOG) for log in logs]
    return [_outcome(texts, max(statuses), selectors), scan(logs)]


def _job(server, name, selectors):
    databases.copy(server, databases.TEMPLATE, name)
    odoo_runner = runner(server)
    command = odoo_runner.command(
        name,
        f"--test-tags={','.join(selectors)}",
        f"--http-port={free_port()}",
        "--stop-after-init",
    )
    env = {**odoo_runner.env, "OPS_TEMPLATE_DB": databases.TEMPLATE}
    return shell.Job(command, shell.log_path(f"odoo tests {name[-1]}"), env)


def lanes(selectors, count):
    """The selectors in up to ``count`` parts of about as many tests, file by file."""
    weights = {
        f"/{path.relative_to(_root_of(path))}": len(_tests_of(path))
        for selector in selectors
        for path in _files(selector)
    }
    if count < 2 or len(weights) < FEW_FILES or not all(map(_files, selectors)):
        return [selectors]
    parts = [[] for _ in range(count)]
    loads = [0] * count
    for name, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        lightest = loads.index(min(loads))
        parts[lightest].append(name)
        loads[lightest] += weight
    return parts


def _outcome(texts, status, selectors):
    for text in texts:
        if not serverlog.read_tests(text).is_finished:
            lines = ["the test run did not finish:", *serverlog.last_exception(text)]
            return check("odoo tests", [*lines, DETAILS])
    found = serverlog.read_tests("".join(texts))
    never = sorted(declared(selectors) - found.started - set(found.skipped))
    problems = [f"failed: {where}: {test}" for where, test in sorted(found.broken)]
    problems += [
        f"skipped: {where}: {test}: {reason}"
        for (where, test), reason in sorted(found.skipped.items())
    ]
    problems += [f"never ran: {where}: {test}" for where, test in never]
    problems += [
        f"there is no such test: {name.lstrip('/')}"
        for name in unknown(selectors, found.started | set(found.skipped))
    ]
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


def unknown(selectors, ran):
    """Those of the selectors that name a class or a test, but none that ran."""
    names = {
        f"/{where.split('.')[2]}:{name}"
        for where, test in ran
        for cls, dot, method in [test.partition(".")]
        for name in (cls, test, dot + method)
    }
    return [each for each in selectors if ":" in each and each not in names]


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


def _root_of(path):
    return next(root for root in ROOTS if path.is_relative_to(root))


def _tests_of(path):
    module = ".".join(path.relative_to(_root_of(path)).with_suffix("").parts)
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
