"""Which pauses of a fact count, and as what."""

from datetime import datetime, timedelta

from odoo.addons.ops_base.calc.clock import Event
from odoo.addons.ops_base.calc.timeline import union

FOREVER = datetime.fromisoformat("9999-01-01")


def why_not(pause, line):
    """Code of the rule that keeps a pause from counting, None if it counts."""
    reason = pause.reason_id
    if found := why_never(reason, line):
        return found
    if reason.customer_ack and not pause.is_acknowledged:
        return "not_acknowledged"
    return None


def why_never(reason, line):
    """Why no pause for this reason counts under a line, None if one may."""
    if reason not in line.pause_reason_ids:
        return "not_agreed"
    if reason.stops_metric_ids and line.metric_id not in reason.stops_metric_ids:
        return "not_this_metric"
    return None


def counted_pauses(pauses, line, suspended=()):
    """Merged ``(start, end)`` of the pauses that count, None for a lasting one. A
    contract that is ``suspended`` stops all clocks."""
    counted = [_limited(pause) for pause in pauses if why_not(pause, line) is None]
    counted += suspended
    return [(a, None if b == FOREVER else b) for a, b in union(counted)]


def _limited(pause):
    """No pause counts longer than its reason allows."""
    end = pause.end_at or FOREVER
    limit = pause.reason_id.max_minutes
    if limit:
        end = min(end, pause.start_at + timedelta(minutes=limit))
    return pause.start_at, end


def events(start, pauses, reached=None, cancelled=None, reopened=()):
    """The log that ``calc.clock`` replays. ``reopened``: (reached, reopened) pairs."""
    log = [Event(start, "open")]
    for begin, end in pauses:
        if end is None or end > start:
            log.append(Event(max(begin, start), "pause"))
            log += [Event(end, "resume")] if end is not None else []
    for closed, again in reopened:
        log += [Event(closed, "resolve"), Event(again, "reopen")]
    if reached:
        log.append(Event(reached, "resolve"))
    if cancelled:
        log.append(Event(cancelled, "cancel"))
    return log
