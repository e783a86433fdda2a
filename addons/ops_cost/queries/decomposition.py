"""What a cascade reads and writes, and the identity own + Σ children = allotment."""

from odoo.tools import SQL

CELL_COLUMNS = [
    *("version_id", "period_id", "item_id", "nature"),
    *("quota", "saving_task", "reduction_target"),
    *("node_id", "level", "l1_id", "l2_id", "l3_id"),
    *("company_id", "currency_id", "responsible_id", "create_date", "write_date"),
]
ALLOTMENT_COLUMNS = [name for name in CELL_COLUMNS if name != "responsible_id"]


def copy_in(table, columns):
    """Statement for ``cursor.copy_expert``; the names come from this file."""
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN"


def blocks(plan_id):
    return SQL(
        """
        SELECT item_id, amount::text, reduction_rate::text
          FROM ops_cost_block WHERE plan_id = %s ORDER BY sequence, id
        """,
        plan_id,
    )


def months(plan_id):
    return SQL(
        """
        SELECT id, weight::text, date_start
          FROM ops_cost_period WHERE plan_id = %s ORDER BY date_start
        """,
        plan_id,
    )


def own_shares(plan_id):
    return SQL(
        """
        SELECT level, node_id, item_id, share::text
          FROM ops_cost_own_share WHERE plan_id = %s
        """,
        plan_id,
    )


def changes(version_id):
    return SQL(
        """
        SELECT period_id, item_id, from_node_id, to_node_id, amount::text
          FROM ops_cost_version_change WHERE version_id = %s ORDER BY id
        """,
        version_id,
    )


def tree(company_id, day, depth=4, top_id=None):
    """Nodes valid on ``day``, in the order in which they share: id, parent_id,
    level, weight, and the stamps of their rows (l1_id, l2_id, l3_id, responsible)."""
    below = SQL()
    if top_id is not None:
        below = SQL(" AND %s IN (l1_id, l2_id, l3_id)", top_id)
    return SQL(
        """
        SELECT id, parent_id, level, weight::text, l1_id, l2_id, l3_id,
               COALESCE(employee_id, manager_id)
          FROM ops_cost_node
         WHERE company_id = %(company)s AND active AND level <= %(depth)s
           AND date_start <= %(day)s AND (date_end IS NULL OR date_end >= %(day)s)
           %(below)s
         ORDER BY level, sequence, code, id
        """,
        company=company_id,
        depth=depth,
        day=day,
        below=below,
    )


def nodes(company_id, node_ids):
    """The columns of ``tree`` for given nodes."""
    return SQL(
        """
        SELECT id, parent_id, level, weight::text, l1_id, l2_id, l3_id,
               COALESCE(employee_id, manager_id)
          FROM ops_cost_node WHERE company_id = %s AND id IN %s
        """,
        company_id,
        tuple(node_ids) or (0,),
    )


def received_before(plan_id, day, rounding):
    """What the months before ``day`` received by the versions in force there:
    (period_id, item_id, quota in minor units)."""
    return SQL(
        """
        SELECT cell.period_id, cell.item_id,
               (SUM(cell.quota) / %(rounding)s::numeric)::bigint
          FROM ops_cost_cell cell
          JOIN (SELECT DISTINCT ON (period.id) period.id AS period_id,
                       version.id AS version_id
                  FROM ops_cost_period period
                  JOIN ops_cost_version version
                    ON version.plan_id = period.plan_id AND version.state = 'issued'
                  JOIN ops_cost_period first_period
                    ON first_period.id = version.effective_period_id
                   AND first_period.date_start <= period.date_start
                 WHERE period.plan_id = %(plan)s AND period.date_start < %(day)s
                 ORDER BY period.id, first_period.date_start DESC, version.number DESC
               ) in_force USING (version_id, period_id)
         WHERE cell.nature = 'daily'
         GROUP BY cell.period_id, cell.item_id
        """,
        plan=plan_id,
        day=day,
        rounding=rounding,
    )


def allotments_of(version_id, node_id, rounding):
    """(period_id, item_id, quota, saving task) that a node received, minor units."""
    return SQL(
        """
        SELECT period_id, item_id, (quota / %(rounding)s::numeric)::bigint,
               (saving_task / %(rounding)s::numeric)::bigint
          FROM ops_cost_allotment
         WHERE version_id = %(version)s AND node_id = %(node)s AND nature = 'daily'
         ORDER BY period_id, item_id
        """,
        version=version_id,
        node=node_id,
        rounding=rounding,
    )


def claim_draft(version_id, user_id=None):
    """Takes the version for a change of its amounts: the guard of parallel edits."""
    prepared = SQL()
    if user_id is not None:
        prepared = SQL(", prepared_by_id = %s", user_id)
    return SQL(
        """
        UPDATE ops_cost_version SET lock_version = lock_version + 1 %s
         WHERE id = %s AND state = 'draft' RETURNING lock_version
        """,
        prepared,
        version_id,
    )


