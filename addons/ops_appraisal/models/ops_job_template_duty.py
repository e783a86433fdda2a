from odoo import fields, models

from .ops_job_duty import FREQUENCIES


class OpsJobTemplateDuty(models.Model):
    _name = "ops.job.template.duty"
    _inherit = ["ops.mixin.guard"]
    _description = "Duty in the Library of Jobs"
    _order = "template_id, sequence, id"
    _rec_name = "text"

    template_id = fields.Many2one(
        "ops.job.template", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    text = fields.Char("Duty", required=True, translate=True)
    standard = fields.Text(translate=True)
    frequency = fields.Selection(FREQUENCIES, required=True, default="continuous")
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, index=True, precompute=True
    )
