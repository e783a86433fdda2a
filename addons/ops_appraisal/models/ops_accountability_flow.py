from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..tools.roles import require_role

APPEAL_DAYS = 5


class OpsAccountability(models.Model):
    """The steps of a case. Each asks for its words in a dialog, ``ops.accountability.
    step``, which calls the private step below."""

    _inherit = "ops.accountability"

    # buttons -------------------------------------------------------------------
    def action_submit(self):
        """Opens the hearing; who is concerned sees the case from now on."""
        require_role(self.env, "committee")
        return self._submit()

    def action_state(self):
        return self._ask("state", self.env._("Statement at the Hearing"))

    def action_decide(self):
        return self._ask("decide", self.env._("Decide"))

    def action_dismiss(self):
        return self._ask("dismiss", self.env._("Dismiss"))

    def action_appeal(self):
        return self._ask("appeal", self.env._("Appeal"))

    def action_close(self):
        return self._ask("close", self.env._("Close"))

    def _ask(self, step, title):
        self.ensure_one()
        getattr(self, f"_check_{step}")()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "ops.accountability.step",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id, "default_step": step},
        }

    # who may, and when -----------------------------------------------------------
    def _check_party(self):
        self.check_access("read")
        if self.env.user not in self._parties():
            raise AccessError(
                self.env._("This step belongs to the persons that the case is about.")
            )

    def _check_state(self):
        """The statement: of a party, or taken down by the committee."""
        self.check_access("read")
        if self.env.user not in self._parties():
            require_role(self.env, "committee")
        self._check_approval_state({"submitted"})

    def _check_decide(self):
        self._check_may_decide()

    def _check_dismiss(self):
        self._check_may_decide()

    def _check_appeal(self):
        self._check_party()
        self._check_approval_state({"decided"})
        last = self.decided_at + timedelta(days=APPEAL_DAYS)
        if self.env.cr.now() > last:
            raise UserError(
                self.env._(
                    "Appeals against this decision were possible until %s (UTC).", last
                )
            )

    def _check_close(self):
        """Of an appeal somebody decides who neither filed the case nor decided on it;
        without one it is closed when the time is over."""
        require_role(self.env, "committee")
        self._check_reach()
        self._check_approval_state({"decided", "appealed"})
        if self.state == "appealed":
            self._refuse_own_appeal()
        last = self.decided_at + timedelta(days=APPEAL_DAYS)
        if self.state == "decided" and self.env.cr.now() <= last:
            raise UserError(
                self.env._(
                    "An appeal is possible until %s (UTC): close the case afterwards.",
                    last,
                )
            )

    def _refuse_own_appeal(self):
        if self.env.user == self.decided_by:
            raise UserError(
                self.env._(
                    "You made this decision: somebody else has to decide on the appeal."
                )
            )
        if self.env.user in self._approval_excluded():
            raise UserError(
                self.env._(
                    "You filed or changed %s yourself: somebody else has to decide on "
                    "the appeal.",
                    self.name,
                )
            )

    def _approval_excluded(self):
        return super()._approval_excluded() | self._concerned()

    def _refuse_own_decision(self):
        if self.env.user in self._concerned():
            raise UserError(
                self.env._(
                    "%s is about yourself: somebody else has to decide.", self.name
                )
            )
        return super()._refuse_own_decision()

    # steps -----------------------------------------------------------------------
    def _state(self, text):
        self._check_state()
        line = f"{self.env.user.name}: {text.strip()}"
        statement = "\n".join(filter(None, (self.statement, line)))
        # sudo: a party adds the own words, and changes nothing else
        self.sudo()._server_write({"statement": statement})

    def _decide(self, text, effects):
        self._check_decide()
        self._set_decided("decided", self.env.user, None, measure=text, **effects)

    def _dismiss(self, text):
        self._check_dismiss()
        self._set_decided("dismissed", self.env.user, text)

    def _appeal(self, text):
        self._check_appeal()
        # sudo: the party's one step
        self.sudo()._server_write(
            {
                "state": "appealed",
                "appeal_reason": text,
                "appealed_by": self.env.uid,
                "appealed_at": self._approval_now(),
            }
        )

    def _close(self, text, effects):
        self._check_close()
        changed = effects if self.state == "appealed" else {}
        self._server_write(
            {
                "state": "closed",
                "closure": text,
                "closed_by": self.env.uid,
                "closed_at": self._approval_now(),
                **changed,
            }
        )
