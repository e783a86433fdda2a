import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..calc.seal import canonical_json, digest
from .ops_mixin_guard import ServerVals


class OpsMixinSealed(models.AbstractModel):
    _name = "ops.mixin.sealed"
    _inherit = ["ops.mixin.guard"]
    _description = "Sealed Documents"

    _server_owned = frozenset({"sealed_at", "seal_hash", "seal_payload"})
    # Names of fields that the module's own code may still change after sealing.
    _seal_open = frozenset()

    sealed_at = fields.Datetime(readonly=True, copy=False)
    seal_hash = fields.Char(
        "Seal",
        readonly=True,
        copy=False,
        help="SHA-256 of the sealed content. The same content has the same seal.",
    )
    seal_payload = fields.Text("Sealed Content", readonly=True, copy=False)

    def _seal_payload(self):
        """The facts that the seal covers: a dict of plain values for one record.

        Frozen facts only (ids, codes, dates, amounts), no names of other records,
        which may change later: ``_seal_is_intact`` compares with today's values.
        """
        raise NotImplementedError

    def _seal(self):
        """Seals the records of self that are not sealed yet."""
        now = self.env.cr.now().replace(microsecond=0)
        for record in self.filtered(lambda record: not record.sealed_at):
            payload = canonical_json(record._seal_payload())
            record._server_write(
                {
                    "sealed_at": now,
                    "seal_hash": digest(payload),
                    "seal_payload": payload,
                }
            )

    def _seal_is_intact(self):
        """Sealed, the text still has its hash, and the values still read the same.

        Facts that a later version of the module adds to the payload do not count.
        """
        self.ensure_one()
        if not self.sealed_at or digest(self.seal_payload) != self.seal_hash:
            return False
        sealed = self._sealed_in_present_form()
        current = json.loads(canonical_json(self._seal_payload()))
        return sealed == {name: current.get(name) for name in sealed}

    def _sealed_in_present_form(self):
        """The sealed content; what an older format says otherwise, as of now."""
        return json.loads(self.seal_payload)

    def write(self, vals):
        self._refuse_sealed(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_sealed({field_name: None})
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    def _touch_evidence(self):
        self._refuse_touched(self.filtered("sealed_at"))
        return super()._touch_evidence()

    @api.ondelete(at_uninstall=True)
    def _unlink_except_sealed(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._refuse_sealed({"id": None})

    def _refuse_sealed(self, vals):
        names = set(vals)
        if isinstance(vals, ServerVals):
            names -= self._collect_names("_seal_open")
        sealed = self.filtered("sealed_at") if names else self.browse()
        if sealed:
            raise UserError(
                self.env._(
                    "%(name)s was sealed on %(date)s and cannot be changed or deleted. "
                    "Make a new version instead.",
                    name=sealed[0].display_name,
                    date=fields.Datetime.to_string(sealed[0].sealed_at),
                )
            )
