from odoo import fields, models
from odoo.exceptions import UserError

PRIORITIES = [
    ("p1", "P1 Critical"),
    ("p2", "P2 Major"),
    ("p3", "P3 Normal"),
    ("p4", "P4 Minor"),
    ("any", "Any"),
]
# what sealed versions rely on
MEANING = frozenset({"code", "evaluator", "unit", "direction", "source"})


class OpsSlaMetric(models.Model):
    """A measurable promise: kind, formula in words, unit, direction, source and the
    evaluator that turns facts into a value."""

    # no company rule: the catalogue of metrics is shared
    _name = "ops.sla.metric"
    _description = "SLA Metric"
    _inherit = ["ops.mixin.guard"]
    _order = "sequence, code, id"

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

    def write(self, vals):
        changed = MEANING & set(vals)
        if changed:
            self._refuse_new_meaning(changed)
        return super().write(vals)

    def _refuse_new_meaning(self, names):
        # sudo: a contract that the user does not read binds the metric all the same
        line = (
            self.env["ops.annex.sla.line"]
            .sudo()
            .search(
                [
                    ("metric_id", "in", self.ids),
                    ("version_id.sealed_at", "!=", False),
                ],
                limit=1,
            )
        )
        if line:
            raise UserError(
                self.env._(
                    "%(metric)s is promised in a sealed annex: %(fields)s cannot "
                    "change any more. Make a new metric.",
                    metric=line.metric_id.display_name,
                    fields=self._field_labels(names),
                )
            )
