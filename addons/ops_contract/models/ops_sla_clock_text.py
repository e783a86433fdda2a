from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_datetime, format_duration

from odoo.addons.ops_base.calc.period import local_day
from odoo.addons.ops_base.calc.timeline import SECOND, whole

from ..tools.sla_book import VersionBook, line_calendar
from ..tools.sla_timeline import stretches

# more than so many stretches are not drawn one by one
MOST = 60
COLOURS = {"counted": "bg-success", "paused": "bg-warning", "outside": "bg-secondary"}


class OpsSlaClock(models.Model):
    """Why this deadline: said in words and drawn."""

    _inherit = "ops.sla.clock"

    explanation = fields.Html(
        compute="_compute_explanation", sanitize=False, string="Why This Deadline"
    )

    def _compute_explanation(self):
        for clock in self:
            # sudo: the hours and the line are part of what the fact shows
            clock.explanation = clock.sudo()._explain()

    def _explain(self):
        line = self.sla_line_id
        if not (self.contract_id and self.start_at):
            return ""  # still being entered
        if not line:
            return self._explain_none()
        if not self.target_s:
            return self.env._("The service level promises no time.")
        now = whole(self.env.cr.now())
        book, hours = self._replay_books(now)
        stage = self._judging(self._stages(book, hours))
        pauses = self._log(stage)[1]
        end = self.reached_at or self.cancelled_at or max(now, self.start_at)
        parts = stretches(stage.timeline, self.start_at, end, pauses)
        texts = [
            *self._reasons(line, book),
            *self._held_text(self._replayed(now, book, hours)),
            *self._history(),
            *self._warnings(stage, pauses),
        ]
        return Markup("").join(
            [self._draw(parts), self._list(texts), self._stretch_table(parts)]
        )

    def _explain_none(self):
        """Nothing was promised, or nothing that fits what was entered."""
        contract = self.contract_id
        day = local_day(self.start_at, contract.tz)
        version = VersionBook(contract, ["sla"]).version_on(contract, "sla", day)
        lines = version.sla_line_ids if version else self.sla_line_id
        levels = lines.filtered(lambda line: line.metric_id == self.metric_id)
        if not levels:
            return self.env._(
                "No service level was in force for this case at its start."
            )
        return self.env._(
            "None of the service levels of this metric fits the case: %s. Choose their "
            "priority, and the service that they are promised for.",
            "; ".join(levels.mapped("display_name")),
        )

    def _reasons(self, line, book):
        version = line.version_id
        calendar = line_calendar(line, self._service_in_force(book), self.contract_id)
        target = format_duration(self.target_s / 3600)
        if line.target_days:
            target = self.env._(
                "%(days)s working days, here %(hours)s of service",
                days=line.target_days,
                hours=target,
            )
        return [
            self.env._(
                "Judged by version %(version)s of the service levels, in force from "
                "%(day)s, as on the day when the case began.",
                version=version.number,
                day=fields.Date.to_string(version.date_from),
            ),
            self.env._(
                "Target: %(target)s in the hours of “%(calendar)s”.",
                target=target,
                calendar=calendar.name,
            ),
            self.env._(
                "Counted %(elapsed)s, paused %(paused)s, outside the hours "
                "%(outside)s.",
                elapsed=format_duration(self.elapsed_s / 3600),
                paused=format_duration(self.paused_s / 3600),
                outside=format_duration(self.outside_s / 3600),
            ),
            self._deadline_text(),
        ]

    def _history(self):
        """What happened since, in words."""
        labels = dict(self._fields["priority"]._description_selection(self.env))
        texts = {
            "priority": self.env._(
                "%(at)s: priority %(old)s became %(new)s: %(reason)s"
            ),
            "reopen": self.env._("%(at)s: opened again: %(reason)s"),
        }
        return [
            texts[event.kind]
            % {
                "at": self._local(event.at),
                "old": labels.get(event.old_priority),
                "new": labels.get(event.new_priority),
                "reason": event.reason,
            }
            for event in self.event_ids
        ]

    def _deadline_text(self):
        if not self.deadline:
            return self.env._("No deadline yet: the clock stands still.")
        return self.env._(
            "The target is used up on %s.", self._local(self.deadline, with_zone=True)
        )

    def _warnings(self, stage, pauses):
        """When so much of the target is used up."""
        if self.outcome not in ("running", "paused"):
            return []
        return [
            self.env._(
                "%(share)s %% are used up on %(at)s.",
                share=share,
                at=self._local(at),
            )
            for share, at in self._warning_instants(stage, pauses)
        ]

    def _draw(self, parts):
        whole_s = sum((b - a) // SECOND for _kind, a, b in parts)
        if not whole_s or len(parts) > MOST:
            return Markup("")
        bars = Markup("").join(
            Markup('<div class="%s" style="width: %s%%" title="%s"></div>')
            % (
                COLOURS[kind],
                f"{(b - a) // SECOND * 100 / whole_s:.3f}",
                f"{self._kinds()[kind]}: {self._local(a)} – {self._local(b)}",
            )
            for kind, a, b in parts
        )
        bar = Markup(
            '<div class="d-flex rounded overflow-hidden mb-2" style="height: 20px">%s'
            "</div>"
        )
        return bar % bars + self._legend()

    def _legend(self):
        return Markup('<p class="small">%s</p>') % Markup(" ").join(
            Markup('<span class="badge text-bg-%s">%s</span>')
            % (COLOURS[kind].removeprefix("bg-"), name)
            for kind, name in self._kinds().items()
        )

    @staticmethod
    def _list(texts):
        return Markup("<ul>%s</ul>") % Markup("").join(
            Markup("<li>%s</li>") % text for text in texts
        )

    def _stretch_table(self, parts):
        rows = Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (
                self._kinds()[kind],
                self._local(a),
                self._local(b),
                format_duration((b - a) // SECOND / 3600),
            )
            for kind, a, b in parts[:MOST]
        )
        return Markup('<table class="table table-sm">%s</table>') % rows

    def _kinds(self):
        return {
            "counted": self.env._("Counted"),
            "paused": self.env._("Paused"),
            "outside": self.env._("Outside the Hours"),
        }

    def _local(self, instant, with_zone=False):
        """In the contract's time zone, as deadlines are agreed in it."""
        zone = self.contract_id.tz
        shown = format_datetime(self.env, instant, tz=zone, dt_format="short")
        return f"{shown} ({zone})" if with_zone else shown
