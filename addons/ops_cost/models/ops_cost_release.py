from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ops_base.calc.units import from_minor, to_minor
from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS

from ..queries import fund as fund_queries
from ..queries import ledger
from ..tools.roles import TOTAL_READERS, has_role, require_role


class OpsCostRelease(models.Model):
    """Part of the fund released to a node for a purpose; ``spent`` is guarded.

    draft -> submitted -> approved | rejected; approved -> returned (the unspent rest
    goes back to the fund).
    """

    _name = "ops.cost.release"
    _description = "Contingency Release"
    _inherit = [
        "ops.mixin.decision",
        "ops.cost.money",
        "ops.cost.stamp",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "code"
    _order = "id desc"
    _check_company_auto = True
    _server_owned = frozenset({"state", "spent", "returned", "entry_ids"})
    _approval_open = MAIL_FIELDS
    _approval_groups = ("ops_cost.group_cost_manager", "ops_cost.group_cost_leader")

    code = fields.Char(
        required=True,
        index=True,
        copy=False,
        default="/",
        help="Given by the system unless the paper document has its own.",
    )
    fund_id = fields.Many2one(
        "ops.cost.fund",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    period_id = fields.Many2one(
        "ops.cost.period",
        "Month",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    purpose = fields.Text(required=True)
    amount = fields.Monetary(required=True, tracking=True)
    spent = fields.Monetary(
        readonly=True, copy=False, default=0.0, required=True, groups=TOTAL_READERS
    )
    returned = fields.Monetary(
        readonly=True, copy=False, default=0.0, required=True, groups=TOTAL_READERS
    )
    unspent = fields.Monetary(compute="_compute_unspent", groups=TOTAL_READERS)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("returned", "Returned"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    requested_by = fields.Many2one(default=lambda self: self.env.user)
    entry_ids = fields.One2many(
        "ops.cost.entry", "release_id", "Entries", readonly=True
    )

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "The code of a release must be unique."
    )
    _spent_range = models.Constraint(
        "CHECK(amount > 0 AND amount < 1e13 AND spent <= amount)",
        "This release does not cover the amount.",
    )

    @api.depends("amount", "spent", "returned")
    def _compute_unspent(self):
        for release in self:
            release.unspent = release.amount - release.spent - release.returned

    @api.model_create_multi
    def create(self, vals_list):
        coded = []
        for vals in vals_list:
            self._refuse_server_owned(vals)
            if vals.get("code", "/") in ("/", False, ""):
                # sudo: taking the next number is no right of its own
                sequence = self.env["ir.sequence"].sudo()
                month = self.env["ops.cost.period"].browse(vals.get("period_id"))
                number = sequence.next_by_code(self._name, month.date_start)
                vals = self._as_server(vals, code=number)
            coded.append(vals)
        return super().create(coded)

    @api.constrains("fund_id", "period_id")
    def _check_plan(self):
        for release in self:
            # sudo: who asks for a release need not see the fund
            if release.sudo().fund_id.plan_id != release.period_id.plan_id:
                raise ValidationError(
                    self.env._(
                        "%(month)s is no month of the plan of this fund.",
                        month=release.period_id.display_name,
                    )
                )

    @api.constrains("period_id")
    def _check_month(self):
        for release in self:
            if release.period_id.state != "open":
                release._refuse_month()

    # buttons -------------------------------------------------------------------
    def action_submit(self):
        require_role(self.env, "office", "accountant")
        return self._submit()

    def action_approve(self):
        """By the leader in charge or a manager, not by who asked or changed it."""
        self._check_may_decide()
        self._approve(self.env.user)
        return True

    def action_reject(self, note=None):
        """Rejects with a reason; without one, returns the dialog that asks for it."""
        self._check_may_decide()
        if not (note or "").strip():
            return self._action_ask_reason()
        for release in self.sorted("id"):
            release._take_state("submitted", "rejected")
        self._set_decided("rejected", self.env.user, note)
        return True

    def action_return(self):
        """Gives the unspent rest back to the fund; nothing more is spent then. Again
        if a reversal brought money back after that."""
        require_role(self.env, "office", "leader")
        self._check_reach()
        # sudo: what is left decides, whoever may read amounts
        again = self.sudo().filtered(lambda r: r.state == "returned" and r.unspent)
        (self - again.sudo(False))._check_approval_state({"approved"})
        self._return()
        return True

    def action_open_entries(self):
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "ops.cost.entry",
            "view_mode": "list,form",
            "domain": [("release_id", "=", self.id)],
        }

    # -------------------------------------------------------------------------
    def _check_submit(self):
        self._guard_month()

    def _guard_month(self):
        """No close of these months before the end of the transaction."""
        for release in self:
            if release.period_id.state != "open":
                release._refuse_month()
        # sudo: the guard row of a month, whoever asks for money in it
        self.period_id.sudo()._guard_open()

    def _refuse_month(self):
        raise UserError(
            self.env._(
                "%(month)s is closed, no money is released in it any more. Choose an "
                "open month for %(release)s.",
                month=self.period_id.display_name,
                release=self.display_name,
            )
        )

    def _is_in_decision_scope(self):
        """The leader in charge of the unit, or a manager of the cost office."""
        if has_role(self.env, "manager"):
            return True
        led = self.env.user.ops_cost_led_unit_ids
        # sudo: only to compare
        release = self.sudo()
        return has_role(self.env, "leader") and bool(
            (release.l2_id or release.l1_id) & led
        )

    def _check_decision_scope(self):
        if not self._is_in_decision_scope():
            raise AccessError(
                self.env._(
                    "%(release)s is decided by the leader in charge of the unit, or by "
                    "a manager of the cost office.",
                    release=self.display_name,
                )
            )

    def _approve(self, approver=None):
        """Takes the amounts from the fund and releases them."""
        self._guard_month()
        for release in self.sorted("id"):
            release._take_from_fund()
            release._take_state(release.state, "approved")
        self._set_decided("approved", approver)

    def _take_from_fund(self):
        self.env.flush_all()
        rounding = repr(self.currency_id.rounding)
        amount = from_minor(to_minor(self.amount, rounding), rounding)
        if not self.env.execute_query(fund_queries.take(self.fund_id.id, amount)):
            # sudo: what is left is the reason of the refusal
            fund = self.sudo().fund_id
            fund.invalidate_recordset(["released", "available"])
            raise UserError(
                self.env._(
                    "%(fund)s has %(available)s left, %(release)s asks for %(amount)s.",
                    fund=fund.display_name,
                    available=fund.currency_id.format(fund.available),
                    release=self.display_name,
                    amount=self.currency_id.format(self.amount),
                )
            )
        self.fund_id.invalidate_recordset(["released", "available"])

    def _take_state(self, old, new):
        """Exactly one of two parallel calls gets the record."""
        self.env.flush_all()
        taken = self.env.execute_query(ledger.set_state(self._table, self.id, old, new))
        self.invalidate_recordset(["state"])
        if not taken:
            self._check_approval_state({old})

    def _return(self):
        self.env.flush_all()
        for release in self.sorted("id"):
            if not self.env.execute_query(fund_queries.give_back(release.id)):
                release.invalidate_recordset(["state"])
                release._check_approval_state({"approved"})
        self.invalidate_recordset(["state", "returned", "unspent"])
        # sudo: the fund follows its releases
        self.sudo().fund_id.invalidate_recordset(["released", "available"])
