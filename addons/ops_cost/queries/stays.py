"""Persons of a month who have no quota in it."""

from odoo.tools import SQL

from .quota import effective_cells


def without_quota(company_id, period):
    """(node_id, id of the person's node that has a quota, or null): stays that belong
    to the month and have no quota in it, by code."""
    return SQL(
        """
        WITH cell AS MATERIALIZED (
            SELECT DISTINCT node_id FROM (%(cells)s) AS effective WHERE quota <> 0
        )
        SELECT n.id, (
               SELECT MAX(other.id) FROM ops_cost_node other
                 JOIN cell ON cell.node_id = other.id
                WHERE other.employee_id = n.employee_id
                  AND other.company_id = n.company_id)
          FROM ops_cost_node n
         WHERE n.company_id = %(company)s AND n.level = 4 AND n.active
           AND n.date_start <= %(end)s
           AND (n.date_end IS NULL OR n.date_end >= %(start)s)
           AND n.id NOT IN (SELECT node_id FROM cell)
         ORDER BY n.code, n.id
        """,
        cells=effective_cells([period.id]),
        company=company_id,
        start=period.date_start,
        end=period.date_end,
    )