def drop_amounts(version_id, period_ids=None, below_id=None):
    """Deletes cells and allotments of a draft: of months, of a node and below it.

    The allotment of ``below_id`` itself stays.
    """
    where = SQL("version_id = %s", version_id)
    if period_ids is not None:
        where = SQL("%s AND period_id IN %s", where, tuple(period_ids) or (0,))
    keep = SQL()
    if below_id is not None:
        where = SQL(
            "%s AND %s IN (l1_id, l2_id, l3_id) AND nature = 'daily'", where, below_id
        )
        keep = SQL(" AND node_id <> %s", below_id)
    return SQL(
        """
        WITH dropped AS (DELETE FROM ops_cost_allotment WHERE %s %s)
        DELETE FROM ops_cost_cell WHERE %s
        """,
        where,
        keep,
        where,
    )


def identity_gaps(version_id, period_ids=None, top_id=None, limit=5):
    """Places of inner nodes where own + Σ children differs from the allotment.

    (node_id, period_id, item_id, nature, allotment, difference in quota, difference
    in saving task); a positive difference: parts exceed the allotment. ``top_id``:
    only this node and what is below it.
    """
    where = SQL("version_id = %s", version_id)
    not_top = SQL()
    if period_ids is not None:
        where = SQL("%s AND period_id IN %s", where, tuple(period_ids) or (0,))
    if top_id is not None:
        where = SQL("%s AND %s IN (l1_id, l2_id, l3_id)", where, top_id)
        not_top = SQL(" AND node_id <> %s", top_id)
    return SQL(
        """
        SELECT holder, period_id, item_id, nature,
               SUM(allotted)::text, SUM(quota)::text, SUM(saving_task)::text
          FROM (
            SELECT CASE level WHEN 4 THEN l3_id ELSE node_id END AS holder,
                   period_id, item_id, nature, quota, saving_task, 0 AS allotted
              FROM ops_cost_cell WHERE %(where)s
             UNION ALL
            SELECT CASE level WHEN 2 THEN l1_id ELSE l2_id END,
                   period_id, item_id, nature, quota, saving_task, 0
              FROM ops_cost_allotment
             WHERE %(where)s AND level > 1 %(not_top)s
             UNION ALL
            SELECT node_id, period_id, item_id, nature, -quota, -saving_task, quota
              FROM ops_cost_allotment WHERE %(where)s
          ) parts
         GROUP BY holder, period_id, item_id, nature
        HAVING SUM(quota) <> 0 OR SUM(saving_task) <> 0
         ORDER BY period_id, holder, item_id, nature
         LIMIT %(limit)s
        """,
        where=where,
        not_top=not_top,
        limit=limit,
    )


def company_totals(version_id, rounding):
    """(period_id, item_id, quota, saving task): sums of daily cells, minor units."""
    return SQL(
        """
        SELECT period_id, item_id, (SUM(quota) / %(rounding)s::numeric)::bigint,
               (SUM(saving_task) / %(rounding)s::numeric)::bigint
          FROM ops_cost_cell
         WHERE version_id = %(version)s AND nature = 'daily'
         GROUP BY period_id, item_id
        """,
        version=version_id,
        rounding=rounding,
    )


def persons_without_quota(version_id):
    """Level-4 nodes valid on the version's first day that have no cell above zero."""
    return SQL(
        """
        SELECT node.id
          FROM ops_cost_version version
          JOIN ops_cost_period period ON period.id = version.effective_period_id
          JOIN ops_cost_node node
            ON node.company_id = version.company_id AND node.level = 4 AND node.active
           AND node.date_start <= period.date_start
           AND (node.date_end IS NULL OR node.date_end >= period.date_start)
         WHERE version.id = %(version)s
           AND NOT EXISTS (
               SELECT FROM ops_cost_cell cell
                WHERE cell.version_id = %(version)s AND cell.node_id = node.id
                  AND cell.quota > 0)
         ORDER BY node.code, node.id
        """,
        version=version_id,
    )


def seal(version_id):
    """One row: hash over all amounts of the version, in a fixed order."""
    return SQL(
        """
        SELECT encode(sha256(convert_to(string_agg(month_hash, ',' ORDER BY period_id),
               'UTF8')), 'hex')
          FROM (
            SELECT period_id, encode(sha256(convert_to(string_agg(
                     concat_ws('|', kind, node_id, item_id, nature, quota,
                               saving_task),
                     ',' ORDER BY kind, node_id, item_id, nature), 'UTF8')), 'hex')
                   AS month_hash
              FROM (
                SELECT 'own' AS kind, period_id, node_id, item_id, nature, quota,
                       saving_task
                  FROM ops_cost_cell WHERE version_id = %(version)s
                 UNION ALL
                SELECT 'all', period_id, node_id, item_id, nature, quota, saving_task
                  FROM ops_cost_allotment WHERE version_id = %(version)s
              ) amounts
             GROUP BY period_id
          ) months
        """,
        version=version_id,
    )
