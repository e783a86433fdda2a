"""Proof of a closed month by another way than the one that sealed it: over the
parents of the tree instead of the stamped ancestors."""

from odoo.tools import SQL

from .quota import effective_cells


def gaps(closing_ids):
    """Rows ``(closing id, node id)`` of the nodes of level 1 to 3 whose quota, saving
    task or actual of some item is not own level plus parts."""
    return SQL(
        """
        WITH sealed AS (
            SELECT s.closing_id, s.node_id, n.parent_id, s.level, s.item_id, s.nature,
                   s.quota, s.saving_task, s.actual,
                   s.own_quota, s.own_saving_task, s.own_actual
              FROM ops_cost_snapshot_item s JOIN ops_cost_node n ON n.id = s.node_id
             WHERE s.closing_id IN %(closings)s
        ), parts AS (
            SELECT closing_id, parent_id AS node_id, item_id, nature,
                   SUM(quota) AS quota, SUM(saving_task) AS saving_task,
                   SUM(actual) AS actual
              FROM sealed WHERE parent_id IS NOT NULL
             GROUP BY closing_id, parent_id, item_id, nature
        )
        SELECT DISTINCT COALESCE(s.closing_id, p.closing_id),
               COALESCE(s.node_id, p.node_id)
          FROM (SELECT * FROM sealed WHERE level < 4) s
          FULL JOIN parts p USING (closing_id, node_id, item_id, nature)
         WHERE (COALESCE(s.quota, 0), COALESCE(s.saving_task, 0),
                COALESCE(s.actual, 0))
            <> (COALESCE(s.own_quota, 0) + COALESCE(p.quota, 0),
                COALESCE(s.own_saving_task, 0) + COALESCE(p.saving_task, 0),
                COALESCE(s.own_actual, 0) + COALESCE(p.actual, 0))
        """,
        closings=tuple(closing_ids),
    )


def books(closing):
    """One row: sealed quota and actual of level 1, effective cells and posted entries
    of the month, in the company's currency."""
    return SQL(
        """
        SELECT (SELECT COALESCE(SUM(quota), 0) FROM ops_cost_snapshot_item
                 WHERE closing_id = %(closing)s AND level = 1),
               (SELECT COALESCE(SUM(actual), 0) FROM ops_cost_snapshot_item
                 WHERE closing_id = %(closing)s AND level = 1),
               (SELECT COALESCE(SUM(quota), 0) FROM (%(cells)s) cells),
               (SELECT COALESCE(SUM(amount), 0) FROM ops_cost_entry
                 WHERE period_id = %(period)s AND state = 'posted')
        """,
        closing=closing.id,
        period=closing.period_id.id,
        cells=effective_cells(closing.period_id.ids),
    )
