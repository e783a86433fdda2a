"""What every node has of its own: open months live, closed months as sealed."""

from odoo.tools import SQL

from .assessment import own_amounts


def facts(open_periods):
    """Rows of ``ops.cost.fact``; months that are not in ``open_periods`` come from the
    snapshots in force. No roll-up: sums over nodes are right at any level.

    Ids: even for live rows, odd for sealed ones.
    """
    return SQL(
        """
        SELECT f.id, f.period_id, p.plan_id, p.date_start AS date,
               CASE WHEN f.sealed THEN 'closed' ELSE 'open' END AS state,
               f.node_id, n.level, n.l1_id, n.l2_id, n.l3_id, n.employee_id,
               n.company_id, c.currency_id, f.item_id, f.nature, f.quota,
               f.saving_task, f.quota - f.saving_task AS reduction_target,
               f.actual, f.quota - f.actual AS remaining
          FROM (
            SELECT 2 * row_number() OVER (
                       ORDER BY period_id, node_id, item_id, nature) AS id,
                   period_id, node_id, item_id, nature, quota, saving_task, actual,
                   FALSE AS sealed
              FROM (%s) AS own
             UNION ALL
            SELECT 2 * id + 1, period_id, node_id, item_id, nature, own_quota,
                   own_saving_task, own_actual, TRUE
              FROM ops_cost_snapshot_item
             WHERE is_current
               AND (own_quota <> 0 OR own_saving_task <> 0 OR own_actual <> 0)
          ) AS f
          JOIN ops_cost_period p ON p.id = f.period_id
          JOIN ops_cost_node n ON n.id = f.node_id
          JOIN res_company c ON c.id = n.company_id
        """,
        own_amounts(open_periods),
    )
