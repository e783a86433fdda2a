from odoo import fields, models
from odoo.exceptions import UserError


class OpsApprovalReject(models.TransientModel):
    _name = "ops.approval.reject"
    _description = "Reason for a Rejection"

    res_model = fields.Char("Model", required=True)
    res_ids = fields.Json("Records", required=True)
    note = fields.Text("Reason", required=True)

    def action_confirm(self):
        self.ensure_one()
        if not self.env.registry.get(self.res_model) or not isinstance(
            self.env[self.res_model], self.env.registry["ops.mixin.approval"]
        ):
            raise UserError(self.env._("This document is not subject to approval."))
        return self.env[self.res_model].browse(self.res_ids).action_reject(self.note)
