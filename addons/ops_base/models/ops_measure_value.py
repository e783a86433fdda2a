from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class OpsMeasureValue(models.Model):
    _name = "ops.measure.value"
    _inherit = ["ops.mixin.recorded"]
    _description = "Measured Value"

    _server_owned = frozenset({"superseded_by_id", "corrects_id"})
    _recorded_fields = ("value",)

    measure_id = fields.Many2one(
        "ops.measure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('provider', '=', 'ops.measure.provider.manual')]",
    )
    unit = fields.Char(related="measure_id.unit", related_sudo=False)
    value = fields.Float(
        digits=(16, 6),
        compute="_compute_value",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        aggregator=None,
    )
    numerator = fields.Float(digits=(16, 6), aggregator=None)
    denominator = fields.Float(
        digits=(16, 6),
        aggregator=None,
        help="With a numerator and a denominator the value is their quotient, in the "
        "unit of the measure.",
    )
    n = fields.Integer("Observations", aggregator=None)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_measure_value_evidence_rel",
        "value_id",
        "attachment_id",
        help="The documents that prove the value. Needed before it can be submitted.",
    )
    corrects_id = fields.Many2one(
        "ops.measure.value",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    superseded_by_id = fields.Many2one(
        "ops.measure.value",
        "Corrected By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.depends("numerator", "denominator", "measure_id")
    def _compute_value(self):
        for value in self:
            if value.denominator:
                value.value = value._quotient()
            else:
                value.value = value.value

    def _quotient(self):
        """Of the two numbers, in the unit of the measure."""
        return self.numerator / self.denominator * (self.measure_id.multiplier or 1)

    @api.constrains("value", "numerator", "denominator")
    def _check_value(self):
        for value in self.filtered("denominator"):
            if float_compare(value.value, value._quotient(), precision_digits=6):
                raise ValidationError(
                    self.env._("The value must be the quotient of the two numbers.")
                )

    def _seal_payload(self):
        return {
            **super()._seal_payload(),
            "value": Decimal(f"{self.value:.6f}"),
            "numerator": Decimal(f"{self.numerator:.6f}"),
            "denominator": Decimal(f"{self.denominator:.6f}"),
            "n": self.n,
        }
