from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.calc.units import exact, from_minor, half_up, to_minor

from ..queries import plan as plan_queries
from ..tools.roles import TOTAL_READERS, has_role, require_role

# What money there is and how it is assessed: fixed once the plan is confirmed.
AMOUNTS = frozenset(
    {"year", "company_id", "total", "contingency_rate", "contingency_amount"}
    | {"superior_target", "tie_rotation"}
)
RATES = frozenset({"penalty_rate", "reward_rate", "reward_base", "strict", "tier_ids"})
OF_FINANCE = frozenset(
    {"superior_target", "total", "contingency_rate", "contingency_amount"}
    | {"message_follower_ids", "message_ids", "activity_ids"}
)


class OpsCostPlan(models.Model):
    """A year's money and the rules by which it is decomposed and assessed.

    draft -> measured (blocks add up) -> decomposed (a version has quotas) -> issued
    -> running (first costs booked) -> closed (all months closed).
    """

    _name = "ops.cost.plan"
    _description = "Cost Plan"
    _inherit = [
        "ops.mixin.authors",
        "ops.cost.money",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "year desc, id desc"
    _check_company_auto = True
    _server_owned = frozenset({"state", "last_version_number", "fund_ids"})

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(required=True, default=lambda self: self.env.company)
    year = fields.Integer(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("measured", "Measured"),
            ("decomposed", "Decomposed"),
            ("issued", "Issued"),
            ("running", "Running"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    superior_target = fields.Monetary(
        tracking=True,
        groups=TOTAL_READERS,
        help="Amount set by the superior organisation; the total must not exceed it.",
    )
    total = fields.Monetary(
        "Total Available",
        required=True,
        tracking=True,
        groups=TOTAL_READERS,
        help="Daily and contingency.",
    )
    contingency_rate = fields.Float(
        digits=(6, 4),
        tracking=True,
        groups=TOTAL_READERS,
        help="Share of the total that is set aside.",
    )
    contingency_amount = fields.Monetary(
        compute="_compute_contingency_amount",
        store=True,
        readonly=False,
        groups=TOTAL_READERS,
        help="Set aside for the unforeseeable; from the rate, or entered.",
    )
    daily_amount = fields.Monetary(
        compute="_compute_daily_amount",
        store=True,
        groups=TOTAL_READERS,
        help="Total less contingency: what the blocks divide.",
    )
    block_amount = fields.Monetary(
        "Sum of Blocks",
        compute="_compute_block_amount",
        groups=TOTAL_READERS,
        help="Must equal the daily amount before the plan is confirmed.",
    )
    open_amount = fields.Monetary(
        "Still to Divide", compute="_compute_block_amount", groups=TOTAL_READERS
    )
    penalty_rate = fields.Float(
        digits=(6, 4),
        default=1.0,
        required=True,
        tracking=True,
        help="1: what exceeds the quota is deducted one for one.",
    )
    reward_rate = fields.Float(
        digits=(6, 4),
        default=0.5,
        required=True,
        tracking=True,
        help="Share of the saving that is paid as a reward.",
    )
    reward_base = fields.Selection(
        [("target", "Reduction Target"), ("quota", "Quota")],
        default="target",
        required=True,
        tracking=True,
        help="From where a saving is counted.",
    )
    tier_ids = fields.One2many("ops.cost.reward.tier", "plan_id", "Reward Tiers")
    strict = fields.Boolean(default=True, tracking=True, help="No waiver of a penalty.")
    tie_rotation = fields.Boolean(
        help="Let the leftover cent of equal shares go round from month to month.",
    )
    large_threshold = fields.Monetary(
        "Large Material From",
        help="A single material entry of this amount or more is contingency, or "
        "needs an approved reason.",
    )
    last_version_number = fields.Integer(readonly=True, copy=False, default=0)
    period_ids = fields.One2many("ops.cost.period", "plan_id", "Months")
    block_ids = fields.One2many("ops.cost.block", "plan_id", "Blocks", copy=True)
    own_share_ids = fields.One2many(
        "ops.cost.own.share", "plan_id", "Own-level Shares", copy=True
    )
    version_ids = fields.One2many("ops.cost.version", "plan_id", "Versions")
    version_count = fields.Integer(compute="_compute_counts")
    period_count = fields.Integer(compute="_compute_counts")
    fund_ids = fields.One2many(
        "ops.cost.fund", "plan_id", "Contingency Funds", readonly=True
    )

    _year_uniq = models.Constraint(
        "UNIQUE(company_id, year)", "A company has one plan a year."
    )
    _year_range = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2199)", "Give the year with four digits."
    )
    _rates_range = models.Constraint(
        "CHECK(contingency_rate >= 0 AND contingency_rate < 1"
        " AND penalty_rate >= 0 AND penalty_rate <= 10"
        " AND reward_rate >= 0 AND reward_rate <= 10)",
        "Rates must not be negative; the contingency rate must be below 1.",
    )
    _total_range = models.Constraint(
        "CHECK(total >= 0 AND total < 1e13)", "The total must not be negative."
    )
    _contingency_range = models.Constraint(
        "CHECK(contingency_amount >= 0 AND contingency_amount <= total)",
        "The contingency amount lies between 0 and the total.",
    )
    _total_within_superior = models.Constraint(
        "CHECK(superior_target IS NULL OR superior_target = 0"
        " OR total <= superior_target)",
        "The total exceeds the target of the superior organisation.",
    )

    @api.depends("total", "contingency_rate")
    def _compute_contingency_amount(self):
        for plan in self:
            currency = plan.currency_id or plan.env.company.currency_id
            step = exact(repr(currency.rounding))
            share = exact(Decimal(repr(plan.contingency_rate or 0.0)))
            cut = exact(Decimal(repr(plan.total or 0.0))) * share
            plan.contingency_amount = float(
                from_minor(half_up(cut / step), repr(currency.rounding))
            )

    @api.depends("total", "contingency_amount")
    def _compute_daily_amount(self):
        for plan in self:
            plan.daily_amount = plan.total - plan.contingency_amount

    @api.depends("block_ids.amount", "daily_amount")
    def _compute_block_amount(self):
        for plan in self:
            plan.block_amount = sum(plan.block_ids.mapped("amount"))
            plan.open_amount = plan.daily_amount - plan.block_amount

    @api.depends("version_ids", "period_ids")
    def _compute_counts(self):
        for plan in self:
            plan.version_count = len(plan.version_ids)
            plan.period_count = len(plan.period_ids)

    def write(self, vals):
        self._check_may_write(vals)
        self._stay_in_company(vals)
        rated = self.filtered(lambda plan: plan._rates_in(vals))
        result = super().write(vals)
        rated._record_rule_author()
        return result

    def _check_may_write(self, vals):
        if not has_role(self.env, "office"):
            require_role(self.env, "finance")
            if set(vals) - OF_FINANCE - self._server_owned_fields():
                raise AccessError(
                    self.env._(
                        "Planning finance sets the superior target, the total and the "
                        "contingency of a plan; the rest is for the cost office."
                    )
                )
        rates = self._rates_in(vals)
        if rates:
            require_role(self.env, "manager")
        if self.period_ids and any(
            self._differs(name, vals) for name in {"company_id", "year"} & set(vals)
        ):
            raise UserError(
                self.env._("A plan with months stays in its company and its year.")
            )
        names = AMOUNTS.intersection(vals) | set(rates)
        if any(self._differs(name, vals) for name in names):
            self._check_blocks_open()

    def _rates_in(self, vals):
        return [name for name in RATES.intersection(vals) if self._differs(name, vals)]

    def _differs(self, name, vals):
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return bool(vals[name])
        return any(
            field.convert_to_write(plan[name], plan) != vals[name] for plan in self
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_in_draft(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._check_blocks_open()

    def _check_blocks_open(self):
        """Amounts and rates change in a draft plan only."""
        for plan in self:
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "The amounts of %(plan)s are confirmed. Set the plan back to "
                        "draft to change them; issued months keep their quotas.",
                        plan=plan.display_name,
                    )
                )

    # four eyes -----------------------------------------------------------------
    @api.model
    def _is_content(self, names):
        return bool(AMOUNTS.intersection(names))

    def _record_rule_author(self):
        """Rates and tiers decide what each month pays that is closed from now on:
        whoever changes them closes none of them, and issues no version."""
        self._record_author()
        self.period_ids._record_rule_author()

    def _amount_authors(self):
        """Who changed amounts, rates, blocks or own-level shares since the last
        issue."""
        # sudo: nobody reads this list, it only decides who may not issue
        return self.sudo().author_ids.sudo(False)

    @api.model
    def _record_authors_of(self, companies):
        """Something that all plans of these companies rest on was changed; the plans
        that are not closed."""
        plans = self.search(
            [("company_id", "in", companies.ids), ("state", "!=", "closed")]
        )
        plans._record_author()
        return plans

    def _accept_amounts(self):
        """A manager who changed none of them has issued a version of these amounts."""
        # sudo: the list of authors is kept by the system
        self.sudo()._server_write({"author_ids": [Command.clear()]})

    # buttons -------------------------------------------------------------------
    def action_measured(self):
        """Confirms the amounts: the blocks add up to the daily amount."""
        require_role(self.env, "office", "finance")
        self.check_access("write")
        self._check_blocks_open()
        self._check_measured()
        self._measure()
        return True

    def _check_measured(self):
        for plan in self:
            rounding = repr(plan.currency_id.rounding)
            blocks = sum(to_minor(amount, rounding) for amount in plan._block_amounts())
            if blocks != to_minor(plan.daily_amount, rounding):
                raise ValidationError(
                    self.env._(
                        "The blocks of %(plan)s add up to %(blocks)s, the daily amount "
                        "is %(daily)s: %(difference)s are still to be divided.",
                        plan=plan.display_name,
                        blocks=plan.currency_id.format(plan.block_amount),
                        daily=plan.currency_id.format(plan.daily_amount),
                        difference=plan.currency_id.format(plan.open_amount),
                    )
                )

    def _block_amounts(self):
        return self.block_ids.mapped("amount")

    def _measure(self):
        self._server_write({"state": "measured"})
        # sudo: the fund follows the plan, nobody writes it
        self.sudo()._sync_fund()
        self._refresh_state()

    def _sync_fund(self):
        for plan in self:
            if plan.fund_ids:
                plan.fund_ids[0]._server_write({"amount": plan.contingency_amount})
            elif plan.contingency_amount:
                self.env["ops.cost.fund"]._server_create(
                    [{"plan_id": plan.id, "amount": plan.contingency_amount}]
                )

    def action_draft(self):
        """Back to draft, to change amounts for later months; a manager's step once
        a version is issued."""
        self.check_access("write")
        issued = self.version_ids.filtered(lambda version: version.state != "draft")
        require_role(self.env, "manager" if issued else "office")
        for plan in self:
            if plan.state in ("draft", "closed"):
                raise UserError(
                    self.env._(
                        "%(plan)s is not set back to draft.", plan=plan.display_name
                    )
                )
        self._server_write({"state": "draft"})
        return True

    def action_open_versions(self):
        return self._open_related("ops_cost.ops_cost_version_action")

    def action_open_periods(self):
        return self._open_related("ops_cost.ops_cost_period_action")

    def _open_related(self, xml_id):
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = [("plan_id", "=", self.id)]
        action["context"] = {"default_plan_id": self.id}
        return action

    # -------------------------------------------------------------------------
    def _next_version_number(self):
        self.ensure_one()
        self.flush_recordset()
        number = self.env.execute_query(plan_queries.next_version_number(self.id))
        self.invalidate_recordset(["last_version_number"])
        return number[0][0]

    def _refresh_state(self):
        """The state that versions and months call for; a draft stays one."""
        for plan in self.filtered(lambda plan: plan.state != "draft"):
            state = plan._state_now()
            if state != plan.state:
                plan._server_write({"state": state})

    def _state_now(self):
        months = self.period_ids
        if any(version.state == "issued" for version in self.version_ids):
            if months and all(month.state == "closed" for month in months):
                return "closed"
            started = any(m.state != "open" or m.last_number for m in months)
            return "running" if started else "issued"
        cells = self.env["ops.cost.cell"].search_count(
            [("version_id", "in", self.version_ids.ids)], limit=1
        )
        return "decomposed" if cells else "measured"
