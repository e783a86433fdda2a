from odoo import models
from odoo.exceptions import UserError

from ..tools.roles import require_role


class OpsSlaStatement(models.Model):
    """Late corrections: what a sent statement would say today, as a difference."""

    _inherit = "ops.sla.statement"

    def action_late_corrections(self):
        """Proposes an adjustment where corrected or late facts change the result."""
        self.check_access("write")
        require_role(self.env, "manager", "org")
        for statement in self:
            if not statement.sealed_at:
                raise UserError(
                    self.env._(
                        "%s was not sent yet: compute it anew instead.",
                        statement.number,
                    )
                )
        if not self._propose_adjustments():
            raise UserError(
                self.env._(
                    "The facts of today give the same result: nothing to adjust."
                )
            )
        return True

    def _propose_adjustments(self):
        """Adjustments that wait for another person's approval."""
        rows = [
            {
                "contract_id": statement.contract_id.id,
                "corrects_id": statement.id,
                "reason": self.env._(
                    "Difference of corrected or late facts of %s", statement.number
                ),
                "amount": amount,
                "is_computed": True,
            }
            for statement in self
            if (amount := statement._late_difference())
        ]
        # sudo: proposed by the system, approved by another person
        adjustments = self.env["ops.sla.statement.adjustment"].sudo()
        created = adjustments._server_create(rows)
        for row in created:
            row._set_submitted()
        return created.sudo(False)

    def _late_difference(self):
        """What the facts of today would add to the net, less what was proposed."""
        # sudo: amounts are compared whoever asks
        statement = self.sudo()
        result = statement._fresh()
        if result is None:
            return 0.0
        scale = 10**statement.currency_id.decimal_places
        today = result.net - result.adjustment - result.earn_back
        sealed = statement.net - statement.adjustment - statement.earn_back
        proposed = statement.env["ops.sla.statement.adjustment"].search(
            [
                ("corrects_id", "=", statement.id),
                ("is_computed", "=", True),
                ("approval_state", "!=", "rejected"),
            ]
        )
        difference = today / scale - sealed - sum(proposed.mapped("amount"))
        return statement.currency_id.round(difference)
