from odoo import api, models

from odoo.addons.ops_base.calc.combine import Part
from odoo.addons.ops_base.models.ops_measure_provider_manual import stored_decimal

COUNT = "ops.measure.provider.count"


class OpsMeasureProviderCount(models.AbstractModel):
    """From approved adjusted counts, combined as recorded values are; numerator and
    denominator are what counts and what was counted."""

    _name = "ops.measure.provider.count"
    _inherit = ["ops.measure.provider.manual"]
    _description = "Adjusted Counts"

    _recorded_model = "ops.kpi.count"
    _recorded_fields = ("adjusted", "gross")

    @api.model
    def _part(self, date_to, ref, adjusted, gross):
        adjusted, gross = stored_decimal(adjusted), stored_decimal(gross)
        return Part(date_to, adjusted, adjusted, gross, int(gross), ref)
