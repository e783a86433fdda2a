from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.seal import canonical_json, digest

from ..calc.settlement import settlement_code
from ..queries import ledger
from ..tools.roles import require_role
from .ops_cost_voucher import MAIL_FIELDS


class OpsCostSettlement(models.Model):
    """Payment of penalties and rewards: of one month, or of a quarter as the sum of
    its months, never recomputed on the quarter's totals (cost.md 2.9)."""

    _name = "ops.cost.settlement"
    _description = "Settlement"
    _inherit = [
        "ops.mixin.append",
        "ops.mixin.authors",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "code"
    _order = "date_end desc, kind, id desc"
    _check_company_auto = True
    _server_owned = frozenset(
        {"kind", "plan_id", "period_ids", "company_id", "line_ids"}
        | {"code", "state", "date_start", "date_end", "prepared_by_id"}
        | {"reviewed_by_id", "reviewed_at", "signed_by_id", "signed_at"}
        | {"reviewer_ids"}
        | {"paid_by_id", "paid_at", "seal_hash"}
    )
    _append_open = MAIL_FIELDS

    code = fields.Char(readonly=True, copy=False, index=True)
    kind = fields.Selection(
        [("monthly", "Monthly"), ("quarterly", "Quarterly")],
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", store=True
    )
    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    period_ids = fields.Many2many(
        "ops.cost.period",
        "ops_cost_settlement_period_rel",
        "settlement_id",
        "period_id",
        "Months",
        readonly=True,
    )
    date_start = fields.Date("First Day", readonly=True, copy=False)
    date_end = fields.Date("Last Day", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("reviewed", "Reviewed"),
            ("signed", "Signed"),
            ("paid", "Paid"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    prepared_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    reviewed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    reviewed_at = fields.Datetime(readonly=True, copy=False)
    # everybody who ever reviewed it: a reset covers the last one only
    reviewer_ids = fields.Many2many(
        "res.users",
        "ops_cost_settlement_reviewer_rel",
        readonly=True,
        copy=False,
        context={"active_test": False},
        groups=fields.NO_ACCESS,
    )
    signed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    signed_at = fields.Datetime(readonly=True, copy=False)
    paid_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    paid_at = fields.Datetime(readonly=True, copy=False)
    seal_hash = fields.Char("Hash of the Signed Lines", readonly=True, copy=False)
    line_ids = fields.One2many(
        "ops.cost.settlement.line", "settlement_id", "Lines", readonly=True
    )
    # Not stored: each reader's totals are those of the lines that he may read.
    penalty = fields.Monetary(compute="_compute_totals")
    reward = fields.Monetary(compute="_compute_totals")
    net = fields.Monetary(compute="_compute_totals")

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "This month or quarter is already being settled."
    )

    @api.depends("line_ids.penalty", "line_ids.reward")
    @api.depends_context("uid")
    def _compute_totals(self):
        # line_ids may be cached unfiltered; a query keeps to the record rules
        groups = self.env["ops.cost.settlement.line"]._read_group(
            [("settlement_id", "in", self.ids)],
            ["settlement_id"],
            ["penalty:sum", "reward:sum"],
        )
        totals = {settlement.id: sums for settlement, *sums in groups}
        for settlement in self:
            penalty, reward = totals.get(settlement.id, (0.0, 0.0))
            settlement.penalty = penalty
            settlement.reward = reward
            settlement.net = reward - penalty

    def _append_frozen(self):
        return self.filtered(lambda settlement: settlement.state != "draft")

    # buttons -------------------------------------------------------------------
    def action_compute(self):
        """Takes the lines anew from the sealed assessments."""
        self._check_step(("office",), "draft")
        self._compute_lines()
        return True

    def action_review(self):
        self._check_step(("office", "finance"), "draft")
        for settlement in self:
            settlement._refuse_same_person()
            settlement._refuse_assessed()
        self._review(self.env.user)
        return True

    def action_sign(self):
        self._check_step(("leader", "manager"), "reviewed")
        for settlement in self:
            settlement._refuse_same_person(settlement._reviewers())
            settlement._refuse_assessed()
        self._sign(self.env.user)
        return True

    def action_pay(self):
        self._check_step(("finance",), "signed")
        for settlement in self:
            settlement._refuse_same_person(
                settlement._reviewers() | settlement.signed_by_id
            )
            settlement._refuse_assessed()
        self._pay(self.env.user)
        return True

    def action_reset(self):
        """Reviewed back to draft, before anybody has signed."""
        self._check_step(("office", "finance"), "reviewed")
        for settlement in self:
            settlement._advance("reviewed", "draft", reviewed_by_id=False)
        return True

    def action_add_adjustment(self):
        """Opens the dialog for a difference of a month settled before."""
        self._check_step(("office",), "draft")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Adjustment"),
            "res_model": "ops.cost.adjustment",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_id": self.id},
        }

    def action_open_lines(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settlement Lines"),
            "res_model": "ops.cost.settlement.line",
            "view_mode": "list,pivot,form",
            "domain": [("settlement_id", "in", self.ids)],
        }

    # checks --------------------------------------------------------------------
    def _check_step(self, roles, state):
        self.check_access("read")
        require_role(self.env, *roles)
        labels = dict(self._fields["state"]._description_selection(self.env))
        for settlement in self:
            if settlement.state != state:
                raise UserError(
                    self.env._(
                        "%(code)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        code=settlement.code,
                        state=labels[settlement.state],
                    )
                )

    def _reviewers(self):
        """Everybody who ever reviewed it, also where the review was taken back."""
        # sudo: nobody reads this list, it only decides who may not go on
        return self.sudo().reviewer_ids.sudo(False)

    def _refuse_same_person(self, *earlier):
        """Drawn up, reviewed, signed and paid by different persons; ``earlier``: who
        reviewed and signed. Whoever reviewed it may review it again."""
        if self.env.user in (self._authors() | self.prepared_by_id).union(*earlier):
            raise UserError(
                self.env._(
                    "You already took part in settlement %s: this step needs another "
                    "person.",
                    self.code,
                )
            )

    def _refuse_assessed(self):
        """Who is assessed does not assess: persons and responsible persons of the
        lines, and leaders in charge of the units."""
        lines = self.sudo().line_ids  # sudo: every line counts, readable or not
        charges = self.env["ops.cost.charge"].sudo()
        charges = charges.search(
            [
                ("unit_id", "in", lines.node_id.ids),
                ("date_start", "<=", self.date_end),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self.date_start),
            ]
        )
        people = lines.employee_id | lines.node_id.manager_id | charges.leader_id
        if self.env.user in people.user_id:
            raise UserError(
                self.env._(
                    "Settlement %s assesses you or your own units: somebody else has "
                    "to decide on it.",
                    self.code,
                )
            )

    # lines ---------------------------------------------------------------------
    @api.private
    def _prepare_settlement(self, kind, period):
        """The draft settlement of ``period``'s month or quarter, with its lines."""
        code = settlement_code(period.code, kind)
        months = self.env["ops.cost.period"].search(
            [("company_id", "=", period.company_id.id)], order="date_start"
        )
        months = months.filtered(
            lambda month: settlement_code(month.code, kind) == code
        )
        settlement = self.search(
            [("company_id", "=", period.company_id.id), ("code", "=", code)]
        )
        if not settlement:
            settlement = self._server_create(
                [
                    {
                        "code": code,
                        "kind": kind,
                        "company_id": period.company_id.id,
                        "plan_id": period.plan_id.id,
                        "period_ids": [fields.Command.set(months.ids)],
                        "date_start": months[0].date_start,
                        "date_end": months[-1].date_end,
                    }
                ]
            )
        settlement._compute_lines()
        return settlement

    @api.private
    def _compute_lines(self):
        """Result lines from the sealed assessments; adjustments stay."""
        for settlement in self.sudo():  # sudo: lines of all persons
            if settlement.state != "draft":
                raise UserError(self.env._("%s is no longer a draft.", settlement.code))
            settlement._refuse_open_months()
            settlement.line_ids.filtered(lambda line: line.kind == "result").unlink()
            # sudo: lines are written by the computation only
            self.env["ops.cost.settlement.line"].sudo()._server_create(
                settlement._assessments()._prepare_settlement_lines(settlement)
            )
            settlement._server_write({"prepared_by_id": self.env.uid})

    def _refuse_open_months(self):
        still_open = self.period_ids.filtered(lambda month: month.state != "closed")
        if still_open:
            raise UserError(
                self.env._(
                    "%(code)s cannot be settled: not closed yet are %(months)s.",
                    code=self.code,
                    months=", ".join(still_open.mapped("code")),
                )
            )

    def _assessments(self):
        """What this settlement pays: sealed results of its months and its kind."""
        return self.env["ops.cost.assessment"].search(
            [
                ("period_id", "in", self.period_ids.ids),
                ("is_current", "=", True),
                ("settlement", "=", self.kind),
            ],
            order="period_id, level, node_id",
        )

    def _refuse_stale(self):
        """The lines hold just the results in force, and the months stay closed."""
        for month in self.period_ids.sorted("id"):
            if not self.env.execute_query(
                ledger.set_state(month._table, month.id, "closed", "closed")
            ):
                month.invalidate_recordset(["state"])
        self._refuse_open_months()
        results = self.line_ids.filtered(lambda line: line.kind == "result")
        if results.assessment_ids != self._assessments() or not results:
            raise UserError(
                self.env._(
                    "A month of %s was closed anew since its lines were computed: "
                    "compute them again.",
                    self.code,
                )
            )

    def _note_adjustment(self, user):
        # sudo: whoever adds a line prepares the settlement
        self.sudo()._server_write({"prepared_by_id": user.id})

    # steps ---------------------------------------------------------------------
    @api.private
    def _review(self, user):
        for settlement in self.sudo():  # sudo: state and lines are kept by the system
            settlement._refuse_stale()
            settlement._advance(
                "draft",
                "reviewed",
                reviewed_by_id=user.id,
                reviewed_at=self.env.cr.now().replace(microsecond=0),
                reviewer_ids=[fields.Command.link(user.id)],
            )

    @api.private
    def _sign(self, user):
        for settlement in self.sudo():  # sudo: leaders sign, they write nothing else
            settlement._advance(
                "reviewed",
                "signed",
                signed_by_id=user.id,
                signed_at=self.env.cr.now().replace(microsecond=0),
                seal_hash=digest(canonical_json(settlement._seal_facts())),
            )

    @api.private
    def _pay(self, user):
        for settlement in self.sudo():  # sudo: state is kept by the system
            settlement._advance(
                "signed",
                "paid",
                paid_by_id=user.id,
                paid_at=self.env.cr.now().replace(microsecond=0),
            )

    def _advance(self, old, new, **values):
        """One of two parallel calls gets the step."""
        self.env.flush_all()
        if not self.env.execute_query(ledger.set_state(self._table, self.id, old, old)):
            raise UserError(
                self.env._("%s was changed meanwhile: reload the page.", self.code)
            )
        # sudo: state is kept by the system
        self.sudo()._server_write({"state": new, **values})
        self.env.flush_all()

    def _seal_facts(self):
        """What the signature covers: ids and minor units."""
        return {
            "code": self.code,
            "lines": [line._seal_facts() for line in self.line_ids.sorted("id")],
        }
