"""Reads Odoo's log: which tests ran and how, and what it complained about."""

import dataclasses
import re

from . import paths

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) \S+ (?P<logger>[\w.-]+): (?P<text>.*)$"
)
STARTED = re.compile(r"^Starting (\w+\.\w+) \.\.\.")
SKIPPED = re.compile(r"^skipped (.+?) : (.*)$")
BROKEN = re.compile(r"^(?:FAIL|ERROR): (?:Subtest (\w+\.\w+).*|(.+))$")
FINISHED = re.compile(r"^\d+ failed, \d+ error\(s\) of (\d+) tests")
BAD = ("WARNING", "ERROR", "CRITICAL")
ALLOWED = paths.CONFIG / "log_allow.txt"


@dataclasses.dataclass
class TestRun:
    """``started`` and ``broken`` hold ``(test file's module, Class.method)``."""

    started: set = dataclasses.field(default_factory=set)
    broken: set = dataclasses.field(default_factory=set)
    skipped: dict = dataclasses.field(default_factory=dict)
    is_finished: bool = False


def entries(text):
    """``(level, logger, text)`` per entry; text is the first line of it."""
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            yield match["level"], match["logger"], match["text"]


def read_tests(text):
    run = TestRun()
    for _level, logger, message in entries(text):
        if FINISHED.match(message):
            run.is_finished = True
        elif match := STARTED.match(message):
            run.started.add((logger, match[1]))
        elif match := SKIPPED.match(message):
            run.skipped[(logger, match[1])] = match[2]
        elif is_verdict(logger, message):
            match = BROKEN.match(message)
            run.broken.add((logger, match[1] or match[2]))
    return run


def last_exception(text, count=8):
    """The end of the last traceback in a log, without the log lines after it."""
    _before, found, after = text.rpartition("Traceback (most recent call last):")
    lines = [line for line in after.splitlines() if not LINE.match(line)]
    return lines[-count:] if found else []


def is_verdict(logger, message):
    """Whether the entry is the report of a failed test."""
    is_test = ".tests." in logger or logger.startswith("odoo.tests")
    return is_test and bool(BROKEN.match(message))


def complaints(text, allowed):
    """Warnings and errors that no pattern allows, without the tests' verdicts."""
    found = {}
    for level, logger, message in entries(text):
        if level not in BAD or is_verdict(logger, message):
            continue
        if logger == "odoo.tests.result" and FINISHED.match(message):
            continue
        shown = f"{level} {logger}: {message}"
        if not any(pattern.search(shown) for pattern in allowed):
            found[shown] = found.get(shown, 0) + 1
    return [f"{line}  ({n}x)" if n > 1 else line for line, n in found.items()]


def allowed():
    """The committed patterns: a line each, comments say why."""
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return [re.compile(line) for line in lines if line and not line.startswith("#")]
