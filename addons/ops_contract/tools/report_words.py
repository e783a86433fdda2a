"""How the printed reports write values, instants and durations."""

from odoo.addons.ops_base.calc.period import as_local

from .portal_words import minutes_text, plain, share

MINUTE = 60


def selection_label(record, name):
    """The words of a selection in the reader's language; "" where it is empty."""
    options = record._fields[name]._description_selection(record.env)
    return dict(options).get(record[name], "")


def value_text(metric, row):
    """``row``: a statement's line, or a dict of ``contract._sla_results``."""
    if not row["has_value"]:
        return "–"
    if metric.unit == "ratio":
        return share(row["value"])
    return plain(round(row["value"], 4))


def instant_text(instant, tz):
    """Local time to the minute; "" where there is none."""
    return f"{as_local(instant, tz):%Y-%m-%d %H:%M}" if instant else ""


def seconds_text(env, seconds):
    return minutes_text(env, round((seconds or 0) / MINUTE))
