from odoo import fields, models

from odoo.addons.ops_base.calc.clock import deadline
from odoo.addons.ops_base.calc.period import local_day

from ..tools.sla_timeline import percents

ACTIVITY = "ops_contract.activity_type_sla"
# the step after the last share: the target was missed and the case is still open
MISSED = 101


class OpsSlaClock(models.Model):
    """Whoever handles a case is reminded when the shares of the target that the annex
    names are used up, and when it is missed: one activity, and each step once. Shares
    are of service time, so the reminders come within the service hours."""

    _inherit = "ops.sla.clock"
    _server_owned = frozenset({"warned_pct"})

    warned_pct = fields.Integer(
        "Warned At (%)", readonly=True, copy=False, help="101: of the miss as well."
    )

    def _step_reached(self, line, outcome, elapsed, target):
        """The highest step that a case has reached that is still open, else 0."""
        if self.reached_at or self.cancelled_at or self.superseded_by_id:
            return 0
        if outcome == "breached":
            return MISSED
        if outcome not in ("running", "paused"):
            return 0
        shares = percents(line.warn_pct)
        return max((s for s in shares if elapsed * 100 >= s * target), default=0)

    def _warning_instants(self, stage, pauses):
        """When the shares are used up."""
        found = []
        for share in percents(stage.line.warn_pct):
            used = -(-stage.target * share // 100)
            at = deadline(stage.timeline, self.start_at, used, pauses)
            found += [(share, at)] if at else []
        return found

    def _warn(self):
        """Reminds of the steps that were reached since; safe to repeat."""
        for clock in self:
            step = clock._step_reached(
                clock.sla_line_id, clock.outcome, clock.elapsed_s, clock.target_s
            )
            if step > clock.warned_pct:
                clock._server_write({"warned_pct": step})
                clock._remind(step)

    def _remind(self, step):
        user = self._warned_user()
        if not user:
            return
        # no mail: it stands in the list of reminders
        clock = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        summary = clock._reminder(step)
        known = clock.activity_search([ACTIVITY])
        if known:
            known.write({"summary": summary, "user_id": user.id})
            return
        clock.activity_schedule(
            ACTIVITY,
            date_deadline=local_day(clock.deadline, clock.contract_id.tz),
            summary=summary,
            user_id=user.id,
        )

    def _warned_user(self):
        contract = self.contract_id
        users = self.responsible_id, contract.project_manager_id, contract.manager_id
        return next(
            (
                user
                for user in users
                if user.active and self.with_user(user).has_access("read")
            ),
            None,
        )

    def _reminder(self, step):
        names = {"case": self.name, "at": self._local(self.deadline), "share": step}
        if step == MISSED:
            return self.env._("Missed: %(case)s was due on %(at)s", **names)
        return self.env._("%(share)s %% used: %(case)s is due on %(at)s", **names)

    def _remind_no_more(self):
        """Those that are open no more."""
        ended = self.filtered(
            lambda clock: clock.warned_pct and (clock.reached_at or clock.cancelled_at)
        )
        if ended:
            # sudo: the activity is of who handles it, not of who ends it
            ended.sudo().activity_search([ACTIVITY]).unlink()
