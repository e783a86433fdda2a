"""Sheet entries: nature, releases, the node on the day, pairs that add up to zero."""

from collections import defaultdict
from decimal import Decimal

PAIR_COLUMNS = ("date", "recorded_on", "document", "state", "item", "nature")


def check_entries(context):
    for line in context.sound_lines("entries"):
        _check_amount(context, line)
        _check_dates(context, line)
        _check_nature(context, line)
        if line.is_new and line["state"] != "draft":
            _check_bookable(context, line)
    _check_pairs(context)


def _check_amount(context, line):
    if line["amount"] == 0:
        line.issue("amount", context.env._("The amount must not be zero."))


def _check_dates(context, line):
    env, day = context.env, line["date"]
    if line["recorded_on"] and line["recorded_on"] < day:
        line.issue("recorded_on", env._("It was recorded before the day of the cost."))
    first, last = context.spans.get(line["node"], (None, None))
    if (first and day < first) or (last and day > last):
        line.issue(
            "node",
            env._(
                "%(node)s is not valid on %(day)s: only from %(first)s to %(last)s.",
                node=line["node"],
                day=day,
                first=first or "…",
                last=last or "…",
            ),
        )


def _check_nature(context, line):
    env = context.env
    if line["nature"] == "contingency" and not line["release"]:
        line.issue("release", env._("Contingency is booked on a release."))
    elif line["release"] and line["nature"] != "contingency":
        line.issue("nature", env._("A release is for contingency only."))


def _check_bookable(context, line):
    """The rules of the ledger for rows that wait for approval at once."""
    env, item = context.env, line["item"]
    if item in context.known.split_items:
        line.issue("item", env._("%s has sub-items: choose one of them.", item))
    if line["nature"] == "contingency":
        _check_release(context, line)
    elif _is_large(context, line) and not line["large_reason"]:
        line.issue(
            "large_reason",
            env._(
                "This material cost is large: book it as contingency with a release, "
                "or give the reason."
            ),
        )


def _check_release(context, line):
    env, item, node = context.env, line["item"], line["node"]
    if item in context.known.plain_items:
        line.issue("item", env._("%s takes no contingency costs.", item))
    covered = context.release_nodes.get(line["release"])
    above = context.above(node)
    if covered and above is not None and covered not in {node, *above}:
        line.issue(
            "release",
            env._(
                "Release %(release)s is for %(covered)s, not for %(node)s.",
                release=line["release"],
                covered=covered,
                node=node,
            ),
        )


def _is_large(context, line):
    threshold = context.known.thresholds.get(line["date"].year, 0)
    return (
        context.kinds.get(line["item"]) in ("material", "spare")
        and 0 < threshold <= line["amount"]
    )


def _check_pairs(context):
    pairs = defaultdict(list)
    for line in context.lines("entries"):
        if line["pair"]:
            pairs[line["pair"]].append(line)
        elif line["document"] == "internal_cheque":
            line.issue(
                "pair",
                context.env._("The lines of an internal cheque need the same pair."),
            )
    for lines in pairs.values():
        if all(line.sound for line in lines):
            _check_pair(context, lines)


def _check_pair(context, lines):
    env, first = context.env, lines[0]
    if first["document"] != "internal_cheque":
        first.issue("pair", env._("Only internal cheques have pairs."))
        return
    for line in lines[1:]:
        for column in PAIR_COLUMNS:
            if line[column] != first[column]:
                line.issue(
                    column,
                    env._(
                        "The lines of a pair must agree: row %(row)s says otherwise.",
                        row=first.row.number,
                    ),
                )
    total = sum((line["amount"] for line in lines), Decimal(0))
    if total or len(lines) < 2:
        first.issue(
            "amount",
            env._(
                "The lines of pair %(pair)s must add up to zero; they add up to "
                "%(total)s.",
                pair=first["pair"],
                total=total,
            ),
        )
    if any(line.is_new != first.is_new for line in lines):
        first.issue("pair", env._("Half of this pair is stored already."))
