"""The close of a month: sealed totals per node and item, verdict per node, digest.

Totals are staged: leaf cells and entries, then teams, units and leadership, each
from the level below (performance.md, W1).
"""

from odoo.tools import SQL

from .quota import effective_rows

SEALED_TABLES = ("ops_cost_assessment", "ops_cost_snapshot_item", "ops_cost_closing")


def own_amounts(period_ids):
    """(period_id, node_id, item_id, nature, quota, saving_task, actual): what stands
    on the node itself, effective quota and posted entries, without empty rows."""
    return SQL(
        """
        SELECT period_id, node_id, item_id, nature, SUM(quota) AS quota,
               SUM(saving_task) AS saving_task, SUM(actual) AS actual
          FROM (
            SELECT period_id, node_id, item_id, nature, quota, saving_task,
                   0 AS actual, 0 AS booked
              FROM (%(cells)s) AS cell
             UNION ALL
            SELECT period_id, node_id, item_id, nature, 0, 0, amount, 1
              FROM ops_cost_entry
             WHERE state = 'posted' AND period_id = ANY(%(periods)s)
               AND company_id IN (
                   SELECT company_id FROM ops_cost_period WHERE id = ANY(%(periods)s))
          ) AS part
         GROUP BY period_id, node_id, item_id, nature
        HAVING SUM(quota) <> 0 OR SUM(saving_task) <> 0 OR MAX(booked) = 1
        """,
        cells=effective_rows(period_ids),
        periods=list(period_ids),
    )


def totals(period_id):
    """(level, node_id, l1_id, l2_id, l3_id, item_id, nature, quota, saving_task,
    actual, own_quota, own_saving_task, own_actual) for the nodes of all levels."""
    return SQL(
        """
        WITH leaf AS MATERIALIZED (
            SELECT n.level, own.node_id, n.l1_id, n.l2_id, n.l3_id, own.item_id,
                   own.nature, own.quota, own.saving_task, own.actual
              FROM (%s) AS own JOIN ops_cost_node n ON n.id = own.node_id
        ), team AS MATERIALIZED (
            SELECT l1_id, l2_id, l3_id, item_id, nature, SUM(quota) AS quota,
                   SUM(saving_task) AS saving_task, SUM(actual) AS actual
              FROM leaf WHERE level >= 3
             GROUP BY l1_id, l2_id, l3_id, item_id, nature
        ), unit AS MATERIALIZED (
            SELECT l1_id, l2_id, item_id, nature, SUM(quota) AS quota,
                   SUM(saving_task) AS saving_task, SUM(actual) AS actual
              FROM (SELECT l1_id, l2_id, item_id, nature, quota, saving_task, actual
                      FROM team
                     UNION ALL
                    SELECT l1_id, l2_id, item_id, nature, quota, saving_task, actual
                      FROM leaf WHERE level = 2) AS part
             GROUP BY l1_id, l2_id, item_id, nature
        ), top AS (
            SELECT l1_id, item_id, nature, SUM(quota) AS quota,
                   SUM(saving_task) AS saving_task, SUM(actual) AS actual
              FROM (SELECT l1_id, item_id, nature, quota, saving_task, actual FROM unit
                     UNION ALL
                    SELECT l1_id, item_id, nature, quota, saving_task, actual
                      FROM leaf WHERE level = 1) AS part
             GROUP BY l1_id, item_id, nature
        ), inner_node AS (
            SELECT 1 AS level, l1_id AS node_id, l1_id, NULL::int AS l2_id,
                   NULL::int AS l3_id, item_id, nature, quota, saving_task, actual
              FROM top
             UNION ALL
            SELECT 2, l2_id, l1_id, l2_id, NULL, item_id, nature, quota, saving_task,
                   actual
              FROM unit
             UNION ALL
            SELECT 3, l3_id, l1_id, l2_id, l3_id, item_id, nature, quota, saving_task,
                   actual
              FROM team
        )
        SELECT leaf.*, quota AS own_quota, saving_task AS own_saving_task,
               actual AS own_actual
          FROM leaf WHERE level = 4
         UNION ALL
        SELECT inner_node.*, COALESCE(leaf.quota, 0), COALESCE(leaf.saving_task, 0),
               COALESCE(leaf.actual, 0)
          FROM inner_node
          LEFT JOIN (SELECT * FROM leaf WHERE level < 4) AS leaf
            USING (node_id, item_id, nature)
        """,
        own_amounts([period_id]),
    )


