"""Conditional changes of single amounts of a draft (reliability.md, 0.1)."""

from odoo.tools import SQL

CELL, ALLOTMENT = "ops_cost_cell", "ops_cost_allotment"


def _place(place):
    """``place``: (version_id, period_id, node_id, item_id, nature)."""
    return SQL("(version_id, period_id, node_id, item_id, nature) = %s", tuple(place))


def add(table, place, quota, saving_task, user_id):
    """Adds to the row of a place, negative amounts too; no row returned: there is
    none, or it would leave 0 <= saving task <= quota. Amounts are Decimals."""
    return SQL(
        """
        UPDATE %(table)s
           SET quota = quota + %(quota)s, saving_task = saving_task + %(saving)s,
               reduction_target = quota + %(quota)s - saving_task - %(saving)s,
               write_uid = %(user)s, write_date = NOW() AT TIME ZONE 'UTC'
         WHERE %(place)s AND saving_task + %(saving)s >= 0
           AND quota + %(quota)s >= saving_task + %(saving)s
        RETURNING id
        """,
        table=SQL.identifier(table),
        place=_place(place),
        quota=quota,
        saving=saving_task,
        user=user_id,
    )


def insert(table, place, quota, saving_task, user_id):
    """A new row with the stamps of its node; no row returned: there is one."""
    responsible = value = SQL()
    if table == CELL:
        responsible = SQL(", responsible_id")
        value = SQL(", COALESCE(node.employee_id, node.manager_id)")
    version_id, period_id, node_id, item_id, nature = place
    return SQL(
        """
        INSERT INTO %(table)s (
               version_id, period_id, item_id, nature, quota, saving_task,
               reduction_target, node_id, level, l1_id, l2_id, l3_id, company_id,
               currency_id, create_uid, create_date, write_uid, write_date
               %(responsible)s)
        SELECT %(version)s, %(period)s, %(item)s, %(nature)s, %(quota)s, %(saving)s,
               %(quota)s::numeric - %(saving)s::numeric, node.id, node.level,
               node.l1_id, node.l2_id, node.l3_id, node.company_id, company.currency_id,
               %(user)s, NOW() AT TIME ZONE 'UTC', %(user)s, NOW() AT TIME ZONE 'UTC'
               %(value)s
          FROM ops_cost_node node
          JOIN res_company company ON company.id = node.company_id
         WHERE node.id = %(node)s
            ON CONFLICT DO NOTHING
        RETURNING id
        """,
        table=SQL.identifier(table),
        version=version_id,
        period=period_id,
        node=node_id,
        item=item_id,
        nature=nature,
        quota=quota,
        saving=saving_task,
        user=user_id,
        responsible=responsible,
        value=value,
    )


def read(table, place):
    return SQL(
        "SELECT quota::text, saving_task::text FROM %s WHERE %s",
        SQL.identifier(table),
        _place(place),
    )


def find(table, places):
    """``(place…, id)`` of the rows at ``places``."""
    return SQL(
        """
        SELECT version_id, period_id, node_id, item_id, nature, id FROM %s
         WHERE (version_id, period_id, node_id, item_id, nature) IN %s
        """,
        SQL.identifier(table),
        tuple(tuple(place) for place in places),
    )


def purge_zeros(version_id):
    """Zero rows carry nothing: they go before a version is issued."""
    return SQL(
        """
        WITH dropped AS (
            DELETE FROM ops_cost_allotment WHERE version_id = %(id)s AND quota = 0)
        DELETE FROM ops_cost_cell WHERE version_id = %(id)s AND quota = 0
        """,
        id=version_id,
    )


def roll_up(version_id, user_id):
    """Allotments of a version from its cells: the sum below each inner node."""
    return SQL(
        """
        INSERT INTO ops_cost_allotment (
               version_id, period_id, item_id, nature, quota, saving_task,
               reduction_target, node_id, level, l1_id, l2_id, l3_id, company_id,
               currency_id, create_uid, create_date, write_uid, write_date)
        SELECT %(version)s, sums.period_id, sums.item_id, sums.nature, sums.quota,
               sums.saving_task, sums.quota - sums.saving_task, node.id, node.level,
               node.l1_id, node.l2_id, node.l3_id, node.company_id, company.currency_id,
               %(user)s, NOW() AT TIME ZONE 'UTC', %(user)s, NOW() AT TIME ZONE 'UTC'
          FROM (SELECT COALESCE(l3_id, l2_id, l1_id) AS holder, period_id, item_id,
                       nature, SUM(quota) AS quota, SUM(saving_task) AS saving_task
                  FROM ops_cost_cell WHERE version_id = %(version)s
                 GROUP BY period_id, item_id, nature,
                       GROUPING SETS ((l1_id), (l1_id, l2_id), (l1_id, l2_id, l3_id))
                HAVING (GROUPING(l2_id) = 1 OR l2_id IS NOT NULL)
                   AND (GROUPING(l3_id) = 1 OR l3_id IS NOT NULL)
               ) sums
          JOIN ops_cost_node node ON node.id = sums.holder
          JOIN res_company company ON company.id = node.company_id
        """,
        version=version_id,
        user=user_id,
    )
