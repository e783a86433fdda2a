from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from ..tools.sla_pauses import why_not


class OpsSlaPause(models.Model):
    _name = "ops.sla.pause"
    _description = "Pause of an SLA Fact"
    _inherit = ["ops.mixin.append", "ops.mixin.authors.line"]
    _order = "clock_id, start_at, id"
    _authors_document = "clock_id"
    _server_owned = frozenset({"override_id"})

    clock_id = fields.Many2one(
        "ops.sla.clock", required=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        related="clock_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(related="clock_id.company_id", store=True, index=True)
    commercial_partner_id = fields.Many2one(
        related="clock_id.commercial_partner_id", store=True, index=True
    )
    reason_id = fields.Many2one(
        "ops.pause.reason", required=True, index=True, ondelete="restrict"
    )
    start_at = fields.Datetime("From", required=True)
    end_at = fields.Datetime("To", help="Empty: still paused.")
    note = fields.Char("Evidence", help="Who agreed, where it is written.")
    is_acknowledged = fields.Boolean("Acknowledged by the Customer")
    override_id = fields.Many2one(
        "ops.sla.override",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Another person decided on this pause.",
    )
    effect = fields.Char(compute="_compute_effect")

    _order_of_times = models.Constraint(
        "CHECK(end_at IS NULL OR end_at >= start_at)",
        "A pause cannot end before it began.",
    )

    @api.depends("reason_id", "is_acknowledged", "clock_id.sla_line_id")
    def _compute_effect(self):
        texts = {
            None: self.env._("Stops the clock"),
            "not_agreed": self.env._("Does not count: the annex does not allow it"),
            "not_this_metric": self.env._("Does not count for this metric"),
            "not_acknowledged": self.env._("Does not count: not acknowledged"),
        }
        for pause in self:
            line = pause.clock_id.sla_line_id
            pause.effect = texts[why_not(pause, line)] if line else False

    @api.constrains("reason_id", "note")
    def _check_evidence(self):
        for pause in self:
            if pause.reason_id.needs_evidence and not (pause.note or "").strip():
                raise ValidationError(
                    self.env._(
                        "A pause for “%s” needs its evidence: who agreed, and where "
                        "that is written.",
                        pause.reason_id.name,
                    )
                )

    def _append_frozen(self):
        return self.filtered("clock_id.frozen")

    # a pause that judges a case anew is no matter of one person
    @api.model_create_multi
    def create(self, vals_list):
        asked = [vals for vals in vals_list if is_from_caller(vals)]
        clocks = self._clocks_of(asked)
        before = clocks._judgements()
        pauses = super().create(vals_list)
        pauses._refuse_frozen({"clock_id": None})
        pauses.clock_id._judge_anew()
        clocks._refuse_judged_anew(before)
        return pauses

    def write(self, vals):
        if is_from_caller(vals):
            self._refuse_decided(vals)
        clocks = self.clock_id | self._clocks_of([{"clock_id": False, **vals}])
        before = clocks._judgements() if is_from_caller(vals) else {}
        result = super().write(vals)
        self._refuse_frozen({"clock_id": None})
        clocks._judge_anew()
        if is_from_caller(vals):
            clocks._refuse_judged_anew(before)
        return result

    def unlink(self):
        self.check_access("unlink")
        self._refuse_decided({"id": None})
        clocks = self.clock_id
        before = clocks._judgements()
        result = super().unlink()
        clocks._judge_anew()
        clocks._refuse_judged_anew(before)
        return result

    def _refuse_decided(self, vals):
        """What two persons agreed on is not undone by one; that a lasting pause is
        over may be said by one."""
        # sudo: bound by a decision, readable or not
        decided = self.sudo().filtered("override_id")
        if set(vals) == {"end_at"}:
            decided = decided.filtered("end_at")
        if decided:
            raise UserError(
                self.env._(
                    "The pause from %(start)s of %(name)s was decided by another "
                    "person: it stays. Ask for an override that withdraws the fact, "
                    "and enter it anew.",
                    start=decided[0].start_at,
                    name=decided[0].clock_id.name,
                )
            )

    def _clocks_of(self, vals_list):
        if any("clock_id" not in vals for vals in vals_list):
            vals_list = [*vals_list, self.default_get(["clock_id"])]
        ids = {vals.get("clock_id") for vals in vals_list}
        return self.env["ops.sla.clock"].browse(sorted(filter(None, ids))).exists()
