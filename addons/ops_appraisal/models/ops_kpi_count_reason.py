from odoo import api, fields, models


class OpsKpiCountReason(models.Model):
    """Why a part of a count does not count (剔除空卡和睡眠储蓄折后有效客户量)."""

    _name = "ops.kpi.count.reason"
    _inherit = ["ops.mixin.guard"]
    _description = "Reason for Not Counting"
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="By what one recognises such a case in the source."
    )
    factor = fields.Float(
        default=1,
        digits=(5, 4),
        aggregator=None,
        help="How much of one case does not count: 1 all of it, 0.5 half of it.",
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: shared by all companies.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another reason has this code."
    )
    _factor_range = models.Constraint(
        "CHECK (factor > 0 AND factor <= 1)", "A factor is above 0 and at most 1."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for reason in self:
            reason.display_name = f"[{reason.code or ''}] {reason.name or ''}"
