from odoo import api, fields, models

from ..queries import amount


class OpsCostCell(models.Model):
    """Own quota of a node for a month, item and nature; at levels 1 to 3 the
    common costs (本级). Frozen once its version is issued."""

    _name = "ops.cost.cell"
    _description = "Quota Cell"
    _inherit = ["ops.cost.amount"]
    _order = "version_id, period_id, l1_id, l2_id, l3_id, node_id, item_id, id"

    responsible_id = fields.Many2one(
        "hr.employee",
        compute="_compute_responsible_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _place_uniq = models.UniqueIndex(
        "(version_id, period_id, node_id, item_id, nature)"
        " INCLUDE (quota, saving_task)",
        "There is already a cell for this node, month, item and nature.",
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

    @api.depends("node_id")
    def _compute_responsible_id(self):
        for row in self:
            # sudo: who answers for a node is no secret to whoever sees its quota
            node = row.node_id.sudo()
            row.responsible_id = node.employee_id or node.manager_id

    @api.model
    def _free_fields(self):
        return frozenset({"responsible_id"})

    @api.model
    def _find_query(self, places):
        return amount.find(amount.CELL, places)
