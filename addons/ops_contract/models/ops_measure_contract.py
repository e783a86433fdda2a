from odoo import fields, models

PROVIDER = "ops.measure.provider.contract"


class OpsMeasure(models.Model):
    _inherit = "ops.measure"

    provider = fields.Selection(
        selection_add=[(PROVIDER, "Service Contracts")],
        ondelete={PROVIDER: "set default"},
    )
