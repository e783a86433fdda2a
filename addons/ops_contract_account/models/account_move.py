from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    ops_statement_id = fields.Many2one(
        "ops.sla.statement",
        "SLA Statement",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )

    _ops_statement_uniq = models.UniqueIndex(
        "(ops_statement_id) WHERE ops_statement_id IS NOT NULL AND state != 'cancel'",
        "This SLA statement has its credit note already.",
    )
