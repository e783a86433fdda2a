from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.roles import require_role
from .ops_contract import PRICE_GROUPS


class OpsSlaStatementLine(models.Model):
    """One service level in one segment: cases, exact value, interval, both verdicts,
    credit; what the customer disputes and what he is answered."""

    _name = "ops.sla.statement.line"
    _description = "Line of an SLA Statement"
    _rec_names_search = ["statement_id.number"]
    _inherit = ["ops.mixin.append"]
    _order = "statement_id, segment_id, sequence, id"
    _server_owned = frozenset(
        {
            "statement_id",
            "segment_id",
            "sequence",
            "sla_line_id",
            "line_key",
            "carried_over",
            "n",
            "met",
            "breached",
            "excluded",
            "numerator",
            "denominator",
            "value",
            "has_value",
            "target_bp",
            "target_value",
            "wilson_low",
            "wilson_high",
            "verdict",
            "statistical_verdict",
            "tier_bp",
            "weight_bp",
            "factor_bp",
            "credit",
            "bonus",
            "points",
            "dispute_state",
            "dispute_note",
            "disputed_at",
            "dispute_answer",
            "dispute_answered_by_id",
        }
    )

    statement_id = fields.Many2one(
        "ops.sla.statement",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    segment_id = fields.Many2one(
        "ops.sla.statement.segment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    contract_id = fields.Many2one(
        related="statement_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="statement_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="statement_id.commercial_partner_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="statement_id.currency_id")
    sequence = fields.Integer(readonly=True)
    sla_line_id = fields.Many2one(
        "ops.annex.sla.line",
        "Service Level",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    metric_id = fields.Many2one(related="sla_line_id.metric_id", store=True, index=True)
    evaluator = fields.Selection(related="metric_id.evaluator")
    priority = fields.Selection(related="sla_line_id.priority", store=True)
    line_key = fields.Char(readonly=True, index=True)
    carried_over = fields.Integer(
        readonly=True,
        help="Cases that began under a version without a day in the month.",
    )
    n = fields.Integer("Cases", readonly=True)
    met = fields.Integer(readonly=True)
    breached = fields.Integer(readonly=True)
    excluded = fields.Integer(readonly=True)
    numerator = fields.Integer(
        readonly=True, help="Exact value: numerator/denominator."
    )
    denominator = fields.Integer(readonly=True)
    value = fields.Float(digits=(16, 6), readonly=True)
    has_value = fields.Boolean(readonly=True)
    target_bp = fields.Integer(readonly=True)
    target_value = fields.Float(digits=(16, 4), readonly=True)
    wilson_low = fields.Float(digits=(16, 6), readonly=True)
    wilson_high = fields.Float(digits=(16, 6), readonly=True)
    verdict = fields.Selection(
        [("met", "Met"), ("missed", "Missed"), ("na", "No Cases")], readonly=True
    )
    statistical_verdict = fields.Selection(
        [
            ("above", "Clearly Above"),
            ("below", "Clearly Below"),
            ("indistinct", "Not Distinguishable"),
            ("na", "No Cases"),
        ],
        readonly=True,
    )
    weight_bp = fields.Integer("Weight", readonly=True)
    tier_bp = fields.Integer("Tier", readonly=True)
    factor_bp = fields.Integer("Factor", readonly=True)
    points = fields.Integer(readonly=True)
    credit = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    bonus = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    dispute_state = fields.Selection(
        [
            ("none", "Not Disputed"),
            ("disputed", "Disputed"),
            ("upheld", "Upheld"),
            ("rejected", "Rejected"),
        ],
        default="none",
        required=True,
        readonly=True,
    )
    dispute_note = fields.Text(readonly=True)
    disputed_at = fields.Datetime(readonly=True)
    dispute_answer = fields.Text(readonly=True)
    dispute_answered_by_id = fields.Many2one(
        "res.users", readonly=True, index=True, ondelete="restrict"
    )

    def _append_frozen(self):
        """Those of a draft are made anew with each computation."""
        return self.filtered("statement_id.sealed_at")

    def _sealed_values(self, text):
        return {
            "id": self.id,
            "segment": self.segment_id.id,
            "key": self.line_key,
            "level": self.sla_line_id.id,
            "cases": [self.n, self.met, self.breached, self.excluded],
            "value": [self.numerator, self.denominator, f"{self.value:.6f}"],
            "verdict": self.verdict,
            "shares": [self.weight_bp, self.tier_bp, self.factor_bp],
            "money": [text(self.credit), text(self.bonus)],
            "points": self.points,
        }

    # disputes ----------------------------------------------------------------
    def _take_dispute(self, notes):
        """What the customer says is wrong, line by line."""
        now = self.env.cr.now().replace(microsecond=0)
        for line in self:
            line._server_write(
                {
                    "dispute_state": "disputed",
                    "dispute_note": notes[line.id],
                    "disputed_at": now,
                }
            )

    def action_answer_dispute(self):
        """Opens the dialog that answers the dispute."""
        self._check_answerable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the Dispute"),
            "res_model": "ops.sla.dispute.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def _check_answerable(self):
        self.ensure_one()
        self.check_access("write")
        require_role(self.env, "manager", "org")
        self.statement_id._refuse_person(self.statement_id.org_reviewed_by_id)
        if self.dispute_state != "disputed" or self.statement_id.state != "disputed":
            raise UserError(self.env._("This line waits for no answer."))

    def _answer_dispute(self, verdict, text, user):
        # sudo: role and state were checked
        self.sudo()._server_write(
            {
                "dispute_state": verdict,
                "dispute_answer": text,
                "dispute_answered_by_id": user.id,
            }
        )
        self.statement_id._call_next()

    def action_open_facts(self):
        """The facts that this line counts."""
        self.ensure_one()
        self.check_access("read")
        domain = [("statement_line_id", "=", self.id)]
        if not self.statement_id.sealed_at:
            domain = [("id", "in", self._fact_ids())]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("SLA Facts"),
            "res_model": "ops.sla.clock",
            "view_mode": "list,form,pivot,graph",
            "domain": domain,
        }

    def _fact_ids(self):
        """As a draft counts them now."""
        # sudo: the reader sees of them what the rules of facts let through
        result = self.sudo().statement_id._fresh()
        return [
            fact_id
            for part in (result.parts if result else ())
            for line in part.lines
            if part.part.start == self.segment_id.date_from
            and line.line.line_key == self.line_key
            for fact_id in line.fact_ids
        ]
