"""Open months: quota and actual of every node, straight from cells and entries.

Cells and entries are added up by node first, each on its own, and only then put
together; teams, units and leadership follow from the level below (performance.md, W1).
"""

from odoo.tools import SQL

from .quota import effective_rows

SUMS = SQL(
    "SUM(quota) AS quota, SUM(target) AS target, SUM(actual) AS actual,"
    " SUM(contingency) AS contingency"
)


def leaves(period_ids, items=None):
    """(period_id, node_id, level, l1_id, l2_id, l3_id, quota, target, actual,
    contingency): what stands on each node itself, the daily costs of the assessed
    bundle, or of ``items`` only, and the contingency. Nodes without an entry and
    without any quota are left out, as in a snapshot."""
    if items is None:
        only, daily = SQL("TRUE"), SQL("(WHERE nature = 'daily' AND i.in_bundle)")
    else:
        only = SQL("i.id IN %s", tuple(items) or (0,))
        daily = SQL("(WHERE nature = 'daily')")
    return SQL(
        """
        SELECT period_id, n.id AS node_id, n.level, n.l1_id, n.l2_id, n.l3_id,
               COALESCE(quota, 0) AS quota, COALESCE(quota - saving_task, 0) AS target,
               COALESCE(actual, 0) AS actual, COALESCE(contingency, 0) AS contingency
          FROM (
            SELECT period_id, node_id, SUM(quota) FILTER %(daily)s AS quota,
                   SUM(saving_task) FILTER %(daily)s AS saving_task
              FROM (%(quotas)s) AS cell JOIN ops_cost_item i ON i.id = item_id
             WHERE %(only)s
             GROUP BY period_id, node_id
            HAVING SUM(quota) <> 0
          ) AS granted
          FULL JOIN (
            SELECT period_id, node_id, SUM(amount) FILTER %(daily)s AS actual,
                   SUM(amount) FILTER (WHERE nature = 'contingency') AS contingency
              FROM ops_cost_entry e JOIN ops_cost_item i ON i.id = item_id
             WHERE state = 'posted' AND period_id = ANY(%(periods)s)
               AND e.company_id = ANY(ARRAY(
                   SELECT company_id FROM ops_cost_period WHERE id = ANY(%(periods)s)))
               AND %(only)s
             GROUP BY period_id, node_id
          ) AS booked USING (period_id, node_id)
          JOIN ops_cost_node n ON n.id = node_id
        """,
        daily=daily,
        quotas=effective_rows(period_ids),
        periods=list(period_ids),
        only=only,
    )


def amounts(period_ids, items=None):
    """The columns of ``leaves`` for nodes of all levels, each with all below it."""
    return SQL(
        """
        WITH leaf AS MATERIALIZED (%(leaves)s), team AS MATERIALIZED (
            SELECT period_id, l1_id, l2_id, l3_id, %(sums)s FROM leaf WHERE level >= 3
             GROUP BY period_id, l1_id, l2_id, l3_id
        ), unit AS MATERIALIZED (
            SELECT period_id, l1_id, l2_id, %(sums)s
              FROM (SELECT period_id, l1_id, l2_id, %(columns)s FROM team
                     UNION ALL
                    SELECT period_id, l1_id, l2_id, %(columns)s
                      FROM leaf WHERE level = 2) AS below
             GROUP BY period_id, l1_id, l2_id
        )
        SELECT period_id, node_id, level, l1_id, l2_id, l3_id, %(columns)s
          FROM leaf WHERE level = 4
         UNION ALL
        SELECT period_id, l3_id, 3, l1_id, l2_id, l3_id, %(columns)s FROM team
         UNION ALL
        SELECT period_id, l2_id, 2, l1_id, l2_id, NULL, %(columns)s FROM unit
         UNION ALL
        SELECT period_id, l1_id, 1, l1_id, NULL, NULL, %(sums)s
          FROM (SELECT period_id, l1_id, %(columns)s FROM unit
                 UNION ALL
                SELECT period_id, l1_id, %(columns)s
                  FROM leaf WHERE level = 1) AS below
         GROUP BY period_id, l1_id
        """,
        leaves=leaves(period_ids, items),
        columns=SQL("quota, target, actual, contingency"),
        sums=SUMS,
    )
