from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools.roles import role_names
from .ops_mixin_guard import ServerVals


class OpsMixinDecision(models.AbstractModel):
    """Steps of a document on which somebody else decides than whoever made, changed
    or submitted it.

    Documents that have a state field of their own inherit this and call its steps
    from their buttons; ``ops.mixin.approval`` brings field and buttons along.
    """

    _name = "ops.mixin.decision"
    _inherit = ["ops.mixin.authors"]
    _description = "Decision by Another Person"

    _server_owned = frozenset(
        {"requested_by", "requested_at", "decided_by", "decided_at", "decision_note"}
    )
    # Field of the state; "submitted" is the state that waits for the decision.
    _approval_state_field = "state"
    # States in which the content may be changed, and the record be submitted.
    _approval_editable = frozenset({"draft", "rejected"})
    # States in which the record may be deleted; None: those in which it may be changed.
    _approval_deletable = None
    # Fields that stay writable once submitted; each class adds its own.
    _approval_open = frozenset()
    # XML ids of the groups that may decide; empty: whoever may write the record.
    _approval_groups = ()

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
        help="You may decide on this: you have the role, and you neither made or "
        "changed it nor asked for it yourself.",
    )

    @api.depends(lambda self: (self._approval_state_field, "requested_by"))
    @api.depends_context("uid")
    def _compute_can_decide(self):
        has_role = self._has_approval_role()
        for record in self:
            record.can_decide = (
                has_role
                and record._approval_state() == "submitted"
                and record._is_in_decision_scope()
                and self.env.user not in record._approval_excluded()
            )

    def _touch_evidence(self):
        for document in self:
            if document._approval_state() not in document._approval_editable:
                document._refuse_change_of_evidence()
        return super()._touch_evidence()

    def _refuse_change_of_evidence(self):
        """A file of this document, which is past draft, is changed or deleted."""
        seen = self.sudo(False).has_access("read")
        raise UserError(
            self.env._(
                "This file is evidence of %(name)s, which has been submitted: it stays "
                "as it is. Whoever submitted it can withdraw it before the decision.",
                name=self.display_name if seen else self._model_label(),
            )
        )

    # hooks -------------------------------------------------------------------
    def _check_submit(self):
        """Raises where a record is not complete enough to be submitted."""

    def _on_submitted(self):
        pass

    def _is_in_decision_scope(self):
        """Whether this record is one of those that the user decides on."""
        return True

    def _check_decision_scope(self):
        if not self._is_in_decision_scope():
            raise AccessError(self._reach_text())

    def _approval_excluded(self):
        """The users who may not decide on this record: who made or changed it, or a
        line of it, and who asked."""
        return self._authors() | self.requested_by

    # steps -------------------------------------------------------------------
    def _submit(self):
        self._check_reach()
        self._check_approval_state(self._approval_editable)
        self._check_submit()
        self._set_submitted()
        self._on_submitted()
        return True

    def _set_submitted(self):
        """Waits for a decision from now on, asked for by this user."""
        self._server_write(
            {
                self._approval_state_field: "submitted",
                "requested_by": self.env.uid,
                "requested_at": self._approval_now(),
                "decided_by": False,
                "decided_at": False,
                "decision_note": False,
            }
        )

    def _set_decided(self, state, user, note=None, **more):
        """``user``: who decided; empty where the decision follows from a rule."""
        self._server_write(
            {
                self._approval_state_field: state,
                "decided_by": user.id if user else False,
                "decided_at": self._approval_now(),
                "decision_note": note or False,
                **more,
            }
        )

    def _set_draft(self):
        self._server_write({self._approval_state_field: "draft"})

    def _action_ask_reason(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "ops.approval.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_ids": self.ids},
        }

    # checks ------------------------------------------------------------------
    @api.model
    def _has_approval_role(self):
        return (
            self.env.su
            or not self._approval_groups
            or any(self.env.user.has_group(group) for group in self._approval_groups)
        )

    def _check_may_decide(self):
        if not self._has_approval_role():
            raise AccessError(
                self.env._(
                    "Deciding on %(model)s needs one of these roles: %(roles)s.",
                    model=self._model_label(),
                    roles=role_names(self.env, self._approval_groups),
                )
            )
        self._check_reach()
        self._check_approval_state({"submitted"})
        for record in self:
            record._check_decision_scope()
            if self.env.user in record._approval_excluded():
                record._refuse_own_decision()

    def _refuse_own_decision(self):
        if self.env.user != self.requested_by:
            raise UserError(
                self.env._(
                    "You entered or changed %(name)s yourself: somebody else has to "
                    "decide on it (four eyes).",
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

    def _check_reach(self):
        """The right to write, refused with a sentence that says what to do."""
        try:
            self.check_access("write")
        except AccessError as error:
            raise AccessError(self._reach_text()) from error

    def _reach_text(self):
        names = [
            record.display_name
            if record.has_access("read")
            else f"{self._model_label()} {record.id}"
            for record in self[:3]
        ]
        return self.env._(
            "This step is not open to you: %(names)s lies outside the area or the role "
            "that you are responsible for. Ask the person in charge of it.",
            names=", ".join(names) or self._model_label(),
        )

    def _check_requester(self):
        """Only whoever submitted a record withdraws it."""
        foreign = self.filtered(lambda record: record.requested_by != self.env.user)
        if foreign and not self.env.su:
            raise UserError(
                self.env._(
                    "Only %(user)s, who submitted %(name)s, can withdraw it.",
                    user=foreign[0]._requester_name(),
                    name=foreign[0].display_name,
                )
            )

    def _check_approval_state(self, states):
        for record in self:
            if record._approval_state() not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        name=record.display_name,
                        state=record._approval_state_label(),
                    )
                )

    # -------------------------------------------------------------------------
    def _approval_state(self):
        return self[self._approval_state_field]

    def _approval_now(self):
        return self.env.cr.now().replace(microsecond=0)

    def _approval_state_label(self):
        field = self._fields[self._approval_state_field]
        return dict(field._description_selection(self.env))[self._approval_state()]

    def _requester_name(self):
        # sudo: who submitted is shown on the record anyway
        return self.sudo().requested_by.name

    @api.model
    def _fields_of_authors(self):
        return [*super()._fields_of_authors(), "can_decide"]

    @api.model
    def _is_content(self, names):
        return super()._is_content(set(names) - self._collect_names("_approval_open"))

    # contents are fixed once submitted ---------------------------------------
    def write(self, vals):
        if not isinstance(vals, ServerVals):
            self._refuse_fixed(vals, self._approval_editable)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_fixed({field_name: None}, self._approval_editable)
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_submitted(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        states = self._approval_deletable
        self._refuse_fixed(
            {"id": None}, self._approval_editable if states is None else states
        )

    def _refuse_fixed(self, vals, states):
        if not set(vals) - self._collect_names("_approval_open"):
            return
        for record in self:
            if record._approval_state() not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s” and cannot be changed or deleted. "
                        "Whoever submitted it can withdraw it before the decision.",
                        name=record.display_name,
                        state=record._approval_state_label(),
                    )
                )
