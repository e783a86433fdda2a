from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.roles import require_role
from ..tools.sla_pauses import why_never


class OpsSlaMassPause(models.TransientModel):
    """Many open cases of one contract stand still, or go on, at once, as in a disaster:
    all of the chosen ones or none."""

    _name = "ops.sla.mass.pause"
    _description = "Pause of Many SLA Facts"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "contract_id"

    contract_id = fields.Many2one(
        "ops.contract", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("pause", "Pause"), ("resume", "Go On")], default="pause", required=True
    )
    allowed_reason_ids = fields.Many2many(
        "ops.pause.reason", compute="_compute_allowed_reason_ids"
    )
    reason_id = fields.Many2one(
        "ops.pause.reason", "Pause For", required=True, ondelete="cascade"
    )
    at = fields.Datetime(
        "Time",
        required=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
        help="From when the cases stand still, or go on.",
    )
    note = fields.Char("Evidence", help="Who agreed, where it is written.")
    is_acknowledged = fields.Boolean("Acknowledged by the Customer")
    customer_ack = fields.Boolean(related="reason_id.customer_ack")
    clock_ids = fields.Many2many(
        "ops.sla.clock",
        "ops_sla_mass_pause_clock_rel",
        "wizard_id",
        "clock_id",
        "Cases",
        compute="_compute_clock_ids",
        store=True,
        readonly=False,
    )

    @api.depends("contract_id", "kind")
    def _compute_allowed_reason_ids(self):
        for wizard in self:
            cases = wizard._open_cases()
            if wizard.kind == "resume":
                pauses = cases.pause_ids.filtered(lambda pause: not pause.end_at)
                wizard.allowed_reason_ids = pauses.reason_id
            else:
                # sudo: what the annex allows is part of what a fact shows
                reasons = cases.sudo().sla_line_id.pause_reason_ids
                wizard.allowed_reason_ids = reasons.sudo(False)

    @api.depends("contract_id", "kind", "reason_id")
    def _compute_clock_ids(self):
        """All that fit; those that shall not are taken out by hand."""
        for wizard in self:
            cases = wizard._open_cases() if wizard.reason_id else wizard.clock_ids
            paused = wizard._lasting(cases).clock_id
            is_resume = wizard.kind == "resume"
            wizard.clock_ids = paused if is_resume else wizard._fitting(cases) - paused

    def _open_cases(self):
        return self.env["ops.sla.clock"].search(
            [("contract_id", "=", self.contract_id._origin.id), ("is_open", "=", True)]
        )

    def action_apply(self):
        self.ensure_one()
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("write")
        self.clock_ids.check_access("write")
        self.clock_ids._refresh_open()
        self._check_cases()
        if self.kind == "pause":
            self._pause()
        else:
            self._resume()
        self._tell()
        return {"type": "ir.actions.act_window_close"}

    # ---------------------------------------------------------------------------
    def _check_cases(self):
        if not self.clock_ids:
            raise UserError(self.env._("Choose the cases."))
        if self.at > self.env.cr.now():
            raise UserError(self.env._("The time lies in the future."))
        self._refuse(
            self.clock_ids.filtered(
                lambda clock: clock.contract_id != self.contract_id or not clock.is_open
            ),
            self.env._("No open case of this contract: %(cases)s."),
        )

    def _pause(self):
        self._check_pauses()
        self.env["ops.sla.pause"].create(
            [
                {
                    "clock_id": clock.id,
                    "reason_id": self.reason_id.id,
                    "start_at": max(self.at, clock.start_at),
                    "note": self.note,
                    "is_acknowledged": self.is_acknowledged,
                }
                for clock in self.clock_ids
            ]
        )

    def _check_pauses(self):
        reason = self.reason_id
        self._refuse(
            self.clock_ids - self._fitting(self.clock_ids),
            self.env._("The annex allows no pause for “%(reason)s” here: %(cases)s."),
        )
        self._refuse(
            self._lasting(self.clock_ids).clock_id,
            self.env._("Paused for “%(reason)s” already: %(cases)s."),
        )
        if reason.customer_ack and not self.is_acknowledged:
            raise UserError(
                self.env._(
                    "A pause for “%s” counts only once the customer has acknowledged "
                    "it.",
                    reason.name,
                )
            )

    def _resume(self):
        pauses = self._lasting(self.clock_ids)
        self._refuse(
            self.clock_ids - pauses.clock_id,
            self.env._("Not paused for “%(reason)s”: %(cases)s."),
        )
        self._refuse(
            pauses.filtered(lambda pause: pause.start_at > self.at).clock_id,
            self.env._("Paused for “%(reason)s” after this time only: %(cases)s."),
        )
        pauses.write({"end_at": self.at})

    def _fitting(self, cases):
        """Those whose level admits the reason."""
        reason = self.reason_id._origin
        # sudo: what the annex allows is part of what a fact shows
        return cases.filtered(
            lambda clock: not why_never(reason, clock.sudo().sla_line_id)
        )

    def _lasting(self, cases):
        """Pauses of these cases for the reason that have no end."""
        reason = self.reason_id._origin
        return cases.pause_ids.filtered(
            lambda pause: pause.reason_id == reason and not pause.end_at
        )

    def _refuse(self, cases, text):
        if cases:
            names = {"reason": self.reason_id.name, "cases": cases._sample_names()}
            raise UserError(text % names)

    def _tell(self):
        """In the log of the contract, for everybody who follows it."""
        texts = {
            "pause": self.env._("%(n)s cases stand still for “%(reason)s”"),
            "resume": self.env._("%(n)s cases go on after “%(reason)s”"),
        }
        names = {"n": len(self.clock_ids), "reason": self.reason_id.name}
        # sudo: a line in the log, also by who only reads the contract
        self.contract_id.sudo()._log_step(texts[self.kind] % names, self.note)
