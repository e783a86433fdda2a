from datetime import datetime, timedelta
from typing import NamedTuple

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


class Stage(NamedTuple):
    """A level that a case was under until its priority changed (None: to the end), its
    service hours, known up to ``horizon``, and its target in seconds of them."""

    line: object
    timeline: object
    target: int
    until: datetime | None
    horizon: datetime

    def keeps(self, target):
        """Whether a change to this target is none: the level admits upgrades only."""
        policy = self.line.priority_policy
        return policy == "keep_original" and target > self.target


class OpsSlaClock(models.Model):
    _inherit = "ops.sla.clock"

    def _replay(self, now=None):
        """Computes the results of the facts from nothing but the facts; what was judged
        stays so where only the working time changed since."""
        self._compute_results(now, lambda clock, results: clock._is_held(results))

    def _judge_anew(self, now=None):
        """After a change of the facts, or by a decision: whatever was judged before."""
        self._compute_results(now, lambda clock, results: False)

    def _compute_results(self, now, is_held):
        # sudo: results do not depend on who asks
        clocks = self.sudo().filtered(lambda clock: not clock.frozen)
        if not clocks:
            return
        now = whole(now or self.env.cr.now())
        books = clocks._replay_books(now)
        for clock in clocks:
            results = clock._replayed(now, *books)
            if is_held(clock, results):
                results = clock._held_results(now)
            changed = clock._changes(results, results)
            if changed:
                clock._note_judged_anew(changed)
                clock._server_write(changed)
        clocks._remind_no_more()

    def _changes(self, results, names):
        """Those of these results that differ from the stored ones."""
        return {
            name: results[name]
            for name in names
            if self._fields[name].convert_to_write(self[name], self) != results[name]
        }

    def _note_judged_anew(self, changed):
        """A judgement does not change in silence, as when a public day is added."""
        new = changed.get("outcome", self.outcome)
        if not {self.outcome, new} <= {"met", "breached"}:
            return
        if {"outcome", "outcome_day"} & set(changed):
            labels = dict(self._fields["outcome"]._description_selection(self.env))
            body = self.env._(
                "Judged anew, since the case, its pauses, the working hours or the "
                "public days changed: %(old)s (%(old_day)s) became %(new)s "
                "(%(new_day)s).",
                old=labels[self.outcome],
                old_day=self.outcome_day,
                new=labels[new],
                new_day=changed.get("outcome_day", self.outcome_day),
            )
            self.message_post(body=body)

    def _replay_books(self, now):
        starts = self.mapped("start_at")
        hours = HoursBook(min(starts), max(now, *starts) + HORIZON)
        return VersionBook(self.contract_id, ["sla", "service"]), hours

    def _replayed(self, now, book, hours, ahead=None):
        """Values of the results of one fact; ``ahead``: (instant, priority) of a change
        that is only thought of."""
        stages = self._stages(book, hours, ahead)
        if not stages:
            line = self._line_in_force(book, self.priority)
            return {**NOTHING, "sla_line_id": line.id if line else False}
        now = max(
            filter(None, [now, self.start_at, self.reached_at, self.cancelled_at])
        )
        stage = self._judging(stages)
        log, pauses = self._log(stage)
        state = replay(log, stage.timeline, stage.target, Policy(), now)
        at = state.outcome_at
        return {
            "sla_line_id": stage.line.id,
            "target_s": stage.target,
            "elapsed_s": state.elapsed,
            "paused_s": state.paused,
            "outside_s": state.outside,
            "margin_s": stage.target - state.elapsed,
            "deadline": state.deadline or False,
            "outcome": "excluded" if self._is_excluded() else state.outcome,
            "outcome_at": at or False,
            "outcome_day": local_day(at, self.contract_id.tz) if at else False,
            "next_check_at": self._next_check(state, stage, pauses, now),
        }

    # which level judges ------------------------------------------------------------
    def _stages(self, book, hours, ahead=None):
        """The levels that the case was under, one after the other, as its priority
        changed. Where none fits the new priority, or the old one admits upgrades only,
        the old level stays."""
        found = []
        for priority, until in self._priorities(ahead):
            line = self._line_in_force(book, priority)
            timeline, target = self._line_target(line, book, hours)
            last = found[-1] if found else None
            if target is None or (last and last.keeps(target)):
                found[-1:] = [last._replace(until=until)] if last else []
            else:
                found.append(Stage(line, timeline, target, until, hours.end))
        return found

    def _judging(self, stages):
        """The level whose target was missed before the priority changed, else the
        last one: a change never takes back a miss."""
        for stage in stages[:-1]:
            log, _pauses = self._log(stage)
            known = [event for event in log if event.at <= stage.until]
            args = stage.timeline, stage.target, Policy(), stage.until
            if replay(known, *args).outcome == "breached":
                return stage
        return stages[-1]

    def _log(self, stage):
        """Events for ``calc.clock`` and merged pauses under this level."""
        contract = self.contract_id
        suspended = contract._suspended_windows(self.start_at, stage.horizon)
        pauses = counted_pauses(self.pause_ids, stage.line, suspended)
        reopened = self._reopened()
        ends = self.reached_at, self.cancelled_at
        return events(self.start_at, pauses, *ends, reopened), [*pauses, *reopened]

    def _line_in_force(self, book, priority):
        if self.contract_id.state not in SIGNED:
            return None
        key = self.service_line_id.line_key
        args = self.contract_id, self.metric_id.id, priority, key, self.start_at
        return book.line_for(*args)

    def _line_target(self, line, book, hours):
        """The service hours and the target in seconds of them; None if the line
        promises no time. The hours of the service are those agreed at the start."""
        if not line:
            return None, None
        contract = self.contract_id
        calendar = line_calendar(line, self._service_in_force(book), contract)
        timeline = hours.timeline(calendar, contract.company_id)
        if line.target_days:
            target = day_target_s(
                timeline, self.start_at, line.target_days, contract.tz, line.day_rule
            )
            return timeline, target
        return timeline, line.target_minutes * 60 or None

    def _service_in_force(self, book):
        key = self.service_line_id.line_key
        return book.service_for(self.contract_id, key, self.start_at)

    def _is_excluded(self):
        states = self.exclusion_ids.mapped("approval_state")
        return "approved" in states

    def _next_check(self, state, stage, pauses, now):
        """When the result of an open fact may change by itself."""
        used = state.outcome, state.elapsed, stage.target
        if self._step_reached(stage.line, *used) > self.warned_pct:
            return now
        if state.outcome not in ("running", "paused"):
            return False
        bounds = [bound for pause in pauses for bound in pause if bound]
        after = [bound for bound in bounds if bound > now]
        if state.outcome == "running":
            # a target used up exactly at closing time is missed one second later
            missed = deadline(stage.timeline, self.start_at, state.target + 1, pauses)
            after += [missed] if missed else []
            shares = self._warning_instants(stage, pauses)
            after += [at for _share, at in shares if at > now]
        return min(after, default=False)

    def _cron_refresh(self, limit=1000):
        """Facts whose time has come: a share of the target is used up, a deadline has
        passed, a pause has ended."""
        now = whole(self.env.cr.now())
        domain = [("next_check_at", "<=", now), ("frozen", "=", False)]
        due = self.search(domain, order="next_check_at, id", limit=limit)
        due._replay(now)
        due._warn()
        due._replay(now)
        more = self.search_count(domain, limit=1) if len(due) == limit else 0
        self.env["ir.cron"]._commit_progress(len(due), remaining=more)

    def _refresh_open(self, now=None):
        """The open facts as they stand now."""
        is_open = ("running", "paused")
        self.filtered(lambda clock: clock.outcome in is_open)._replay(now)
