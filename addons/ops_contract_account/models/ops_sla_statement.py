from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.ops_contract.models.ops_contract import PRICE_GROUPS
from odoo.addons.ops_contract.tools.roles import require_role

MOVE_TYPES = {"sold": "out_refund", "purchased": "in_refund"}


class OpsSlaStatement(models.Model):
    """The credit of a confirmed statement as a draft credit note: never posted by
    itself, and once."""

    _inherit = "ops.sla.statement"

    credit_move_ids = fields.One2many(
        "account.move",
        "ops_statement_id",
        "Credit Notes",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    owed = fields.Monetary(
        compute="_compute_owed",
        groups=PRICE_GROUPS,
        help="Fee less net: all credits, deductions, bonuses and adjustments.",
    )

    def _compute_owed(self):
        for statement in self:
            owed = statement.fee - statement.net
            statement.owed = statement.currency_id.round(owed)

    def action_credit_note(self):
        """Drafts the credit note, or opens the one that exists."""
        self.ensure_one()
        self.check_access("read")
        require_role(self.env, "finance", "manager", "org")
        self.env["account.move"].check_access("create")
        self._check_state({"confirmed", "settled"})
        move = self._live_credit_note() or self._create_credit_note()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": move.id,
            "view_mode": "form",
        }

    def _live_credit_note(self):
        # sudo: whether there is one, readable or not
        moves = self.sudo().credit_move_ids
        found = moves.filtered(lambda move: move.state != "cancel")[:1]
        return found.sudo(False)

    def _create_credit_note(self):
        move_type = MOVE_TYPES.get(self.direction)
        if not move_type:
            raise UserError(
                self.env._("An internal agreement has no credit note: %s", self.number)
            )
        if self.owed <= 0:
            raise UserError(self.env._("%s: nothing is to be credited.", self.number))
        moves = self.env["account.move"].with_company(self.company_id)
        return moves.create(self._prepare_credit_note(move_type))

    def _prepare_credit_note(self, move_type):
        return {
            "move_type": move_type,
            "partner_id": self.contract_id.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.number,
            "ops_statement_id": self.id,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self.env._(
                            "Service credit of %(month)s, statement %(number)s",
                            month=self.date_from,
                            number=self.number,
                        ),
                        "quantity": 1,
                        "price_unit": self.owed,
                    }
                )
            ],
        }