def seal_items(closing):
    """Writes the snapshot of ``closing`` (a record) per node, item and nature."""
    return SQL(
        """
        INSERT INTO ops_cost_snapshot_item (
            closing_id, period_id, company_id, currency_id, is_current,
            node_id, level, l1_id, l2_id, l3_id, item_id, nature,
            quota, saving_task, actual, own_quota, own_saving_task, own_actual)
        SELECT %(closing)s, %(period)s, %(company)s, %(currency)s, TRUE,
               node_id, level, l1_id, l2_id, l3_id, item_id, nature,
               quota, saving_task, actual, own_quota, own_saving_task, own_actual
          FROM (%(totals)s) AS total
         ORDER BY level, node_id, item_id, nature
        """,
        closing=closing.id,
        period=closing.period_id.id,
        company=closing.company_id.id,
        currency=closing.currency_id.id,
        totals=totals(closing.period_id.id),
    )


def verdicts(amounts, plan_id, step):
    """``amounts`` (node_id, quota, target, actual, …) with zone, penalty and reward.

    The rule is ``calc/dual_index.py``; this says the same to PostgreSQL, whose
    ``round`` goes half up away from zero. A property test compares the two.
    """
    rate = SQL(
        """
        CASE WHEN (SELECT COUNT(*) FROM ops_cost_reward_tier
                    WHERE plan_id = %(plan)s) = 0 THEN judged.reward_rate
             ELSE COALESCE((
                 SELECT tier.rate FROM ops_cost_reward_tier tier
                  WHERE tier.plan_id = %(plan)s AND target - GREATEST(actual, 0)
                        >= tier.saved_from * target
                  ORDER BY tier.saved_from DESC LIMIT 1
             ), judged.reward_rate) END
        """,
        plan=plan_id,
    )
    return SQL(
        """
        SELECT judged.*,
               CASE WHEN zone = 'over'
                    THEN round((actual - quota) * penalty_rate / %(step)s) * %(step)s
                    ELSE 0 END AS penalty,
               CASE WHEN zone = 'saved'
                    THEN round((base - GREATEST(actual, 0)) * %(rate)s / %(step)s)
                         * %(step)s
                    ELSE 0 END AS reward
          FROM (
            SELECT amount.*, p.penalty_rate, p.reward_rate,
                   CASE WHEN actual > quota THEN 'over'
                        WHEN actual >= target OR quota = 0 THEN 'within'
                        ELSE 'saved' END AS zone,
                   CASE p.reward_base WHEN 'target' THEN target
                        ELSE quota END AS base
              FROM (%(amounts)s) AS amount, ops_cost_plan p
             WHERE p.id = %(plan)s
          ) AS judged
        """,
        amounts=amounts,
        plan=plan_id,
        rate=rate,
        step=step,
    )


def node_amounts(closing_id):
    """(node_id, quota, target, actual, contingency, stamps) of a sealed snapshot:
    the daily costs of the items in the bundle, contingency apart (cost.md 2.8)."""
    bundle = SQL("FILTER (WHERE s.nature = 'daily' AND i.in_bundle)")
    return SQL(
        """
        SELECT s.node_id, s.level, s.l1_id, s.l2_id, s.l3_id,
               COALESCE(SUM(s.quota) %(bundle)s, 0) AS quota,
               COALESCE(SUM(s.quota - s.saving_task) %(bundle)s, 0) AS target,
               COALESCE(SUM(s.actual) %(bundle)s, 0) AS actual,
               COALESCE(SUM(s.actual) FILTER (WHERE s.nature = 'contingency'), 0)
                   AS contingency
          FROM ops_cost_snapshot_item s JOIN ops_cost_item i ON i.id = s.item_id
         WHERE s.closing_id = %(closing)s
         GROUP BY s.node_id, s.level, s.l1_id, s.l2_id, s.l3_id
        """,
        bundle=bundle,
        closing=closing_id,
    )


