from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .ops_mixin_guard import ServerVals


class OpsMixinApproval(models.AbstractModel):
    """draft -> submitted -> approved | rejected; submitted, rejected -> draft."""

    _name = "ops.mixin.approval"
    _inherit = ["ops.mixin.guard"]
    _description = "Approval by Another Person"

    _server_owned = frozenset(
        {
            "approval_state",
            "requested_by",
            "requested_at",
            "decided_by",
            "decided_at",
            "decision_note",
        }
    )
    # Fields that stay writable once submitted; each class adds its own.
    _approval_open = frozenset()
    # XML ids of the groups that may decide; empty: whoever may write the record.
    _approval_groups = ()

    approval_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
        ],
        "Approval",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    requested_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", index=True
    )
    requested_at = fields.Datetime(readonly=True, copy=False)
    decided_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", index=True
    )
    decided_at = fields.Datetime(readonly=True, copy=False)
    decision_note = fields.Text(readonly=True, copy=False)
    can_decide = fields.Boolean(
        compute="_compute_can_decide",
        help="You may approve or reject this: you have the role and did not ask "
        "for it yourself.",
    )

    @api.depends("approval_state", "requested_by")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        has_role = self._has_approval_role()
        for record in self:
            record.can_decide = (
                has_role
                and record.approval_state == "submitted"
                and self.env.user not in record._approval_excluded()
            )

    def action_submit(self):
        self.check_access("write")
        self._check_approval_state({"draft", "rejected"})
        self._check_submit()
        self._server_write(
            {
                "approval_state": "submitted",
                "requested_by": self.env.uid,
                "requested_at": self._approval_now(),
                "decided_by": False,
                "decided_at": False,
                "decision_note": False,
            }
        )
        self._on_submitted()
        return True

    def action_approve(self, note=None):
        self._check_may_decide()
        self._decide("approved", note)
        self._on_approved()
        return True

    def action_reject(self, note=None):
        """Rejects with a reason; without one, returns the dialog that asks for it."""
        self._check_may_decide()
        if not (note or "").strip():
            return self._action_ask_reason()
        self._decide("rejected", note)
        self._on_rejected()
        return True

    def action_reset(self):
        """Back to draft: a rejected record, or one that its requester withdraws."""
        self.check_access("write")
        self._check_approval_state({"submitted", "rejected"})
        foreign = self.filtered(
            lambda record: (
                record.approval_state == "submitted"
                and record.requested_by != self.env.user
            )
        )
        if foreign:
            raise UserError(
                self.env._(
                    "Only %(user)s, who submitted %(name)s, can withdraw it.",
                    user=foreign[0]._requester_name(),
                    name=foreign[0].display_name,
                )
            )
        self._server_write({"approval_state": "draft"})
        self._on_reset()
        return True

    # hooks -------------------------------------------------------------------
    def _check_submit(self):
        """Raises where a record is not complete enough to be submitted."""

    def _on_submitted(self):
        pass

    def _before_decision(self, state):
        """Called before the decision is written; ``state``: approved or rejected."""

    def _on_approved(self):
        pass

    def _on_rejected(self):
        pass

    def _on_reset(self):
        pass

    def _approval_excluded(self):
        """The users who may not decide on this record: who made it, who asked."""
        self.ensure_one()
        return self.requested_by | self.create_uid

    # -------------------------------------------------------------------------
    @api.model
    def _has_approval_role(self):
        return not self._approval_groups or any(
            self.env.user.has_group(group) for group in self._approval_groups
        )

    def _check_may_decide(self):
        self.check_access("write")
        if not self._has_approval_role():
            raise AccessError(
                self.env._(
                    "Deciding on %(model)s needs one of these roles: %(roles)s.",
                    model=self._model_label(),
                    roles=self._approval_role_names(),
                )
            )
        self._check_approval_state({"submitted"})
        for record in self:
            if self.env.user in record._approval_excluded():
                record._refuse_own_decision()

    def _refuse_own_decision(self):
        if self.env.user != self.requested_by:
            raise UserError(
                self.env._(
                    "You entered %(name)s yourself: somebody else has to decide "
                    "on it (four eyes).",
                    name=self.display_name,
                )
            )
        raise UserError(
            self.env._(
                "You submitted %(name)s yourself on %(date)s: somebody else has to "
                "decide on it (four eyes).",
                name=self.display_name,
                date=format_datetime(self.env, self.requested_at),
            )
        )

    def _check_approval_state(self, states):
        for record in self:
            if record.approval_state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        name=record.display_name,
                        state=record._approval_state_label(),
                    )
                )

    def _decide(self, state, note):
        self._before_decision(state)
        self._server_write(
            {
                "approval_state": state,
                "decided_by": self.env.uid,
                "decided_at": self._approval_now(),
                "decision_note": note or False,
            }
        )

    def _approval_now(self):
        return self.env.cr.now().replace(microsecond=0)

    def _approval_state_label(self):
        selection = self._fields["approval_state"]._description_selection(self.env)
        return dict(selection)[self.approval_state]

    def _approval_role_names(self):
        # sudo: names of roles are no secret, res.groups is for administrators
        groups = [self.env.ref(group).sudo() for group in self._approval_groups]
        return ", ".join(group.full_name for group in groups)

    def _requester_name(self):
        # sudo: who submitted is shown on the record anyway
        return self.sudo().requested_by.name

    def _action_ask_reason(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "ops.approval.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_ids": self.ids},
        }

    # contents are fixed once submitted ---------------------------------------
    def write(self, vals):
        if not isinstance(vals, ServerVals):
            self._refuse_submitted(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_submitted({field_name: None})
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_submitted(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._refuse_submitted({"id": None})

    def _refuse_submitted(self, vals):
        if not set(vals) - self._collect_names("_approval_open"):
            return
        for record in self:
            if record.approval_state in ("submitted", "approved"):
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s” and cannot be changed or deleted. "
                        "Whoever submitted it can withdraw it before the decision.",
                        name=record.display_name,
                        state=record._approval_state_label(),
                    )
                )
