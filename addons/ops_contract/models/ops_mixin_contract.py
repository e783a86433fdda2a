from odoo import fields, models


class OpsMixinContract(models.AbstractModel):
    """Something of one contract, in its company and about its partner."""

    _name = "ops.mixin.contract"
    _description = "Record of a Contract"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "ops.contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
