"""The quota in effect: cell of the version in force + posted transfer lines."""

from odoo.tools import SQL


def versions_in_force(period_ids):
    """``(period_id, version_id)``; months before any issued version are left out.

    In force is the issued version with the newest effective month that is not later
    than the month itself.
    """
    return SQL(
        """
        SELECT DISTINCT ON (period.id) period.id AS period_id, version.id AS version_id
          FROM ops_cost_period period
          JOIN ops_cost_version version
            ON version.plan_id = period.plan_id AND version.state = 'issued'
          JOIN ops_cost_period first_period
            ON first_period.id = version.effective_period_id
           AND first_period.date_start <= period.date_start
         WHERE period.id IN %s
         ORDER BY period.id, first_period.date_start DESC, version.number DESC
        """,
        tuple(period_ids) or (0,),
    )


def effective_rows(period_ids, node_ids=None):
    """Signed rows whose sums are the quotas in effect; several rows a place.

    Columns period_id, version_id, node_id, item_id, nature, quota, saving_task. To
    be used where the caller adds up anyway.
    """
    of_cell = of_source = of_target = SQL()
    if node_ids is not None:
        nodes = tuple(node_ids) or (0,)
        of_cell = SQL(" AND cell.node_id IN %s", nodes)
        of_source = SQL(" AND line.from_node_id IN %s", nodes)
        of_target = SQL(" AND line.to_node_id IN %s", nodes)
    return SQL(
        """
        WITH in_force AS MATERIALIZED (%(in_force)s)
        SELECT cell.period_id, cell.version_id, cell.node_id, cell.item_id, cell.nature,
               cell.quota, cell.saving_task
          FROM in_force
          JOIN ops_cost_cell cell USING (version_id, period_id)
         WHERE TRUE %(of_cell)s
         UNION ALL
        SELECT line.period_id, line.version_id, line.to_node_id, line.item_id,
               line.nature, line.quota, line.saving_task
          FROM in_force
          JOIN ops_cost_transfer_line line USING (version_id, period_id)
         WHERE line.state = 'posted' %(of_target)s
         UNION ALL
        SELECT line.period_id, line.version_id, line.from_node_id, line.item_id,
               line.nature, -line.quota, -line.saving_task
          FROM in_force
          JOIN ops_cost_transfer_line line USING (version_id, period_id)
         WHERE line.state = 'posted' %(of_source)s
        """,
        in_force=versions_in_force(period_ids),
        of_cell=of_cell,
        of_source=of_source,
        of_target=of_target,
    )


def effective_cells(period_ids, node_ids=None):
    """One row a place: period_id, version_id, node_id, item_id, nature, quota,
    saving_task (numeric); places whose amounts went away altogether are left out."""
    return SQL(
        """
        SELECT period_id, version_id, node_id, item_id, nature,
               SUM(quota) AS quota, SUM(saving_task) AS saving_task
          FROM (%s) effective
         GROUP BY period_id, version_id, node_id, item_id, nature
        HAVING SUM(quota) <> 0 OR SUM(saving_task) <> 0
        """,
        effective_rows(period_ids, node_ids),
    )


def effective_minor(period_ids, node_ids, rounding):
    """``effective_cells`` with the amounts in minor units (bigint)."""
    return SQL(
        """
        SELECT period_id, node_id, item_id, nature,
               (quota / %(rounding)s::numeric)::bigint,
               (saving_task / %(rounding)s::numeric)::bigint
          FROM (%(cells)s) cells
         ORDER BY period_id, node_id, item_id, nature
        """,
        rounding=rounding,
        cells=effective_cells(period_ids, node_ids),
    )


def broken_places(period_ids, node_ids):
    """Places where the quota in effect would leave 0 <= saving task <= quota."""
    return SQL(
        """
        SELECT period_id, node_id, item_id, nature, quota::text, saving_task::text
          FROM (%s) cells
         WHERE quota < 0 OR saving_task < 0 OR saving_task > quota
         ORDER BY period_id, node_id, item_id
         LIMIT 5
        """,
        effective_cells(period_ids, node_ids),
    )
