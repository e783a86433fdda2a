"""Results of the cycles that a longer cycle rolls up."""

from odoo.tools import SQL


def period_scores(cycle, subject):
    """(result id of an appraisal of ``cycle``, [score or null of each shorter period]
    or null): published cycles of the kind within the dates, for the same subject;
    ``subject``: the column of it.

    Of what is calibrated already only what has no figures yet.
    """
    return SQL(
        """
        SELECT own.id, array_agg(
                   CASE WHEN r.outcome = 'ok' THEN r.score END ORDER BY c.date_from)
          FROM ops_appraisal a
          JOIN ops_appraisal_result own ON own.appraisal_id = a.id
          LEFT JOIN (ops_appraisal part
               JOIN ops_appraisal_cycle c
                 ON c.id = part.cycle_id AND c.period_kind = %(kind)s
                AND c.rollup_kind IS NULL
                AND c.date_from >= %(start)s AND c.date_to <= %(end)s
               JOIN ops_appraisal_result r ON r.appraisal_id = part.id)
            ON part.published_at IS NOT NULL AND c.company_id = a.company_id
           AND part.%(subject)s = a.%(subject)s
         WHERE a.cycle_id = %(cycle)s
           AND (a.state = 'draft'
                OR a.state = 'calibration' AND own.outcome = 'pending')
         GROUP BY own.id ORDER BY own.id
        """,
        cycle=cycle.id,
        subject=SQL.identifier(subject),
        kind=cycle.rollup_kind,
        start=cycle.date_from,
        end=cycle.date_to,
    )
