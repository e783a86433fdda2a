from odoo import SUPERUSER_ID, models
from odoo.fields import Domain

from .ops_annex_version import IN_FORCE, LINES, OPEN
from .ops_annex_version_seal import RULES


class OpsAnnexVersion(models.Model):
    """The next version is a copy: the same promise keeps its key."""

    _inherit = "ops.annex.version"

    def _in_force(self):
        """Those that are or were in force, or will be, in their order."""
        found = self.filtered(lambda version: version.state in IN_FORCE)
        return found.sorted("effective_from")

    def _still_open(self):
        return self.filtered(lambda version: version.state in OPEN)

    def _domain_at(self, instant):
        """In force at the instant, whether the nightly job has run or not."""
        return (
            Domain("state", "in", IN_FORCE)
            & Domain("effective_from", "<=", instant)
            & Domain("effective_to", ">", instant)
        )

    def _copy_as_draft(self, annex, **values):
        """``self``: what is copied, or nothing for an empty draft."""
        rules = {name: self[name] for name in RULES} if self else {}
        draft = annex.env["ops.annex.version"]._server_create(
            [{"annex_id": annex.id, **rules, **values}]
        )
        for name in LINES:
            if self[name]:
                self[name].with_env(draft.env)._copy_to(draft)
        return draft

    def _redraft(self):
        """The refused text again, as a draft; whoever wrote it stays its author."""
        authors = self._authors()
        # as the system: the person of the other side is no author of the draft
        source = self.with_user(SUPERUSER_ID).with_context(mail_create_nosubscribe=True)
        draft = source._copy_as_draft(
            source.annex_id,
            date_from=self.date_from,
            change_reason=self.withdrawn_reason,
            change_request_id=self.change_request_id.id,
        )
        for author in authors:
            draft.with_user(author)._record_author()
        return draft
