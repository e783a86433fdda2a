from odoo import api, fields, models


class OpsAnnexCompare(models.TransientModel):
    """Two versions of an annex side by side."""

    _name = "ops.annex.compare"
    _description = "Compare Versions"
    _inherit = ["ops.mixin.guard"]

    annex_id = fields.Many2one("ops.contract.annex", required=True, ondelete="cascade")
    old_id = fields.Many2one(
        "ops.annex.version",
        "Before",
        required=True,
        ondelete="cascade",
        domain="[('annex_id', '=', annex_id)]",
    )
    new_id = fields.Many2one(
        "ops.annex.version",
        "After",
        required=True,
        ondelete="cascade",
        domain="[('annex_id', '=', annex_id)]",
    )
    table = fields.Html(compute="_compute_table", sanitize=False)

    @api.depends("old_id", "new_id")
    @api.depends_context("lang", "uid")
    def _compute_table(self):
        for wizard in self:
            wizard.table = wizard._render() if wizard._is_complete() else False

    def _is_complete(self):
        return bool(self.old_id and self.new_id)

    def _groups(self):
        return self.new_id._difference(self.old_id)

    def _render(self):
        # every value is escaped by the template
        return self.env["ir.qweb"]._render(
            "ops_contract.annex_difference_table",
            {"old": self.old_id, "new": self.new_id, "groups": self._groups()},
        )

    @api.depends("old_id", "new_id")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = (
                f"{wizard.old_id.display_name} / v{wizard.new_id.number}"
            )

    def action_print(self):
        self.ensure_one()
        (self.old_id | self.new_id).check_access("read")
        report = self.env.ref("ops_contract.annex_difference_report")
        return report.report_action(self)
