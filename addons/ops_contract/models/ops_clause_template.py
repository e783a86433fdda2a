from odoo import fields, models

from .ops_contract_annex import KINDS


class OpsClauseTemplate(models.Model):
    """A clause of the library, with ${variables}, for one kind of annex."""

    _name = "ops.clause.template"
    _description = "Clause Template"
    _inherit = ["ops.mixin.guard"]
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, index=True)
    sequence = fields.Integer(default=10)
    number = fields.Char(required=True)
    text = fields.Text(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        help="Empty: shared by all companies.",
    )
    active = fields.Boolean(default=True)
