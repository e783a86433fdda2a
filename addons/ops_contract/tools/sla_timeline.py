"""The stretches of a fact: counted, paused, outside the service hours."""

from itertools import pairwise

from odoo.addons.ops_base.calc.timeline import SECOND, closed


def stretches(timeline, start, end, pauses):
    """``[(kind, from, to)]`` without gaps from ``start`` to ``end``; a pause outside
    the service hours is outside."""
    if end <= start:
        return []
    still = closed(pauses, start, end)
    bounds = {start, end}
    for pair in [*still, *zip(timeline.starts, timeline.ends, strict=True)]:
        bounds.update(bound for bound in pair if start < bound < end)
    found = []
    for a, b in pairwise(sorted(bounds)):
        kind = _kind(timeline, still, a)
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1], b)
        else:
            found.append((kind, a, b))
    return found


def _kind(timeline, still, instant):
    if not timeline.before(instant + SECOND) - timeline.before(instant):
        return "outside"
    inside = any(a <= instant < b for a, b in still)
    return "paused" if inside else "counted"


def percents(text):
    """The numbers of ``"50,75,90"``; what is no number is left out."""
    parts = (part.strip() for part in (text or "").split(","))
    return sorted(int(part) for part in parts if part.isdigit() and int(part) <= 100)
