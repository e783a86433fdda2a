from odoo import api, models

from .ops_mixin_guard import is_from_caller


class OpsMixinAuthorsLine(models.AbstractModel):
    """Whoever adds, changes, moves or deletes a line is an author of its document."""

    _name = "ops.mixin.authors.line"
    _inherit = ["ops.mixin.guard"]
    _description = "Line of a Document with Authors"

    # Name of the many2one to the document, which inherits ``ops.mixin.authors``.
    _authors_document = None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._documents()._record_author()
        return lines

    def write(self, vals):
        documents = self._documents()
        result = super().write(vals)
        if is_from_caller(vals):
            (documents | self._documents())._record_author()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        result = super()._update_field_translations(
            field_name, translations, digest, source_lang
        )
        self._documents()._record_author()
        return result

    def unlink(self):
        documents = self._documents()
        result = super().unlink()
        documents.exists()._record_author()
        return result

    def _touch_evidence(self):
        self._documents().sudo()._touch_evidence()  # sudo: readable or not
        return super()._touch_evidence()

    def _documents(self):
        # sudo: the document of a line, readable or not
        return self.sudo()[self._authors_document].sudo(False)
