import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.roles import require_role


class OpsAnnexCountersign(models.TransientModel):
    """Records the signature of the other side where it does not sign in the portal:
    with the signed paper as evidence, by another person than who signed for us. In an
    internal agreement a colleague signs here in his own name."""

    _name = "ops.annex.countersign"
    _description = "Signature of the Other Side"
    _inherit = ["ops.mixin.guard"]

    version_id = fields.Many2one("ops.annex.version", required=True, ondelete="cascade")
    direction = fields.Selection(related="version_id.contract_id.direction")
    commercial_partner_id = fields.Many2one(related="version_id.commercial_partner_id")
    seal_hash = fields.Char(related="version_id.seal_hash")
    partner_id = fields.Many2one(
        "res.partner",
        "Signed By",
        ondelete="cascade",
        domain="[('commercial_partner_id', '=', commercial_partner_id)]",
    )
    name = fields.Char("Name as Signed")
    evidence = fields.Binary("Signed Paper", attachment=False)
    evidence_name = fields.Char()

    def action_confirm(self):
        self.ensure_one()
        version = self.version_id
        version._check_countersign()
        if self.direction == "internal":
            user = self.env.user
            version._sign_customer(
                user.partner_id, user.name, accept_hash=version.seal_hash
            )
        else:
            self._record()
        return {"type": "ir.actions.act_window_close"}

    def _record(self):
        require_role(self.env, "manager", "org")
        if not (self.partner_id and self.evidence):
            raise UserError(
                self.env._("Choose who signed, and attach the signed paper.")
            )
        version = self.version_id
        message = version.message_post(
            body=self.env._("Signed paper of the other side"),
            attachments=[(self.evidence_name or "signed.pdf", self._content())],
        )
        version._server_write(
            {
                "recorded_by_id": self.env.uid,
                "paper_ids": [Command.set(message.attachment_ids.ids)],
            }
        )
        version._sign_customer(
            self.partner_id,
            self.name or self.partner_id.name,
            accept_hash=version.seal_hash,
        )

    def _content(self):
        return base64.b64decode(self.evidence)
