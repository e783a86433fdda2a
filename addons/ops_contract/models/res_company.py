from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ops_keep_partial_bp = fields.Integer(
        "Partial Periods of Deliverables",
        default=5000,
        required=True,
        help="For new lines of the annex on deliverables: a period that is cut is due "
        "if at least this share of its days is served.",
    )

    _ops_keep_partial_range = models.Constraint(
        "CHECK(ops_keep_partial_bp BETWEEN 0 AND 10000)",
        "The share of a partial period is 0 to 100 %.",
    )
