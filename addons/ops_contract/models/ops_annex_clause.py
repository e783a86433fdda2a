from odoo import api, fields, models

from ..calc.clause import fill


class OpsAnnexClause(models.Model):
    """A numbered clause; its ${variables} are filled when it is printed."""

    _name = "ops.annex.clause"
    _description = "Clause of an Annex"
    _inherit = ["ops.annex.line"]
    _order = "version_id, sequence, id"
    _check_company_auto = True
    _seal_fields = ("sequence", "number", "name", "text")

    number = fields.Char(required=True)
    name = fields.Char("Heading")
    text = fields.Text(required=True)
    template_id = fields.Many2one(
        "ops.clause.template", index=True, ondelete="restrict"
    )
    rendered = fields.Text("As Printed", compute="_compute_rendered")

    _key_uniq = models.UniqueIndex(
        "(version_id, line_key)", "A version has each line only once."
    )

    @api.depends("text", "version_id", "version_state")
    def _compute_rendered(self):
        for version, clauses in self.grouped("version_id").items():
            # no version yet: the first onchange of a form
            values = version._clause_values() if version else {}
            for clause in clauses:
                clause.rendered = fill(clause.text or "", values)[0]

    @api.depends("number", "name")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = " ".join(filter(None, [clause.number, clause.name]))
