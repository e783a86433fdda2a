from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.ops_base.calc.period import month

from ..tools.roles import require_role


class OpsSlaRecompute(models.TransientModel):
    """What the facts of a month give by the annexes, working hours and public days of
    now, beside what is stored. What is judged or counted changes by the decision of
    another person only."""

    _name = "ops.sla.recompute"
    _description = "Recomputation of SLA Facts"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "contract_id"

    contract_id = fields.Many2one(
        "ops.contract", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(
        "Month",
        required=True,
        default=lambda self: self.env.company._ops_date(),
        help="Any day of the month.",
    )
    clock_ids = fields.Many2many(
        "ops.sla.clock",
        "ops_sla_recompute_clock_rel",
        "wizard_id",
        "clock_id",
        "SLA Facts",
        help="Empty: all of the month, and those that are open.",
    )
    effect = fields.Html("What Would Change", compute="_compute_effect", sanitize=False)
    has_changes = fields.Boolean(compute="_compute_effect")
    needs_decision = fields.Boolean(compute="_compute_effect")
    reason = fields.Text(help="For the person who decides.")

    @api.depends("contract_id", "date", "clock_ids")
    @api.depends_context("lang")
    def _compute_effect(self):
        for wizard in self:
            facts = wizard._facts()
            changes = facts._recomputed()
            wizard.effect = facts._recomputation_text(changes)
            wizard.has_changes = bool(changes)
            wizard.needs_decision = any(
                clock._needs_decision(results) for clock, results in changes.items()
            )

    def _facts(self):
        """Those in the sight of who asks."""
        contract = self.contract_id._origin
        chosen = self.clock_ids._origin
        if chosen or not (contract and self.date):
            return chosen.filtered(lambda clock: clock.contract_id == contract)
        domain = contract._domain_of_facts(*month(self.date))
        until = fields.Domain("outcome_day", "=", False)
        until |= fields.Domain("outcome_day", "<=", month(self.date)[1])
        return self.env["ops.sla.clock"].search(fields.Domain(domain) & until)

    def action_apply(self):
        """What is open takes effect; what is judged is asked for."""
        self.ensure_one()
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("write")
        facts = self._facts()
        facts.check_access("write")
        changes = facts._recomputed()
        if not changes:
            raise UserError(self.env._("Nothing would change."))
        asked = facts.browse(
            [c.id for c, results in changes.items() if c._needs_decision(results)]
        )
        facts._replay()
        if not asked:
            return {"type": "ir.actions.act_window_close"}
        return self._ask_for(asked)

    def _ask_for(self, facts):
        if not (self.reason or "").strip():
            raise UserError(
                self.env._("State the reason: another person decides on it.")
            )
        request = self.env["ops.sla.override"]._ask(
            "recompute",
            self.contract_id,
            self.reason,
            clock_ids=[Command.set(facts.ids)],
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.sla.override",
            "res_id": request.id,
            "view_mode": "form",
        }
