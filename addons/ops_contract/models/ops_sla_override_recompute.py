from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsSlaOverride(models.Model):
    """Facts are judged anew by the working hours and public days of now: shown before,
    done once another person agreed (contract.md, row 34)."""

    _inherit = "ops.sla.override"

    clock_ids = fields.Many2many(
        "ops.sla.clock",
        "ops_sla_override_clock_rel",
        "override_id",
        "clock_id",
        "SLA Facts",
        ondelete="restrict",
        check_company=True,
    )
    effect = fields.Html("What Would Change", compute="_compute_effect", sanitize=False)

    @api.depends("kind", "clock_ids", "approval_state")
    @api.depends_context("lang")
    def _compute_effect(self):
        for override in self:
            is_open = override.approval_state in ("draft", "submitted")
            override.effect = is_open and override._effect_text()

    def _effect_text(self):
        if self.kind != "recompute" or not self.clock_ids:
            return False
        clocks = self.clock_ids._origin
        return clocks._recomputation_text(clocks._recomputed())

    def _check_possible(self):
        result = super()._check_possible()
        if self.kind == "recompute" and not self.clock_ids._recomputed():
            raise UserError(self.env._("Nothing would change."))
        return result

    def _approval_excluded(self):
        """Nor who entered one of the facts, or changed the days that judge them."""
        users = super()._approval_excluded()
        clocks = self.sudo().clock_ids  # sudo: who took part, readable or not
        for clock in clocks:
            users |= clock._authors()
        return users | clocks._authors_of_days()

    def _apply_recompute(self):
        self.message_post(body=self._effect_text())
        self.clock_ids._apply_recomputed(self.note)
