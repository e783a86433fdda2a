"""What a forecast of the month is made of; one query each, however many contracts."""

from odoo.tools import SQL


def history(contract_ids, since):
    """Service time of finished cases, by contract, metric and priority."""
    return SQL(
        """
        SELECT contract_id, metric_id, priority, array_agg(elapsed_s)
          FROM ops_sla_clock
         WHERE contract_id = ANY(%(contracts)s)
           AND reached_at >= %(since)s
           AND outcome IN ('met', 'breached') AND superseded_by_id IS NULL
         GROUP BY contract_id, metric_id, priority
        """,
        contracts=list(contract_ids),
        since=since,
    )


def so_far(contract_ids, first, last):
    """Cases of the month that have their outcome, by service level."""
    return SQL(
        """
        SELECT sla_line_id,
               count(*) FILTER (WHERE outcome = 'met'),
               count(*) FILTER (WHERE outcome = 'breached')
          FROM ops_sla_clock
         WHERE contract_id = ANY(%(contracts)s)
           AND outcome_day BETWEEN %(first)s AND %(last)s
           AND outcome IN ('met', 'breached') AND superseded_by_id IS NULL
         GROUP BY sla_line_id
        """,
        contracts=list(contract_ids),
        first=first,
        last=last,
    )


def open_cases(contract_ids):
    return SQL(
        """
        SELECT sla_line_id, contract_id, metric_id, priority, elapsed_s, target_s
          FROM ops_sla_clock
         WHERE contract_id = ANY(%(contracts)s)
           AND outcome IN ('running', 'paused') AND superseded_by_id IS NULL
         ORDER BY id
        """,
        contracts=list(contract_ids),
    )


def begun(contract_ids, since):
    """Cases that began, by contract and key of the service level."""
    return SQL(
        """
        SELECT contract_id, line_key, count(*)
          FROM ops_sla_clock
         WHERE contract_id = ANY(%(contracts)s)
           AND start_at >= %(since)s
           AND line_key IS NOT NULL
           AND outcome NOT IN ('none', 'cancelled') AND superseded_by_id IS NULL
         GROUP BY contract_id, line_key
        """,
        contracts=list(contract_ids),
        since=since,
    )
