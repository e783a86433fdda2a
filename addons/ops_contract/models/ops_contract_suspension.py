from odoo import fields, models


class OpsContractSuspension(models.Model):
    """Days on which a contract rests: no service time, no deliverables, clocks stand
    still. The fee is not touched: that is a version of the price annex."""

    _name = "ops.contract.suspension"
    _description = "Suspension of a Contract"
    _inherit = ["ops.mixin.append"]
    _rec_name = "reason"
    _order = "date_from desc, id desc"

    contract_id = fields.Many2one(
        "ops.contract", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", help="The last day; empty while it lasts.")
    reason = fields.Text(required=True)

    # one that was taken back before it began has no days: it ends the day before
    _days = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from - 1)",
        "A suspension cannot end before it starts.",
    )
    _one_open = models.UniqueIndex(
        "(contract_id) WHERE date_to IS NULL", "The contract is suspended already."
    )
