"""Sheets nodes and people: four levels, one team a day."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

KINDS_OF_LEVEL = {
    1: ("leadership",),
    2: ("unit", "function"),
    3: ("workshop", "section", "team"),
}


def check_nodes(context):
    for line in context.sound_lines("nodes"):
        _check_place(context, line)
        _check_kind(context, line)
        for column in ("manager", "leader"):
            _check_employee(context, line, column)
        if line["leader"] and line["level"] != 2:
            line.issue("leader", context.env._("Only units have a leader in charge."))


def _check_place(context, line):
    env, level, parent = context.env, line["level"], line["parent"]
    if level == 1:
        if parent:
            line.issue("parent", env._("A node of level 1 has no parent."))
        return
    if not parent:
        line.issue("parent", env._("A node below level 1 needs its parent."))
    elif context.levels.get(parent) not in (None, level - 1):
        line.issue(
            "parent",
            env._(
                "The parent %(parent)s is on level %(level)s; it must be exactly one "
                "level above.",
                parent=parent,
                level=context.levels[parent],
            ),
        )


def _check_kind(context, line):
    kind, kinds = line["kind"], KINDS_OF_LEVEL[line["level"]]
    if kind and kind not in kinds:
        line.issue(
            "kind",
            context.env._(
                "Level %(level)s is one of: %(kinds)s.",
                level=line["level"],
                kinds=", ".join(kinds),
            ),
        )


def _check_employee(context, line, column):
    value = line[column]
    if value and find_employee(context, value) is None:
        line.issue(
            column,
            context.env._(
                "No single employee has the code or the name “%(value)s”. Add a row "
                "to sheet people (without a team, if there is none).",
                value=value,
            ),
        )


def find_employee(context, value):
    """The employee with this code or, if only one has it, this name: the code, or the
    name of one without a code. None if there is no single one."""
    found = context.employees.get(value, ())
    return next(iter(found)) if len(found) == 1 else None


def collect_employees(known, lines):
    """``{code or name: {codes}}`` of the stored employees and those of the file."""
    employees = defaultdict(set)
    for name, ids in known.uncoded.items():
        employees[name].update([name] if len(ids) == 1 else ids)
    codes = {key[0]: row["name"] for key, row in known.rows["people"].items()}
    coded = {line["code"] for line in lines if line["code"]}
    for line in lines:
        if line["code"] and line["name"]:
            codes.setdefault(line["code"], line["name"])
    for code, name in codes.items():
        employees[name].discard(name)
        employees[name].add(code)
    for code in coded | set(codes):
        employees[code] = {code}
    return employees


def check_people(context):
    for line in context.sound_lines("people"):
        _check_stay(context, line)
    _check_names(context)
    _check_overlaps(context)


def _check_stay(context, line):
    env = context.env
    if not line["team"]:
        for column in ("weight", "start", "end"):
            if line[column] is not None:
                line.issue(column, env._("A person without a team has no such value."))
        return
    if context.levels.get(line["team"]) not in (None, 3):
        line.issue("team", env._("The team must be a node of level 3."))
    if not line["start"]:
        line.issue("start", env._("The first day in the team is missing."))
    elif line["end"] and line["end"] < line["start"]:
        line.issue("end", env._("The last day is before the first one."))


def _check_names(context):
    names = {}
    for line in context.sound_lines("people"):
        name = line["name"]
        if name and names.setdefault(line["code"], name) != name:
            line.issue(
                "name",
                context.env._(
                    "%(code)s has another name further up: %(name)s.",
                    code=line["code"],
                    name=names[line["code"]],
                ),
            )


def _check_overlaps(context):
    """Nobody is in two teams on a day, the stored stays included."""
    stays = defaultdict(list)
    for key, row in context.known.rows["people"].items():
        if row.get("team"):
            stays[key[0]].append((row["start"], row["end"] or date.max, None))
    for line in context.sound_lines("people"):
        if line["team"] and line.is_new:
            stay = (line["start"], line["end"] or date.max, line)
            stays[line["code"]].append(stay)
    for rows in stays.values():
        rows.sort(key=lambda row: (row[0], row[2] is not None))
        for (_first, last, before), (start, _end, line) in pairwise(rows):
            culprit = line or before
            if start <= last and culprit:
                culprit.issue(
                    "start",
                    context.env._(
                        "This person is in another team on %(day)s.", day=start
                    ),
                )
