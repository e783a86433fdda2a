from odoo import models
from odoo.exceptions import UserError

from ..calc.credit import beyond
from ..tools.roles import require_role
from ..tools.statement_money import minor_units


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
        """What the facts of today would add to the net, less what was granted before:
        by an upheld dispute, or as the difference found last time."""
        # sudo: amounts are compared whoever asks
        statement = self.sudo()
        result = statement._fresh()
        if result is None:
            return 0.0
        minor = statement._minor
        today = result.net - result.adjustment - result.earn_back
        sealed = minor(statement.net - statement.adjustment - statement.earn_back)
        live = statement._live_corrections()
        found = live.filtered("is_computed")
        disputed = live.filtered("corrects_line_id") - found
        owed = beyond(today - sealed, sum(map(minor, disputed.mapped("amount"))))
        difference = owed - sum(map(minor, found.mapped("amount")))
        return difference / 10**statement.currency_id.decimal_places

    def _compute_difference_anew(self):
        """What was found and is in no sent statement yet falls; what then differs is
        proposed. For when days change the month that counts them."""
        stale = self._live_corrections().filtered(
            lambda row: row.is_computed and not row.statement_id
        )
        reason = self.env._("The contract goes on: the difference is computed anew.")
        stale._set_decided("rejected", self.env["res.users"], reason)
        stale.flush_recordset()
        return self._propose_adjustments()

    def _live_corrections(self):
        """Adjustments of this statement that nobody has refused."""
        return self.env["ops.sla.statement.adjustment"].search(
            [("corrects_id", "in", self.ids), ("approval_state", "!=", "rejected")]
        )

    def _minor(self, amount):
        return minor_units(amount, self.currency_id)
