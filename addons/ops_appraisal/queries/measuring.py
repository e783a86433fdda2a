"""Measured values of a whole cycle, read and written in one statement per measure."""

import json

from odoo.tools import SQL

COLUMNS = SQL(
    "id int, has_value boolean, value numeric, numerator numeric, denominator numeric,"
    " n int, value_state text, value_note text, refs jsonb, has_auto_score boolean,"
    " auto_score numeric"
)


def measures(cycle_ids):
    """(cycle id, measure id) of the lines that have a measure."""
    return SQL(
        """
        SELECT DISTINCT a.cycle_id, l.measure_id
          FROM ops_appraisal a JOIN ops_appraisal_line l ON l.appraisal_id = a.id
         WHERE a.cycle_id = ANY(%s) AND a.state <> 'closed'
           AND l.measure_id IS NOT NULL
         ORDER BY a.cycle_id, l.measure_id
        """,
        list(cycle_ids),
    )


def measured_lines(cycle, measure_id, subject_name, rule_names):
    """(line id, [line id], [subject id], [first day], [last day], [whether frozen]):
    the lines of a measure and the days of their parts, those of one KPI and one rule
    in a row, with one line that stands for the rule.

    Parts divide the whole cycle: who comes or leaves within it has nobody before or
    after him, so that a figure of the cycle's days is his alone.
    """
    return SQL(
        """
        SELECT min(l.id), array_agg(l.id), array_agg(a.%(subject)s),
               array_agg(part.date_from), array_agg(part.date_to),
               array_agg(a.frozen_at IS NOT NULL)
          FROM ops_appraisal a
          JOIN (
            SELECT p.id, p.appraisal_id,
                   CASE WHEN LAG(p.id) OVER every IS NULL THEN %(first)s
                        ELSE p.date_from END AS date_from,
                   CASE WHEN LEAD(p.id) OVER every IS NULL THEN %(last)s
                        ELSE p.date_to END AS date_to
              FROM ops_appraisal_part p JOIN ops_appraisal h ON h.id = p.appraisal_id
             WHERE h.cycle_id = %(cycle)s
            WINDOW every AS (PARTITION BY p.appraisal_id ORDER BY p.date_from)
          ) AS part ON part.appraisal_id = a.id
          JOIN ops_appraisal_line l ON l.part_id = part.id
         WHERE a.cycle_id = %(cycle)s AND a.state <> 'closed'
           AND l.measure_id = %(measure)s
         GROUP BY l.kpi_id, l.bands, %(rule)s
         ORDER BY min(l.id)
        """,
        subject=SQL.identifier(subject_name),
        cycle=cycle.id,
        first=cycle.date_from,
        last=cycle.date_to,
        measure=measure_id,
        rule=SQL(", ").join(SQL.identifier("l", name) for name in rule_names),
    )


def write_values(rows, now, uid):
    """``rows``: dicts with the columns of ``COLUMNS``. A line whose appraisal is frozen
    or closed stays as it is."""
    return SQL(
        """
        UPDATE ops_appraisal_line line
           SET has_value = new.has_value, value = new.value,
               numerator = new.numerator, denominator = new.denominator, n = new.n,
               value_state = new.value_state, value_note = new.value_note,
               refs = new.refs, has_auto_score = new.has_auto_score,
               auto_score = new.auto_score, measured_at = %(now)s,
               write_uid = %(uid)s, write_date = %(now)s
          FROM json_to_recordset(%(rows)s) AS new (%(columns)s), ops_appraisal a
         WHERE line.id = new.id AND a.id = line.appraisal_id
           AND a.frozen_at IS NULL AND a.state <> 'closed'
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


def noted_values(line_ids):
    """(line id, appraisal id, frozen has_value, frozen value, noted has_value, noted
    value): the frozen value and the one noted last, null without a note; exact."""
    return SQL(
        """
        SELECT l.id, l.appraisal_id, l.has_value, COALESCE(l.value, 0)::text,
               noted.has_later, noted.later_value::text
          FROM ops_appraisal_line l
          LEFT JOIN LATERAL (
               SELECT has_later, later_value FROM ops_appraisal_difference d
                WHERE d.line_id = l.id ORDER BY d.id DESC LIMIT 1) AS noted ON TRUE
         WHERE l.id = ANY(%s)
         ORDER BY l.id
        """,
        list(line_ids),
    )
