from odoo import fields, models

from ..queries import version_diff


class OpsCostVersionDiff(models.Model):
    """What a version changes against the quotas in effect before it, place by place."""

    _name = "ops.cost.version.diff"
    _description = "Difference Between Versions"
    _auto = False
    _order = "period_id, l1_id, l2_id, l3_id, node_id, item_id, id"

    version_id = fields.Many2one("ops.cost.version", readonly=True)
    period_id = fields.Many2one("ops.cost.period", "Month", readonly=True)
    node_id = fields.Many2one("ops.cost.node", readonly=True)
    level = fields.Integer(readonly=True)
    l1_id = fields.Many2one("ops.cost.node", "Leadership", readonly=True)
    l2_id = fields.Many2one("ops.cost.node", "Unit", readonly=True)
    l3_id = fields.Many2one("ops.cost.node", "Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    item_id = fields.Many2one("ops.cost.item", readonly=True)
    nature = fields.Selection(
        [("daily", "Daily"), ("contingency", "Contingency")], readonly=True
    )
    old_quota = fields.Monetary("Quota Before", readonly=True)
    quota = fields.Monetary("New Quota", readonly=True)
    difference = fields.Monetary(readonly=True)
    old_target = fields.Monetary("Target Before", readonly=True)
    reduction_target = fields.Monetary("New Target", readonly=True)
    is_changed = fields.Boolean("Changed", readonly=True)

    @property
    def _table_query(self):
        return version_diff.rows()
