from odoo import models

from ..tools.portal_fields import PORTAL_FIELDS, SHARED_FIELDS


class OpsMixinGuard(models.AbstractModel):
    """Portal users read named fields only: a field nobody thought of stays inside."""

    _inherit = "ops.mixin.guard"

    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or not self.env.user.share:
            return True
        return operation == "read" and self._is_portal_field(field.name)

    def _is_portal_field(self, name):
        return name in SHARED_FIELDS or name in PORTAL_FIELDS.get(self._name, ())
