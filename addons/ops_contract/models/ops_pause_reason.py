from odoo import fields, models


class OpsPauseReason(models.Model):
    """Why a clock may stand still, and for which metrics."""

    # no company rule: reasons are a short list that all companies share
    _name = "ops.pause.reason"
    _description = "Pause Reason"
    _inherit = ["ops.sla.term"]
    _order = "sequence, id"
    _term_field = "pause_reason_ids"
    _term_meaning = frozenset(
        {"code", "stops_metric_ids", "needs_evidence", "customer_ack", "max_minutes"}
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    stops_metric_ids = fields.Many2many(
        "ops.sla.metric",
        "ops_pause_reason_metric_rel",
        "reason_id",
        "metric_id",
        "Stops",
        help="Empty: every clock.",
    )
    needs_evidence = fields.Boolean(default=True)
    customer_ack = fields.Boolean("Customer Must Acknowledge")
    max_minutes = fields.Integer(help="0: no limit.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "The code of a pause reason must be unique."
    )
    _max_range = models.Constraint(
        "CHECK(max_minutes >= 0)", "The longest pause must not be negative."
    )
