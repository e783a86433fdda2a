from odoo import api, fields, models


class OpsContractRenew(models.TransientModel):
    """Asks for a renewal: a change request that somebody else approves."""

    _name = "ops.contract.renew"
    _description = "Renew a Contract"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "contract_id"

    contract_id = fields.Many2one("ops.contract", required=True, ondelete="cascade")
    date_end = fields.Date(related="contract_id.date_end", string="Present End")
    new_date_end = fields.Date(
        "New End",
        compute="_compute_new_date_end",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    reason = fields.Text(required=True)

    @api.depends("contract_id")
    def _compute_new_date_end(self):
        """As long again as a year."""
        for wizard in self:
            end = wizard.contract_id.date_end
            wizard.new_date_end = end and fields.Date.add(end, years=1)

    def action_request(self):
        self.ensure_one()
        contract = self.contract_id
        contract._check_step({"active", "suspended", "expired"})
        change = self.env["ops.contract.change"].create(
            {
                "name": self.env._("Renewal until %(day)s", day=self.new_date_end),
                "contract_id": contract.id,
                "effect": "renewal",
                "origin": "provider",
                "new_date_end": self.new_date_end,
                "description": self.reason,
            }
        )
        change.action_submit()
        return {
            "type": "ir.actions.act_window",
            "res_model": change._name,
            "res_id": change.id,
            "view_mode": "form",
        }
