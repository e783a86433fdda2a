from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsCostOwnShare(models.Model):
    """What a level keeps of an item for its own common costs (本级)."""

    _name = "ops.cost.own.share"
    _description = "Own-level Share"
    _inherit = ["ops.mixin.authors.line"]
    _order = "plan_id, level, id"
    _check_company_auto = True
    _authors_document = "plan_id"

    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="plan_id.company_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    level = fields.Integer(
        required=True,
        default=2,
        help="1 leadership, 2 unit, 3 team: the level that keeps the share.",
    )
    node_id = fields.Many2one(
        "ops.cost.node",
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('level', '=', level)]",
        help="Only for this node; empty: for every node of the level.",
    )
    item_id = fields.Many2one(
        "ops.cost.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('child_ids', '=', False)]",
    )
    share = fields.Float(
        digits=(6, 4), required=True, help="0.2 keeps one fifth of what was received."
    )

    _share_uniq = models.UniqueIndex(
        "(plan_id, level, item_id, COALESCE(node_id, 0))",
        "There is already an own-level share for this level, node and item.",
    )
    _share_range = models.Constraint(
        "CHECK(share >= 0 AND share <= 1)", "A share lies between 0 and 1."
    )
    _level_range = models.Constraint(
        "CHECK(level BETWEEN 1 AND 3)", "Only levels 1 to 3 have common costs."
    )

    @api.depends("level", "node_id.code", "item_id.code")
    def _compute_display_name(self):
        for share in self:
            holder = share.node_id.code or f"L{share.level}"
            share.display_name = f"{holder} {share.item_id.code or ''}"

    @api.constrains("level", "node_id", "item_id")
    def _check_node_level(self):
        for share in self:
            share.item_id._check_leaf()
            if share.node_id and share.node_id.level != share.level:
                raise ValidationError(
                    self.env._(
                        "%(node)s is of level %(level)s.",
                        node=share.node_id.display_name,
                        level=share.node_id.level,
                    )
                )
