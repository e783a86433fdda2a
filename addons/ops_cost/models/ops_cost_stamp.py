from odoo import api, fields, models


class OpsCostStamp(models.AbstractModel):
    """Rows of one node: company and ancestors are stamped once, at creation.

    ``l1_id`` .. ``l3_id`` are the node's ancestors or the node itself, so that
    roll-ups and record rules need no walk through the tree, and a later change of
    the tree rewrites no history (cost.md 2.2).
    """

    _name = "ops.cost.stamp"
    _inherit = ["ops.mixin.guard"]
    _description = "Row of a Responsibility Node"

    _server_owned = frozenset({"level", "l1_id", "l2_id", "l3_id", "company_id"})

    node_id = fields.Many2one(
        "ops.cost.node", required=True, index=True, ondelete="restrict"
    )
    level = fields.Integer(readonly=True, required=True)
    l1_id = fields.Many2one(
        "ops.cost.node",
        "Leadership",
        readonly=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    l2_id = fields.Many2one(
        "ops.cost.node", "Unit", readonly=True, index=True, ondelete="restrict"
    )
    l3_id = fields.Many2one(
        "ops.cost.node", "Team", readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", store=True, index=True
    )

    @api.model
    def _stamps(self, node_ids):
        """``{node id: stamp values}``, one query; node must exist."""
        nodes = self.env["ops.cost.node"].browse(node_ids)
        nodes.check_access("read")
        return {
            node.id: {
                "level": node.level,
                "l1_id": node.l1_id.id,
                "l2_id": node.l2_id.id,
                "l3_id": node.l3_id.id,
                "company_id": node.company_id.id,
            }
            # sudo: ancestors may lie above what the reader sees
            for node in nodes.sudo()
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_server_owned(vals)
        node_ids = {vals.get("node_id") for vals in vals_list} - {None, False}
        stamps = self._stamps(node_ids)
        return super().create(
            [
                self._as_server(vals, **stamps.get(vals.get("node_id"), {}))
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if vals.get("node_id"):
            self._refuse_server_owned(vals)
            stamp = self._stamps({vals["node_id"]})[vals["node_id"]]
            vals = self._as_server(vals, **stamp)
        result = super().write(vals)
        if "node_id" in vals or "item_id" in vals:
            # a row is not handed over to where its editor may not write
            self.check_access("write")
        return result
