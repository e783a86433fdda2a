from odoo import api, fields, models

from .ops_contract import PRICE_GROUPS


class OpsAnnexEvaluationLine(models.Model):
    """What missing a service level costs: weight, tiers, fixed amount, points."""

    _name = "ops.annex.evaluation.line"
    _description = "Evaluation of a Service Level"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _rec_names_search = ("sla_key",)
    _check_company_auto = True
    _annex_kinds = ("evaluation",)
    _seal_fields = (
        "sequence",
        "sla_key",
        "weight_bp",
        "tier_ids",
        "miss_amount",
        "miss_points",
        "bonus_from_bp",
        "bonus_bp",
    )

    sla_key = fields.Char(
        "Service Level Key",
        required=True,
        help="The key of the line of the SLA annex: it survives new versions.",
    )
    sla_line_id = fields.Many2one(
        "ops.annex.sla.line",
        "Service Level",
        compute="_compute_sla_line_id",
        inverse="_inverse_sla_line_id",
        help="The line with this key in the newest version of the SLA annex.",
    )
    weight_bp = fields.Integer("Weight", default=10000)
    tier_ids = fields.One2many(
        "ops.annex.credit.tier", "evaluation_line_id", "Tiers", copy=True
    )
    miss_amount = fields.Monetary("Per Missed Case", groups=PRICE_GROUPS)
    miss_points = fields.Integer("Points per Missed Month")
    bonus_from_bp = fields.Integer("Bonus From")
    bonus_bp = fields.Integer("Bonus")

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _sla_uniq = models.UniqueIndex(
        "(version_id, sla_key)", "A service level is evaluated once."
    )
    _range = models.Constraint(
        "CHECK(weight_bp BETWEEN 0 AND 10000 AND miss_points >= 0"
        " AND (miss_amount IS NULL OR miss_amount >= 0 AND miss_amount < 1e13)"
        " AND bonus_from_bp BETWEEN 0 AND 10000 AND bonus_bp BETWEEN 0 AND 10000)",
        "Weights and bonuses are 0 to 100 %, amounts not negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            line = self.env["ops.annex.sla.line"].browse(vals.get("sla_line_id"))
            if line and not vals.get("sla_key"):
                line.check_access("read")
                vals["sla_key"] = line.line_key
        return super().create(vals_list)

    @api.depends("sla_key", "contract_id")
    def _compute_sla_line_id(self):
        """The line with the key in the newest version that is not withdrawn."""
        lines = self.env["ops.annex.sla.line"].search(
            [
                ("contract_id", "in", self.contract_id.ids),
                ("line_key", "in", self.mapped("sla_key")),
                ("version_id.state", "!=", "withdrawn"),
            ],
            order="version_id",
        )
        newest = {}
        for line in lines.sorted(lambda line: line.version_id.number):
            newest[line.contract_id, line.line_key] = line
        for line in self:
            line.sla_line_id = newest.get((line.contract_id, line.sla_key))

    def _inverse_sla_line_id(self):
        for line in self:
            if line.sla_line_id:
                line.sla_key = line.sla_line_id.line_key

    @api.depends("sla_line_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.sla_line_id.display_name or line.sla_key
