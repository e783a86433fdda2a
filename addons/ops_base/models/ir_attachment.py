from odoo import api, models
from odoo.tools import ormcache

CONTENT = frozenset(
    {"datas", "raw", "db_datas", "store_fname", "url", "type", "name", "mimetype"}
    | {"res_model", "res_id", "res_field"}
)


class IrAttachment(models.Model):
    """A file that proves a document (a many2many of it to attachments) is part of its
    content: changing the file is authorship, and from submission on refused."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not self.env.su and CONTENT & set(vals):
            self.check_access("write")
            self._touch_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_except_evidence(self):
        if not self.env.su:
            self._touch_evidence()

    def _touch_evidence(self):
        for name, field in self._evidence_fields():
            # sudo: a document counts also if who changes its file cannot read it
            documents = self.env[name].sudo().with_context(active_test=False)
            for document in documents.search([(field, "in", self.ids)]):
                if document._approval_state() not in document._approval_editable:
                    document._refuse_change_of_evidence(self.env.user)
                document._record_author()

    @api.model
    @ormcache()
    def _evidence_fields(self):
        """``[(model, field)]``: files of documents that somebody decides on."""
        names = self.env.registry.descendants(["ops.mixin.decision"], "_inherit")
        return [
            (name, field.name)
            for name in names
            if not self.env[name]._abstract
            for field in self.env[name]._fields.values()
            if field.type == "many2many"
            and field.store
            and field.comodel_name == "ir.attachment"
        ]
