from odoo import api, fields, models


class OpsCostBlock(models.Model):
    """Amount of one item for the whole plan; Σ blocks = daily amount."""

    _name = "ops.cost.block"
    _description = "Cost Block of an Item"
    _inherit = ["ops.mixin.authors.line", "ops.cost.money"]
    _order = "plan_id, sequence, id"
    _check_company_auto = True
    _authors_document = "plan_id"

    plan_id = fields.Many2one(
        "ops.cost.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    sequence = fields.Integer(related="item_id.sequence", store=True)
    item_id = fields.Many2one(
        "ops.cost.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('child_ids', '=', False)]",
    )
    amount = fields.Monetary(required=True)
    reduction_rate = fields.Float(
        digits=(6, 4),
        compute="_compute_reduction_rate",
        store=True,
        readonly=False,
        precompute=True,
        help="Share of the quota that is to be saved; from the item unless changed.",
    )

    _item_uniq = models.Constraint(
        "UNIQUE(plan_id, item_id)", "An item has one block in a plan."
    )
    _amount_range = models.Constraint(
        "CHECK(amount >= 0 AND amount < 1e13)", "A block must not be negative."
    )
    _reduction_rate_range = models.Constraint(
        "CHECK(reduction_rate >= 0 AND reduction_rate < 1)",
        "The reduction rate must be at least 0 and below 1.",
    )

    @api.depends("item_id")
    def _compute_reduction_rate(self):
        for block in self:
            block.reduction_rate = block.item_id.reduction_rate

    @api.depends("plan_id.name", "item_id.code")
    def _compute_display_name(self):
        for block in self:
            block.display_name = (
                f"{block.plan_id.name or ''} {block.item_id.code or ''}"
            )

    @api.constrains("item_id")
    def _check_item_is_leaf(self):
        self.item_id._check_leaf()

    @api.model_create_multi
    def create(self, vals_list):
        blocks = super().create(vals_list)
        blocks.plan_id._check_blocks_open()
        return blocks

    def write(self, vals):
        self.plan_id._check_blocks_open()
        result = super().write(vals)
        self.plan_id._check_blocks_open()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_in_draft(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if not (self.env.su and self.env.context.get("_force_unlink")):
            self.plan_id._check_blocks_open()
