from odoo import api, fields, models

FREQUENCIES = [
    ("continuous", "Continuously"),
    ("daily", "Daily"),
    ("weekly", "Weekly"),
    ("month", "Monthly"),
    ("quarter", "Quarterly"),
    ("year", "Yearly"),
    ("event", "As Needed"),
]


class OpsJobDuty(models.Model):
    """One duty of a job (岗位职责说明). A changed duty ends and a new one begins:
    a sheet for an earlier day prints what was in force then."""

    _name = "ops.job.duty"
    _inherit = ["ops.mixin.guard"]
    _description = "Duty of a Job"
    _order = "job_id, sequence, id"
    _rec_name = "text"

    job_id = fields.Many2one("hr.job", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    text = fields.Char("Duty", required=True, translate=True)
    standard = fields.Text(
        translate=True, help="By what one sees that the duty is done well."
    )
    frequency = fields.Selection(FREQUENCIES, required=True, default="continuous")
    date_from = fields.Date("From")
    date_to = fields.Date("To")
    company_id = fields.Many2one(
        related="job_id.company_id", store=True, index=True, precompute=True
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The duty must not end before it begins."
    )

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        # a foreign key passes no record rule by itself
        duties.job_id.check_access("write")
        return duties

    def write(self, vals):
        result = super().write(vals)
        if "job_id" in vals:
            self.job_id.check_access("write")
        return result
