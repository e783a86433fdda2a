from odoo import api, fields, models


class OpsAppraisalPublish(models.TransientModel):
    """Names who would be published without a total, and asks."""

    _name = "ops.appraisal.publish"
    _inherit = ["ops.mixin.guard"]
    _description = "Publish without Totals"

    cycle_ids = fields.Many2many("ops.appraisal.cycle", required=True)
    result_ids = fields.Many2many(
        "ops.appraisal.result", string="Without a Total", compute="_compute_results"
    )

    @api.depends("cycle_ids")
    def _compute_results(self):
        for dialog in self:
            dialog.result_ids = dialog.cycle_ids._results_without_total()

    def action_confirm(self):
        self.ensure_one()
        return self.cycle_ids.action_publish(without_total=True)
