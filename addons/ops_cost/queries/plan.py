"""Guards of a plan."""

from odoo.tools import SQL


def next_version_number(plan_id):
    return SQL(
        """
        UPDATE ops_cost_plan SET last_version_number = last_version_number + 1
         WHERE id = %s RETURNING last_version_number
        """,
        plan_id,
    )
