"""Figures of screens and prints: sealed months and live ones in the same columns.

Every function returns ``SQL``; ``nodes``, ``assessments`` and the like are queries
of the ORM with the reader's record rules in them.
"""

from odoo.tools import SQL

from . import live
from .assessment import verdicts
from .quota import effective_cells, effective_rows

# column of an assessment, its name among the figures
SEALED = (
    ("period_id", "period_id"),
    ("node_id", "node_id"),
    ("level", "level"),
    ("quota", "quota"),
    ("reduction_target", "target"),
    ("actual", "actual"),
    ("contingency_actual", "contingency"),
    ("zone", "zone"),
    ("penalty", "penalty"),
    ("reward", "reward"),
)


def live_amounts(period_ids, nodes, items=None):
    """(period_id, node_id, level, quota, target, actual, contingency) of open months:
    totals of ``nodes``, whatever their level, each with all that is below it."""
    return SQL(
        """
        SELECT period_id, node_id, level, quota, target, actual, contingency
          FROM (%s) AS total WHERE node_id IN (%s)
        """,
        live.amounts(period_ids, items),
        nodes,
    )


def own_level_amounts(period_ids, node_id, items=None):
    """The columns of ``live_amounts`` for what stands on one inner node itself."""
    return SQL(
        """
        SELECT period_id, node_id, level, quota, target, actual, contingency
          FROM (%s) AS leaf WHERE node_id = %s
        """,
        live.leaves(period_ids, items),
        node_id,
    )


def sealed_amounts(assessments):
    """Sealed results in the columns of ``figures``; ``assessments`` is a query of the
    ORM, read as it stands: a search for their ids first costs as much again."""
    return assessments.subselect(
        *(
            SQL(
                "%s AS %s",
                SQL.identifier(assessments.table, column),
                SQL.identifier(name),
            )
            for column, name in SEALED
        )
    )


def live_figures(amounts, plan_id, step):
    """``live_amounts`` with the verdict they would get if the month ended now."""
    return SQL(
        """
        SELECT period_id, node_id, level, quota, target, actual, contingency, zone,
               penalty, reward
          FROM (%s) AS verdict
        """,
        verdicts(amounts, plan_id, step),
    )


def plain_figures(amounts):
    """``live_amounts`` of single items, on which no verdict is given."""
    return SQL(
        """
        SELECT period_id, node_id, level, quota, target, actual, contingency,
               NULL::varchar AS zone, 0 AS penalty, 0 AS reward
          FROM (%s) AS amount
        """,
        amounts,
    )


def _union(parts):
    return SQL(" UNION ALL ").join(SQL("(%s)", part) for part in parts)


def _sums(step):
    """The sums of ``figures``, amounts in minor units."""
    amounts = ("quota", "target", "actual", "contingency", "penalty", "reward")
    money = [
        SQL(
            "(SUM(%s) / %s::numeric)::bigint AS %s",
            SQL.identifier(name),
            step,
            SQL.identifier(name),
        )
        for name in amounts
    ]
    return SQL(
        """
        COUNT(*) AS rows, %s,
        CASE WHEN COUNT(*) > 1 THEN NULL
             WHEN COUNT(*) FILTER (WHERE zone = 'over') = 1 THEN 'over'
             WHEN COUNT(*) FILTER (WHERE zone = 'within') = 1 THEN 'within'
             WHEN COUNT(*) FILTER (WHERE zone = 'saved') = 1 THEN 'saved'
        END AS zone,
        COUNT(*) FILTER (WHERE zone = 'over') AS over,
        COUNT(*) FILTER (WHERE zone = 'within') AS within,
        COUNT(*) FILTER (WHERE zone = 'saved') AS saved
        """,
        SQL(", ").join(money),
    )


def add_up(parts, key, step, level=None, limit=None):
    """(key, rows, quota, target, actual, contingency, penalty, reward, zone, over,
    within, saved): sums of ``parts`` in minor units by ``key`` (node_id, period_id or
    level), most used quota first. ``zone`` only where a single row stands behind."""
    return SQL(
        """
        SELECT %(key)s, %(sums)s
          FROM (%(parts)s) AS figure
         WHERE %(where)s
         GROUP BY %(key)s
         ORDER BY SUM(figure.actual) / NULLIF(SUM(figure.quota), 0) DESC NULLS LAST,
               %(key)s
        %(limit)s
        """,
        key=SQL.identifier(key),
        sums=_sums(step),
        parts=_union(parts),
        where=SQL("level = %s", level) if level else SQL("TRUE"),
        limit=SQL("LIMIT %s", limit) if limit else SQL(),
    )


