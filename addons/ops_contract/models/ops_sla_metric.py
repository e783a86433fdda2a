from odoo import fields, models

PRIORITIES = [
    ("p1", "P1 Critical"),
    ("p2", "P2 Major"),
    ("p3", "P3 Normal"),
    ("p4", "P4 Minor"),
    ("any", "Any"),
]


class OpsSlaMetric(models.Model):
    """A measurable promise: kind, formula in words, unit, direction, source and the
    evaluator that turns facts into a value."""

    # no company rule: the catalogue of metrics is shared
    _name = "ops.sla.metric"
    _description = "SLA Metric"
    _inherit = ["ops.sla.term"]
    _order = "sequence, code, id"
    _term_field = "metric_id"
    # the formula is what the annex says of it
    _term_meaning = frozenset(
        {"code", "evaluator", "unit", "direction", "source", "formula"}
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    formula = fields.Text(translate=True, help="In words, as printed in the annex.")
    evaluator = fields.Selection(
        [
            ("clock", "Time Limits Kept (clocks)"),
            ("availability", "Availability (outages)"),
            ("deliverable", "Deliverables on Time"),
            ("ratio", "Ratio (readings)"),
            ("count", "Count (readings)"),
            ("value", "Value (readings)"),
        ],
        required=True,
    )
    unit = fields.Selection(
        [
            ("ratio", "%"),
            ("minutes", "Minutes"),
            ("count", "Count"),
            ("points", "Points"),
        ],
        default="ratio",
        required=True,
    )
    direction = fields.Selection(
        [("up", "Higher Is Better"), ("down", "Lower Is Better")],
        default="up",
        required=True,
    )
    source = fields.Selection(
        [
            ("clock", "SLA Facts"),
            ("outage", "Outage Log"),
            ("deliverable", "Deliverables"),
            ("reading", "Readings with Evidence"),
        ],
        required=True,
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "The code of a metric must be unique."
    )
