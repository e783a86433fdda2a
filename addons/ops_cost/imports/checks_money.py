"""Sheets plan, months, own_shares, releases, versions."""

from collections import defaultdict
from datetime import date

NEEDS_PLAN = ("items", "months", "own_shares", "releases", "versions", "quotas")


def check_plan(context):
    """A company file has one plan; its months and amounts belong to it."""
    env, file = context.env, context.file
    if file.kind != "company":
        return
    lines = context.lines("plan")
    for line in lines[1:]:
        line.issue("year", env._("One file holds one plan: leave one row."))
    needs = next((name for name in NEEDS_PLAN if context.lines(name)), None)
    if not lines and needs:
        context.lines(needs)[0].row.issues.add(
            env._(
                "Sheet plan is missing or empty: the rows of sheet %(sheet)s belong "
                "to a plan.",
                sheet=needs,
            ),
            "plan",
        )
    for line in context.sound_lines("items"):
        if line.is_new and line["amount"] is None and not line["name_en"]:
            line.issue("name_en", env._("A new item needs a name."))


def check_months(context):
    env = context.env
    years = {line["year"] for line in context.lines("plan")}
    periods = context.known.ids["periods"]
    for line in context.sound_lines("months"):
        code = line["code"]
        if years and int(code[:4]) not in years:
            line.issue("code", env._("This month is outside the year of the plan."))
        elif line.is_new and code in periods:
            line.issue("code", env._("This month belongs to another plan."))
        if line["close_on"] and line["close_on"] <= date.fromisoformat(f"{code}-01"):
            line.issue("close_on", env._("This day is before the month is over."))


def check_releases(context):
    for line in context.sound_lines("releases"):
        if line["amount"] == 0:
            line.issue("amount", context.env._("The amount must not be zero."))
        if line.is_new and line["month"] in context.known.closed:
            line.issue("month", context.env._("This month is closed."))


def check_versions(context):
    for line in context.sound_lines("versions"):
        _check_complete(context, line)
    for line in context.sound_lines("versions"):
        if line["item"]:
            _check_change(context, line)
    _check_frozen(context)


def _check_complete(context, line):
    columns = ("item", "month", "from", "to", "amount")
    empty = [column for column in columns if line[column] is None]
    if empty and len(empty) < len(columns):
        line.issue(
            empty[0],
            context.env._("Fill all columns of a change, or only the effective month."),
        )
    elif line.is_new and line["effective"] in context.known.closed:
        line.issue("effective", context.env._("This month is closed."))


def _check_change(context, line):
    env = context.env
    if line["amount"] == 0:
        line.issue("amount", env._("The amount must not be zero."))
    if line["month"] < line["effective"]:
        line.issue("month", env._("This month is before the version begins."))
    if line["from"] == line["to"]:
        line.issue("to", env._("Choose two different units."))
    for column in ("from", "to"):
        if context.levels.get(line[column]) not in (None, 2):
            line.issue(column, env._("A change is between two units (level 2)."))


def _check_frozen(context):
    """Changes go into drafts only."""
    states = defaultdict(set)
    for version in context.known.versions.values():
        states[version.effective_period_id.code].add(version.state)
    for line in context.sound_lines("versions"):
        found = states.get(line["effective"])
        if line.is_new and found and "draft" not in found:
            line.issue(
                "effective",
                context.env._(
                    "The version of this month is issued and cannot be changed."
                ),
            )
