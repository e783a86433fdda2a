from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ops_contract import PRICE_GROUPS


class OpsSlaDisputeAnswer(models.TransientModel):
    """Upheld, with what is credited in addition, or rejected with a text."""

    _name = "ops.sla.dispute.answer"
    _description = "Answer to a Dispute"
    _inherit = ["ops.mixin.guard"]

    line_id = fields.Many2one(
        "ops.sla.statement.line", required=True, index=True, ondelete="cascade"
    )
    dispute_note = fields.Text("The Customer Says", related="line_id.dispute_note")
    currency_id = fields.Many2one(related="line_id.currency_id")
    verdict = fields.Selection(
        [("upheld", "The Customer Is Right"), ("rejected", "It Stays")],
        "Answer",
        required=True,
        default="rejected",
    )
    amount = fields.Monetary(
        "Owed to the Other Side",
        groups=PRICE_GROUPS,
        help="Less for us to charge, or more for us to pay. Becomes an adjustment of a "
        "later statement, once another person has approved it. 0: nothing is owed, or "
        "only what the corrected facts give.",
    )
    text = fields.Text("Answer to the Customer", required=True)

    def action_answer(self):
        for answer in self:
            line = answer.line_id
            line._check_answerable()
            if not answer.text.strip():
                raise UserError(self.env._("Tell the customer why."))
            answer._propose()
            line._answer_dispute(answer.verdict, answer.text, self.env.user)
        return {"type": "ir.actions.act_window_close"}

    def _propose(self):
        """The amount asked for, to be approved by another person."""
        if self.verdict != "upheld" or not self.amount:
            return
        if self.amount < 0:
            raise UserError(self.env._("What is owed cannot be negative."))
        statement = self.line_id.statement_id
        # a customer gets it back; who serves us gets it on top
        sign = -1 if statement.direction == "sold" else 1
        adjustment = self.env["ops.sla.statement.adjustment"].create(
            {
                "contract_id": statement.contract_id.id,
                "corrects_id": statement.id,
                "corrects_line_id": self.line_id.id,
                "reason": self.text,
                "amount": sign * self.amount,
            }
        )
        adjustment.action_submit()

    @api.onchange("verdict")
    def _onchange_verdict(self):
        if self.verdict == "rejected":
            self.amount = 0
