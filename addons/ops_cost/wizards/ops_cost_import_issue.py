from odoo import fields, models


class OpsCostImportIssue(models.TransientModel):
    """One finding at its cell."""

    _name = "ops.cost.import.issue"
    _description = "Finding in a File"
    _order = "sheet, row, column, id"

    import_id = fields.Many2one(
        "ops.cost.import", required=True, index=True, ondelete="cascade"
    )
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True)
    column = fields.Char(readonly=True)
    header = fields.Char("Column Name", readonly=True)
    reason = fields.Char(readonly=True)
