from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class OpsSlaReading(models.Model):
    """A ratio, count or value of a month with its evidence, approved by another
    person, for metrics that nothing in the system measures by itself."""

    _name = "ops.sla.reading"
    _description = "SLA Reading"
    _inherit = ["ops.mixin.request", "ops.mixin.append"]
    _order = "date_from desc, id desc"
    _server_owned = frozenset({"frozen"})
    _approval_groups = (
        "ops_contract.group_contract_manager",
        "ops_contract.group_contract_org",
    )

    sla_line_id = fields.Many2one(
        "ops.annex.sla.line",
        "Service Level",
        required=True,
        index=True,
        ondelete="restrict",
    )
    metric_id = fields.Many2one(related="sla_line_id.metric_id", store=True, index=True)
    evaluator = fields.Selection(related="metric_id.evaluator")
    line_key = fields.Char(related="sla_line_id.line_key", store=True, index=True)
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date("To", required=True)
    numerator = fields.Integer("Good Cases")
    denominator = fields.Integer("Cases")
    value = fields.Float(digits=(16, 4))
    note = fields.Text("Source")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_sla_reading_evidence_rel",
        "reading_id",
        "attachment_id",
    )
    frozen = fields.Boolean(
        readonly=True, copy=False, help="Counted in a statement that was sent."
    )

    _range = models.Constraint(
        "CHECK(date_to >= date_from AND numerator >= 0 AND denominator >= 0"
        " AND numerator <= denominator)",
        "A reading needs dates in order and no more good cases than cases.",
    )

    _once = models.UniqueIndex(
        "(contract_id, line_key, date_from, date_to) WHERE approval_state = 'approved'",
        "These days have a reading already.",
    )

    @api.depends("metric_id", "date_from")
    def _compute_display_name(self):
        for reading in self:
            day = fields.Date.to_string(reading.date_from)
            reading.display_name = f"{reading.metric_id.name or ''} {day or ''}"

    @api.constrains("contract_id", "sla_line_id")
    def _check_line(self):
        for reading in self:
            line = reading.sla_line_id
            if line.contract_id != reading.contract_id:
                raise ValidationError(
                    self.env._("The service level belongs to another contract.")
                )
            if line.evaluator not in ("ratio", "count", "value"):
                raise ValidationError(
                    self.env._(
                        "%s is measured from facts: it takes no readings.",
                        line.metric_id.name,
                    )
                )

    def _check_submit(self):
        for reading in self:
            if not (reading.note or "").strip() and not reading.evidence_ids:
                raise UserError(
                    self.env._("Say where the reading comes from, or attach it.")
                )
            if reading.sla_line_id.evaluator == "ratio" and not reading.denominator:
                raise UserError(
                    self.env._("A ratio needs the number of cases that it is about.")
                )

            reading._refuse_twice()

    def _before_decision(self, state):
        if state == "approved":
            for reading in self:
                reading._refuse_twice()

    def _refuse_twice(self):
        """Days are counted once; in force are those that wait and those approved."""
        # sudo: counted whoever may read it
        twice = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("contract_id", "=", self.contract_id.id),
                ("line_key", "=", self.line_key),
                ("approval_state", "in", ("submitted", "approved")),
                ("date_from", "<=", self.date_to),
                ("date_to", ">=", self.date_from),
            ],
            limit=1,
        )
        if twice:
            raise UserError(
                self.env._(
                    "%(name)s: the days %(start)s to %(end)s have a reading already.",
                    name=self.display_name,
                    start=twice.date_from,
                    end=twice.date_to,
                )
            )

    def _append_frozen(self):
        return self.filtered("frozen")
