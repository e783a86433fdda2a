import uuid

from odoo import fields, models


class OpsMixinPortal(models.AbstractModel):
    """A document that the customer reads, answers and discusses in the portal.

    The pages ask for a login: who signs, disputes or accepts must be known. The
    access token of ``portal.mixin`` opens no page; mail uses it for the discussion.
    """

    _name = "ops.mixin.portal"
    _description = "Document in the Customer Portal"
    _inherit = ["portal.mixin"]

    # whoever reads the document may write to the other side
    _mail_post_access = "read"
    _portal_path = ""

    access_token = fields.Char(readonly=True, copy=False)

    def _compute_access_url(self):
        for record in self:
            record.access_url = f"{record._portal_path}/{record.id}"

    def _portal_ensure_token(self):
        # sudo: the token is server-owned; readers need one to be sent a mail
        record = self.sudo()
        if not record.access_token:
            record._server_write({"access_token": str(uuid.uuid4())})
        return record.access_token

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        # no token in the address: it would open nothing, and addresses get about
        return super()._get_share_url(redirect, signup_partner, pid, share_token=False)
