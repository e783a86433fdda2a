from datetime import timedelta

from odoo import api, fields, models

from ..tools.roles import require_role


class OpsAnnexNewVersion(models.TransientModel):
    """Drafts the next version of an annex: from when, and why."""

    _name = "ops.annex.new.version"
    _description = "New Version of an Annex"
    _inherit = ["ops.mixin.guard"]

    annex_id = fields.Many2one("ops.contract.annex", required=True, ondelete="cascade")
    contract_id = fields.Many2one(related="annex_id.contract_id")
    date_from = fields.Date(
        "In Force From",
        required=True,
        compute="_compute_date_from",
        store=True,
        readonly=False,
        precompute=True,
    )
    change_reason = fields.Text()
    change_request_id = fields.Many2one(
        "ops.contract.change",
        ondelete="cascade",
        domain="[('contract_id', '=', contract_id),"
        " ('approval_state', '=', 'approved')]",
    )

    @api.depends("annex_id")
    def _compute_date_from(self):
        for wizard in self:
            contract = wizard.annex_id.contract_id
            wizard.date_from = contract and wizard._proposed(contract)

    def _proposed(self, contract):
        """The first version from the start, others from tomorrow."""
        if not self.annex_id.version_ids._in_force():
            return contract.date_start
        return max(contract.date_start, contract._today() + timedelta(days=1))

    def action_confirm(self):
        self.ensure_one()
        require_role(self.env, "manager", "org")
        draft = self.annex_id._new_version(
            self.date_from, self.change_request_id, self.change_reason
        )
        return draft._action_open()