def seal_assessments(closing, version, uid):
    """Writes one assessment per node of the snapshot of ``closing``."""
    return SQL(
        """
        INSERT INTO ops_cost_assessment (
            closing_id, period_id, company_id, currency_id, version_id, is_current,
            node_id, level, l1_id, l2_id, l3_id, employee_id, settlement,
            quota, saving_task, reduction_target, actual, contingency_actual,
            zone, penalty, reward, net, create_uid, write_uid, create_date, write_date)
        SELECT %(closing)s, %(period)s, %(company)s, %(currency)s, %(version)s, TRUE,
               v.node_id, v.level, v.l1_id, v.l2_id, v.l3_id, n.employee_id,
               n.settlement, v.quota, v.quota - v.target, v.target, v.actual,
               v.contingency, v.zone, v.penalty, v.reward, v.reward - v.penalty,
               %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM (%(verdicts)s) AS v JOIN ops_cost_node n ON n.id = v.node_id
         ORDER BY v.level, v.node_id
        """,
        closing=closing.id,
        period=closing.period_id.id,
        company=closing.company_id.id,
        currency=closing.currency_id.id,
        version=version.id,
        uid=uid,
        verdicts=verdicts(
            node_amounts(closing.id),
            closing.period_id.plan_id.id,
            _step(closing.currency_id),
        ),
    )


def digest(closing):
    """``(sha256 of all sealed numbers, nodes)``: ids and minor units, no times.

    The same numbers always give the same digest, also after a reopening.
    """
    step = _step(closing.currency_id)
    return SQL(
        """
        SELECT encode(sha256(convert_to(
                   COALESCE(string_agg(line, E'\\n' ORDER BY kind, a, b, c), ''),
                   'UTF8')), 'hex'),
               COUNT(*) FILTER (WHERE kind = 0)
          FROM (
            SELECT 0 AS kind, node_id AS a, 0 AS b, '' AS c, concat_ws('|',
                   node_id, (quota / %(step)s)::bigint,
                   (reduction_target / %(step)s)::bigint,
                   (actual / %(step)s)::bigint,
                   (contingency_actual / %(step)s)::bigint, zone,
                   (penalty / %(step)s)::bigint, (reward / %(step)s)::bigint,
                   settlement) AS line
              FROM ops_cost_assessment WHERE closing_id = %(closing)s
             UNION ALL
            SELECT 1, node_id, item_id, nature, concat_ws('|', node_id, item_id,
                   nature, (quota / %(step)s)::bigint,
                   (saving_task / %(step)s)::bigint, (actual / %(step)s)::bigint,
                   (own_quota / %(step)s)::bigint,
                   (own_saving_task / %(step)s)::bigint,
                   (own_actual / %(step)s)::bigint)
              FROM ops_cost_snapshot_item WHERE closing_id = %(closing)s
          ) AS sealed
        """,
        step=step,
        closing=closing.id,
    )


def replace_current(table, closing_id):
    """Takes a closing's rows out of force; they stay as they were sealed."""
    assert table in SEALED_TABLES
    column = "id" if table == "ops_cost_closing" else "closing_id"
    return SQL(
        "UPDATE %s SET is_current = FALSE WHERE %s = %s AND is_current",
        SQL.identifier(table),
        SQL.identifier(column),
        closing_id,
    )


def posted_count(period_id):
    return SQL(
        """
        SELECT COUNT(*) FROM ops_cost_entry e JOIN ops_cost_period p
            ON p.id = e.period_id AND p.company_id = e.company_id
         WHERE e.period_id = %s AND e.state = 'posted'
        """,
        period_id,
    )


def _step(currency):
    """The smallest amount of the currency as an exact decimal text."""
    return SQL("%s::numeric", repr(currency.rounding))
