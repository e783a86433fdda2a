from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang


class OpsSlaStatementAdjustment(models.Model):
    """A late correction of a sent statement, settled in a later one."""

    _name = "ops.sla.statement.adjustment"
    _description = "Adjustment of an SLA Statement"
    _inherit = ["ops.mixin.request"]
    _order = "statement_id, id"
    _approval_groups = ("ops_contract.group_contract_org",)
    _server_owned = frozenset({"statement_id", "is_computed"})

    currency_id = fields.Many2one(related="contract_id.currency_id")
    corrects_id = fields.Many2one(
        "ops.sla.statement", required=True, index=True, ondelete="restrict"
    )
    corrects_line_id = fields.Many2one(
        "ops.sla.statement.line",
        "Line",
        index=True,
        ondelete="restrict",
        help="What is owed for a line is part of what corrected facts give, and is not "
        "counted twice. Without a line the amount is owed besides.",
    )
    statement_id = fields.Many2one(
        "ops.sla.statement",
        "Settled In",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    is_computed = fields.Boolean(
        readonly=True,
        copy=False,
        help="The difference that corrected or late facts make, as computed.",
    )
    reason = fields.Text(required=True)
    amount = fields.Monetary(
        required=True, help="Added to the later statement's net; negative reduces it."
    )

    _range = models.Constraint(
        "CHECK(amount > -1e13 AND amount < 1e13 AND amount != 0)",
        "An adjustment needs an amount.",
    )

    @api.depends("corrects_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            number = row.corrects_id.number
            row.display_name = number and self.env._("Adjustment of %s", number)

    @api.constrains("contract_id", "corrects_id", "corrects_line_id")
    def _check_corrected(self):
        for row in self:
            line = row.corrects_line_id
            if row.corrects_id.contract_id != row.contract_id or (
                line and line.statement_id != row.corrects_id
            ):
                raise ValidationError(
                    self.env._("An adjustment corrects a statement of its contract.")
                )

    @api.model
    def _unsettled_contracts(self, contracts):
        """Those of the contracts with an approved adjustment in no statement yet."""
        rows = self.search(
            [
                ("contract_id", "in", contracts.ids),
                ("approval_state", "=", "approved"),
                ("statement_id", "=", False),
            ]
        )
        return rows.contract_id

    def _check_submit(self):
        for row in self:
            if not row.corrects_id.sealed_at:
                raise UserError(
                    self.env._(
                        "%s was not sent yet: correct the facts and compute it anew.",
                        row.corrects_id.number,
                    )
                )
            if row.corrects_line_id:
                row._refuse_double()

    def _refuse_double(self):
        """What is owed for a line is part of what its corrected facts give."""
        # sudo: counts whoever asks
        live = self.sudo().corrects_id._live_corrections()
        found = sum(live.filtered("is_computed").mapped("amount"))
        if found * self.amount > 0:
            raise UserError(
                self.env._(
                    "Corrected facts already changed %(number)s by %(amount)s. Enter "
                    "0, or an adjustment without a line for what is owed besides.",
                    number=self.corrects_id.number,
                    amount=formatLang(self.env, found, currency_obj=self.currency_id),
                )
            )
