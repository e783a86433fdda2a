from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..queries import documents_of_files

CONTENT = frozenset(
    {"datas", "raw", "db_datas", "store_fname", "url", "type", "name", "mimetype"}
    | {"res_model", "res_id", "res_field"}
)


class IrAttachment(models.Model):
    """A file that a document of the suite holds (a many2many of it to attachments, or
    a binary field) is part of its content: changing the file is a change of the
    document, refused where the document is decided, sealed or frozen. This holds for
    the superuser too: Odoo's own pages delete files as superuser."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._refuse_values_of_fields()
        return attachments

    def write(self, vals):
        if not CONTENT & set(vals):
            return super().write(vals)
        self.check_access("write")
        self._refuse_values_of_fields()
        self._changed_by(vals)._touch_documents()
        result = super().write(vals)
        self._refuse_values_of_fields()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_except_evidence(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._refuse_values_of_fields()
        self._touch_documents()

    def _changed_by(self, vals):
        """Those that these values change: to store a file elsewhere changes nothing."""
        # sudo: compared only; the right to write was checked
        return self.sudo().filtered(
            lambda file: any(
                file._differs(name, vals[name]) for name in CONTENT & set(vals)
            )
        )

    def _differs(self, name, value):
        if name == "raw" and isinstance(value, str):
            value = value.encode()
        return (self[name] or False) != (value or False)

    def _touch_documents(self):
        fields = self._evidence_fields()
        if not (self.ids and fields):
            return
        self.flush_recordset(["res_model", "res_id", "res_field"])
        found = {}
        for name, res_id in self.env.execute_query(
            documents_of_files(fields, self.ids)
        ):
            found.setdefault(name, set()).add(res_id)
        for name, res_ids in found.items():
            # sudo: a document counts also if who changes its file cannot read it
            documents = self.env[name].sudo().browse(sorted(res_ids))
            documents.exists()._touch_evidence()

    def _refuse_values_of_fields(self):
        """Values of binary fields change with their document only, whose rules a
        client would go round here."""
        if self.env.su:
            return
        models_of_suite = self._documents_of_suite()
        # sudo: where the files belong, whoever may read them
        for attachment in self.sudo():
            if attachment.res_field and attachment.res_model in models_of_suite:
                raise UserError(
                    self.env._(
                        "This file is the value of a field: change it in its document."
                    )
                )

    @api.model
    @ormcache()
    def _documents_of_suite(self):
        """Names of the stored models of the suite that people write."""
        names = self.env.registry.descendants(["ops.mixin.guard"], "_inherit")
        return frozenset(
            name
            for name in names
            if not (self.env[name]._abstract or self.env[name]._transient)
        )

    @api.model
    @ormcache()
    def _evidence_fields(self):
        """``[(model, table, column of the document, column of the file)]``; for binary
        fields ``(model, None, field, None)``."""
        found = []
        for name in sorted(self._documents_of_suite()):
            for field in self.env[name]._fields.values():
                if field.type == "many2many" and field.store:
                    if field.comodel_name == self._name:
                        relation = field.relation, field.column1, field.column2
                        found.append((name, *relation))
                elif field.type == "binary" and field.store and field.attachment:
                    found.append((name, None, field.name, None))
        return found
