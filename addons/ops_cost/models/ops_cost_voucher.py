from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS

from ..tools.roles import has_role

DOCUMENTS = [
    ("material_slip", "Material Slip"),
    ("material_return", "Material Return"),
    ("internal_cheque", "Internal Cheque"),
    ("reimbursement", "Reimbursement"),
    ("vendor_bill", "Vendor Bill"),
    ("payroll", "Payroll"),
    ("meter_reading", "Meter Reading"),
    ("recovery_credit", "Recovery Credit"),
    ("allocation", "Allocation"),
    ("transfer", "Cost Transfer"),
    ("manual", "Manual"),
]


class OpsCostVoucher(models.Model):
    """Original document that books costs; its lines are the entries (cost.md 2.11)."""

    _name = "ops.cost.voucher"
    _description = "Cost Voucher"
    _inherit = [
        "ops.mixin.append",
        "ops.mixin.decision",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _order = "date desc, id desc"
    _check_company_auto = True
    _server_owned = frozenset(
        {"number", "state", "creator_id", "posted_at", "import_ref", "reverse_of_id"}
    )
    _append_open = MAIL_FIELDS
    _approval_open = MAIL_FIELDS
    _approval_editable = frozenset({"draft"})
    _approval_groups = (
        "ops_cost.group_cost_accountant",
        "ops_cost.group_cost_office",
    )

    number = fields.Char(readonly=True, copy=False, index=True, default="/")
    document = fields.Selection(DOCUMENTS, "Kind", required=True, default="manual")
    date = fields.Date(required=True)
    recorded_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Day on which the document reached accounting; decides whether it is "
        "late for its month.",
    )
    ref = fields.Char("Reference", index=True, help="Number on the paper document.")
    import_ref = fields.Char(readonly=True, copy=False)
    note = fields.Text()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", store=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    creator_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    posted_at = fields.Datetime(readonly=True, copy=False)
    reverse_of_id = fields.Many2one(
        "ops.cost.voucher", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    entry_ids = fields.One2many("ops.cost.entry", "voucher_id", "Entries", copy=True)
    # For record rules only: they are checked as superuser in Python, which would put
    # lines out of the reader's sight into the cache of the field that he reads.
    scope_ids = fields.One2many(
        "ops.cost.entry", "voucher_id", "Lines in Scope", groups=fields.NO_ACCESS
    )
    entry_count = fields.Integer(compute="_compute_counts")
    reversal_count = fields.Integer(compute="_compute_counts")
    amount_total = fields.Monetary(
        compute="_compute_amount_total", help="Sum of the lines that you may read."
    )
    reversal_ids = fields.One2many(
        "ops.cost.voucher", "reverse_of_id", "Reversals", readonly=True
    )

    _import_ref_uniq = models.UniqueIndex(
        "(company_id, import_ref) WHERE import_ref IS NOT NULL",
        "A document with this reference was already imported.",
    )

    @api.depends("number", "ref", "state")
    def _compute_display_name(self):
        for voucher in self:
            number = voucher.number if voucher.number != "/" else ""
            voucher.display_name = (
                number or voucher.ref or self.env._("Draft %s", voucher.id or "")
            )

    @api.depends("entry_ids", "reversal_ids")
    def _compute_counts(self):
        for voucher in self:
            voucher.entry_count = len(voucher.entry_ids)
            voucher.reversal_count = len(voucher.reversal_ids)

    @api.depends("entry_ids.amount")
    @api.depends_context("uid")
    def _compute_amount_total(self):
        # entry_ids may be cached unfiltered; a query keeps to the record rules
        groups = self.env["ops.cost.entry"]._read_group(
            [("voucher_id", "in", self.ids)], ["voucher_id"], ["amount:sum"]
        )
        totals = {voucher.id: total for voucher, total in groups}
        for voucher in self:
            lines = voucher.entry_ids if not voucher.id else ()
            voucher.amount_total = totals.get(voucher.id, 0.0) + sum(
                line.amount for line in lines
            )

    # guards --------------------------------------------------------------------
    def write(self, vals):
        self._stay_in_company(vals)
        return super().write(vals)

    def _append_frozen(self):
        return self.filtered(lambda voucher: voucher.state != "draft")

    def _refuse_frozen(self, vals):
        waiting = self.filtered(lambda voucher: voucher.state == "submitted")
        if waiting and set(vals) - self._collect_names("_append_open"):
            raise UserError(
                self.env._(
                    "%(names)s is submitted and cannot be changed. Take it back to "
                    "draft first.",
                    names=waiting._sample_names(),
                )
            )
        return super()._refuse_frozen(vals)

    # buttons -------------------------------------------------------------------
    def action_submit(self):
        return self._submit()

    def action_reset(self):
        """Submitted back to draft."""
        self._check_reach()
        self._check_approval_state({"submitted"})
        self._set_draft()
        return True

    def action_post(self):
        self._check_may_decide()
        self._post(approver=self.env.user)
        return True

    def action_cancel(self):
        self._check_reach()
        self._check_approval_state({"draft", "submitted"})
        self._cancel()
        return True

    def action_reverse(self):
        """Opens the dialog that asks for date and reason."""
        self._check_reach()
        self.ensure_one()
        self._check_approval_state({"posted"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reverse"),
            "res_model": "ops.cost.reverse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_voucher_id": self.id},
        }

    def action_open_entries(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "ops.cost.entry",
            "view_mode": "list,pivot,form",
            "domain": [("voucher_id", "in", self.ids)],
        }

    def action_open_reversals(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reversals"),
            "res_model": "ops.cost.voucher",
            "view_mode": "list,form",
            "domain": [("reverse_of_id", "in", self.ids)],
        }

    # ---------------------------------------------------------------------------
    def _check_submit(self):
        self.sudo()._check_lines()  # sudo: every line counts, also unreadable ones

    def _check_decision_scope(self):
        """Whoever posts answers for every line, and a large cost is the office's."""
        # sudo: a line that the user may not see must stop him, not be left out
        lines = self.sudo().entry_ids.with_env(self.env)
        if not lines.has_access("write"):
            raise AccessError(self._reach_text())
        large = lines._large_daily()
        if large and not has_role(self.env, "office"):
            raise UserError(
                self.env._(
                    "%(name)s has a large material cost of %(amount)s outside the "
                    "contingency: only the cost office can approve it.",
                    name=self.display_name,
                    amount=large[0].currency_id.format(large[0].amount),
                )
            )

    def _is_in_decision_scope(self):
        # sudo: a line that the user may not see must stop him, not be left out
        lines = self.sudo().entry_ids.with_env(self.env)
        return lines.has_access("write") and (
            has_role(self.env, "office") or not lines._large_daily()
        )

    def _cancel(self):
        """Nothing was booked: the lines give back what they had reserved."""
        # sudo: the lines belong to the document, also those the user cannot see
        lines = self.sudo().entry_ids
        self.env["ops.cost.unassigned"].sudo()._reopen_for(lines)
        lines._server_write(
            {
                "reverse_of_id": False,
                "source_model": False,
                "source_id": False,
                "source_key": False,
                "source_rev": False,
            }
        )
        lines.flush_recordset()
        self._server_write({"state": "cancelled"})
