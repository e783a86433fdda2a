"""Old and new quotas of a version against the one that it is compared with."""

from odoo.tools import SQL


def rows():
    """One row a version and place. The id is unique: version in the high half, the
    cell's id, or 2^32 less twice the transfer line's (and its end), in the low one."""
    return SQL(
        """
        SELECT version_id * 4294967296::bigint + MAX(place) AS id,
               version_id, period_id, node_id, item_id, nature, level, l1_id, l2_id,
               l3_id, company_id, currency_id,
               SUM(old_quota) AS old_quota, SUM(quota) AS quota,
               SUM(quota) - SUM(old_quota) AS difference,
               SUM(old_quota) - SUM(old_saving) AS old_target,
               SUM(quota) - SUM(saving) AS reduction_target,
               (SUM(quota) <> SUM(old_quota) OR SUM(saving) <> SUM(old_saving))
               AS is_changed
          FROM (%s UNION ALL %s UNION ALL %s UNION ALL %s) places
         GROUP BY version_id, period_id, node_id, item_id, nature, level, l1_id, l2_id,
               l3_id, company_id, currency_id
        """,
        _new_cells(),
        _old_cells(),
        _old_lines("to_node_id", 0, SQL("line.quota, line.saving_task")),
        _old_lines("from_node_id", 1, SQL("-line.quota, -line.saving_task")),
    )


def _new_cells():
    return SQL(
        """
        SELECT cell.version_id, cell.period_id, cell.node_id, cell.item_id,
               cell.nature, cell.level, cell.l1_id, cell.l2_id, cell.l3_id,
               cell.company_id, cell.currency_id, cell.quota,
               cell.saving_task AS saving, 0 AS old_quota, 0 AS old_saving,
               cell.id::bigint AS place
          FROM ops_cost_version version
          JOIN ops_cost_cell cell ON cell.version_id = version.id
         WHERE version.supersedes_id IS NOT NULL
        """
    )


def _old_cells():
    return SQL(
        """
        SELECT version.id, cell.period_id, cell.node_id, cell.item_id, cell.nature,
               cell.level, cell.l1_id, cell.l2_id, cell.l3_id, cell.company_id,
               cell.currency_id, 0, 0, cell.quota, cell.saving_task, cell.id::bigint
          FROM ops_cost_version version
          JOIN ops_cost_period first_period
            ON first_period.id = version.effective_period_id
          JOIN ops_cost_cell cell ON cell.version_id = version.supersedes_id
          JOIN ops_cost_period period
            ON period.id = cell.period_id
           AND period.date_start >= first_period.date_start
        """
    )


def _old_lines(end, side, amounts):
    return SQL(
        """
        SELECT version.id, line.period_id, node.id, line.item_id, line.nature,
               node.level, node.l1_id, node.l2_id, node.l3_id, node.company_id,
               line.currency_id, 0, 0, %(amounts)s,
               4294967296 - 2 * line.id::bigint - %(side)s
          FROM ops_cost_version version
          JOIN ops_cost_period first_period
            ON first_period.id = version.effective_period_id
          JOIN ops_cost_transfer_line line
            ON line.version_id = version.supersedes_id AND line.state = 'posted'
          JOIN ops_cost_period period
            ON period.id = line.period_id
           AND period.date_start >= first_period.date_start
          JOIN ops_cost_node node ON node.id = line.%(end)s
        """,
        amounts=amounts,
        side=side,
        end=SQL.identifier(end),
    )
