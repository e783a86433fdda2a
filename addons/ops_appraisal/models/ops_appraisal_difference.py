from odoo import fields, models


class OpsAppraisalDifference(models.Model):
    """A source says something else than the value that was frozen at review."""

    _name = "ops.appraisal.difference"
    _inherit = ["ops.mixin.append"]
    _description = "Later Change of a Value"
    _rec_name = "appraisal_id"
    _order = "noted_at desc, id desc"

    _server_owned = frozenset(
        {"appraisal_id", "line_id", "has_frozen", "frozen_value", "has_later"}
        | {"later_value", "noted_at"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="restrict", index=True
    )
    line_id = fields.Many2one(
        "ops.appraisal.line",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    has_frozen = fields.Boolean("Had a Value", readonly=True)
    frozen_value = fields.Float(digits=(16, 6), readonly=True, aggregator=None)
    has_later = fields.Boolean("Has a Value Now", readonly=True)
    later_value = fields.Float(digits=(16, 6), readonly=True, aggregator=None)
    noted_at = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )
