from odoo import api, fields, models
from odoo.tools import SQL

from ..queries.manual import manual_report

SOURCES = (
    "ops.sla.clock",
    "ops.sla.override",
    "ops.sla.exclusion",
    "ops.sla.clock.event",
    "ops.sla.statement.adjustment",
)


class OpsSlaManual(models.Model):
    """Rule by persons beside rule by agreement (contract.md, row 17): how often what
    counts was changed by hand, per measured case."""

    _name = "ops.sla.manual"
    _description = "Interventions by Hand"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "kind"

    contract_id = fields.Many2one("ops.contract", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    commercial_partner_id = fields.Many2one(
        "res.partner", "Customer or Supplier", readonly=True
    )
    direction = fields.Selection(
        [("sold", "Sold"), ("purchased", "Purchased"), ("internal", "Internal (OLA)")],
        readonly=True,
    )
    kind = fields.Selection(
        [
            ("case", "Measured Case"),
            ("override", "Override"),
            ("exclusion", "Exclusion"),
            ("downgrade", "Lower Priority"),
            ("waiver", "Adjustment by Hand"),
        ],
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Asked or Handled By", readonly=True)
    day = fields.Date(readonly=True)
    cases = fields.Integer("Measured Cases", readonly=True)
    interventions = fields.Integer(readonly=True)
    intervention_rate = fields.Float(
        "Index of Interventions",
        readonly=True,
        aggregator="sum",
        help="Interventions by hand per measured case; none without a case.",
    )

    @property
    def _table_query(self):
        for model in (*SOURCES, "ops.contract"):
            self.env[model].flush_model()
        return manual_report()

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The rate of a group is that of its sums."""
        if aggregate_spec != "intervention_rate:sum":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s)::float / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "interventions", query),
            self._field_to_sql(self._table, "cases", query),
        )
