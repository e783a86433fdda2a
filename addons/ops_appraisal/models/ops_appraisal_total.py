from odoo import models

from ..calc import scoring


class OpsAppraisal(models.Model):
    """From scores to totals, results and grades (calc/scoring.py)."""

    _inherit = "ops.appraisal"

    def _refresh_statements(self, levels):
        """Total, coverage and outcome of the levels' statements, from their rows."""
        # sudo: totals are the module's own
        for appraisal in self.sudo():
            for level in levels:
                words = appraisal.statement_ids.filtered(
                    lambda row, level=level: row.level == level and row.kind == "words"
                )
                total = appraisal._level_total(level)
                words._server_write(
                    {
                        "total": float(total.total or 0),
                        "coverage": float(total.coverage),
                        "outcome": total.state,
                    }
                )

    def _level_total(self, level):
        """``Total`` over all lines; parts count by their days."""
        self.ensure_one()
        policy = self.cycle_id.missing_policy
        least = f"{self.cycle_id.min_coverage:.2f}"
        rows = {row.line_id: row for row in self._rows(level)}
        totals = []
        for part in self.part_ids:
            lines = [
                (line._weight_text(), rows[line]._effective() if line in rows else None)
                for line in part.line_ids
            ]
            total = scoring.total(lines, policy, least) if lines else None
            totals.append((part.days, total))
        return scoring.combined(totals, policy, least)

    def _refresh_results(self):
        """Score, coverage, veto and grade once the second level is in."""
        for appraisal in self:
            cycle = appraisal.cycle_id
            first = appraisal._level_total("first")
            second = appraisal._level_total("second")
            score, alert = scoring.two_level(
                first.total,
                second.total,
                f"{cycle.first_weight:.2f}",
                f"{cycle.second_weight:.2f}",
                f"{cycle.alert_gap:.2f}",
            )
            vals = {
                "first_total": float(first.total or 0),
                "second_total": float(second.total or 0),
                "coverage": float(min(first.coverage, second.coverage)),
                "outcome": max(first.state, second.state, key=scoring.STATES.index),
                "gap_alert": alert,
                **appraisal._veto_values(),
            }
            appraisal.result_ids._set_score(score, vals)

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
        cap = self.cycle_id._worst_grade(caps) if any(caps) else False
        return {"veto_events": events, "veto_cap_grade": cap}
