"""Questions about the responsibility tree."""

from odoo.tools import SQL

# Tables whose rows carry a node's stamps: once there is one, the node stays put.
STAMPED = (
    "ops_cost_cell",
    "ops_cost_allotment",
    "ops_cost_entry",
    "ops_cost_release",
    "ops_cost_assessment",
)


def used(node_ids):
    """Those of ``node_ids`` that rows refer to, themselves or below them."""
    stamped = SQL(" UNION ALL ").join(
        SQL(
            "SELECT FROM %s r WHERE node.id IN (r.node_id, r.l1_id, r.l2_id, r.l3_id)",
            SQL.identifier(table),
        )
        for table in STAMPED
    )
    return SQL(
        """
        SELECT node.id FROM ops_cost_node node
         WHERE node.id IN %s AND EXISTS (
               %s
                UNION ALL
               SELECT FROM ops_cost_transfer_line line
                 JOIN ops_cost_node moved
                   ON moved.id IN (line.from_node_id, line.to_node_id)
                WHERE node.id IN (moved.id, moved.l1_id, moved.l2_id, moved.l3_id))
        """,
        tuple(node_ids) or (0,),
        stamped,
    )
