from odoo import api, fields, models

APPROVAL_STATES = ("draft", "submitted", "approved", "rejected")


class OpsMixinApproval(models.AbstractModel):
    """draft -> submitted -> approved | rejected; submitted, rejected -> draft."""

    _name = "ops.mixin.approval"
    _inherit = ["ops.mixin.decision"]
    _description = "Approval by Another Person"

    _server_owned = frozenset({"approval_state"})
    _approval_state_field = "approval_state"

    approval_state = fields.Selection(
        # a method: labels listed here would stay English in every other addon, as
        # Odoo translates those of a mixin with the mixin's own addon only
        selection="_approval_states",
        string="Approval",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    @api.model
    def _approval_states(self):
        labels = [
            self.env._("Draft"),
            self.env._("Submitted"),
            self.env._("Approved"),
            self.env._("Rejected"),
        ]
        return list(zip(APPROVAL_STATES, labels, strict=True))

    def action_submit(self):
        return self._submit()

    def action_approve(self, note=None):
        self._check_may_decide()
        self._before_decision("approved")
        self._set_decided("approved", self.env.user, note)
        self._on_approved()
        return True

    def action_reject(self, note=None):
        """Rejects with a reason; without one, returns the dialog that asks for it."""
        self._check_may_decide()
        if not (note or "").strip():
            return self._action_ask_reason()
        self._before_decision("rejected")
        self._set_decided("rejected", self.env.user, note)
        self._on_rejected()
        return True

    def action_reset(self):
        """Back to draft: a rejected record, or one that its requester withdraws."""
        self._check_reach()
        self._check_approval_state({"submitted", "rejected"})
        waiting = self.filtered(lambda record: record.approval_state == "submitted")
        waiting._check_requester()
        self._set_draft()
        self._on_reset()
        return True

    # hooks -------------------------------------------------------------------
    def _before_decision(self, state):
        """Called before the decision is written; ``state``: approved or rejected."""

    def _on_approved(self):
        pass

    def _on_rejected(self):
        pass

    def _on_reset(self):
        pass
