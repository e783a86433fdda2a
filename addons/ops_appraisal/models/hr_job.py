from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.roles import has_role

FAMILIES = [("mgmt", "Management"), ("service", "Operations and Service")]
OURS = frozenset({"family", "competence", "duty_ids"})


class HrJob(models.Model):
    _inherit = "hr.job"

    family = fields.Selection(
        FAMILIES,
        "Post Family",
        default="service",
        required=True,
        help="Essay 1 (四): management posts, and operations and service posts.",
    )
    competence = fields.Text(
        "Competence Demands",
        translate=True,
        help="Knowledge, skills, certificates and experience that the job needs.",
    )
    duty_ids = fields.One2many("ops.job.duty", "job_id", "Duties", copy=True)
    kpi_profile_ids = fields.One2many("ops.kpi.profile", "job_id", "KPI Profiles")
    kpi_profile_id = fields.Many2one(
        "ops.kpi.profile",
        "KPI Profile in Force",
        compute="_compute_kpi_profile_id",
        search="_search_kpi_profile_id",
    )

    @api.depends("kpi_profile_ids.approval_state", "kpi_profile_ids.date_to")
    @api.depends_context("uid", "company", "tz")
    def _compute_kpi_profile_id(self):
        profiles = self.env["ops.kpi.profile"]
        found = profiles._in_force(self, fields.Date.context_today(self))
        for job in self:
            job.kpi_profile_id = found.get(job.id, profiles)

    def _search_kpi_profile_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        profiles = self.env["ops.kpi.profile"]
        in_force = profiles._in_force_domain(fields.Date.context_today(self)) & Domain(
            "company_id", "=", self.env.company.id
        )
        with_one = Domain("kpi_profile_ids", "any", in_force)
        ids = [profile_id for profile_id in value if profile_id]
        chosen = Domain("kpi_profile_ids", "any", in_force & Domain("id", "in", ids))
        return chosen | ~with_one if False in value else chosen

    def _duties_at(self, day):
        """The duties in force at a day, in their order."""
        return self.duty_ids.filtered(
            lambda duty: (
                (not duty.date_from or duty.date_from <= day)
                and (not duty.date_to or duty.date_to >= day)
            )
        )

    def write(self, vals):
        self._refuse_more_than_ours(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_more_than_ours({field_name: None})
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    def _refuse_more_than_ours(self, vals):
        """Appraisal officers keep family, competence and duties; the job itself is for
        those who keep the jobs anyway."""
        if set(vals) <= OURS or self.env.su or not has_role(self.env, "officer"):
            return
        if not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(
                self.env._(
                    "Appraisal officers keep the post family, the competence demands "
                    "and the duties of a job. Ask HR for other changes of it."
                )
            )
