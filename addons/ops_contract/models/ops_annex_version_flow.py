from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_base.calc.period import as_utc

from ..tools.roles import has_role, require_role
from .ops_annex_version import IN_FORCE

ROLES = ("manager", "org")


class OpsAnnexVersion(models.Model):
    """Buttons: draft -> internal_review -> customer_review -> agreed."""

    _inherit = "ops.annex.version"

    @api.depends("state", "reviewed_by_id", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        may = has_role(self.env, *ROLES)
        for version in self:
            version.can_approve = (
                may
                and version.state == "internal_review"
                and not version.reviewed_by_id
                and self.env.user not in version._approval_excluded()
            )

    def action_internal_review(self):
        """Complete, and from now on fixed: another person reads it."""
        self._check_step("draft")
        for version in self:
            version._check_complete()
        self._server_write(
            {
                "state": "internal_review",
                "submitted_by_id": self.env.uid,
                "submitted_on": self._now(),
                "reviewed_by_id": False,
                "reviewed_on": False,
            }
        )
        return True

    def action_reset_draft(self):
        """Back to draft, to be changed; an approval is void then."""
        self._check_step("internal_review")
        self._server_write(
            {"state": "draft", "reviewed_by_id": False, "reviewed_on": False}
        )
        return True

    def action_approve(self):
        """By a person who wrote none of it."""
        self._check_step("internal_review")
        for version in self:
            if version.reviewed_by_id:
                raise UserError(
                    self.env._("%s is approved already.", version.display_name)
                )
            if self.env.user in version._approval_excluded():
                raise UserError(
                    self.env._(
                        "You wrote or submitted %s yourself: somebody else has to "
                        "approve it (four eyes).",
                        version.display_name,
                    )
                )
        self._server_write({"reviewed_by_id": self.env.uid, "reviewed_on": self._now()})
        return True

    def _approval_excluded(self):
        return self._authors() | self.submitted_by_id

    def action_send_customer(self):
        """Seals it and asks the other side to sign."""
        self._check_step("internal_review")
        for version in self:
            if not version.reviewed_by_id:
                raise UserError(
                    self.env._(
                        "%s must be approved by another person before it is sent.",
                        version.display_name,
                    )
                )
            version._check_contract_signed()
            version._check_complete()
            version._seal_for_review()
            version._notify_partner()
        return True

    def _check_contract_signed(self):
        """The partner's portal shows signed contracts only."""
        contract = self.contract_id
        if contract.direction != "internal" and contract.state in ("draft", "review"):
            raise UserError(
                self.env._(
                    "Sign %(contract)s first: the other side sees its annexes from "
                    "then on.",
                    contract=contract.display_name,
                )
            )

    def _seal_for_review(self):
        start = as_utc(self.date_from, 0, self.contract_id.tz)
        self._server_write({"effective_from": start})
        self.env.flush_all()
        # stored as the database rounds it: the seal is made of that
        self.env.invalidate_all()
        self._seal()
        self._server_write({"state": "customer_review", "sent_on": self._now()})

    def action_sign(self):
        """Our own signature."""
        self._check_step("customer_review")
        for version in self:
            version._sign_internal(self.env.user)
        return True

    # the end of the way --------------------------------------------------------------
    def _agree_if_signed(self):
        """Agreed as soon as both signatures name the hash of the seal."""
        hashes = {self.signed_internal_hash, self.signed_customer_hash}
        if hashes != {self.seal_hash}:
            return
        self._check_start_free()
        self._server_write({"state": "agreed"})
        self.annex_id._refresh_ends()
        self._refresh_states()
        self._notify_agreed()

    def _refresh_states(self):
        """Agreed ones take effect, those with a successor in force are superseded.
        ``_version_at`` does not wait for it."""
        now = self.env.cr.now()
        due = self.filtered(lambda v: v.state == "agreed" and v.effective_from <= now)
        due._server_write({"state": "effective"})
        for version in due:
            before = version.annex_id.version_ids.filtered(
                lambda v, new=version: (
                    v.state in ("agreed", "effective")
                    and v.effective_from < new.effective_from
                )
            )
            before._server_write({"state": "superseded"})

    @api.model
    def _cron_refresh_states(self):
        """Hourly: a version takes effect at its own local midnight."""
        due = self.search(
            [("state", "=", "agreed"), ("effective_from", "<=", self.env.cr.now())],
            order="effective_from",
        )
        due._refresh_states()

    def _withdraw(self, reason):
        """Never in force: the annex goes on without it."""
        text = (reason or "").strip()
        if not text:
            raise UserError(self.env._("Say why the version is withdrawn."))
        self._server_write({"state": "withdrawn", "withdrawn_reason": text})
        self.annex_id._refresh_ends()

    def _check_may_withdraw(self):
        """Agreed ones are withdrawn by the organisation supervisor only."""
        self._check_step("draft", "internal_review", "customer_review", "agreed")
        if any(version.state == "agreed" for version in self):
            require_role(self.env, "org")
        now = self.env.cr.now()
        for version in self.filtered(lambda version: version.state == "agreed"):
            if version.effective_from <= now:
                raise UserError(
                    self.env._(
                        "%s is in force already: make a new version instead.",
                        version.display_name,
                    )
                )

    def _withdraw_and_tell(self, reason):
        was_sent = self.state in ("customer_review", "agreed")
        self._withdraw(reason)
        self._notify_withdrawn(was_sent)

    # checks ------------------------------------------------------------------------
    def _check_step(self, *states):
        require_role(self.env, *ROLES)
        try:
            self.check_access("write")
        except AccessError as error:
            raise AccessError(
                self.env._(
                    "This version belongs to a contract that others are in charge of: "
                    "ask its contract manager."
                )
            ) from error
        for version in self:
            if version.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        name=version.display_name,
                        state=version._state_label(),
                    )
                )

    def _check_start_free(self):
        """Nothing in force from the same day, nothing settled from that day on."""
        # sudo: other versions and statements count, readable or not
        annex = self.sudo().annex_id
        same = annex.version_ids.filtered(
            lambda v: v.state in IN_FORCE and v.date_from == self.date_from
        )
        if same - self:
            raise UserError(
                self.env._(
                    "%(other)s takes effect on %(day)s too: choose another day.",
                    other=(same - self)[0].display_name,
                    day=self.date_from,
                )
            )
        # sudo: the same
        statement = annex.env["ops.sla.statement"].search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("sealed_at", "!=", False),
                ("date_to", ">=", self.date_from),
            ],
            order="date_to desc",
            limit=1,
        )
        if statement and self.kind != "security":
            raise UserError(
                self.env._(
                    "The statement %(statement)s covers the days up to %(day)s and has "
                    "been sent: let the version take effect after that.",
                    statement=statement.display_name,
                    day=statement.date_to,
                )
            )

    @api.model
    def _now(self):
        return self.env.cr.now().replace(microsecond=0)
