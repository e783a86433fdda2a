from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals


class AccountMove(models.Model):
    """A statement is credited once: which one a move credits is set by its button."""

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

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if moves.filtered("ops_statement_id"):
            self._refuse_ops_statement()
        return moves

    def write(self, vals):
        if "ops_statement_id" in vals and not isinstance(vals, ServerVals):
            self._refuse_ops_statement()
        return super().write(vals)

    def _credits_ops_statement(self, statement):
        return self.write(ServerVals(ops_statement_id=statement.id))

    def _refuse_ops_statement(self):
        raise UserError(
            self.env._(
                "Which SLA statement a credit note belongs to is kept by the system. "
                "Use the button of the statement."
            )
        )
