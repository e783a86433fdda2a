"""Checks that need no database: format, lint, house rules, types, pure tests."""

import os
import subprocess
import xml.etree.ElementTree as ElementTree

from . import javascript, paths, shell
from .errors import read_tail
from .outcome import Outcome, check
from .venv import tool

PURE_TESTS = ("tests/unit", "tests/launcher")
JAVASCRIPT = ("eslint", "prettier")


def static():
    """``{stage: command}``, the fast ones first."""
    python = paths.PYTHON
    bandit = [tool("bandit"), "-q", "-c", "pyproject.toml", "-r", "addons"]
    addons = [f"addons/{path.name}" for path in _addon_dirs()]
    return {
        "format": [tool("ruff"), "format", "--check", "."],
        "ruff": [tool("ruff"), "check", "."],
        "house rules": [python, "tools/house_rules.py"],
        "types": [tool("mypy")],
        "bandit": bandit,
        "pylint-odoo": [tool("pylint"), "--rcfile=.pylintrc", "-j", "2", *addons],
    }


def run_static(name):
    """The outcome of one static check; its output are the problems."""
    log = shell.log_path(f"check {name}")
    commands = javascript.commands() if name in JAVASCRIPT else static()
    if name not in commands:
        return check(name, [])
    status = shell.follow(commands[name], log, env=_env())
    lines = read_tail(log, 100_000).splitlines() if status else []
    return check(name, [line for line in lines if line.strip()])


def fix():
    """Let ruff, eslint and prettier repair and format what they can."""
    for words in (["check", "--fix", "-q"], ["format", "-q"]):
        subprocess.run([tool("ruff"), *words, "."], cwd=paths.ROOT, check=False)
    for command in javascript.fixes():
        subprocess.run(command, cwd=paths.ROOT, check=False)


def unit(arguments=()):
    """Pure tests with pytest; arguments are its own."""
    wanted = [name for name in PURE_TESTS if (paths.ROOT / name).is_dir()]
    report = paths.LOG / "unit.xml"
    report.unlink(missing_ok=True)
    command = [
        paths.PYTHON, "-m", "pytest", f"--junitxml={report}", *(arguments or wanted),
    ]  # fmt: skip
    log = shell.log_path("unit")
    status = shell.follow(command, log, env=_env())
    return read_junit(report, status, read_tail(log, 30_000))


def read_junit(report, status, text):
    """Counts from pytest's XML; without it the run itself failed."""
    if not report.is_file():
        return check("unit", text.splitlines() or [f"pytest ended with {status}"])
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    counts = [
        [int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")]
        for suite in suites
    ]
    total, failures, errors, skipped = map(sum, zip(*counts, strict=True))
    failed = failures + errors
    problems = text.splitlines() if status or failed or skipped else []
    return Outcome("unit", total - failed - skipped, failed, skipped, problems=problems)


def _env():
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "MYPYPATH": ""}


def _addon_dirs():
    return sorted(path.parent for path in paths.ADDONS.glob("*/__manifest__.py"))
