from odoo import fields, models

from .ops_kpi_profile import SUBJECT_KINDS


class OpsAppraisalCycle(models.Model):
    _name = "ops.appraisal.cycle"
    _inherit = ["ops.mixin.guard", "mail.thread", "mail.activity.mixin"]
    _description = "Appraisal Cycle"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _server_owned = frozenset({"state", "scale_data"})

    name = fields.Char(required=True, translate=True)
    period_kind = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("half", "Half-Year"),
            ("year", "Year"),
        ],
        required=True,
        default="quarter",
    )
    date_from = fields.Date(required=True, index=True)
    date_to = fields.Date(required=True)
    subject_kind = fields.Selection(SUBJECT_KINDS, required=True, default="employee")
    department_ids = fields.Many2many(
        "hr.department", string="Only Units", check_company=True
    )
    job_ids = fields.Many2many("hr.job", string="Only Jobs", check_company=True)
    partner_ids = fields.Many2many("res.partner", string="Suppliers")
    scale_id = fields.Many2one(
        "ops.appraisal.scale",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    scale_data = fields.Json(
        "Grades (Data)", readonly=True, copy=False, help="The scale when it opened."
    )
    missing_policy = fields.Selection(
        [
            ("block", "No Total"),
            ("zero", "Counts 0"),
            ("redistribute", "Weights of the Others Rise"),
            ("target", "Counts 100"),
        ],
        "Missing Values",
        required=True,
        default="redistribute",
    )
    min_coverage = fields.Float("Least Coverage (%)", digits=(5, 2), default=60)
    first_weight = fields.Float("Weight of the First Level (%)", default=70)
    second_weight = fields.Float("Weight of the Second Level (%)", default=30)
    alert_gap = fields.Float("Gap Alarm (Points)", digits=(5, 2), default=15)
    min_raters = fields.Integer("Least Number of Raters", default=3)
    appeal_days = fields.Integer("Days to Appeal", default=5)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open"),
            ("reviewing", "In Review"),
            ("calibrating", "Calibration"),
            ("published", "Published"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    appraisal_ids = fields.One2many("ops.appraisal", "cycle_id")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The period must not end before it begins."
    )
