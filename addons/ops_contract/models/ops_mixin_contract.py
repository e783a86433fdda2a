from odoo import fields, models


class OpsMixinContract(models.AbstractModel):
    """Something of one contract, in its company and about its partner.

    The contract itself is not checked against a company that follows from it: a form
    would offer none to a new record, which has no company yet.
    """

    _name = "ops.mixin.contract"
    _description = "Record of a Contract"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "ops.contract",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
