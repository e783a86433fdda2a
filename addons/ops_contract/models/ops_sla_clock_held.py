from odoo import models

from odoo.addons.ops_base.calc.timeline import whole

# verdicts that time alone does not change
HELD = ("met", "breached", "excluded", "cancelled")
JUDGEMENT = ("outcome", "outcome_day")


class OpsSlaClock(models.Model):
    """A verdict does not follow the working time: whoever may change public days or
    leaves would change it alone. What the facts would give by the hours of now is
    shown, and counts once another person has agreed (contract.md, row 34)."""

    _inherit = "ops.sla.clock"

    def _is_held(self, results):
        """Whether only the working time judges otherwise now; a level that both sides
        agreed on later does count."""
        return (
            self.outcome in HELD
            and results["sla_line_id"] == self.sla_line_id.id
            and bool(self._changes(results, JUDGEMENT))
        )

    def _held_results(self, now):
        """Reminders of a case that is still open go on."""
        line, used = self.sla_line_id, (self.outcome, self.elapsed_s, self.target_s)
        due = self._step_reached(line, *used) > self.warned_pct
        return {"next_check_at": now if due else False}

    def _judge_due(self):
        """What is missed by the hours that held until now, is missed."""
        now = whole(self.env.cr.now())
        due = [("next_check_at", "<=", now), ("frozen", "=", False)]
        # sudo: whoever changes working time, all contracts are judged first
        self.sudo().search(due)._replay(now)

    # what would change -------------------------------------------------------------
    def _recomputed(self, now=None):
        """``{fact: results}`` of those that their facts would give other results now,
        counted ones too. Nothing is written."""
        # sudo: results do not depend on who asks
        clocks = self.sudo().filtered(lambda clock: not clock.superseded_by_id)
        if not clocks:
            return {}
        now = whole(now or self.env.cr.now())
        books = clocks._replay_books(now)
        found = {clock: clock._replayed(now, *books) for clock in clocks}
        return {
            clock: results
            for clock, results in found.items()
            if clock._changes(results, clock._names_compared())
        }

    def _names_compared(self):
        """What a result is made of; the time used grows while a case is open."""
        if self.frozen:
            return JUDGEMENT
        names = (*JUDGEMENT, "deadline", "target_s", "sla_line_id")
        ended = self.reached_at or self.cancelled_at
        return (*names, "elapsed_s") if ended else names

    def _needs_decision(self, results):
        """Another person decides on what is judged or counted already."""
        return self.frozen or self._is_held(results)

    def _apply_recomputed(self, reason):
        """As another person agreed: judged anew, or corrected where a sent statement
        counts it."""
        changed = self.browse([clock.id for clock in self._recomputed()])
        counted = changed.filtered("frozen")
        (changed - counted)._judge_anew()
        for clock in counted:
            clock._supersede({}, reason)

    def _held_text(self, results):
        """Sentences for who asks why it is judged so."""
        if self.outcome not in HELD or not self._changes(results, JUDGEMENT):
            return []
        return [
            self.env._(
                "By the public days and leaves of now, which the drawing shows, it "
                "would be %(outcome)s (%(day)s). It stays as judged until another "
                "person agrees to a recomputation.",
                outcome=self._outcome_label(results["outcome"]),
                day=results["outcome_day"] or "–",
            )
        ]

    def _authors_of_days(self):
        """Who changed public days or leaves of these facts after the first began."""
        ends = [clock.reached_at or clock.deadline for clock in self]
        span = [*self.mapped("start_at"), *filter(None, ends)]
        if not span:
            return self.env["res.users"]
        return self.company_id._ops_authors_of_days(min(span), max(span))
