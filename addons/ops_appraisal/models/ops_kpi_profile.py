from odoo import fields, models

SUBJECT_KINDS = [
    ("employee", "Employees"),
    ("department", "Units"),
    ("partner", "Suppliers"),
]


class OpsKpiProfile(models.Model):
    """The KPIs and weights of a job (of a unit, of suppliers) from a day on."""

    _name = "ops.kpi.profile"
    _inherit = ["ops.mixin.approval", "mail.thread"]
    _description = "KPI Profile"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    subject_kind = fields.Selection(SUBJECT_KINDS, required=True, default="employee")
    job_id = fields.Many2one(
        "hr.job", ondelete="restrict", index=True, check_company=True
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="For units: the unit that it is for; empty: every unit without its own.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        ondelete="restrict",
        index=True,
        help="For suppliers: whom it is for; empty: every supplier without its own.",
    )
    date_from = fields.Date(required=True, index=True)
    date_to = fields.Date(help="Last day; empty: until a later profile begins.")
    line_ids = fields.One2many("ops.kpi.profile.line", "profile_id", copy=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
