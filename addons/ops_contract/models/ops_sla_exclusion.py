from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class OpsSlaExclusion(models.Model):
    """A request not to count a fact or an outage, decided by another person."""

    _name = "ops.sla.exclusion"
    _description = "SLA Exclusion"
    _inherit = ["ops.mixin.request"]
    _approval_groups = ("ops_contract.group_contract_org",)

    clock_id = fields.Many2one(
        "ops.sla.clock", "SLA Fact", index=True, ondelete="restrict", check_company=True
    )
    outage_id = fields.Many2one(
        "ops.outage", index=True, ondelete="restrict", check_company=True
    )
    reason_id = fields.Many2one(
        "ops.exclusion.reason", required=True, index=True, ondelete="restrict"
    )
    note = fields.Text("Justification", required=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_sla_exclusion_evidence_rel",
        "exclusion_id",
        "attachment_id",
    )

    _one_subject = models.Constraint(
        "CHECK((clock_id IS NULL) != (outage_id IS NULL))",
        "An exclusion is about one SLA fact or one outage.",
    )

    @api.depends("clock_id", "outage_id", "reason_id")
    def _compute_display_name(self):
        for exclusion in self:
            subject = exclusion.clock_id or exclusion.outage_id
            names = filter(None, [subject.display_name, exclusion.reason_id.name])
            exclusion.display_name = ": ".join(names)

    @api.constrains("contract_id", "clock_id", "outage_id")
    def _check_contract(self):
        for exclusion in self:
            subject = exclusion.clock_id or exclusion.outage_id
            if subject.contract_id != exclusion.contract_id:
                raise ValidationError(
                    self.env._("%s belongs to another contract.", subject.display_name)
                )

    def _check_submit(self):
        for exclusion in self:
            exclusion._refuse_counted()
            exclusion._refuse_not_agreed()

    def _before_decision(self, state):
        if state == "approved":
            for exclusion in self:
                exclusion._refuse_counted()

    def _approval_excluded(self):
        """Neither who asks, nor who entered the fact, nor who answers for it."""
        users = super()._approval_excluded()
        # sudo: who entered or caused it, readable or not
        clock, outage = self.sudo().clock_id, self.sudo().outage_id
        if clock:
            # whoever ever answered for it is one of them
            users |= clock._authors()
        if outage:
            users |= outage._authors()
        return users

    def _fall(self):
        """Back to draft: what it is about changed since it was asked for."""
        standing = self.filtered(
            lambda exclusion: exclusion.approval_state in ("submitted", "approved")
        )
        if not standing:
            return
        standing._set_draft()
        for exclusion in standing:
            exclusion.message_post(
                body=self.env._("What it is about was changed: it must be asked anew.")
            )
        standing.outage_id._server_write({"is_excluded": False})
        standing.clock_id._judge_anew()

    def _on_approved(self):
        self._apply()

    def _apply(self):
        # sudo: the effect of a decision, whoever may write the fact
        decided = self.sudo()
        decided.clock_id._judge_anew()
        decided.outage_id._server_write({"is_excluded": True})

    def _refuse_counted(self):
        self.clock_id._refuse_counted()
        self.outage_id._refuse_counted()
        if self.outage_id and not self.outage_id.end_at:
            raise UserError(
                self.env._("%s still lasts: ask once it is over.", self.outage_id.name)
            )

    def _refuse_not_agreed(self):
        # sudo: the annex says which reasons excuse a case
        subject = self.sudo()
        lines = subject.clock_id.sla_line_id | subject.outage_id._sla_lines()
        for line in lines.filtered(
            lambda line: self.reason_id not in line.exclusion_ids
        ):
            raise UserError(
                self.env._(
                    "The annex does not name “%(reason)s” as an exclusion for "
                    "%(metric)s.",
                    reason=self.reason_id.name,
                    metric=line.metric_id.name,
                )
            )
