from odoo import models
from odoo.exceptions import UserError


class OpsSlaTerm(models.AbstractModel):
    """A word that service levels of annexes are made of. Once a sealed version names
    it, it keeps its meaning."""

    # no company rule: the words are shared
    _name = "ops.sla.term"
    _description = "Term of Service Levels"
    _inherit = ["ops.mixin.guard"]

    # field of the service level that names it, and what sealed versions rely on
    _term_field = None
    _term_meaning = frozenset()

    def write(self, vals):
        self._refuse_new_meaning(vals)
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # the ORM writes these by SQL, not by write()
        self._refuse_new_meaning({field_name})
        return super()._update_field_translations(
            field_name, translations, digest, source_lang
        )

    def _refuse_new_meaning(self, names):
        names = self._term_meaning & set(names)
        if not names:
            return
        # sudo: a contract that the user does not read binds the term all the same
        line = (
            self.env["ops.annex.sla.line"]
            .sudo()
            .search(
                [
                    (self._term_field, "in", self.ids),
                    ("version_id.sealed_at", "!=", False),
                ],
                limit=1,
            )
        )
        if line:
            term = line[self._term_field] & self.sudo()  # sudo: a name
            raise UserError(
                self.env._(
                    "%(term)s is named in a sealed annex: %(fields)s cannot change any "
                    "more. Make a new one.",
                    term=term[0].display_name,
                    fields=self._field_labels(names),
                )
            )
