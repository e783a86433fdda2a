from datetime import timedelta

from odoo import models

from odoo.addons.ops_base.calc.clock import Policy, deadline, replay
from odoo.addons.ops_base.calc.period import local_day
from odoo.addons.ops_base.calc.timeline import whole

from ..calc.day_target import day_target_s
from ..tools.sla_book import HoursBook, VersionBook, line_calendar
from ..tools.sla_pauses import counted_pauses, events
from .ops_contract import SIGNED

# deadlines are looked for in the service hours of so many days
HORIZON = timedelta(days=400)
NOTHING = {
    "sla_line_id": False,
    "target_s": 0,
    "elapsed_s": 0,
    "paused_s": 0,
    "outside_s": 0,
    "margin_s": 0,
    "deadline": False,
    "outcome": "none",
    "outcome_at": False,
    "outcome_day": False,
    "next_check_at": False,
}


class OpsSlaClock(models.Model):
    _inherit = "ops.sla.clock"

    def _replay(self, now=None):
        """Computes the results of the facts from nothing but the facts."""
        # sudo: results do not depend on who asks
        clocks = self.sudo().filtered(lambda clock: not clock.frozen)
        if not clocks:
            return
        now = whole(now or self.env.cr.now())
        books = clocks._replay_books(now)
        for clock in clocks:
            results = clock._replayed(now, *books)
            changed = {
                name: value
                for name, value in results.items()
                if clock._fields[name].convert_to_write(clock[name], clock) != value
            }
            if changed:
                clock._server_write(changed)

    def _replay_books(self, now):
        starts = self.mapped("start_at")
        hours = HoursBook(min(starts), max(now, *starts) + HORIZON)
        return VersionBook(self.contract_id, ["sla"]), hours

    def _replayed(self, now, book, hours):
        """Values of the results of one fact."""
        line = self._line_in_force(book)
        timeline, target = self._line_target(line, hours) if line else (None, None)
        if target is None:
            return {**NOTHING, "sla_line_id": line.id if line else False}
        suspended = self.contract_id._suspended_windows(self.start_at, hours.end)
        pauses = counted_pauses(self.pause_ids, line, suspended)
        ends = [self.start_at, self.reached_at, self.cancelled_at]
        now = max(filter(None, [now, *ends]))
        log = events(self.start_at, pauses, self.reached_at, self.cancelled_at)
        state = replay(log, timeline, target, Policy(), now)
        at = state.outcome_at
        outcome = "excluded" if self._is_excluded() else state.outcome
        return {
            "sla_line_id": line.id,
            "target_s": target,
            "elapsed_s": state.elapsed,
            "paused_s": state.paused,
            "outside_s": state.outside,
            "margin_s": target - state.elapsed,
            "deadline": state.deadline or False,
            "outcome": outcome,
            "outcome_at": at or False,
            "outcome_day": local_day(at, self.contract_id.tz) if at else False,
            "next_check_at": self._next_check(state, timeline, pauses, now),
        }

    def _line_in_force(self, book):
        if self.contract_id.state not in SIGNED:
            return None
        return book.line_for(
            self.contract_id,
            self.metric_id.id,
            self.priority,
            self.service_line_id.line_key,
            self.start_at,
        )

    def _line_target(self, line, hours):
        """The service hours and the target in seconds of them; None if the line
        promises no time."""
        contract = self.contract_id
        calendar = line_calendar(line, self.service_line_id, contract)
        timeline = hours.timeline(calendar, contract.company_id)
        if line.target_days:
            target = day_target_s(
                timeline, self.start_at, line.target_days, contract.tz, line.day_rule
            )
            return timeline, target
        return timeline, line.target_minutes * 60 or None

    def _is_excluded(self):
        states = self.exclusion_ids.mapped("approval_state")
        return "approved" in states

    def _next_check(self, state, timeline, pauses, now):
        """When the result of an open fact may change by itself."""
        if state.outcome not in ("running", "paused"):
            return False
        bounds = [bound for pause in pauses for bound in pause if bound]
        after = [bound for bound in bounds if bound > now]
        if state.outcome == "running":
            # a target used up exactly at closing time is missed one second later
            missed = deadline(timeline, self.start_at, state.target + 1, pauses)
            after += [missed] if missed else []
        return min(after, default=False)

    def _cron_refresh(self, limit=1000):
        """Facts whose time has come: a deadline has passed, a pause has ended."""
        now = whole(self.env.cr.now())
        domain = [("next_check_at", "<=", now), ("frozen", "=", False)]
        due = self.search(domain, order="next_check_at, id", limit=limit)
        due._replay(now)
        more = self.search_count(domain, limit=1) if len(due) == limit else 0
        self.env["ir.cron"]._commit_progress(len(due), remaining=more)

    def _refresh_open(self, now=None):
        """The open facts as they stand now."""
        is_open = ("running", "paused")
        self.filtered(lambda clock: clock.outcome in is_open)._replay(now)
