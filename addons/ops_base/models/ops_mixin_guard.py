from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import ormcache

from ..tools.numbers import INTEGER_LIMIT, holds_non_finite, is_out_of_range


class ServerVals(dict):
    """Values written by the module's own code.

    The type is the proof: whatever arrives by RPC, import or data file is a plain
    dict. It travels through every ``create``/``write`` override down to the guard,
    which a flag in the context could not do without being forgeable.
    """

    # Whether these are values of a caller, to which the module added its own.
    from_caller = False


def is_from_caller(vals):
    """Whether somebody asked for these values: they are no step of the module."""
    return not isinstance(vals, ServerVals) or vals.from_caller


def named_ids(value):
    """The ids that a client names: of a many2one, or of commands of a many2many."""
    if type(value) is int:
        return [value]
    ids = []
    for item in value if isinstance(value, (list, tuple)) else ():
        if type(item) is int:
            ids.append(item)
        elif isinstance(item, (list, tuple)) and len(item) > 1:
            if item[0] == Command.SET and len(item) > 2:
                ids += item[2]
            elif item[0] in (Command.LINK, Command.UPDATE):
                ids.append(item[1])
    return [each for each in ids if type(each) is int]


class OpsMixinGuard(models.AbstractModel):
    _name = "ops.mixin.guard"
    _description = "Server-Owned Fields"

    # Names of fields that no caller may set; each class of the MRO adds its own.
    _server_owned = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_server_owned(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_server_owned(vals)
        self._refuse_wild_numbers(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        # related and computed fields would show what the named records hold
        self._check_references(values)
        return super().onchange(values, field_names, fields_spec)

    @api.private
    def _server_create(self, vals_list):
        """``create`` for the module's own code: server-owned fields are allowed."""
        return self.create([ServerVals(vals) for vals in vals_list])

    @api.private
    def _server_write(self, vals):
        """``write`` for the module's own code: server-owned fields are allowed."""
        return self.write(ServerVals(vals))

    @api.private
    def _as_server(self, vals, **more):
        """``vals`` as the module's own: for a ``create`` override that adds to them.

        What came from the caller must have been checked before, with
        ``_refuse_server_owned(vals)``.
        """
        server = ServerVals(vals, **more)
        server.from_caller = is_from_caller(vals)
        return server

    @api.model
    def _collect_names(self, attribute):
        """Union of a frozenset attribute over all classes of the model."""
        return frozenset().union(
            *(vars(parent).get(attribute, ()) for parent in type(self).__mro__)
        )

    @api.model
    @ormcache()
    def _server_owned_fields(self):
        return self._collect_names("_server_owned") | self._derived_fields()

    @api.model
    def _derived_fields(self):
        """Stored fields that follow from others: a client that writes one, such as
        the company of a line, would be believed until it is computed again."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and (field.compute or field.related)
        )

    @api.model
    def default_get(self, fields):
        """Server-owned fields take the model's own default, whatever the context and
        the user's saved defaults say; of the others none names a hidden record."""
        owned = self._server_owned_fields().intersection(fields)
        self._refuse_wild_numbers(
            {
                name: self.env.context.get(f"default_{name}")
                for name in fields
                if name not in owned
            }
        )
        defaults = super().default_get([name for name in fields if name not in owned])
        self._check_references(defaults)
        for name in owned:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, False)
                defaults[name] = field.convert_to_write(value, self)
        return defaults

    def copy_data(self, default=None):
        owned = self._server_owned_fields()
        self._refuse_server_owned(default or {})
        return [
            {name: value for name, value in vals.items() if name not in owned}
            for vals in super().copy_data(default)
        ]

    def _add_missing_default_values(self, values):
        values = super()._add_missing_default_values(values)
        self._refuse_wild_numbers(values)
        return values

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_server_owned({field_name: None})
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    @api.model
    def _refuse_server_owned(self, vals):
        """What a caller may not send: server-owned fields, and references to records
        of the suite that he may not read."""
        if isinstance(vals, ServerVals):
            return
        self._check_references(vals)
        names = self._server_owned_fields().intersection(vals)
        if names:
            raise UserError(
                self.env._(
                    "%(fields)s of %(model)s is kept by the system and cannot be set "
                    "directly. Use the buttons of the document.",
                    fields=self._field_labels(names),
                    model=self._model_label(),
                )
            )

    @api.model
    def _check_references(self, vals):
        """A client may name only records of the suite that it may read: foreign keys
        pass no record rule by themselves."""
        if self.env.su:
            return
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is not None and self._is_reference(field):
                ids = named_ids(value)
                self.env[field.comodel_name].browse(ids).check_access("read")

    # files ------------------------------------------------------------------------
    def _touch_evidence(self):
        """A file of these records is about to be changed or deleted: each class says
        when it stays as it is, and who counts as an author."""

    def _refuse_touched(self, records):
        """``records``: those of self whose files stay as they are."""
        if not records:
            return
        seen = records[0].sudo(False).has_access("read")
        raise UserError(
            self.env._(
                "This file belongs to %(name)s, which is fixed: the file stays as it "
                "is.",
                name=records[0].display_name if seen else self._model_label(),
            )
        )

    def _stay_in_company(self, vals):
        """For records with lines: these would be left behind in their company."""
        if vals.get("company_id") and any(
            record.company_id.id != vals["company_id"] for record in self
        ):
            raise UserError(
                self.env._(
                    "%(name)s stays in its company: make a new one in the other.",
                    name=self[0].display_name,
                )
            )

    @api.model
    def _is_reference(self, field):
        return field.type in (
            "many2one",
            "many2many",
        ) and field.comodel_name.startswith("ops.")

    @api.model
    def _refuse_wild_numbers(self, vals):
        wild = [name for name, value in vals.items() if self._is_wild(name, value)]
        if wild:
            raise ValidationError(
                self.env._(
                    "%(fields)s of %(model)s is not a usable number: it must be "
                    "finite and smaller than ten trillion.",
                    fields=self._field_labels(wild),
                    model=self._model_label(),
                )
            )

    @api.model
    def _is_wild(self, name, value):
        field = self._fields.get(name)
        if not value or field is None:
            return False
        if field.type in ("float", "monetary"):
            return is_out_of_range(value)
        if field.type == "integer":
            return is_out_of_range(value, INTEGER_LIMIT)
        return field.type == "json" and holds_non_finite(value)

    @api.model
    def _field_labels(self, names):
        """Labels in the user's language, in a fixed order."""
        labels = self.fields_get(sorted(names), ["string"])
        return ", ".join(
            labels[name]["string"] if name in labels else self._fields[name].string
            for name in sorted(names)
        )

    @api.model
    def _model_label(self):
        # sudo: the name of a model is no secret, reading ir.model is not for all
        return self.env["ir.model"].sudo()._get(self._name).name
