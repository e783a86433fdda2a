from odoo import api, fields, models


class OpsCostRewardTier(models.Model):
    """Reward rate by the share saved of the target; lower bound inclusive."""

    _name = "ops.cost.reward.tier"
    _description = "Reward Tier"
    _inherit = ["ops.mixin.guard"]
    _order = "plan_id, saved_from, id"

    plan_id = fields.Many2one(
        "ops.cost.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="plan_id.company_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    saved_from = fields.Float(
        digits=(6, 4),
        required=True,
        help="Share of the reduction target that was saved: the tier begins there.",
    )
    rate = fields.Float(digits=(6, 4), required=True)

    _from_uniq = models.Constraint(
        "UNIQUE(plan_id, saved_from)", "Two tiers must not start at the same share."
    )
    _ranges = models.Constraint(
        "CHECK(saved_from >= 0 AND saved_from <= 1 AND rate >= 0 AND rate <= 10)",
        "A tier starts between 0 and 1, and its rate must not be negative.",
    )

    @api.depends("saved_from", "rate")
    def _compute_display_name(self):
        for tier in self:
            tier.display_name = f"{tier.saved_from:.4g}: {tier.rate:.4g}"

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        tiers.plan_id._check_blocks_open()
        tiers.plan_id._record_rule_author()
        return tiers

    def write(self, vals):
        plans = self.plan_id
        plans._check_blocks_open()
        result = super().write(vals)
        (plans | self.plan_id)._check_blocks_open()
        (plans | self.plan_id)._record_rule_author()
        return result

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        plans._record_rule_author()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_in_draft(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if not (self.env.su and self.env.context.get("_force_unlink")):
            self.plan_id._check_blocks_open()
