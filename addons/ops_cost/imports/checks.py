"""Findings that hold for every sheet: keys, references, rows stored already.

The checks of single sheets are in ``checks_*``; ``check`` runs all of them. None of
them writes, and each finding has its cell.
"""

from .checks_entries import check_entries
from .checks_money import check_months, check_plan, check_releases, check_versions
from .checks_quotas import check_quotas
from .checks_tree import (
    check_nodes,
    check_people,
    collect_employees,
    find_employee,
)
from .codes import person_code
from .columns import SHEETS


class Context:
    """What the checks share: the file, what is stored, and what both name.

    ``names[sheet]``: every code that a reference to this sheet may use, rows with
    findings included, so that one fault does not bring ten.
    """

    def __init__(self, env, file, known):
        self.env = env
        self.file = file
        self.known = known
        self.names = {
            "items": set(known.ids["items"]),
            "nodes": set(known.ids["nodes"]),
            "persons": set(known.ids["persons"]),
            "months": set(known.ids["periods" if not known.plan else "months"]),
            "releases": set(known.ids["releases"]),
        }
        self.levels = dict(known.levels)
        self.spans = dict(known.spans)
        self.parents = {}
        self.release_nodes = dict(known.release_nodes)
        self.kinds = {code: row["kind"] for (code,), row in known.rows["items"].items()}
        people = self.file.lines.get("people", ())
        self.employees = collect_employees(known, people)
        self._collect()

    def _collect(self):
        for name in ("items", "nodes", "months", "releases"):
            self.names[name].update(
                line["code"] for line in self.file.lines.get(name, ()) if line["code"]
            )
        for line in self.file.lines.get("nodes", ()):
            if line["code"]:
                self.levels.setdefault(line["code"], line["level"])
                self.parents.setdefault(line["code"], (line, "parent"))
        for line in self.file.lines.get("releases", ()):
            self.release_nodes.setdefault(line["code"], line["node"])
        for line in self.file.lines.get("items", ()):
            self.kinds.setdefault(line["code"], line["kind"])
        self.stays = self._collect_stays()
        for code, line in self.stays.items():
            self.names["persons"].add(code)
            self.levels[code] = 4
            self.parents[code] = (line, "team")
            self.spans[code] = (line["start"], line["end"])

    def _collect_stays(self):
        """``{node code: line}`` of the new stays, in the order of their first days."""
        stored = self.known.rows["people"]
        lines = [
            line
            for line in self.file.lines.get("people", ())
            if line["code"] and line["team"] and line["start"]
            if line.key not in stored
        ]
        stays = {}
        for line in sorted(lines, key=lambda line: line["start"]):
            taken = self.names["persons"] | set(stays)
            stays[person_code(line["code"], line["team"], taken)] = line
        return stays

    def above(self, code):
        """Codes of the nodes above, be they stored or in the file; None where a row
        on the way has a finding of its own."""
        found = set()
        while code in self.parents and code not in self.known.above:
            line, column = self.parents[code]
            code = line[column]
            if not line.sound or code in found:
                return None
            found.add(code)
        return found | self.known.above.get(code, set())

    def lines(self, sheet):
        return self.file.lines.get(sheet, ())

    def sound_lines(self, sheet):
        return [line for line in self.lines(sheet) if line.sound]


def check(env, file, known):
    """Adds findings to the file's issues; marks lines that are stored already."""
    context = Context(env, file, known)
    for name, lines in file.lines.items():
        _check_keys(context, lines)
        for line in lines:
            _check_references(context, SHEETS[name], line)
    for line in file:
        _match_known(context, line)
    for run in (
        check_plan,
        check_nodes,
        check_people,
        check_months,
        check_releases,
        check_versions,
        check_entries,
        check_quotas,
    ):
        run(context)
    return context


def _check_keys(context, lines):
    """A key must not stand twice; the later row is the finding."""
    first = {}
    for line in lines:
        key = line.key
        if not any(key):
            continue
        if key in first:
            line.repeated = True
            line.issue(
                SHEETS[line.sheet].key[0],
                context.env._("Repeats row %(row)s.", row=first[key].row.number),
            )
        else:
            first[key] = line


def _check_references(context, sheet, line):
    for field in sheet.fields:
        value = line[field.name]
        if not field.ref or value is None:
            continue
        if not any(value in context.names[name] for name in field.ref):
            line.issue(
                field.name,
                context.env._(
                    "“%(value)s” is unknown: it is neither in the file nor among "
                    "the records that you may see.",
                    value=value,
                ),
            )


def _match_known(context, line):
    """A row that is stored already must state nothing else."""
    if line.repeated:
        return
    line.known = context.known.rows[line.sheet].get(line.key)
    if line.known is None or not line.sound or line.sheet == "quotas":
        return
    for field in SHEETS[line.sheet].fields:
        value = line[field.name]
        if value is None or not field.compared or field.name not in line.known:
            continue
        if field.name in ("manager", "leader"):
            value = find_employee(context, value)
        if value != line.known[field.name]:
            line.issue(
                field.name,
                context.env._(
                    "This row is stored already with another value: %(value)s.",
                    value=show(context.env, line.known[field.name]),
                ),
            )


def show(env, value):
    return env._("(empty)") if value is None else str(value)
