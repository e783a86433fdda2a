from odoo import api, fields, models


class OpsAnnexCreditTier(models.Model):
    """From ``low`` (included) to ``high`` (excluded) of the attained ratio, this share
    of the weighted fee is credited."""

    _name = "ops.annex.credit.tier"
    _description = "Credit Tier"
    _inherit = ["ops.annex.part"]
    _order = "evaluation_line_id, low_bp desc, id"
    _seal_fields = ("low_bp", "high_bp", "credit_bp")

    evaluation_line_id = fields.Many2one(
        "ops.annex.evaluation.line", required=True, index=True, ondelete="restrict"
    )
    version_id = fields.Many2one(
        related="evaluation_line_id.version_id", store=True, index=True
    )
    contract_id = fields.Many2one(
        related="evaluation_line_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="evaluation_line_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="evaluation_line_id.commercial_partner_id", store=True, index=True
    )
    low_bp = fields.Integer("From", required=True)
    high_bp = fields.Integer("Below", required=True)
    credit_bp = fields.Integer("Credit", required=True)

    _range = models.Constraint(
        "CHECK(low_bp >= 0 AND high_bp > low_bp AND high_bp <= 10000"
        " AND credit_bp BETWEEN 0 AND 10000)",
        "A tier goes from a lower to a higher ratio of 0 to 100 %.",
    )

    def _documents(self):
        # sudo: the version of a tier, readable or not
        return self.sudo().evaluation_line_id.version_id.sudo(False)

    def _seal_key(self):
        return str(self.low_bp)

    @api.depends("low_bp", "high_bp", "credit_bp")
    def _compute_display_name(self):
        for tier in self:
            low, high, credit = (
                f"{bp / 100:g}" for bp in (tier.low_bp, tier.high_bp, tier.credit_bp)
            )
            tier.display_name = f"{low}-{high} %: {credit} %"
