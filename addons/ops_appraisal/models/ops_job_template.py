from odoo import api, fields, models

from ..calc.profile import hundredths
from .hr_job import FAMILIES
from .ops_kpi_profile import SUBJECT_KINDS


class OpsJobTemplate(models.Model):
    """Duties, competence demands and weighted KPIs of a kind of job, unit or supplier,
    ready to be taken over and adapted."""

    _name = "ops.job.template"
    _inherit = ["ops.mixin.guard"]
    _description = "Library of Jobs"
    _order = "sequence, name, id"
    _check_company_auto = True

    sequence = fields.Integer(default=100)
    name = fields.Char(required=True, translate=True)
    subject_kind = fields.Selection(
        SUBJECT_KINDS, "For", required=True, default="employee"
    )
    family = fields.Selection(FAMILIES, "Post Family", required=True, default="service")
    competence = fields.Text("Competence Demands", translate=True)
    clause = fields.Char("Source of the Rule", translate=True)
    duty_ids = fields.One2many(
        "ops.job.template.duty", "template_id", "Duties", copy=True
    )
    line_ids = fields.One2many(
        "ops.job.template.line", "template_id", "KPIs", copy=True
    )
    weight_total = fields.Float(
        "Sum (%)", compute="_compute_weight_total", digits=(6, 2)
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: shared by all companies.",
    )
    active = fields.Boolean(default=True)

    @api.depends("line_ids.weight")
    def _compute_weight_total(self):
        for template in self:
            parts = [hundredths(line.weight) for line in template.line_ids]
            template.weight_total = sum(parts) / 100

    def action_use(self):
        """The dialog that asks for the job or unit and the first day."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New from Library"),
            "res_model": "ops.job.template.use",
            "view_mode": "form",
            "target": "new",
            "context": {"default_template_id": self.id},
        }
