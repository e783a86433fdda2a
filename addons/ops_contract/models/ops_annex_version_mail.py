from markupsafe import Markup

from odoo import SUPERUSER_ID, models


class OpsAnnexVersion(models.Model):
    """Who is told of what."""

    _inherit = "ops.annex.version"

    def _notify_partner(self):
        """Asks the other side to read and sign; reminds the contract manager."""
        contract = self.contract_id
        lang = self._contract_lang()
        env = self.with_context(lang=lang).env
        version = self.with_env(env)
        body = Markup("<p>{}</p><p>{} <a href='{}'>{}</a></p><p>{} {}</p>").format(
            env._("We ask you to read and sign this annex of the contract."),
            env._("Open it here:"),
            version.get_base_url() + version.access_url,
            version.display_name,
            env._("Seal:"),
            version.seal_hash,
        )
        if contract.direction != "internal":
            version.message_post(
                body=body,
                subject=version.display_name,
                partner_ids=contract.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )
        self._remind_manager(
            lambda env: env._("Follow up the signature of %s", self.display_name)
        )

    def _post_signed(self):
        self._post_as_system(
            self.env._(
                "Signed by %(name)s for the other party. Seal: %(hash)s",
                name=self.signed_customer_name,
                hash=self.signed_customer_hash,
            )
        )

    def _notify_agreed(self):
        self._post_as_system(
            self.env._(
                "Signed by both sides. In force from %(day)s on. Seal: %(hash)s",
                day=self.date_from,
                hash=self.seal_hash,
            )
        )
        # sudo: reminders of others are closed with it
        self.sudo().activity_ids.unlink()

    def _notify_rejected(self, text, draft):
        self._post_as_system(text)
        # sudo: reminders of others are closed with it
        self.sudo().activity_ids.unlink()
        draft._remind_manager(
            lambda env: env._("Not agreed by the other party: revise this draft")
        )

    def _notify_withdrawn(self, was_sent):
        """The other side is told only of what it was sent."""
        # sudo: reminders of others are closed with it
        self.sudo().activity_ids.unlink()
        text = self.env._("Withdrawn: %s", self.withdrawn_reason)
        if was_sent and self.contract_id.direction != "internal":
            self.message_post(
                body=text,
                partner_ids=self.contract_id.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )
        else:
            self._post_as_system(text)

    def _remind_of_staff(self, missing):
        kind = self.env.ref("ops_contract.activity_type_staff")
        if kind not in self.activity_ids.activity_type_id:
            self._remind_manager(
                lambda env: env._("Promised staff is missing: %s", missing), "staff"
            )

    def _remind_manager(self, summary, kind="version"):
        """An activity for the contract manager, in his language."""
        # sudo: the reminder is for another user than who acts
        version = self.sudo()
        user = version.contract_id.manager_id
        if user.active:
            version.activity_schedule(
                f"ops_contract.activity_type_{kind}",
                summary=summary(version.with_context(lang=user.lang).env),
                user_id=user.id,
            )

    def _post_as_system(self, text):
        # the note stands for the system, not for who happened to press the button
        self.with_user(SUPERUSER_ID).message_post(
            body=text, subtype_xmlid="mail.mt_note"
        )
