"""Measured values of a whole cycle, written in one statement per measure."""

import json

from odoo.tools import SQL

COLUMNS = SQL(
    "id int, has_value boolean, value numeric, numerator numeric, denominator numeric,"
    " n int, value_state text, value_note text, refs jsonb, has_auto_score boolean,"
    " auto_score numeric"
)


def write_values(rows, now, uid):
    """``rows``: dicts with the columns of ``COLUMNS``."""
    return SQL(
        """
        UPDATE ops_appraisal_line line
           SET has_value = new.has_value, value = new.value,
               numerator = new.numerator, denominator = new.denominator, n = new.n,
               value_state = new.value_state, value_note = new.value_note,
               refs = new.refs, has_auto_score = new.has_auto_score,
               auto_score = new.auto_score, measured_at = %(now)s,
               write_uid = %(uid)s, write_date = %(now)s
          FROM jsonb_to_recordset(%(rows)s::jsonb) AS new (%(columns)s)
         WHERE line.id = new.id
        """,
        columns=COLUMNS,
        now=now,
        uid=uid,
        rows=json.dumps(rows),
    )


def touch_lines(appraisal_ids):
    """Writes the rows of the lines as they are: of two transactions that write a line
    at a time, the later fails."""
    return SQL(
        "UPDATE ops_appraisal_line SET measured_at = measured_at"
        " WHERE appraisal_id = ANY(%s)",
        list(appraisal_ids),
    )


def last_differences(line_ids):
    """(line_id, has_later, later_value) of the latest note of each line."""
    return SQL(
        """
        SELECT DISTINCT ON (line_id) line_id, has_later, later_value
          FROM ops_appraisal_difference WHERE line_id = ANY(%s)
         ORDER BY line_id, id DESC
        """,
        list(line_ids),
    )
