from odoo import api, fields, models


class OpsCostFund(models.Model):
    """Contingency money (机动费用) of a plan; ``released`` is the guarded counter."""

    _name = "ops.cost.fund"
    _description = "Contingency Fund"
    _inherit = ["ops.cost.money"]
    _order = "plan_id desc, id"
    _check_company_auto = True
    _server_owned = frozenset({"plan_id", "amount", "released", "release_ids"})

    name = fields.Char(compute="_compute_name", search="_search_name")
    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    amount = fields.Monetary(
        required=True, readonly=True, help="The plan's contingency amount."
    )
    released = fields.Monetary(readonly=True, copy=False, default=0.0, required=True)
    available = fields.Monetary(
        compute="_compute_available", help="What may still be released."
    )
    spent = fields.Monetary(
        compute="_compute_spent", help="Costs booked on the releases."
    )
    release_ids = fields.One2many(
        "ops.cost.release", "fund_id", "Releases", readonly=True
    )

    _released_range = models.Constraint(
        "CHECK(amount >= 0 AND amount < 1e13 AND released >= 0 AND released <= amount)",
        "The releases must not exceed the contingency fund.",
    )

    @api.depends("plan_id.name")
    @api.depends_context("lang")
    def _compute_name(self):
        for fund in self:
            fund.name = self.env._("Contingency %(plan)s", plan=fund.plan_id.name)

    @api.model
    def _search_name(self, operator, value):
        return [("plan_id.name", operator, value)]

    @api.depends("amount", "released")
    def _compute_available(self):
        for fund in self:
            fund.available = fund.amount - fund.released

    @api.depends("release_ids.spent")
    def _compute_spent(self):
        # sudo: the sum of the fund, not its single releases
        groups = (
            self.env["ops.cost.release"]
            .sudo()
            ._read_group([("fund_id", "in", self.ids)], ["fund_id"], ["spent:sum"])
        )
        spent = {fund.id: total for fund, total in groups}
        for fund in self:
            fund.spent = spent.get(fund.id, 0.0)

    def action_open_releases(self):
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_cost.ops_cost_release_action"
        )
        action["domain"] = [("fund_id", "=", self.id)]
        action["context"] = {"default_fund_id": self.id}
        return action
