from odoo import api, fields, models

from .ops_contract import PRICE_GROUPS


class OpsAnnexServiceLine(models.Model):
    """A service item, how much of it, where and in which hours."""

    _name = "ops.annex.service.line"
    _description = "Service of an Annex"
    _rec_names_search = ["name", "item_id.code", "item_id.name"]
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("service",)
    _seal_fields = (
        "sequence",
        "item_id",
        "name",
        "quantity",
        "unit_price",
        "site_id",
        "mode_ids",
        "calendar_id",
        "ci_ids",
        "no_sla_reason",
    )

    item_id = fields.Many2one(
        "ops.service.item",
        "Service Item",
        required=True,
        index=True,
        ondelete="restrict",
    )
    name = fields.Char("Description", help="Narrower wording for this contract.")
    quantity = fields.Float(default=1.0, digits=(16, 2))
    unit_price = fields.Monetary("Monthly Unit Price", groups=PRICE_GROUPS)
    amount = fields.Monetary(compute="_compute_amount", groups=PRICE_GROUPS)
    site_id = fields.Many2one("res.partner", index=True, ondelete="restrict")
    mode_ids = fields.Many2many(
        "ops.service.mode",
        "ops_annex_service_mode_rel",
        "line_id",
        "mode_id",
        "Modes",
        ondelete="restrict",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Service Hours",
        index=True,
        ondelete="restrict",
        help="Empty: those of the contract.",
    )
    ci_ids = fields.Many2many(
        "maintenance.equipment",
        "ops_annex_service_ci_rel",
        "line_id",
        "equipment_id",
        "Configuration Items",
        ondelete="restrict",
    )
    no_sla_reason = fields.Char(
        "No SLA Because", help="Why no service level is promised for this service."
    )

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _range = models.Constraint(
        "CHECK(quantity > 0 AND quantity < 1e13"
        " AND (unit_price IS NULL OR unit_price >= 0 AND unit_price < 1e13))",
        "A service needs a quantity above zero and a price that is not negative.",
    )

    @api.depends("quantity", "unit_price", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount, currency = line.quantity * line.unit_price, line.currency_id
            # no version, so no currency yet: the first onchange of a form
            line.amount = currency.round(amount) if currency else amount

    @api.depends("item_id.name", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or line.item_id.display_name

    def _hours(self):
        """The working hours of this service."""
        return self.calendar_id or self.contract_id.calendar_id
