"""Facts with their numbers, for pivots and graphs."""

from odoo.tools import SQL


def sla_report():
    return SQL(
        """
        SELECT c.id, c.id AS clock_id, c.contract_id, k.direction, c.company_id,
               c.commercial_partner_id, c.metric_id, c.priority, c.sla_line_id,
               i.item_id, k.manager_id, k.project_manager_id, c.responsible_id,
               c.outcome, c.source, c.outcome_day AS day,
               (c.start_at AT TIME ZONE 'UTC' AT TIME ZONE k.tz)::date AS start_day,
               CASE WHEN c.outcome IN ('met', 'breached') THEN 1 ELSE 0 END AS cases,
               CASE WHEN c.outcome = 'met' THEN 1 ELSE 0 END AS met,
               CASE WHEN c.outcome = 'breached' THEN 1 ELSE 0 END AS breached,
               CASE WHEN c.outcome = 'excluded' THEN 1 ELSE 0 END AS excluded,
               CASE WHEN c.outcome = 'met' THEN 1.0
                    WHEN c.outcome = 'breached' THEN 0.0 END AS attainment,
               c.elapsed_s / 3600.0 AS elapsed_hours,
               c.paused_s / 3600.0 AS paused_hours,
               c.margin_s / 3600.0 AS margin_hours,
               c.breach_cause, c.breach_action,
               (c.outcome = 'breached'
                AND COALESCE(c.breach_cause, '') = '') AS is_unexplained
          FROM ops_sla_clock c
          JOIN ops_contract k ON k.id = c.contract_id
          LEFT JOIN ops_annex_service_line i ON i.id = c.service_line_id
         WHERE c.superseded_by_id IS NULL
        """
    )
