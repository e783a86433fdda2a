from odoo import api, models
from odoo.exceptions import ValidationError

from ..queries import amount
from .ops_cost_amount import NATURES

__all__ = ["NATURES", "OpsCostAllotment"]


class OpsCostAllotment(models.Model):
    """What a node of level 1 to 3 received: own cell + Σ children = allotment."""

    _name = "ops.cost.allotment"
    _description = "Allotment of a Node"
    _inherit = ["ops.cost.amount"]
    _order = "version_id, period_id, level, l1_id, l2_id, node_id, item_id, id"

    _place_uniq = models.UniqueIndex(
        "(version_id, period_id, node_id, item_id, nature)"
        " INCLUDE (quota, saving_task)",
        "There is already an allotment for this node, month, item and nature.",
    )
    _level_range = models.Constraint(
        "CHECK(level BETWEEN 1 AND 3)", "Persons hold cells, not allotments."
    )
    # rows come company by company: block ranges find them, at next to no cost
    _company_idx = models.Index("USING brin (company_id)")
    _currency_idx = models.Index("USING brin (currency_id)")
    _top_idx = models.Index("USING brin (l1_id)")
    _quota_range = models.Constraint(
        "CHECK(quota >= 0 AND quota < 1e13)", "A quota must not be negative."
    )
    _saving_task_range = models.Constraint(
        "CHECK(saving_task >= 0 AND saving_task <= quota)",
        "The reduction target must lie between 0 and the quota.",
    )
    _target_is_the_rest = models.Constraint(
        "CHECK(reduction_target = quota - saving_task)",
        "The reduction target is the quota less the saving task.",
    )

    @api.model
    def _find_query(self, places):
        return amount.find(amount.ALLOTMENT, places)

    @api.model
    def _place_of(self, vals):
        node = self.env["ops.cost.node"].browse(vals["node_id"])
        if node.level == 4:
            raise ValidationError(
                self.env._(
                    "%(node)s is a person: enter a quota cell, not an allotment.",
                    node=node.display_name,
                )
            )
        return super()._place_of(vals)
