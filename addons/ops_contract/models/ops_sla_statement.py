from odoo import api, fields, models

from .ops_contract import PRICE_GROUPS


class OpsSlaStatement(models.Model):
    """What a month was worth: each service level with cases, value, verdict and
    credit, reviewed twice, sent, confirmed or disputed, settled.

    draft -> project_reviewed -> org_reviewed -> sent -> confirmed | disputed ->
    settled. From ``sent`` on it is sealed: late corrections are adjustments of a
    later statement (contract.md 2.6).
    """

    _name = "ops.sla.statement"
    _description = "SLA Statement"
    _rec_name = "number"
    _inherit = [
        "ops.mixin.sealed",
        "ops.mixin.portal",
        "mail.thread",
        "ops.mixin.waiting",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _portal_path = "/my/ops/statements"
    _server_owned = frozenset(
        {
            "number",
            "state",
            "contract_id",
            "date_from",
            "date_to",
            "fee",
            "credit_before_cap",
            "credit",
            "bonus",
            "deliverable_deduction",
            "points",
            "point_deduction",
            "adjustment",
            "net",
            "earn_back",
            "uncounted",
            "is_closing",
            "verdict",
            "dispute_days",
            "result_hash",
            "is_termination_right",
            "computed_at",
            "project_reviewed_by_id",
            "project_reviewed_on",
            "org_reviewed_by_id",
            "org_reviewed_on",
            "sent_by_id",
            "sent_on",
            "dispute_until",
            "answered_by_id",
            "answered_on",
            "recorded_by_id",
            "confirmation_paper",
            "confirmation_paper_name",
            "settled_by_id",
            "settled_on",
            "access_token",
        }
    )
    _seal_open = frozenset(
        {
            "state",
            "answered_by_id",
            "answered_on",
            "recorded_by_id",
            "confirmation_paper",
            "confirmation_paper_name",
            "settled_by_id",
            "settled_on",
            "access_token",
        }
    )

    seal_payload = fields.Text(groups=PRICE_GROUPS)
    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    contract_id = fields.Many2one(
        "ops.contract", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="contract_id.partner_id")
    direction = fields.Selection(related="contract_id.direction", store=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    date_from = fields.Date("Month From", required=True, readonly=True, index=True)
    date_to = fields.Date("Month To", required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("project_reviewed", "Project Reviewed"),
            ("org_reviewed", "Organisation Reviewed"),
            ("sent", "Sent"),
            ("confirmed", "Confirmed"),
            ("disputed", "Disputed"),
            ("settled", "Settled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    segment_ids = fields.One2many(
        "ops.sla.statement.segment", "statement_id", "Segments", readonly=True
    )
    segment_count = fields.Integer(compute="_compute_segment_count")
    line_ids = fields.One2many(
        "ops.sla.statement.line", "statement_id", "Lines", readonly=True
    )
    adjustment_ids = fields.One2many(
        "ops.sla.statement.adjustment", "statement_id", "Adjustments"
    )
    fee = fields.Monetary("Month's Fee", readonly=True, groups=PRICE_GROUPS)
    credit_before_cap = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    credit = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    bonus = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    deliverable_deduction = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    points = fields.Integer(readonly=True)
    point_deduction = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    adjustment = fields.Monetary(readonly=True, groups=PRICE_GROUPS)
    net = fields.Monetary(
        readonly=True,
        groups=PRICE_GROUPS,
        help="Fee less credits and deductions, plus bonus and adjustments.",
    )
    earn_back = fields.Monetary(
        readonly=True,
        groups=PRICE_GROUPS,
        help="A credit of an earlier month, given back because all levels were met "
        "since.",
    )
    uncounted = fields.Integer(
        "Cases without a Level",
        readonly=True,
        help="Cases of the month that no service level in force judges.",
    )
    is_closing = fields.Boolean(
        "Closing Statement",
        readonly=True,
        help="After the contract's end: settles only what was found out later.",
    )
    verdict = fields.Selection(
        [("met", "All Met"), ("missed", "Missed"), ("na", "No Cases")], readonly=True
    )
    dispute_days = fields.Integer("Dispute Within (days)", readonly=True)
    result_hash = fields.Char(readonly=True, copy=False)
    is_termination_right = fields.Boolean(
        "Right to Terminate",
        readonly=True,
        help="So many missed months that the customer may terminate.",
    )
    computed_at = fields.Datetime(readonly=True, copy=False)
    project_reviewed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    project_reviewed_on = fields.Datetime(readonly=True, copy=False)
    org_reviewed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    org_reviewed_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    sent_on = fields.Datetime(readonly=True, copy=False)
    dispute_until = fields.Date(readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.partner",
        "Answered by (partner)",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    answered_on = fields.Datetime(readonly=True, copy=False)
    recorded_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="Who of our side recorded a confirmation outside the portal.",
    )
    confirmation_paper = fields.Binary(
        "Paper of the Confirmation", readonly=True, copy=False, attachment=False
    )
    confirmation_paper_name = fields.Char(readonly=True, copy=False)
    settled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    settled_on = fields.Datetime(readonly=True, copy=False)

    # the public page looks seals up
    _seal_hash_idx = models.Index("(seal_hash) WHERE seal_hash IS NOT NULL")
    _month_uniq = models.UniqueIndex(
        "(contract_id, date_from)", "A contract has one statement a month."
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number != '/'",
        "The number of a statement must be unique.",
    )

    @api.depends("segment_ids")
    def _compute_segment_count(self):
        for statement in self:
            statement.segment_count = len(statement.segment_ids)
