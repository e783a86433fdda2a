"""What statements count: one query per source, however many contracts."""

from odoo.tools import SQL


def facts(contract_ids, first, last):
    """Facts with their outcome in the days, by level, day of start and outcome.

    An outcome after the contract's end counts in its last month; what a statement
    sent before has counted, does not count again.
    """
    return SQL(
        """
        SELECT c.contract_id, l.version_id, c.line_key, c.outcome,
               (c.start_at AT TIME ZONE 'UTC' AT TIME ZONE k.tz)::date AS started,
               array_agg(c.id ORDER BY c.id) AS ids
          FROM ops_sla_clock c
          JOIN ops_contract k ON k.id = c.contract_id
          JOIN ops_annex_sla_line l ON l.id = c.sla_line_id
          LEFT JOIN ops_sla_statement_line sl ON sl.id = c.statement_line_id
          LEFT JOIN ops_sla_statement s ON s.id = sl.statement_id
         WHERE c.contract_id = ANY(%(contracts)s)
           AND (c.outcome_day BETWEEN %(first)s AND %(last)s
                OR (k.date_last BETWEEN %(first)s AND %(last)s
                    AND c.outcome_day > k.date_last))
           AND (s.id IS NULL OR s.date_from = %(first)s)
           AND c.outcome IN ('met', 'breached', 'excluded')
           AND c.superseded_by_id IS NULL
         GROUP BY 1, 2, 3, 4, 5
         ORDER BY 1, 2, 3, 4, 5
        """,
        contracts=list(contract_ids),
        first=first,
        last=last,
    )


def uncovered(contract_ids, first, last):
    """Cases that no service level judges, by contract and its own days."""
    return SQL(
        """
        SELECT c.contract_id, count(*)
          FROM ops_sla_clock c
          JOIN ops_contract k ON k.id = c.contract_id
         WHERE c.contract_id = ANY(%(contracts)s)
           AND c.outcome = 'none' AND c.superseded_by_id IS NULL
           AND (c.start_at AT TIME ZONE 'UTC' AT TIME ZONE k.tz)::date
               BETWEEN %(first)s AND %(last)s
         GROUP BY c.contract_id
        """,
        contracts=list(contract_ids),
        first=first,
        last=last,
    )


def earlier_months(contract_ids, since, before):
    """Credit of earlier statements."""
    return SQL(
        """
        SELECT contract_id, date_from, credit
          FROM ops_sla_statement
         WHERE contract_id = ANY(%(contracts)s)
           AND date_from >= %(since)s AND date_from < %(before)s
         ORDER BY contract_id, date_from
        """,
        contracts=list(contract_ids),
        since=since,
        before=before,
    )


def earlier_verdicts(contract_ids, since, before):
    """Verdicts of the lines of earlier statements."""
    return SQL(
        """
        SELECT l.contract_id, s.date_from, l.line_key, l.verdict
          FROM ops_sla_statement_line l
          JOIN ops_sla_statement s ON s.id = l.statement_id
         WHERE s.contract_id = ANY(%(contracts)s)
           AND s.date_from >= %(since)s AND s.date_from < %(before)s
         ORDER BY l.contract_id, s.date_from, l.id
        """,
        contracts=list(contract_ids),
        since=since,
        before=before,
    )
