from odoo import fields, models

from .ops_sla_metric import PRIORITIES


class OpsServiceItemMetric(models.Model):
    """A default SLA of a service item, taken over into the annex that picks it."""

    _name = "ops.service.item.metric"
    _description = "Default Metric of a Service Item"
    _inherit = ["ops.service.item.part"]
    _rec_name = "metric_id"
    _order = "sequence, id"

    item_id = fields.Many2one(
        "ops.service.item", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="item_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    metric_id = fields.Many2one(
        "ops.sla.metric", required=True, index=True, ondelete="restrict"
    )
    priority = fields.Selection(
        selection=PRIORITIES,
        default="any",
        required=True,
    )
    target_minutes = fields.Integer()
    target_days = fields.Integer(
        "Target (working days)", help="Instead of minutes: n working days."
    )
    target_bp = fields.Integer(
        "Target", default=9500, help="Imported in basis points: 9500 is 95 %."
    )
    target_value = fields.Float(digits=(16, 4))

    _range = models.Constraint(
        "CHECK(target_minutes >= 0 AND target_days >= 0"
        " AND target_bp BETWEEN 0 AND 10000)",
        "Targets are minutes or days from 0 on and ratios of 0 to 100 %.",
    )
    _one_time = models.Constraint(
        "CHECK(NOT (target_minutes > 0 AND target_days > 0))",
        "State the target in minutes or in working days, not in both.",
    )
