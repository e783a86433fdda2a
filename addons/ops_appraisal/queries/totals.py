"""Totals of levels and results, read and written in one statement for all."""

import json

from odoo.tools import SQL

RESULT = SQL(
    "id int, first_total numeric, second_total numeric, score numeric,"
    " coverage numeric, gap_alert boolean, veto_events int, veto_cap_grade text,"
    " outcome text, grade text, final_grade text"
)


def part_lines(appraisal_ids, level):
    """(appraisal id, policy, least coverage, days, [weight], [score or null]) of each
    part, numbers as text of two places: what ``_effective`` says counts for the level.
    Lists are null for a part without lines, days for an appraisal without parts."""
    return SQL(
        """
        SELECT a.id, c.missing_policy, round(COALESCE(c.min_coverage, 0), 2)::text,
               p.days,
               array_agg(round(l.weight, 2)::text ORDER BY l.id)
                   FILTER (WHERE l.id IS NOT NULL),
               array_agg(round(CASE WHEN s.has_score THEN s.score
                                    WHEN s.id IS NOT NULL AND l.has_auto_score
                                    THEN l.auto_score END, 2)::text ORDER BY l.id)
                   FILTER (WHERE l.id IS NOT NULL)
          FROM ops_appraisal a
          JOIN ops_appraisal_cycle c ON c.id = a.cycle_id
          LEFT JOIN ops_appraisal_part p ON p.appraisal_id = a.id
          LEFT JOIN ops_appraisal_line l ON l.part_id = p.id
          LEFT JOIN ops_appraisal_score s ON s.line_id = l.id AND s.level = %(level)s
         WHERE a.id = ANY(%(ids)s)
         GROUP BY a.id, c.id, p.id
         ORDER BY a.id, p.id
        """,
        level=level,
        ids=list(appraisal_ids),
    )


def write_totals(rows, level, uid):
    """Totals of the level's words; ``rows``: dicts of appraisal_id, total, coverage and
    outcome."""
    return SQL(
        """
        UPDATE ops_appraisal_statement words
           SET total = new.total, coverage = new.coverage, outcome = new.outcome,
               write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
          FROM json_to_recordset(%(rows)s) AS new (
               appraisal_id int, total numeric, coverage numeric, outcome text)
         WHERE words.appraisal_id = new.appraisal_id AND words.level = %(level)s
           AND words.kind = 'words' AND words.former_user_id IS NULL
        """,
        rows=json.dumps(rows),
        level=level,
        uid=uid,
    )


def write_results(rows, uid):
    """``rows``: dicts with the columns of ``RESULT``."""
    return SQL(
        """
        UPDATE ops_appraisal_result result
           SET first_total = new.first_total, second_total = new.second_total,
               score = new.score, coverage = new.coverage, gap_alert = new.gap_alert,
               veto_events = new.veto_events, veto_cap_grade = new.veto_cap_grade,
               outcome = new.outcome, grade = new.grade, final_grade = new.final_grade,
               write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
          FROM json_to_recordset(%(rows)s) AS new (%(columns)s)
         WHERE result.id = new.id
        """,
        columns=RESULT,
        rows=json.dumps(rows),
        uid=uid,
    )
