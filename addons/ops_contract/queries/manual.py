"""What was decided by persons beside what was measured (contract.md, row 17)."""

from odoo.tools import SQL

# a row is a case or an intervention; ids do not meet
ROWS = 5


def manual_report():
    """Measured cases, and what changed by hand what counts: approved overrides and
    exclusions, lowered priorities, adjustments that no fact gives. By the local day."""
    return SQL(
        """
        WITH found AS (
            SELECT id * %(rows)s AS id, contract_id, 'case' AS kind,
                   outcome_day AS day, NULL::timestamp AS at, responsible_id AS user_id
              FROM ops_sla_clock
             WHERE outcome IN ('met', 'breached') AND superseded_by_id IS NULL
            UNION ALL
            SELECT id * %(rows)s + 1, contract_id, 'override', NULL, decided_at,
                   requested_by
              FROM ops_sla_override WHERE approval_state = 'approved'
            UNION ALL
            SELECT id * %(rows)s + 2, contract_id, 'exclusion', NULL, decided_at,
                   requested_by
              FROM ops_sla_exclusion WHERE approval_state = 'approved'
            UNION ALL
            SELECT id * %(rows)s + 3, contract_id, 'downgrade', NULL, at, user_id
              FROM ops_sla_clock_event
             WHERE kind = 'priority' AND new_priority > old_priority
            UNION ALL
            SELECT id * %(rows)s + 4, contract_id, 'waiver', NULL, decided_at,
                   requested_by
              FROM ops_sla_statement_adjustment
             WHERE approval_state = 'approved' AND NOT COALESCE(is_computed, FALSE)
        )
        SELECT f.id, f.contract_id, k.company_id, k.commercial_partner_id,
               k.direction, f.kind, f.user_id,
               COALESCE(
                   f.day, (f.at AT TIME ZONE 'UTC' AT TIME ZONE k.tz)::date
               ) AS day,
               CASE WHEN f.kind = 'case' THEN 1 ELSE 0 END AS cases,
               CASE WHEN f.kind = 'case' THEN 0 ELSE 1 END AS interventions,
               NULL::float AS intervention_rate
          FROM found f
          JOIN ops_contract k ON k.id = f.contract_id
        """,
        rows=ROWS,
    )
