from odoo import fields, models


class OpsAnnexSpareLine(models.Model):
    """A spare part to be held, how many, how fast, and whose it is."""

    _name = "ops.annex.spare.line"
    _description = "Spare Part of an Annex"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("spares",)
    _seal_fields = (
        "sequence",
        "product_id",
        "quantity",
        "fill_bp",
        "arrive_minutes",
        "site_id",
        "owner",
        "advance_replacement",
        "return_days",
    )

    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict"
    )
    quantity = fields.Float("Held", default=1.0, digits=(16, 2))
    fill_bp = fields.Integer("Fill Rate", default=9500)
    arrive_minutes = fields.Integer("On Site Within (minutes)")
    site_id = fields.Many2one("res.partner", index=True, ondelete="restrict")
    owner = fields.Selection(
        [("provider", "Provider"), ("customer", "Customer"), ("supplier", "Supplier")],
        default="provider",
        required=True,
    )
    advance_replacement = fields.Boolean("Replace First, Repair Later", default=True)
    return_days = fields.Integer("Faulty Part Back Within (days)", default=30)

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _range = models.Constraint(
        "CHECK(quantity >= 0 AND quantity < 1e13 AND fill_bp BETWEEN 0 AND 10000"
        " AND arrive_minutes >= 0 AND return_days >= 0)",
        "A spare part needs a quantity, times and a fill rate that are not negative.",
    )
