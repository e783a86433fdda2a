from odoo import fields, models


class OpsCostImportCount(models.TransientModel):
    """How many rows of a sheet are new, stored already, or not importable."""

    _name = "ops.cost.import.count"
    _description = "Rows of a Sheet"
    _order = "id"

    import_id = fields.Many2one(
        "ops.cost.import", required=True, index=True, ondelete="cascade"
    )
    sheet = fields.Char(readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    new_count = fields.Integer("New", readonly=True)
    known_count = fields.Integer("Stored Already", readonly=True)
    bad_count = fields.Integer("With Findings", readonly=True)
