from odoo import api, fields, models


class OpsKpiCountExclusion(models.Model):
    _name = "ops.kpi.count.exclusion"
    _inherit = ["ops.mixin.fixed.line"]
    _description = "Exclusion from a Count"
    _order = "count_id, id"
    _rec_name = "reason_id"
    _check_company_auto = True
    _authors_document = "count_id"

    count_id = fields.Many2one(
        "ops.kpi.count", required=True, ondelete="cascade", index=True
    )
    reason_id = fields.Many2one(
        "ops.kpi.count.reason",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    count = fields.Float("Cases", required=True, digits=(16, 2), aggregator=None)
    factor = fields.Float(
        compute="_compute_factor",
        store=True,
        readonly=False,
        precompute=True,
        digits=(5, 4),
        aggregator=None,
        help="How much of one case does not count: 1 all of it, 0.5 half of it.",
    )
    note = fields.Char()
    company_id = fields.Many2one(
        related="count_id.company_id", store=True, index=True, precompute=True
    )

    _reason_uniq = models.UniqueIndex(
        "(count_id, reason_id)", "A count has each reason only once."
    )
    _ranges = models.Constraint(
        "CHECK (count > 0 AND factor > 0 AND factor <= 1)",
        "Cases are above 0, a factor is above 0 and at most 1.",
    )

    @api.depends("reason_id")
    def _compute_factor(self):
        for line in self:
            line.factor = line.reason_id.factor or 1

    @api.constrains("count", "factor")
    def _check_adjusted(self):
        self.count_id._check_adjusted()
