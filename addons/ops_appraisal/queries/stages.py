"""Rows of a level, made when its stage begins."""

from odoo.tools import SQL

LEVEL = SQL(
    """CASE a.state WHEN 'self' THEN 'self' WHEN 'manager' THEN 'first'
       ELSE 'second' END"""
)
WRITTEN = ("self", "manager", "second")


def open_scores(appraisal_ids, uid):
    """One empty score per line for the level whose stage it is."""
    return SQL(
        """
        INSERT INTO ops_appraisal_score (
            appraisal_id, line_id, level, company_id, score, has_score, value,
            has_value, create_uid, write_uid, create_date, write_date)
        SELECT a.id, l.id, %(level)s, a.company_id, 0, FALSE, 0, FALSE, %(uid)s,
               %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM ops_appraisal a JOIN ops_appraisal_line l ON l.appraisal_id = a.id
         WHERE a.id = ANY(%(ids)s) AND a.state IN %(written)s
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        level=LEVEL,
        uid=uid,
        ids=list(appraisal_ids),
        written=WRITTEN,
    )


def open_statements(appraisal_ids, uid):
    """The words of the level whose stage it is; reviewers have a note besides."""
    return SQL(
        """
        INSERT INTO ops_appraisal_statement (
            appraisal_id, level, kind, outcome, company_id, create_uid, write_uid,
            create_date, write_date)
        SELECT a.id, %(level)s, kind.name, 'pending', a.company_id, %(uid)s, %(uid)s,
               now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM ops_appraisal a
          JOIN (VALUES ('words'), ('note')) AS kind (name)
            ON kind.name = 'words' OR a.state <> 'self'
         WHERE a.id = ANY(%(ids)s) AND a.state IN %(written)s
        ON CONFLICT DO NOTHING
        RETURNING id
        """,
        level=LEVEL,
        uid=uid,
        ids=list(appraisal_ids),
        written=WRITTEN,
    )
