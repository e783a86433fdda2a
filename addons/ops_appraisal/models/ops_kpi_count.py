from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calc.scoring import adjusted
from .ops_measure_provider_count import COUNT

COUNTED = {"digits": (16, 2), "aggregator": None}


class OpsKpiCount(models.Model):
    """A count less what does not deserve to be counted, with reasons and evidence:
    cards less empty and dormant ones (essay 3)."""

    _name = "ops.kpi.count"
    _inherit = ["ops.mixin.recorded"]
    _description = "Adjusted Count"

    _server_owned = frozenset({"superseded_by_id", "corrects_id"})
    _recorded_fields = ("adjusted", "gross")

    measure_id = fields.Many2one(
        "ops.measure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("provider", "=", COUNT)],
    )
    unit = fields.Char(related="measure_id.unit", related_sudo=False)
    gross = fields.Float("Counted", required=True, **COUNTED)
    exclusion_ids = fields.One2many(
        "ops.kpi.count.exclusion", "count_id", "Not Counted", copy=True
    )
    adjusted = fields.Float(
        "What Counts",
        compute="_compute_adjusted",
        store=True,
        help="Counted less each exclusion times its factor.",
        **COUNTED,
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_kpi_count_evidence_rel",
        "count_id",
        "attachment_id",
        help="The lists that prove the count and what was taken off it.",
    )
    corrects_id = fields.Many2one(
        "ops.kpi.count",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    superseded_by_id = fields.Many2one(
        "ops.kpi.count",
        "Corrected By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    _gross_range = models.Constraint("CHECK (gross >= 0)", "A count is not negative.")

    @api.depends("gross", "exclusion_ids.count", "exclusion_ids.factor")
    def _compute_adjusted(self):
        for record in self:
            try:
                record.adjusted = float(record._adjusted())
            except ValueError:
                # refused on saving; until then the form shows that nothing is left
                record.adjusted = 0

    def _adjusted(self):
        return adjusted(
            self.gross, [(line.count, line.factor) for line in self.exclusion_ids]
        )

    @api.constrains("gross", "exclusion_ids")
    def _check_adjusted(self):
        for record in self:
            try:
                record._adjusted()
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(name)s: more is taken off than was counted.",
                        name=record.display_name,
                    )
                ) from error

    @api.constrains("measure_id")
    def _check_measure(self):
        for record in self:
            if record.measure_id.provider != COUNT:
                raise ValidationError(
                    self.env._(
                        "%(measure)s is not fed by adjusted counts: choose another "
                        "measure, or change its source.",
                        measure=record.measure_id.display_name,
                    )
                )

    def _check_submit(self):
        self._check_adjusted()
        return super()._check_submit()

    def _seal_payload(self):
        return {
            **super()._seal_payload(),
            "gross": Decimal(f"{self.gross:.2f}"),
            "adjusted": Decimal(f"{self.adjusted:.2f}"),
            "exclusions": [
                {
                    "reason": line.reason_id.id,
                    "count": Decimal(f"{line.count:.2f}"),
                    "factor": Decimal(f"{line.factor:.4f}"),
                }
                for line in self.exclusion_ids.sorted("id")
            ],
        }
