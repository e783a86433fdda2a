from odoo import fields, models

from .ops_measure_provider_count import COUNT


class OpsMeasure(models.Model):
    _inherit = "ops.measure"

    provider = fields.Selection(
        selection_add=[(COUNT, "Adjusted Counts")], ondelete={COUNT: "set default"}
    )
