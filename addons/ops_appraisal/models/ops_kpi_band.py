from odoo import fields, models


class OpsKpiBand(models.Model):
    _name = "ops.kpi.band"
    _inherit = ["ops.mixin.guard"]
    _description = "Step of a KPI"
    _order = "kpi_id, bound, id"

    kpi_id = fields.Many2one("ops.kpi", required=True, ondelete="cascade", index=True)
    bound = fields.Float(digits=(16, 6), aggregator=None)
    score = fields.Float(digits=(16, 6), aggregator=None)

    _bound_uniq = models.UniqueIndex(
        "(kpi_id, bound)", "A KPI has one step at each bound."
    )
