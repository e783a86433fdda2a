from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.roles import require_role

# what each kind is about, and what it says of it
NEEDED = {
    "correct": ("clock_id", "start_at"),
    "withdraw": ("clock_id",),
    "pause": ("clock_id", "pause_reason_id", "start_at"),
    "recompute": ("clock_ids",),
    "backdate": ("delivery_id", "delivered_at", "evidence_ids"),
    "cancel": ("deliverable_id",),
    "suspend": ("date_from",),
    "terminate": ("date_last",),
}
SUBJECTS = ("clock_id", "delivery_id", "deliverable_id")
ALL_SUBJECTS = (*SUBJECTS, "clock_ids")


class OpsSlaOverride(models.Model):
    """A request to change by hand what counts: a fact that was judged, the time of a
    delivery, a deliverable that is not made, a contract that rests or ends. Another
    person of the organisation decides, and then it is done (contract.md, rows 17 and
    29)."""

    _name = "ops.sla.override"
    _description = "Override"
    _inherit = ["ops.mixin.request"]
    _approval_groups = ("ops_contract.group_contract_org",)

    kind = fields.Selection(
        [
            ("correct", "Correct a Fact"),
            ("withdraw", "Withdraw a Fact"),
            ("pause", "Add a Pause to a Fact"),
            ("recompute", "Recompute Facts"),
            ("backdate", "Handed Over Earlier"),
            ("cancel", "Cancel a Deliverable"),
            ("suspend", "Suspend the Contract"),
            ("terminate", "Terminate the Contract"),
        ],
        required=True,
        index=True,
    )
    clock_id = fields.Many2one(
        "ops.sla.clock", "SLA Fact", index=True, ondelete="restrict", check_company=True
    )
    delivery_id = fields.Many2one(
        "ops.deliverable.delivery", index=True, ondelete="restrict", check_company=True
    )
    deliverable_id = fields.Many2one(
        "ops.deliverable", index=True, ondelete="restrict", check_company=True
    )
    start_at = fields.Datetime("From")
    end_at = fields.Datetime(
        "To", help="Of a fact: when it was reached; of a pause: empty while it lasts."
    )
    pause_reason_id = fields.Many2one(
        "ops.pause.reason", "Pause For", index=True, ondelete="restrict"
    )
    is_acknowledged = fields.Boolean("Acknowledged by the Customer")
    delivered_at = fields.Datetime("Handed Over on")
    date_from = fields.Date(
        "Rests From", help="From the day after the decision at the earliest."
    )
    date_last = fields.Date("Last Day")
    note = fields.Text("Justification", required=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_sla_override_evidence_rel",
        "override_id",
        "attachment_id",
    )

    @api.depends("kind", "clock_id", "delivery_id", "deliverable_id", "contract_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for override in self:
            subject = override._subject() or override.contract_id
            names = [labels.get(override.kind), subject.display_name]
            override.display_name = ": ".join(filter(None, names))

    def _subject(self):
        self.ensure_one()
        return next((self[name] for name in SUBJECTS if self[name]), None)

    @api.constrains("contract_id", *ALL_SUBJECTS)
    def _check_contract(self):
        for override in self:
            for name in ALL_SUBJECTS:
                for subject in override[name]:
                    if subject.contract_id != override.contract_id:
                        raise ValidationError(
                            self.env._(
                                "%s belongs to another contract.", subject.display_name
                            )
                        )

    @api.model
    @api.private
    def _ask(self, kind, contract, note, **values):
        """Asked for by this user, in a step that has checked that he may."""
        # sudo: as checked by the step
        request = self.sudo().create(
            {"kind": kind, "contract_id": contract.id, "note": note, **values}
        )
        request.action_submit()
        return request.sudo(False)

    # asking ------------------------------------------------------------------------
    def _check_submit(self):
        for override in self:
            if override.kind in ("cancel", "suspend", "terminate"):
                require_role(self.env, "manager", "org")
            override._check_complete()
            override._check_possible()
            override._own_uploads()

    def _check_complete(self):
        missing = [name for name in NEEDED[self.kind] if not self[name]]
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s: state %(fields)s first.",
                    name=self.display_name,
                    fields=self._field_labels(missing),
                )
            )
        other = [n for n in ALL_SUBJECTS if self[n] and n not in NEEDED[self.kind]]
        if other:
            raise UserError(
                self.env._(
                    "%(name)s is not about %(fields)s.",
                    name=self.display_name,
                    fields=self._field_labels(other),
                )
            )

    def _check_possible(self):
        """What it asks for can be done now; asked again before the decision."""
        # sudo: what was counted binds whoever may read it
        override = self.sudo()
        override.clock_id._refuse_counted()
        deliverable = override.deliverable_id | override.delivery_id.deliverable_id
        deliverable._refuse_counted()
        if override.kind == "cancel":
            override.deliverable_id._check_still_open()
        if override.kind == "suspend":
            override.contract_id._check_suspend()
        if override.kind == "terminate":
            override.contract_id._check_terminate(override.date_last)
        now = self.env.cr.now()
        if any(at and at > now for at in (self.start_at, self.end_at)) or (
            override.kind == "backdate"
            and override.delivered_at >= override.delivery_id.recorded_at
        ):
            raise UserError(
                self.env._("%s: this time is too late.", override.display_name)
            )

    def _own_uploads(self):
        """Files of who asks become files of the request, for who decides."""
        self.evidence_ids.check_access("read")
        uploads = self.evidence_ids.filtered(
            lambda file: not file.res_id and file.create_uid == self.env.user
        )
        uploads.write({"res_model": self._name, "res_id": self.id})

    def _on_submitted(self):
        for override in self:
            override.message_post(body=override.note)

    # deciding ----------------------------------------------------------------------
    def _approval_excluded(self):
        """Neither who asks, nor who entered, caused or handed over what it is about."""
        users = super()._approval_excluded()
        # sudo: who took part, readable or not
        override = self.sudo()
        if override.clock_id:
            users |= override.clock_id._authors()
        deliverable = override.deliverable_id | override.delivery_id.deliverable_id
        for record in deliverable:
            users |= record._authors()
        return users | override.delivery_id.delivered_by_id.sudo(False)

    def _before_decision(self, state):
        if state == "approved":
            for override in self:
                override._check_possible()

    def _on_approved(self):
        for override in self:
            # sudo: the effect of a decision, whoever may write what it is about
            getattr(override.sudo(), f"_apply_{override.kind}")()

    def _apply_correct(self):
        clock = self.clock_id
        clock._server_write(
            {
                "start_at": self.start_at,
                "reached_at": self.end_at,
                "cancelled_at": False,
            }
        )
        clock._exclusions_fall()

    def _apply_withdraw(self):
        """No case from its beginning on, so it was not missed either."""
        clock = self.clock_id
        clock._server_write({"cancelled_at": clock.start_at})
        clock._exclusions_fall()

    def _apply_pause(self):
        self.env["ops.sla.pause"]._server_create(
            [
                {
                    "clock_id": self.clock_id.id,
                    "override_id": self.id,
                    "reason_id": self.pause_reason_id.id,
                    "start_at": self.start_at,
                    "end_at": self.end_at,
                    "note": self.note,
                    "is_acknowledged": self.is_acknowledged,
                }
            ]
        )
        self.clock_id._exclusions_fall()

    def _apply_backdate(self):
        self.delivery_id._set_earlier(self.delivered_at)

    def _apply_cancel(self):
        self.deliverable_id._cancel(self.note, self.requested_by)

    def _apply_suspend(self):
        self.contract_id._suspend(self.date_from, self.note)

    def _apply_terminate(self):
        self.contract_id._terminate(self.date_last, self.note)
