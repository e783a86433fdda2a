from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.ops_contract.models.ops_contract import PRICE_GROUPS
from odoo.addons.ops_contract.tools.roles import require_role

# what is credited, and what is owed on top: a debit note is an invoice in Odoo
MOVE_TYPES = {
    "sold": ("out_refund", "out_invoice"),
    "purchased": ("in_refund", "in_invoice"),
}


class OpsSlaStatement(models.Model):
    """What a confirmed statement gives less than the fee, as a draft credit note of the
    customer or a draft refund of the supplier; what it gives more, as a draft debit
    note. Never posted by itself, and once."""

    _inherit = "ops.sla.statement"

    credit_move_ids = fields.One2many(
        "account.move",
        "ops_statement_id",
        "Credit Notes",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    owed = fields.Monetary(
        compute="_compute_owed",
        # the buttons for who invoices show by its sign
        groups=f"{PRICE_GROUPS},account.group_account_readonly"
        ",account.group_account_invoice",
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
        if self.direction not in MOVE_TYPES:
            raise UserError(
                self.env._("An internal agreement has no credit note: %s", self.number)
            )
        if not self.owed:
            raise UserError(self.env._("%s: nothing is to be credited.", self.number))
        moves = self.env["account.move"].with_company(self.company_id)
        move = moves.create(self._prepare_credit_note())
        move._credits_ops_statement(self)
        return move

    def _prepare_credit_note(self):
        refund, debit = MOVE_TYPES[self.direction]
        is_refund = self.owed > 0
        return {
            "move_type": refund if is_refund else debit,
            "partner_id": self.contract_id.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.number,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": name,
                        "quantity": 1,
                        "price_unit": amount if is_refund else -amount,
                    }
                )
                for name, amount in self._owed_parts()
                if not self.currency_id.is_zero(amount)
            ],
        }

    def _owed_parts(self):
        """``[(text, amount)]``, which add up to what is owed: the month itself, then
        each correction of an earlier one that it settles; in the partner's language."""
        lang = self.contract_id.partner_id.lang or self.env.lang
        env = self.with_context(lang=lang).env
        # sudo: amounts of the statement, which the reader sees as a sum anyway
        adjustments = self.sudo()._settled_adjustments()
        settled = [
            (
                env._(
                    "Correction of statement %(number)s: %(reason)s",
                    number=row.corrects_id.number,
                    reason=row.reason,
                ),
                -row.amount,
            )
            for row in adjustments
        ]
        rest = self.owed - sum(amount for _text, amount in settled)
        return [(self._month_text(env, rest), self.currency_id.round(rest)), *settled]

    def _month_text(self, env, owed):
        days = [format_date(env, day) for day in (self.date_from, self.date_to)]
        facts = {"days": " – ".join(days), "number": self.number}
        if owed > 0:
            return env._("Service credit of %(days)s, statement %(number)s", **facts)
        return env._("Owed besides the fee of %(days)s, statement %(number)s", **facts)
