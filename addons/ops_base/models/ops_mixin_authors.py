from odoo import api, fields, models

from ..queries import add_authors
from .ops_mixin_guard import is_from_caller

# Discussion and reminders of a document are no part of its content.
MAIL_FIELDS = frozenset(
    {"message_main_attachment_id", "message_follower_ids", "message_ids"}
    | {"message_partner_ids", "activity_ids"}
)


class OpsMixinAuthors(models.AbstractModel):
    """Keeps everybody who ever changed a document or a line of it, for four eyes.

    ``create_uid`` and ``write_uid`` do not do: the next change covers the last one,
    and a deleted line has none. Lines inherit ``ops.mixin.authors.line``. A step of
    the module's own code (``_server_write``) is no authorship.
    """

    _name = "ops.mixin.authors"
    _inherit = ["ops.mixin.guard"]
    _description = "Authors of a Document"

    _server_owned = frozenset({"author_ids"})
    # Names of fields that are no content; each class adds its own.
    _authors_ignored = MAIL_FIELDS

    author_ids = fields.Many2many(
        "res.users",
        string="Changed By",
        readonly=True,
        copy=False,
        context={"active_test": False},
        groups=fields.NO_ACCESS,
    )

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._record_author()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if is_from_caller(vals) and self._is_content(vals):
            self._record_author()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        result = super()._update_field_translations(
            field_name, translations, digest, source_lang
        )
        if self._is_content([field_name]):
            self._record_author()
        return result

    def _touch_evidence(self):
        self._record_author()
        return super()._touch_evidence()

    @api.model
    def _is_content(self, names):
        return bool(set(names) - self._collect_names("_authors_ignored"))

    def _record_author(self, users=None):
        """The user of this transaction, or ``users``, changed these documents."""
        if not self.ids:
            return
        field = self._fields["author_ids"]
        user_ids = [self.env.uid] if users is None else users.ids
        self.env.execute_query(add_authors(field, self._table, self.ids, user_ids))
        self.invalidate_recordset(self._fields_of_authors(), flush=False)

    @api.model
    def _fields_of_authors(self):
        """Cached fields that follow from the authors."""
        return ["author_ids"]

    def _authors(self):
        """Everybody who made or changed this document or a line of it."""
        self.ensure_one()
        # sudo: nobody reads this list, it only decides who may not decide
        document = self.sudo()
        return (document.create_uid | document.author_ids).sudo(False)
