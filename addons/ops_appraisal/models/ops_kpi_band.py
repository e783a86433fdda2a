from odoo import api, fields, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class OpsKpiBand(models.Model):
    _name = "ops.kpi.band"
    _inherit = ["ops.mixin.guard"]
    _description = "Step of a KPI"
    _order = "kpi_id, bound, id"

    kpi_id = fields.Many2one(
        "ops.kpi", "KPI", required=True, ondelete="cascade", index=True
    )
    bound = fields.Float(
        digits=(16, 6),
        aggregator=None,
        help="Inclusive: from this value on, or up to it where less is better.",
    )
    score = fields.Float(digits=(16, 6), aggregator=None)
    company_id = fields.Many2one(
        related="kpi_id.company_id", store=True, index=True, precompute=True
    )

    _bound_uniq = models.UniqueIndex(
        "(kpi_id, bound)", "A KPI has one step at each bound."
    )

    @api.constrains("kpi_id", "bound", "score")
    def _check_rule(self):
        self.kpi_id._check_rule()

    @api.model_create_multi
    def create(self, vals_list):
        bands = super().create(vals_list)
        bands.kpi_id._refuse_used()
        return bands

    def write(self, vals):
        self.kpi_id._refuse_used()
        result = super().write(vals)
        if "kpi_id" in vals:
            self.kpi_id._refuse_used()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_except_used(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self.kpi_id._refuse_used()
