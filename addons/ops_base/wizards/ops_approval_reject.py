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
        decision = self.env.registry["ops.mixin.decision"]
        model = self.env.registry.get(self.res_model)
        if not model or not issubclass(model, decision) or model._abstract:
            raise UserError(self.env._("This document is not subject to approval."))
        if not hasattr(model, "action_reject"):
            raise UserError(self.env._("This document is not rejected, but cancelled."))
        return self.env[self.res_model].browse(self.res_ids).action_reject(self.note)
