from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .ops_mixin_guard import ServerVals


class OpsMixinAppend(models.AbstractModel):
    _name = "ops.mixin.append"
    _inherit = ["ops.mixin.guard"]
    _description = "Append-Only Rows"

    # Names of fields that stay writable on frozen rows; each class adds its own.
    _append_open = frozenset()

    def _append_frozen(self):
        """The rows of self that nobody may change any more."""
        return self

    def write(self, vals):
        if not isinstance(vals, ServerVals):
            self._refuse_frozen(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_frozen({field_name: None})
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.ondelete(at_uninstall=True)
    def _unlink_except_frozen(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        frozen = self._append_frozen()
        if frozen:
            raise UserError(
                self.env._(
                    "%(names)s cannot be deleted (%(model)s): what counts stays as it "
                    "is. Correct it with a new record.",
                    names=frozen._sample_names(),
                    model=self._model_label(),
                )
            )

    def _refuse_frozen(self, vals):
        names = set(vals) - self._collect_names("_append_open")
        frozen = self._append_frozen() if names else self.browse()
        if frozen:
            raise UserError(
                self.env._(
                    "%(names)s cannot be changed (%(model)s: %(fields)s): what counts "
                    "stays as it is. Correct it with a new record.",
                    names=frozen._sample_names(),
                    fields=self._field_labels(names & set(self._fields)),
                    model=self._model_label(),
                )
            )

    def _touch_evidence(self):
        self._refuse_touched(self._append_frozen())
        return super()._touch_evidence()

    def _sample_names(self, limit=3):
        """Names of the first records, for a message."""
        names = ", ".join(record.display_name for record in self[:limit])
        return f"{names}, …" if len(self) > limit else names
