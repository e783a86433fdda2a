from odoo import models
from odoo.exceptions import AccessError, UserError

from ..tools.drawing import drawn
from ..tools.roles import require_role

NAME_LIMIT = 128


class OpsAnnexVersion(models.Model):
    """Both signatures name the hash of the seal. The steps have no RPC door: buttons
    and portal pages check who is there and call them."""

    _inherit = "ops.annex.version"

    def _sign_internal(self, user):
        self.ensure_one()
        self._check_signable()
        if self.signed_internal_on:
            raise UserError(
                self.env._(
                    "%(user)s has signed %(name)s already.",
                    # sudo: the name of who signed is printed on the annex
                    user=self.sudo().signed_internal_by_id.name,
                    name=self.display_name,
                )
            )
        # sudo: who is who, not shown
        version = self.sudo()
        recorder = version.recorded_by_id.partner_id
        self._check_two_people(user, version.signed_customer_by_id | recorder)
        self._server_write(
            {
                "signed_internal_by_id": user.id,
                "signed_internal_on": self._now(),
                "signed_internal_hash": self.seal_hash,
            }
        )
        self._agree_if_signed()

    def _sign_customer(self, partner, name, signature=None, accept_hash=None):
        """``partner``: the contact who signs; ``name``: as he wrote it; ``signature``:
        PNG in base64; ``accept_hash``: the hash that he saw."""
        self.ensure_one()
        # sudo: the other side has no right to write; the page checked its access
        version = self.sudo()
        version._check_signable()
        version._check_signatory(partner)
        if accept_hash != version.seal_hash:
            raise UserError(
                self.env._(
                    "The text that you saw is not the one that is sealed. Load the "
                    "page again and read it before you sign."
                )
            )
        if version.signed_customer_on:
            raise UserError(self.env._("%s is signed already.", self.display_name))
        version._server_write(
            {
                "signed_customer_by_id": partner.id,
                "signed_customer_name": version._clean_name(name),
                "signed_customer_on": version._now(),
                "signed_customer_hash": version.seal_hash,
                "customer_signature": version._clean_signature(signature),
            }
        )
        version._post_signed()
        version._agree_if_signed()

    def _reject_customer(self, partner, reason):
        """Withdrawn with the reason; a new draft has the same lines."""
        self.ensure_one()
        # sudo: the other side has no right to write; the page checked its access
        version = self.sudo()
        version._check_signable()
        version._check_signatory(partner)
        if version.signed_customer_on:
            raise UserError(
                self.env._("%s is signed: ask for a change instead.", self.display_name)
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you do not agree."))
        text = self.env._(
            "Not agreed by %(name)s: %(reason)s",
            name=partner.name,
            reason=reason.strip(),
        )
        version._withdraw(text)
        draft = version._redraft()
        version._notify_rejected(text, draft)
        return draft

    # checks --------------------------------------------------------------------------
    def _check_signable(self):
        if self.state != "customer_review":
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”: it cannot be signed or refused now.",
                    name=self.display_name,
                    state=self._state_label(),
                )
            )
        if not self._seal_is_intact():
            raise UserError(
                self.env._(
                    "%s differs from what was sealed: do not sign it. Tell the "
                    "contract manager.",
                    self.display_name,
                )
            )

    def _check_signatory(self, partner):
        """A person of the other side; for internal agreements a colleague."""
        contract = self.contract_id
        parties = contract.partner_id.commercial_partner_id
        if contract.direction == "internal":
            parties |= contract.company_id.partner_id
            users = partner.user_ids.filtered(lambda user: not user.share)
            if users:
                self._check_two_people(users[0], self.signed_internal_by_id.partner_id)
                return
        if partner.commercial_partner_id not in parties:
            raise AccessError(
                self.env._("Only the other party of the contract signs here.")
            )

    def _check_countersign(self):
        """Whether this user may sign, or record a paper, for the other side."""
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("read")
        self._check_signable()
        # sudo: who signed for us, not shown
        self._check_two_people(
            self.env.user, self.sudo().signed_internal_by_id.partner_id
        )

    def _check_two_people(self, user, partners):
        if user.partner_id in partners:
            raise UserError(
                self.env._(
                    "The two signatures of %s must come from two persons.",
                    self.display_name,
                )
            )

    def _clean_name(self, name):
        text = " ".join((name or "").split())
        if not text or len(text) > NAME_LIMIT:
            raise UserError(
                self.env._("Write the name of who signs, of 1 to 128 characters.")
            )
        return text

    def _clean_signature(self, signature):
        """The drawing as it was sent, or nothing where nothing was drawn."""
        if not signature:
            return False
        content = drawn(signature)
        if not content:
            raise UserError(
                self.env._(
                    "The drawn signature is no PNG picture of at most 512 kB: clear it "
                    "and draw it again."
                )
            )
        return content
