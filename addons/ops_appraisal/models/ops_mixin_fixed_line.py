from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class OpsMixinFixedLine(models.AbstractModel):
    """A line of a document that somebody decides on: it is fixed with its document,
    by any door, and stays in it."""

    _name = "ops.mixin.fixed.line"
    _inherit = ["ops.mixin.authors.line"]
    _description = "Line Fixed with Its Document"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_fixed()
        return lines

    def write(self, vals):
        self._refuse_fixed()
        if self._authors_document in vals:
            raise UserError(
                self.env._("A line stays in its document: add a new one in the other.")
            )
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_fixed()
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_fixed(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._refuse_fixed()

    def _refuse_fixed(self):
        # sudo: the state decides, whether the caller may read the document or not
        documents = self._documents().sudo()
        documents._refuse_fixed({"id": None}, documents._approval_editable)
