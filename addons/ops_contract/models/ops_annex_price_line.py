from odoo import api, fields, models


class OpsAnnexPriceLine(models.Model):
    """A price per month, per year (a twelfth each month), or once."""

    _name = "ops.annex.price.line"
    _description = "Price of an Annex"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("price",)
    _seal_fields = (
        "sequence",
        "name",
        "service_line_id",
        "quantity",
        "unit_price",
        "billing",
    )

    name = fields.Char(required=True)
    service_line_id = fields.Many2one(
        "ops.annex.service.line", "Service", index=True, ondelete="restrict"
    )
    quantity = fields.Float(default=1.0, digits=(16, 2))
    unit_price = fields.Monetary(required=True)
    billing = fields.Selection(
        [("monthly", "Per Month"), ("yearly", "Per Year"), ("once", "Once")],
        default="monthly",
        required=True,
    )
    amount = fields.Monetary(compute="_compute_amount")
    monthly_amount = fields.Monetary(
        compute="_compute_amount", help="What counts in the monthly fee."
    )

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _range = models.Constraint(
        "CHECK(quantity > 0 AND quantity < 1e13"
        " AND unit_price > -1e13 AND unit_price < 1e13)",
        "A price line needs a quantity above zero.",
    )

    @api.depends("quantity", "unit_price", "billing", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount, currency = line.quantity * line.unit_price, line.currency_id
            # no version, so no currency yet: the first onchange of a form
            line.amount = currency.round(amount) if currency else amount
            line.monthly_amount = line._of_a_month()

    def _of_a_month(self):
        shares = {"monthly": 1, "yearly": 12}
        if self.billing not in shares:
            return 0.0
        share, currency = self.amount / shares[self.billing], self.currency_id
        return currency.round(share) if currency else share
