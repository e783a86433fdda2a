from odoo import models


class OpsMixinRequest(models.AbstractModel):
    """Something of a contract on which another person decides; those who may are
    called."""

    _name = "ops.mixin.request"
    _description = "Request of a Contract"
    _inherit = [
        "ops.mixin.contract",
        "ops.mixin.approval",
        "mail.thread",
        "ops.mixin.waiting",
    ]
    _order = "id desc"

    def _set_submitted(self):
        result = super()._set_submitted()
        for request in self:
            request._call(
                request._deciders(),
                lambda env, request=request: env._(
                    "Decide on %s", request.with_env(env).display_name
                ),
            )
        return result

    def _deciders(self):
        """Who is called to decide."""
        users = self._users_of(*self._approval_groups)
        return users - self._approval_excluded()

    def _set_decided(self, state, user, note=None, **more):
        result = super()._set_decided(state, user, note, **more)
        self._call_no_more()
        return result

    def _set_draft(self):
        result = super()._set_draft()
        self._call_no_more()
        return result
