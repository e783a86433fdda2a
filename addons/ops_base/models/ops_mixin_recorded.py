from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..calc.seal import number_text


class OpsMixinRecorded(models.AbstractModel):
    """A figure recorded by hand for a subject and a period: evidence, approval by
    another person, then final. A wrong one is corrected by a new one, which takes its
    place when approved.

    The model itself has ``measure_id``, ``evidence_ids``, and ``corrects_id`` and
    ``superseded_by_id`` to other records of it.
    """

    _name = "ops.mixin.recorded"
    _inherit = ["ops.mixin.approval", "ops.mixin.append", "ops.mixin.sealed"]
    _description = "Figure Recorded by Hand"
    _order = "date_to desc, id desc"
    _rec_names_search = ["measure_id"]
    _check_company_auto = True

    _seal_open = frozenset({"superseded_by_id", "is_current"})
    _approval_groups = ("ops_base.group_ops_measure_manager",)
    # Names of the fields whose change shows that the figure is not what was approved.
    _recorded_fields = ()

    subject_ref = fields.Reference(
        selection="_selection_subject_model",
        string="Measured For",
        required=True,
        index=True,
    )
    subject_key = fields.Char(compute="_compute_subject_key")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    note = fields.Text()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    is_current = fields.Boolean(
        "In Force",
        compute="_compute_is_current",
        store=True,
        help="Approved, and not corrected by a later value.",
    )
    is_intact = fields.Boolean(
        "Evidence Unchanged",
        compute="_compute_is_intact",
        help="The value and its documents are what was approved.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The period must not end before it begins."
    )
    _one_in_force = models.UniqueIndex(
        "(measure_id, subject_ref, date_from, date_to) WHERE is_current",
        "There is already an approved value for this measure, subject and period. "
        "Correct that one instead.",
    )
    _period_idx = models.Index("(measure_id, date_to) WHERE is_current")

    @api.model
    def _selection_subject_model(self):
        labels = {
            "hr.employee": self.env._("Employee"),
            "hr.department": self.env._("Department"),
            "res.partner": self.env._("Contact"),
        }
        return list(labels.items())

    @api.depends("subject_ref")
    def _compute_subject_key(self):
        for value in self:
            subject = value.subject_ref
            value.subject_key = f"{subject._name},{subject.id}" if subject else False

    @api.depends("approval_state", "superseded_by_id")
    def _compute_is_current(self):
        for value in self:
            value.is_current = (
                value.approval_state == "approved" and not value.superseded_by_id
            )

    @api.depends(
        lambda self: ("sealed_at", "evidence_ids.checksum", *self._recorded_fields)
    )
    def _compute_is_intact(self):
        for record in self:
            record.is_intact = record._seal_is_intact()

    @api.depends("measure_id", "date_to", "subject_ref")
    def _compute_display_name(self):
        for value in self:
            subject = value.subject_ref.display_name if value.subject_ref else ""
            parts = (value.measure_id.code, subject, str(value.date_to or ""))
            value.display_name = " / ".join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._check_pointed_to()
        return values

    def write(self, vals):
        result = super().write(vals)
        if {"subject_ref", "evidence_ids"} & set(vals):
            self._check_pointed_to()
        return result

    def _check_pointed_to(self):
        """What a client points to must be visible to him; new uploads become ours."""
        for value in self:
            value._check_subject()
            value.evidence_ids.check_access("read")
            uploads = value.evidence_ids.filtered(
                lambda document: (
                    not document.res_id and document.create_uid == self.env.user
                )
            )
            uploads.write({"res_model": self._name, "res_id": value.id})

    def _check_subject(self):
        subject = self.subject_ref
        if subject and subject._name == "hr.employee":
            # whoever may not read the full record has the public one
            subject = self.env["hr.employee.public"].browse(subject.id)
        if not subject or not subject.exists():
            raise ValidationError(self.env._("Choose whom the value is measured for."))
        subject.check_access("read")
        company = "company_id" in subject._fields and subject.company_id
        if company and company != self.company_id:
            raise ValidationError(
                self.env._(
                    "%(subject)s belongs to %(company)s.",
                    subject=subject.display_name,
                    company=company.display_name,
                )
            )

    # approval ----------------------------------------------------------------
    def _append_frozen(self):
        return self.filtered(lambda value: value.approval_state == "approved")

    def _check_submit(self):
        for value in self:
            if not value.evidence_ids:
                raise UserError(
                    self.env._(
                        "%(name)s has no evidence: attach the document that proves "
                        "the value.",
                        name=value.display_name,
                    )
                )

    def _approval_excluded(self):
        return super()._approval_excluded() | self._person_measured()

    def _person_measured(self):
        # sudo: whom a figure is about does not decide on it, whoever looks
        subject = self.sudo().subject_ref
        if subject and subject._name == "hr.employee":
            return subject.user_id.sudo(False)
        return self.env["res.users"]

    def _refuse_own_decision(self):
        if self.env.user == self._person_measured():
            raise UserError(
                self.env._(
                    "%(name)s is about yourself: somebody else has to decide on it "
                    "(four eyes).",
                    name=self.display_name,
                )
            )
        return super()._refuse_own_decision()

    def _before_decision(self, state):
        if state == "approved":
            for value in self.filtered("corrects_id"):
                value.corrects_id._server_write({"superseded_by_id": value.id})
            self.corrects_id.flush_recordset()

    def _on_approved(self):
        self._seal()

    def _seal_payload(self):
        return {
            "measure": self.measure_id.id,
            "subject": self.subject_key,
            "from": self.date_from,
            "to": self.date_to,
            "company": self.company_id.id,
            # sudo: the seal covers every document, whoever looks at it
            "evidence": {
                document.id: document.checksum
                for document in self.sudo().evidence_ids.sorted("id")
            },
        }

    def _number_shown(self, name):
        """A number of this record for print: 9.25, not 9.250000."""
        return number_text(Decimal(f"{self[name]:.6f}"))

    def action_correct(self):
        """A draft that takes the place of this value when it is approved."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_current:
            raise UserError(self.env._("Only a value in force can be corrected."))
        vals = {**self.copy_data()[0], "corrects_id": self.id, "evidence_ids": False}
        draft = self._server_create([vals])
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }
