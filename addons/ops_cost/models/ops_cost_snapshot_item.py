from odoo import api, fields, models

from ..tools.counted import place_of
from .ops_cost_allotment import NATURES


class OpsCostSnapshotItem(models.Model):
    """Sealed totals of a node for one item and nature in a closed month."""

    _name = "ops.cost.snapshot.item"
    _description = "Sealed Month by Item"
    _inherit = ["ops.mixin.append", "ops.cost.stamp"]
    _order = "period_id desc, node_id, item_id, id"
    # who and when stands on the closing; two foreign keys less on 100,000 rows
    _log_access = False
    # sealed by INSERT … SELECT at the close, in no other way
    _server_owned = frozenset(
        {"closing_id", "is_current", "period_id", "item_id", "nature", "quota"}
        | {"saving_task", "actual", "own_quota", "own_saving_task", "own_actual"}
    )

    level = fields.Integer(aggregator=None)
    closing_id = fields.Many2one("ops.cost.closing", required=True, ondelete="restrict")
    is_current = fields.Boolean(required=True, default=True)
    period_id = fields.Many2one(
        "ops.cost.period", "Month", required=True, index=True, ondelete="restrict"
    )
    item_id = fields.Many2one(
        "ops.cost.item", required=True, index=True, ondelete="restrict"
    )
    nature = fields.Selection(NATURES, required=True)
    quota = fields.Monetary(required=True)
    saving_task = fields.Monetary(required=True)
    actual = fields.Monetary(required=True)
    own_quota = fields.Monetary(
        required=True, help="Of the node itself, without the nodes below it."
    )
    own_saving_task = fields.Monetary(required=True)
    own_actual = fields.Monetary(required=True)

    _place_uniq = models.Constraint(
        "UNIQUE(closing_id, node_id, item_id, nature)",
        "A node and item is sealed once per closing.",
    )

    @api.depends("period_id.code", "node_id.code", "item_id.code")
    def _compute_display_name(self):
        for row in self:
            parts = row.period_id.code, row.node_id.code, row.item_id.code
            row.display_name = " ".join(part or "" for part in parts)

    def action_open_entries(self):
        """The entries of the month on the node and below it, for this item."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "ops.cost.entry",
            "view_mode": "list,form",
            "domain": [
                (place_of(self.level), "=", self.node_id.id),
                ("period_id", "=", self.period_id.id),
                ("item_id", "=", self.item_id.id),
                ("nature", "=", self.nature),
                ("state", "=", "posted"),
            ],
        }
