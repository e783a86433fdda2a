from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsServicePickerLine(models.TransientModel):
    _name = "ops.service.picker.line"
    _description = "Picked Service Item"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "item_id"

    picker_id = fields.Many2one("ops.service.picker", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="picker_id.company_id")
    currency_id = fields.Many2one(related="picker_id.currency_id")
    item_id = fields.Many2one(
        "ops.service.item",
        "Service Item",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'published'), ('company_id', '=', company_id)]",
    )
    quantity = fields.Float(default=1.0, digits=(16, 2))
    unit_price = fields.Monetary(
        "Monthly Unit Price", compute="_compute_unit_price", store=True, readonly=False
    )
    amount = fields.Monetary("Per Month", compute="_compute_amount")

    _range = models.Constraint(
        "CHECK(quantity > 0 AND (unit_price IS NULL OR unit_price >= 0))",
        "A service needs a quantity above zero and a price that is not negative.",
    )

    @api.depends("item_id", "currency_id")
    def _compute_unit_price(self):
        """The list price, in the contract's currency."""
        for line in self:
            item, contract = line.item_id, line.picker_id.contract_id
            if not item or not contract:
                line.unit_price = item.list_price
                continue
            line.unit_price = item.currency_id._convert(
                item.list_price,
                contract.currency_id,
                contract.company_id,
                contract._today(),
            )

    @api.depends("quantity", "unit_price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.unit_price

    def _check_items(self):
        for line in self:
            item = line.item_id
            if item.state != "published" or item.company_id != line.company_id:
                raise UserError(
                    self.env._(
                        "%(name)s is not published in this company's catalogue.",
                        name=item.display_name,
                    )
                )
