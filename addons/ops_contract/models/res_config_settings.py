from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ops_keep_partial_bp = fields.Integer(
        related="company_id.ops_keep_partial_bp", readonly=False
    )
