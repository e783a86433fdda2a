from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.roles import require_role
from .ops_cost_voucher import DOCUMENTS, MAIL_FIELDS


class OpsCostUnassigned(models.Model):
    """Cost that could not be mapped to a node or an item; waits here, never lost."""

    _name = "ops.cost.unassigned"
    _description = "Unassigned Cost"
    _inherit = [
        "ops.mixin.append",
        "ops.mixin.authors",
        "ops.cost.money",
        "mail.thread",
    ]
    _rec_name = "source"
    _order = "date, id"
    _check_company_auto = True
    _server_owned = frozenset({"state", "entry_id", "resolved_by_id", "resolved_at"})
    _append_open = MAIL_FIELDS

    company_id = fields.Many2one(required=True, default=lambda self: self.env.company)
    source = fields.Char(required=True, help="Document that the cost comes from.")
    source_model = fields.Char()
    source_id = fields.Many2oneReference("Source Record", model_field="source_model")
    source_key = fields.Char()
    document = fields.Selection(DOCUMENTS, "Kind", required=True, default="manual")
    date = fields.Date(required=True)
    recorded_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Day on which the cost reached accounting; decides whether it is late "
        "for its month.",
    )
    amount = fields.Monetary(required=True)
    reason = fields.Char(required=True)
    node_id = fields.Many2one(
        "ops.cost.node", index=True, ondelete="restrict", check_company=True
    )
    item_id = fields.Many2one(
        "ops.cost.item", index=True, ondelete="restrict", check_company=True
    )
    state = fields.Selection(
        [("open", "Waiting"), ("assigned", "Assigned"), ("dismissed", "Dismissed")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    note = fields.Text(help="Why it was dismissed.")
    entry_id = fields.Many2one(
        "ops.cost.entry", readonly=True, index=True, ondelete="restrict"
    )
    resolved_by_id = fields.Many2one(
        "res.users", readonly=True, index=True, ondelete="restrict"
    )
    resolved_at = fields.Datetime(readonly=True)

    _source_uniq = models.UniqueIndex(
        # a part that is not given is equal to another one that is not given
        "(company_id, source_model, COALESCE(source_id, 0), COALESCE(source_key, ''))"
        " WHERE source_model IS NOT NULL AND state = 'open'",
        "This source is already waiting to be assigned.",
    )
    _amount_range = models.Constraint(
        "CHECK(amount > -1e13 AND amount < 1e13)", "The amount is out of range."
    )

    def write(self, vals):
        self._stay_in_company(vals)
        return super().write(vals)

    def _append_frozen(self):
        return self.filtered(lambda cost: cost.state != "open")

    def _refuse_frozen(self, vals):
        done = self._append_frozen()
        if done and set(vals) - self._collect_names("_append_open"):
            raise UserError(self.env._("%s is already settled.", done._sample_names()))
        return super()._refuse_frozen(vals)

    # buttons -------------------------------------------------------------------
    def action_assign(self):
        """Books each cost by a submitted document, which another person posts."""
        self._check_decidable()
        for cost in self:
            if not cost.node_id or not cost.item_id:
                raise UserError(
                    self.env._("Choose node and item of %s first.", cost.source)
                )
        vouchers = self.env["ops.cost.voucher"]
        for cost in self:
            vouchers |= cost._assign()
        return vouchers.action_open_entries()

    def action_dismiss(self):
        self._check_decidable()
        require_role(self.env, "office")
        for cost in self:
            if not (cost.note or "").strip():
                raise UserError(
                    self.env._(
                        "Write why %s is no cost of the company before you dismiss it.",
                        cost.source,
                    )
                )
        self._resolve("dismissed")
        return True

    # ---------------------------------------------------------------------------
    def _check_decidable(self):
        self.check_access("write")
        require_role(self.env, "accountant", "office")
        for cost in self:
            if cost.state != "open":
                raise UserError(self.env._("%s is already settled.", cost.source))

    @api.private
    def _assign(self):
        """The submitted document with the cost as its only line."""
        self.ensure_one()
        voucher = self.env["ops.cost.voucher"].create(
            [
                {
                    "document": self.document,
                    "date": self.date,
                    "recorded_on": self.recorded_on,
                    "ref": self.source,
                    "note": self.reason,
                    "company_id": self.company_id.id,
                }
            ]
        )
        entry = self.env["ops.cost.entry"]._server_create(
            [
                {
                    "voucher_id": voucher.id,
                    "node_id": self.node_id.id,
                    "item_id": self.item_id.id,
                    "amount": self.amount,
                    "source_model": self.source_model,
                    "source_id": self.source_id,
                    "source_key": self.source_key,
                    "source_rev": 1 if self.source_model else 0,
                }
            ]
        )
        # sudo: every line counts, also for the checks of the document
        voucher.sudo()._check_lines()
        # whoever changed the cost while it waited does not post it either
        voucher._record_author(self._authors())
        voucher._set_submitted()
        self._resolve("assigned", entry_id=entry.id)
        return voucher

    def _resolve(self, state, **values):
        self._server_write(
            {
                "state": state,
                "resolved_by_id": self.env.uid,
                "resolved_at": self.env.cr.now().replace(microsecond=0),
                **values,
            }
        )

    @api.private
    def _reopen_for(self, entries):
        """The document of these lines was cancelled: the costs wait again."""
        costs = self.search([("entry_id", "in", entries.ids)])
        costs._server_write(
            {
                "state": "open",
                "entry_id": False,
                "resolved_by_id": False,
                "resolved_at": False,
            }
        )
