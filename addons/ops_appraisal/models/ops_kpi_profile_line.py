from odoo import fields, models


class OpsKpiProfileLine(models.Model):
    _name = "ops.kpi.profile.line"
    _inherit = ["ops.mixin.authors.line"]
    _description = "KPI of a Profile"
    _order = "profile_id, sequence, id"
    _authors_document = "profile_id"

    profile_id = fields.Many2one(
        "ops.kpi.profile", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    kpi_id = fields.Many2one("ops.kpi", required=True, ondelete="restrict", index=True)
    weight = fields.Float("Weight (%)", digits=(5, 2), required=True)
    own_marks = fields.Boolean(help="Other marks than those of the KPI.")
    floor = fields.Float(digits=(16, 6), aggregator=None)
    target = fields.Float(digits=(16, 6), aggregator=None)
    stretch = fields.Float(digits=(16, 6), aggregator=None)
    company_id = fields.Many2one(
        related="profile_id.company_id", store=True, index=True, precompute=True
    )

    _kpi_uniq = models.UniqueIndex(
        "(profile_id, kpi_id)", "A profile has each KPI only once."
    )
