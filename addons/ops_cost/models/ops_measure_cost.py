from odoo import fields, models

PROVIDER = "ops.measure.provider.cost"


class OpsMeasure(models.Model):
    _inherit = "ops.measure"

    provider = fields.Selection(
        selection_add=[(PROVIDER, "Cost Assessment")],
        ondelete={PROVIDER: "set default"},
    )
