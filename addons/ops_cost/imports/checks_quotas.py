"""Sheet quotas: only drafts, targets within quotas, sums that stay."""

from collections import defaultdict
from decimal import Decimal

ZERO = Decimal(0)


def check_quotas(context):
    versions = _versions(context)
    for line in context.sound_lines("quotas"):
        _check_saving(context, line)
        _check_version(context, line, versions)
    _check_lock(context)
    _check_sums(context)


def _versions(context):
    """``{number: (effective month, is it a draft)}`` of the plan, the new ones of the
    file included; they are numbered by their effective months."""
    known = context.known.versions
    result = {
        number: (version.effective_period_id.code, version.state == "draft")
        for (_plan, number), version in known.items()
    }
    stored = {effective for effective, _draft in result.values()}
    new = {line["effective"] for line in context.lines("versions") if line["effective"]}
    start = max(result, default=0) + 1
    for number, effective in enumerate(sorted(new - stored), start):
        result[number] = (effective, True)
    return result


def _check_saving(context, line):
    if (line["saving_task"] or ZERO) > line["quota"]:
        line.issue(
            "saving_task",
            context.env._(
                "The saving task exceeds the quota: the reduction target would be "
                "below zero."
            ),
        )


def _check_version(context, line, versions):
    env = context.env
    if line["version"] not in versions:
        line.issue("version", env._("There is no version with this number."))
        return
    effective, is_draft = versions[line["version"]]
    if line["month"] < effective:
        line.issue("month", env._("This month is before the version begins."))
    if same(line):
        return
    if not is_draft:
        line.issue(
            "version",
            env._("This version is issued: its quotas cannot be changed any more."),
        )
    if line["month"] in context.known.closed:
        line.issue("month", env._("This month is closed."))


def _check_lock(context):
    """The draft must be as it was when the file was downloaded, if the file tells."""
    for (_plan, number), version in context.known.versions.items():
        lock = context.file.about.get(f"lock-{number}")
        if lock is None or lock == str(version.lock_version):
            continue
        changed = [
            line
            for line in context.sound_lines("quotas")
            if line["version"] == number and not same(line)
        ]
        if changed:
            changed[0].issue(
                "version",
                context.env._(
                    "Version %(number)s was changed after this file was downloaded. "
                    "Download it again and enter your changes there.",
                    number=number,
                ),
            )


def same(line):
    """Whether the stored cell already says so; a zero cell is not stored."""
    stored = line.known or {"quota": ZERO, "saving_task": ZERO}
    saving = line["saving_task"]
    return stored["quota"] == line["quota"] and saving in (None, stored["saving_task"])


def _check_sums(context):
    """What a node received stays: its own amount and those below add up to it.

    Only where an allotment is stored; a draft without one takes its allotments from
    the cells.
    """
    changed = {}
    for line in context.sound_lines("quotas"):
        if not same(line):
            changed.setdefault(_group(context, line), line)
    for line in context.lines("quotas"):
        if not line.sound:
            changed.pop(_group(context, line), None)
    if not changed:
        return
    for column in ("quota", "saving_task"):
        sums = _sums(context, column)
        for group, line in changed.items():
            wanted = context.known.received.get(group, {}).get(column)
            if wanted is not None and line.sound and sums[group] != wanted:
                _report_gap(context, line, column, group, sums[group], wanted)


def _report_gap(context, line, column, group, found, wanted):
    line.issue(
        column,
        context.env._(
            "The amounts of %(node)s and the persons below add up to %(found)s; it "
            "received %(wanted)s.",
            node=group[3],
            found=found,
            wanted=wanted,
        ),
    )


def _group(context, line):
    """(version, month, item, node whose received amount is divided)."""
    node = line["node"]
    if context.levels.get(node) == 4:
        node = context.known.parents.get(node)
    return (line["version"], line["month"], line["item"], node)


def _sums(context, column):
    """``{group: Σ}`` of the stored cells with the file's rows over them."""
    cells = {
        key: (_group(context, row), row[column])
        for key, row in context.known.rows["quotas"].items()
    }
    for line in context.sound_lines("quotas"):
        value = line[column]
        if value is None:
            value = line.known[column] if line.known else ZERO
        cells[line.key] = (_group(context, line), value)
    sums = defaultdict(lambda: ZERO)
    for group, value in cells.values():
        sums[group] += value
    return sums