def overview(parts, step, limit):
    """``add_up`` by level, and by node on levels 1 to 3, in one pass: its columns with
    ``level`` and, of a node, ``node_id``. The nodes of a level come with the most
    used quota first, at most ``limit`` of each level."""
    return SQL(
        """
        WITH figure AS MATERIALIZED (%(parts)s), total AS (
            SELECT level, node_id, %(sums)s
              FROM figure GROUP BY GROUPING SETS ((level), (level, node_id))
            HAVING GROUPING(node_id) = 1 OR level < 4
        )
        SELECT * FROM (
            SELECT *, ROW_NUMBER() OVER (
                PARTITION BY level, node_id IS NULL
                ORDER BY actual::numeric / NULLIF(quota, 0) DESC NULLS LAST, node_id
            ) AS rank FROM total
        ) AS ranked WHERE rank <= %(limit)s ORDER BY level, rank
        """,
        parts=_union(parts),
        sums=_sums(step),
        limit=limit,
    )


def lowest_level(nodes):
    """The level nearest the top among ``nodes``."""
    return SQL("SELECT MIN(level) FROM ops_cost_node WHERE id IN (%s)", nodes)


def head_count(nodes, period):
    """(nodes, persons, persons with a user) of ``nodes`` that belong to the month."""
    return SQL(
        """
        SELECT COUNT(*), COUNT(DISTINCT employee_id),
               COUNT(DISTINCT employee_id) FILTER (WHERE user_id IS NOT NULL)
          FROM ops_cost_node WHERE id IN (%s)
           AND active AND date_start <= %s AND (date_end IS NULL OR date_end >= %s)
        """,
        nodes,
        period.date_end,
        period.date_start,
    )


def persons_without_quota(nodes, period):
    """Ids of persons of ``nodes`` who belong to the month and have no quota in it."""
    return SQL(
        """
        SELECT n.id FROM ops_cost_node n
         WHERE n.id IN (%(nodes)s) AND n.level = 4 AND n.active
           AND n.date_start <= %(end)s
           AND (n.date_end IS NULL OR n.date_end >= %(start)s)
           AND n.id NOT IN (SELECT node_id FROM (%(cells)s) AS cell)
         ORDER BY n.id
        """,
        nodes=nodes,
        start=period.date_start,
        end=period.date_end,
        cells=effective_cells([period.id]),
    )


def without_leader(table, column, records, day):
    """Ids of the units, or items, that no leader is in charge of on ``day``."""
    return SQL(
        """
        SELECT r.id FROM %(table)s r
         WHERE r.id IN (%(records)s) AND NOT EXISTS (
               SELECT FROM ops_cost_charge c
                WHERE c.%(column)s = r.id AND c.date_start <= %(day)s
                  AND (c.date_end IS NULL OR c.date_end >= %(day)s))
         ORDER BY r.id
        """,
        table=SQL.identifier(table),
        column=SQL.identifier(column),
        records=records,
        day=day,
    )


def draft_amounts(allotments, cells, step):
    """(node_id, period_id, item_id, quota, saving task) in minor units: allotments of
    inner nodes and cells of persons, daily ones."""
    return SQL(
        """
        SELECT node_id, period_id, item_id, (quota / %(step)s::numeric)::bigint,
               (saving_task / %(step)s::numeric)::bigint
          FROM ops_cost_allotment
         WHERE nature = 'daily' AND id IN (%(allotments)s)
         UNION ALL
        SELECT node_id, period_id, item_id, (quota / %(step)s::numeric)::bigint,
               (saving_task / %(step)s::numeric)::bigint
          FROM ops_cost_cell
         WHERE nature = 'daily' AND level = 4 AND id IN (%(cells)s)
        """,
        allotments=allotments,
        cells=cells,
        step=step,
    )


def item_amounts(period_ids, nodes):
    """Rows of daily costs that stand on ``nodes`` themselves, whatever the item, with
    ``item_id`` and the columns of ``figures``."""
    return SQL(
        """
        SELECT item_id, 0 AS level, NULL::varchar AS zone, 0 AS penalty, 0 AS reward,
               quota, quota - saving_task AS target, actual, 0 AS contingency
          FROM (
            SELECT node_id, item_id, nature, quota, saving_task, 0 AS actual
              FROM (%(quotas)s) AS cell
             UNION ALL
            SELECT node_id, item_id, nature, 0, 0, amount
              FROM ops_cost_entry
             WHERE state = 'posted' AND period_id = ANY(%(periods)s)
               AND company_id IN (
                   SELECT company_id FROM ops_cost_period WHERE id = ANY(%(periods)s))
          ) AS part WHERE nature = 'daily' AND node_id IN (%(nodes)s)
        """,
        quotas=effective_rows(period_ids),
        periods=list(period_ids),
        nodes=nodes,
    )
