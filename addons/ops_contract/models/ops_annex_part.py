from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools.references import seal_reference


class OpsAnnexPart(models.AbstractModel):
    """A part of a version: a line, a tier. It changes in draft only, by any door and
    for anybody, the module's own code included; whoever changes it is an author of
    the version."""

    _name = "ops.annex.part"
    _description = "Part of an Annex Version"
    _inherit = ["ops.mixin.authors.line"]
    _authors_document = "version_id"
    # who carries it out: no promise, and open at any time; each class adds its own
    _part_open = frozenset()
    # names of the fields that are the promise, as they go into the seal
    _seal_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._refuse_fixed()
        return parts

    def write(self, vals):
        if not set(vals) - self._collect_names("_part_open"):
            return super().write(vals)
        # first: a refusal names the version
        self.check_access("write")
        self._refuse_fixed()
        before = {part: part._documents() for part in self}
        result = super().write(vals)
        if any(part._documents() != document for part, document in before.items()):
            raise UserError(
                self.env._("A line stays in its version: add a new one in the other.")
            )
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self.check_access("write")
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
        # sudo: the state decides, whether the caller may read the version or not
        fixed = self._documents().sudo().filtered(lambda v: v.state != "draft")
        if fixed:
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”: its lines stay as they are. Take it "
                    "back to draft, or make a new version.",
                    name=fixed[0].display_name,
                    state=fixed[0]._state_label(),
                )
            )

    # the seal --------------------------------------------------------------------
    def _seal_row(self):
        """The promise as plain values, for the canonical JSON of the version."""
        self.ensure_one()
        row = {name: self._seal_value(name) for name in self._seal_fields}
        return {"line_key": self._seal_key(), **row}

    def _seal_key(self):
        return self.line_key

    def _seal_value(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return seal_reference(value) if value else None
        if field.type == "many2many":
            if "line_key" in value._fields:
                return sorted(value.mapped("line_key"))
            references = (seal_reference(record) for record in value)
            return sorted(references, key=lambda reference: reference["id"])
        if field.type == "one2many":
            return [part._seal_row() for part in value]
        if field.type in ("char", "text", "selection", "date"):
            return value or None
        return value

    def _named_records(self):
        """Records that the promise names: their names are kept with the seal."""
        for name in self._seal_fields:
            if (
                self._fields[name].type == "many2one"
                or self._fields[name].type == "many2many"
            ):
                yield self[name]
            elif self._fields[name].type == "one2many":
                for part in self[name]:
                    yield from part._named_records()
