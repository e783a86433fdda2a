from odoo import api, fields, models
from odoo.tools import format_date

from .ops_contract import PRICE_GROUPS


class OpsSlaStatementSegment(models.Model):
    """A part of the month with its own versions; the parts of the fee add up to it."""

    _name = "ops.sla.statement.segment"
    _description = "Segment of an SLA Statement"
    _rec_names_search = ["statement_id.number"]
    _inherit = ["ops.mixin.append"]
    _order = "statement_id, date_from, id"
    _server_owned = frozenset(
        {
            "statement_id",
            "date_from",
            "date_to",
            "fee",
            "credit_before_cap",
            "credit",
            "sla_version_id",
            "evaluation_version_id",
            "price_version_id",
        }
    )

    statement_id = fields.Many2one(
        "ops.sla.statement",
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
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    sla_version_id = fields.Many2one(
        "ops.annex.version", readonly=True, index=True, ondelete="restrict"
    )
    evaluation_version_id = fields.Many2one(
        "ops.annex.version", readonly=True, index=True, ondelete="restrict"
    )
    price_version_id = fields.Many2one(
        "ops.annex.version", readonly=True, index=True, ondelete="restrict"
    )
    fee = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    credit_before_cap = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    credit = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    line_ids = fields.One2many("ops.sla.statement.line", "segment_id", "Lines")

    @api.depends("statement_id.number", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for segment in self:
            number, days = segment.statement_id.number, segment._days_text()
            segment.display_name = f"{number}: {days}"

    def _append_frozen(self):
        """Those of a draft are made anew with each computation."""
        return self.filtered("statement_id.sealed_at")

    def _sealed_values(self, text):
        return {
            "id": self.id,
            "days": [str(self.date_from), str(self.date_to)],
            "versions": [
                self.sla_version_id.id or 0,
                self.evaluation_version_id.id or 0,
                self.price_version_id.id or 0,
            ],
            "money": [text(self.fee), text(self.credit_before_cap), text(self.credit)],
        }

    def _days_text(self):
        days = (self.date_from, self.date_to)
        return " – ".join(format_date(self.env, day) for day in days if day)
