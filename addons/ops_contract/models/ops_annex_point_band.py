from odoo import fields, models


class OpsAnnexPointBand(models.Model):
    """From so many points of a month on, this share of the fee is deducted."""

    _name = "ops.annex.point.band"
    _description = "Points to Deduction"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _annex_kinds = ("evaluation",)
    _seal_fields = (
        "sequence",
        "points_from",
        "deduction_bp",
    )

    points_from = fields.Integer(required=True)
    deduction_bp = fields.Integer("Deducted Share", required=True)

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )
    _points_uniq = models.UniqueIndex(
        "(version_id, points_from)", "Each band begins at its own number of points."
    )
    _range = models.Constraint(
        "CHECK(points_from > 0 AND deduction_bp BETWEEN 0 AND 10000)",
        "A band begins above 0 points and deducts 0 to 100 %.",
    )
