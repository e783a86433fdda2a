from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.ops_kpi_profile import SUBJECT_FIELDS
from ..tools.roles import require_role


class OpsJobTemplateUse(models.TransientModel):
    """Takes a job of the library over: what the job lacks of its duties, its family
    and competence demands, and a draft profile with the KPIs."""

    _name = "ops.job.template.use"
    _inherit = ["ops.mixin.guard"]
    _description = "New from Library"
    _check_company_auto = True

    template_id = fields.Many2one(
        "ops.job.template", required=True, ondelete="cascade", check_company=True
    )
    subject_kind = fields.Selection(related="template_id.subject_kind")
    job_id = fields.Many2one("hr.job", ondelete="cascade", check_company=True)
    department_id = fields.Many2one(
        "hr.department", "Unit", ondelete="cascade", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Supplier", ondelete="cascade", check_company=True
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self)
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )

    def action_apply(self):
        require_role(self.env, "officer")
        self.ensure_one()
        if self.subject_kind == "employee":
            self._describe_job()
        profile = self.env["ops.kpi.profile"].create(self._prepare_profile_values())
        self._in_all_languages(profile, self.template_id, ["name"])
        return {
            "type": "ir.actions.act_window",
            "res_model": profile._name,
            "res_id": profile.id,
            "view_mode": "form",
        }

    def _describe_job(self):
        """Family, competence and duties: a job that has them already keeps them."""
        if not self.job_id:
            raise UserError(self.env._("Choose the job that it is for."))
        template, job = self.template_id, self.job_id
        if not job.duty_ids:
            vals = {"family": template.family}
            if not job.competence:
                vals["competence"] = template.competence
            job.write(vals)
            self._in_all_languages(job, template, set(vals) - {"family"})
        known = set(job.duty_ids.mapped("text"))
        sources = template.duty_ids.filtered(lambda duty: duty.text not in known)
        duties = self.env["ops.job.duty"].create(
            [self._prepare_duty_values(source) for source in sources]
        )
        for duty, source in zip(duties, sources, strict=True):
            self._in_all_languages(duty, source, ["text", "standard"])

    def _prepare_duty_values(self, source):
        return {
            "job_id": self.job_id.id,
            "sequence": source.sequence,
            "text": source.text,
            "standard": source.standard,
            "frequency": source.frequency,
        }

    def _prepare_profile_values(self):
        name = SUBJECT_FIELDS[self.subject_kind]
        return {
            "name": self.template_id.name,
            "subject_kind": self.subject_kind,
            name: self[name].id,
            "date_from": self.date_from,
            "company_id": self.company_id.id,
            "line_ids": [
                Command.create(
                    {
                        "sequence": line.sequence,
                        "kpi_id": line.kpi_id._latest().id,
                        "weight": line.weight,
                    }
                )
                for line in self.template_id.line_ids
            ],
        }

    @api.model
    def _in_all_languages(self, target, source, names):
        """Texts of the library in every language, not in this user's alone."""
        for code, _name in self.env["res.lang"].get_installed():
            translated = source.with_context(lang=code)
            vals = {name: translated[name] for name in names if translated[name]}
            if vals:
                target.with_context(lang=code).write(vals)
