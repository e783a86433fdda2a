from odoo import fields, models


class OpsExclusionReason(models.Model):
    """Why a fact does not count: the customer's fault, force majeure, a third party's
    line, an agreed maintenance window, missing conditions (annex skeleton, 3.3)."""

    # no company rule: reasons are a short list that all companies share
    _name = "ops.exclusion.reason"
    _description = "Exclusion Reason"
    _inherit = ["ops.sla.term"]
    _order = "sequence, id"
    _term_field = "exclusion_ids"
    _term_meaning = frozenset({"code"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "The code of an exclusion reason must be unique."
    )
