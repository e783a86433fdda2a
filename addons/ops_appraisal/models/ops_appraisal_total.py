from collections import defaultdict

from odoo import models

from ..calc import scoring
from ..queries import totals


class OpsAppraisal(models.Model):
    """From scores to totals, results and grades (calc/scoring.py)."""

    _inherit = "ops.appraisal"

    def _refresh_statements(self, levels):
        """Total, coverage and outcome of the levels' statements, from their rows."""
        for level in levels:
            rows = [
                {
                    "appraisal_id": appraisal_id,
                    "total": str(total.total or 0),
                    "coverage": str(total.coverage),
                    "outcome": total.state,
                }
                for appraisal_id, total in self._level_totals(level).items()
            ]
            self.env.cr.execute(totals.write_totals(rows, level, self.env.uid))
            self.env["ops.appraisal.statement"].invalidate_model()

    def _level_totals(self, level):
        """``{appraisal id: Total}`` over all lines; parts count by their days."""
        self.env.flush_all()
        parts = defaultdict(list)
        for (
            appraisal_id,
            policy,
            least,
            days,
            weights,
            scores,
        ) in self.env.execute_query(totals.part_lines(self.ids, level)):
            known = parts[appraisal_id, policy, least]
            if days is not None:
                lines = list(zip(weights or (), scores or (), strict=True))
                total = scoring.total(lines, policy, least) if lines else None
                known.append((days, total))
        return {
            appraisal_id: scoring.combined(known, policy, least)
            for (appraisal_id, policy, least), known in parts.items()
        }

    def _refresh_results(self):
        """Score, coverage, veto and grade once the second level is in."""
        firsts, seconds = (self._level_totals(name) for name in ("first", "second"))
        self.env["ops.appraisal.result"]._set_scores(
            appraisal._result_of(firsts[appraisal.id], seconds[appraisal.id])
            for appraisal in self
        )

    def _result_of(self, first, second):
        """``(result, score or None, values)`` of the totals of both levels."""
        cycle = self.cycle_id
        score, alert = scoring.two_level(
            first.total,
            second.total,
            f"{cycle.first_weight:.2f}",
            f"{cycle.second_weight:.2f}",
            f"{cycle.alert_gap:.2f}",
        )
        return (
            self.result_ids,
            score,
            {
                "first_total": str(first.total or 0),
                "second_total": str(second.total or 0),
                "coverage": str(min(first.coverage, second.coverage)),
                "outcome": max(first.state, second.state, key=scoring.STATES.index),
                "gap_alert": alert,
                **self._veto_values(),
            },
        )

    def _veto_values(self):
        """Events of veto KPIs: measured, or entered by the second level, or else by
        the first: a second level that enters no value lifts no veto."""
        events, caps = 0, []
        entered = {
            row.line_id: row
            for level in ("first", "second")
            for row in self._rows(level).filtered("has_value")
        }
        for line in self.line_ids.filtered("veto"):
            row = entered.get(line)
            if line.has_value:
                count = line.value
            else:
                count = row.value if row else 0
            if count > 0:
                events += round(count) or 1
                caps.append(line.veto_cap_grade)
        cap = self.cycle_id._worst_grade(caps) if any(caps) else None
        return {"veto_events": events, "veto_cap_grade": cap}
