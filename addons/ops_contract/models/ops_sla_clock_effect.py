from collections import Counter

from odoo import fields, models
from odoo.tools import format_duration

from odoo.addons.ops_base.calc.period import month
from odoo.addons.ops_base.calc.timeline import whole

from ..calc.sla import contract_verdict
from ..tools.effect_table import became, paragraph, table

# more rows than this are only counted
MOST = 60


class OpsSlaClock(models.Model):
    """What a recomputation or another priority would do, said before it is done
    (contract.md 2.11)."""

    _inherit = "ops.sla.clock"

    # a recomputation -----------------------------------------------------------------
    def _recomputation_text(self, changes):
        """``changes`` as ``_recomputed`` gives them: case by case, then by level."""
        if not changes:
            return paragraph(self.env._("Nothing would change."))
        # what another person decides on comes first
        ranked = sorted(
            changes.items(), key=lambda row: not row[0]._needs_decision(row[1])
        )
        cases = [clock._effect_row(results) for clock, results in ranked]
        headers = [
            self.env._("Case"),
            self.env._("Service Level"),
            self.env._("Deadline"),
            self.env._("Counted On"),
            self.env._("Outcome"),
            self.env._("Takes Effect"),
        ]
        text = table(headers, cases[:MOST])
        if len(cases) > MOST:
            text += paragraph(self.env._("… and %s more cases.", len(cases) - MOST))
        return text + self._levels_text(changes)

    def _effect_row(self, results):
        # sudo: the level is part of what the fact shows
        clock = self.sudo()
        line = clock.env["ops.annex.sla.line"].browse(results["sla_line_id"] or [])
        return [
            clock.name,
            became(clock.sla_line_id.display_name or "", line.display_name or ""),
            became(self._shown(clock.deadline), self._shown(results["deadline"])),
            became(str(clock.outcome_day or ""), str(results["outcome_day"] or "")),
            became(*map(self._outcome_label, (clock.outcome, results["outcome"]))),
            self._takes_effect(results),
        ]

    def _takes_effect(self, results):
        if self.frozen:
            return self.env._("As a correction in a later statement")
        if self._is_held(results):
            return self.env._("Once another person agreed")
        return self.env._("At once")

    def _outcome_label(self, outcome):
        return dict(self._fields["outcome"]._description_selection(self.env))[outcome]

    def _shown(self, instant):
        return self._local(instant) if instant else ""

    # by level ------------------------------------------------------------------------
    def _levels_text(self, changes):
        """Attainment of the levels and months that the changes touch."""
        before = self._counts_of_levels(changes)
        after = Counter(before)
        for clock, results in changes.items():
            for key, step in (
                (_place(clock.sla_line_id.id, clock.outcome_day, clock.outcome), -1),
                (
                    _place(
                        results["sla_line_id"],
                        results["outcome_day"],
                        results["outcome"],
                    ),
                    1,
                ),
            ):
                after[key] += step
        touched = sorted(
            {key[:2] for key in after if key and after[key] != before[key]}
        )
        rows = [self._level_row(*place, before, after) for place in touched]
        if not rows:
            return ""
        headers = [
            self.env._("Service Level"),
            self.env._("Month"),
            self.env._("Promised Share"),
            self.env._("Attained"),
            self.env._("Verdict"),
        ]
        return table(headers, rows)

    def _counts_of_levels(self, changes):
        """``{(line id, first of the month, outcome): cases}``, as stored."""
        lines = {clock.sla_line_id.id for clock in changes}
        lines |= {results["sla_line_id"] for results in changes.values()}
        # sudo: numbers of cases, whoever may read them one by one
        groups = self.sudo()._read_group(
            [
                ("sla_line_id", "in", list(lines - {False})),
                ("outcome", "in", ("met", "breached")),
                ("superseded_by_id", "=", False),
            ],
            ["sla_line_id", "outcome_day:month", "outcome"],
            ["__count"],
        )
        return Counter(
            {(line.id, first, outcome): n for line, first, outcome, n in groups}
        )

    def _level_row(self, line_id, first, before, after):
        # sudo: the level is part of what the facts show
        line = self.env["ops.annex.sla.line"].sudo().browse(line_id)
        old, new = (
            (counts[line_id, first, "met"], counts[line_id, first, "breached"])
            for counts in (before, after)
        )
        return [
            line.display_name,
            f"{first:%Y-%m}",
            f"{line.target_bp / 100:g} %",
            became(_attained(*old), _attained(*new)),
            became(self._verdict_of(line, *old), self._verdict_of(line, *new)),
        ]

    def _verdict_of(self, line, met, breached):
        verdict = contract_verdict(
            met, breached, line.target_bp, line.small_n_rule, line.n_min, line.zero_case
        )
        field = self.env["ops.sla.statement.line"]._fields["verdict"]
        return dict(field._description_selection(self.env))[verdict]

    # another priority ----------------------------------------------------------------
    def _priority_text(self, priority):
        """What the case would be under another priority from now on."""
        self._check_new_priority(priority)
        # sudo: results do not depend on who asks
        clock = self.sudo()
        now = whole(self.env.cr.now())
        books = clock._replay_books(now)
        before = clock._replayed(now, *books)
        if clock.sla_line_id.priority_policy == "from_change":
            return self._follower_text(
                before, clock._follower(priority, now), now, books
            )
        after = clock._replayed(now, *books, ahead=(now, priority))
        kept = before["sla_line_id"] == after["sla_line_id"]
        note = self._kept_text(before) if kept else ""
        return self._compared(before, after) + note

    def _kept_text(self, before):
        if before["outcome"] == "breached":
            return paragraph(self.env._("What was missed before stays missed."))
        return paragraph(
            self.env._(
                "The level stays: none fits the new priority, or the annex admits "
                "upgrades only."
            )
        )

    def _follower(self, priority, now):
        """The case that would go on from now, not stored."""
        names = ("contract_id", "metric_id", "service_line_id")
        values = {name: self[name].id for name in names}
        pauses = self.pause_ids.filtered(lambda pause: not pause.end_at)
        values["pause_ids"] = [
            fields.Command.create({**vals, "start_at": now})
            for vals in pauses.copy_data({"clock_id": False})
        ]
        return self.new({**values, "priority": priority, "start_at": now})

    def _follower_text(self, before, follower, now, books):
        after = follower._replayed(now, *books)
        ended = "breached" if before["outcome"] == "breached" else "cancelled"
        text = self.env._(
            "This case ends now (%(outcome)s), and a new one begins, as agreed.",
            outcome=self._outcome_label(ended),
        )
        return paragraph(text) + self._compared(before, after)

    def _compared(self, before, after):
        lines = self.env["ops.annex.sla.line"].sudo()  # sudo: as above
        rows = [
            (
                self.env._("Service Level"),
                lambda r: lines.browse(r["sla_line_id"] or []).display_name or "",
            ),
            (
                self.env._("Promised Time"),
                lambda r: format_duration(r["target_s"] / 3600),
            ),
            (self.env._("Time Used"), lambda r: format_duration(r["elapsed_s"] / 3600)),
            (self.env._("Deadline"), lambda r: self._shown(r["deadline"])),
            (self.env._("Outcome"), lambda r: self._outcome_label(r["outcome"])),
        ]
        headers = ["", self.env._("Now"), self.env._("Then")]
        text = table(headers, [(name, of(before), of(after)) for name, of in rows])
        if after["outcome"] == "breached" != before["outcome"]:
            text += paragraph(
                self.env._("The change itself misses the target at once.")
            )
        return text


def _place(line_id, day, outcome):
    """Where a case counts; None: nowhere."""
    if not line_id or outcome not in ("met", "breached"):
        return None
    return line_id, month(day)[0], outcome


def _attained(met, breached):
    n = met + breached
    return f"{met} / {n} ({met * 100 / n:.2f} %)" if n else "–"
