from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.ops_base.calc.timeline import whole

from ..tools.roles import require_role


class OpsSlaClock(models.Model):
    """Another priority, and opened again: now, with a reason, logged; what that means
    for the clock says the annex (contract.md 2.4, rows 30 and 31)."""

    _inherit = "ops.sla.clock"

    event_ids = fields.One2many(
        "ops.sla.clock.event", "clock_id", "What Happened", readonly=True
    )
    follows_id = fields.Many2one(
        "ops.sla.clock",
        "Goes On From",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="The case that this one continues: by another priority, or opened again.",
    )

    def action_change_priority(self):
        return self._action_step("priority", self.env._("Change the Priority"))

    def action_reopen(self):
        return self._action_step("reopen", self.env._("Open Again"))

    def _action_step(self, kind, title):
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "ops.sla.step",
            "view_mode": "form",
            "target": "new",
            "context": {"default_clock_id": self.id, "default_kind": kind},
        }

    # priority --------------------------------------------------------------------
    def _change_priority(self, priority, reason):
        """The case under its new priority: itself, or the one that follows it."""
        self._check_step()
        self._check_new_priority(priority)
        line, now = self.sla_line_id, self._this_second()
        if line.priority_policy == "from_change":
            return self._follow(reason, now, priority=priority)
        self._log_event("priority", reason, now, new_priority=priority)
        self._server_write({"priority": priority})
        self._exclusions_fall()
        return self

    def _check_new_priority(self, priority):
        self._refuse_counted()
        if self.reached_at or self.cancelled_at or priority == self.priority:
            raise UserError(
                self.env._("%s has ended, or has this priority already.", self.name)
            )

    # opened again ------------------------------------------------------------------
    def _reopen(self, reason):
        """Goes on within the agreed days, its closed time being a pause; else a new
        case begins, and this one keeps its result."""
        self._check_step()
        if not self.reached_at:
            raise UserError(self.env._("%s is still open.", self.name))
        line, now = self.sla_line_id, self._this_second()
        latest = self.reached_at + timedelta(days=line.reopen_window_days)
        if self.frozen or line.reopen_policy == "new" or now > latest:
            return self._follow(reason, now)
        self._log_event("reopen", reason, now, reached_at=self.reached_at)
        self._server_write({"reached_at": False})
        self._exclusions_fall()
        return self

    # ---------------------------------------------------------------------------
    def _check_step(self):
        self.ensure_one()
        require_role(self.env, "supervisor", "manager", "org")
        self.check_access("write")
        if self.superseded_by_id or not self._covered():
            raise UserError(
                self.env._("%s is judged by no service level now.", self.name)
            )
        self._replay()

    def _follow(self, reason, now, **values):
        """A new case from now on; one that is still open ends here."""
        open_pauses = self.pause_ids.filtered(lambda pause: not pause.end_at)
        [vals] = self.copy_data({"pause_ids": False})
        if not self.reached_at:
            vals["pause_ids"] = [
                Command.create({**pause_vals, "start_at": now})
                for pause_vals in open_pauses.copy_data({"clock_id": False})
            ]
            self._log_event("priority", reason, now, new_priority=values["priority"])
            self._server_write({"cancelled_at": now})
        return self._server_create(
            [
                {
                    **vals,
                    **values,
                    "start_at": now,
                    "reached_at": False,
                    "cancelled_at": False,
                    "source": self.source,
                    "follows_id": self.id,
                    "note": reason,
                }
            ]
        )

    def _log_event(self, kind, reason, at, **values):
        # sudo: events are kept by these steps only
        self.env["ops.sla.clock.event"].sudo()._server_create(
            [
                {
                    "clock_id": self.id,
                    "kind": kind,
                    "at": at,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "old_priority": self.priority if kind == "priority" else False,
                    **values,
                }
            ]
        )

    def _this_second(self):
        return whole(self.env.cr.now())

    # for the replay ----------------------------------------------------------------
    def _priorities(self, ahead=None):
        """``[(priority, until)]`` in their order; the last one has no end."""
        changes = self.event_ids.filtered(lambda event: event.kind == "priority")
        found = []
        for event in changes.sorted(lambda event: (event.at, event.id)):
            if self.reached_at and event.at > self.reached_at:
                # reached before, as it became known later
                return [*found, (event.old_priority, None)]
            found.append((event.old_priority, event.at))
        if ahead:
            instant, priority = ahead
            return [*found, (self.priority, instant), (priority, None)]
        return [*found, (self.priority, None)]

    def _reopened(self):
        """``[(reached, opened again)]``."""
        found = self.event_ids.filtered(lambda event: event.kind == "reopen")
        return [(event.reached_at, event.at) for event in found.sorted("at")]
