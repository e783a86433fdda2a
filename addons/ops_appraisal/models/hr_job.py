from odoo import fields, models

FAMILIES = [("mgmt", "Management"), ("service", "Operations and Service")]


class HrJob(models.Model):
    _inherit = "hr.job"

    family = fields.Selection(
        FAMILIES,
        "Post Family",
        default="service",
        required=True,
        help="Essay 1 (四): management posts, and operations and service posts.",
    )
