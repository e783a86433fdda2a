from odoo import fields, models


class OpsServiceMode(models.Model):
    """How a service is rendered: on site, patrol, remote, visit, hotline, self-help."""

    # no company rule: a short list of words that all companies share
    _name = "ops.service.mode"
    _description = "Service Mode"
    _inherit = ["ops.mixin.guard"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "The code of a service mode must be unique."
    )
