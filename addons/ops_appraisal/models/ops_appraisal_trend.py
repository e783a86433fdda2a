from collections import defaultdict

from odoo import api, models

from ..calc.scoring import two_level

PERIODS = 8
SUBJECT = ("employee_id", "department_subject_id", "partner_id")


class OpsAppraisalTrend(models.AbstractModel):
    """Scores of a subject over its cycles, as far as the reader may see them."""

    _name = "ops.appraisal.trend"
    _description = "Trend of Scores"

    @api.model
    def _trends(self, appraisal):
        """``{line id: [score or None]}`` of the last cycles, oldest first; the versions
        of a KPI are one."""
        past = self._past(appraisal)
        scores = self._combined(past.line_ids)
        # sudo: which versions of a KPI follow each other, for who may not open it
        kpis = {line.id: line.sudo().kpi_id._latest() for line in past.line_ids}
        found = defaultdict(dict)
        for line in past.line_ids:
            if scores[line.id] is not None:
                found[kpis[line.id]][line.appraisal_id.id] = scores[line.id]
        return {
            line.id: [found[kpis[line.id]].get(each) for each in past.ids]
            if found[kpis[line.id]]
            else []
            for line in appraisal.line_ids
        }

    @api.model
    def _past(self, appraisal):
        """The subject's appraisals up to this one, oldest first."""
        name = next(name for name in SUBJECT if appraisal[name])
        found = self.env["ops.appraisal"].search(
            [
                (name, "=", appraisal[name].id),
                ("date_to", "<=", appraisal.date_to),
                ("company_id", "=", appraisal.company_id.id),
            ],
            limit=PERIODS,
            order="date_to desc, id desc",
        )
        return found.sorted(lambda each: (each.date_to, each.id))

    @api.model
    def _combined(self, lines):
        """``{line id: score}``: of both levels where both are seen, else of the first,
        else by rule, else ``None``."""
        rows = self.env["ops.appraisal.score"].search(
            [("line_id", "in", lines.ids), ("level", "in", ("first", "second"))]
        )
        levels = defaultdict(dict)
        for row in rows:
            levels[row.line_id.id][row.level] = row
        # sudo: the weights of the levels stand on every form of the cycle
        cycles = {line.id: line.sudo().appraisal_id.cycle_id for line in lines}
        return {
            line.id: self._combine(line, levels[line.id], cycles[line.id])
            for line in lines
        }

    @api.model
    def _combine(self, line, rows, cycle):
        first, second = (
            self._given(line, rows.get(name)) for name in ("first", "second")
        )
        if "second" in rows and None not in (first, second):
            weights = (f"{cycle.first_weight:.2f}", f"{cycle.second_weight:.2f}")
            both, _alert = two_level(first, second, *weights)
            return float(both)
        return None if first is None else float(first)

    @api.model
    def _given(self, line, row):
        """What a level gives a line: its own score, else the one by rule."""
        if row:
            return row._effective()
        return f"{line.auto_score:.2f}" if line.has_auto_score else None
