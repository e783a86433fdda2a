from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ops_tz = fields.Selection(related="company_id.ops_tz", readonly=False)
