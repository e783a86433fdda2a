"""Writes the new lines of a checked file, in one transaction, as the user."""

from .apply_entries import EntryWriter
from .apply_plan import PlanWriter
from .apply_quotas import QuotaWriter
from .apply_tree import TreeWriter


def apply(env, context, progress):
    """``{sheet: number of new rows}``. ``progress(done, total)`` after each step."""
    file, known = context.file, context.known
    total = file.size
    steps = {
        "plan": PlanWriter,
        "tree": TreeWriter,
        "entries": EntryWriter,
        "quotas": QuotaWriter,
    }
    done = 0
    writers = {name: writer(env, context) for name, writer in steps.items()}
    order = (
        ("plan", "plan"),
        ("plan", "items"),
        ("tree", "people"),
        ("tree", "nodes"),
        ("tree", "stays"),
        ("plan", "months"),
        ("plan", "own_shares"),
        ("plan", "releases"),
        ("plan", "versions"),
        ("entries", "entries"),
        ("quotas", "quotas"),
    )
    counts = dict.fromkeys(file.lines, 0)
    for writer, step in order:
        sheet = "people" if step == "stays" else step
        if sheet not in file.lines:
            continue
        for count in getattr(writers[writer], f"write_{step}")():
            counts[sheet] += count
            progress(min(done + counts[sheet], total), total)
        if step != "people":
            done += len(file.lines[sheet])
            progress(done, total)
    known.rows.clear()
    return counts
