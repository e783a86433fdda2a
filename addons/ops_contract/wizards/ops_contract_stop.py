from odoo import fields, models


class OpsContractStop(models.TransientModel):
    """Asks for the reason of a suspension or termination, and for the last day."""

    _name = "ops.contract.stop"
    _description = "Suspend or Terminate a Contract"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "contract_id"

    contract_id = fields.Many2one("ops.contract", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("suspend", "Suspend"), ("terminate", "Terminate")], required=True
    )
    date_last = fields.Date(
        "Last Day", default=lambda self: self._default_date_last(), required=True
    )
    reason = fields.Text(required=True)

    def _default_date_last(self):
        contract = self.env["ops.contract"].browse(
            self.env.context.get("default_contract_id")
        )
        return contract._today() if contract else False

    def action_confirm(self):
        self.ensure_one()
        if self.kind == "suspend":
            self.contract_id._ask_to_suspend(self.reason)
        else:
            self.contract_id._ask_to_terminate(self.date_last, self.reason)
        return {"type": "ir.actions.act_window_close"}
