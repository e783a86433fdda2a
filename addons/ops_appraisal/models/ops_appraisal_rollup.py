from odoo import api, models
from odoo.exceptions import ValidationError

from ..calc import scoring
from ..queries import rollup
from .ops_appraisal_measure import SUBJECT_FIELD

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class OpsAppraisalCycle(models.Model):
    """Months make a quarter, quarters a year: the mean of the periods with a result,
    if these are two thirds (calc/scoring.py)."""

    _inherit = "ops.appraisal.cycle"

    @api.constrains("rollup_kind", "period_kind")
    def _check_rollup(self):
        for cycle in self.filtered("rollup_kind"):
            if MONTHS[cycle.rollup_kind] >= MONTHS[cycle.period_kind]:
                raise ValidationError(
                    self.env._("A cycle rolls up cycles of shorter periods.")
                )

    def _roll_up(self):
        """The number of appraisals with a result."""
        self.env.flush_all()
        subject = SUBJECT_FIELD[self.subject_kind]
        rows = self.env.execute_query(rollup.period_scores(self, subject))
        # sudo: HR rolls up for all, the own appraisal with them
        results = self.env["ops.appraisal.result"].sudo()
        results = results.browse(result_id for result_id, _scores in rows)
        expected = MONTHS[self.period_kind] // MONTHS[self.rollup_kind]
        scored = [
            (result, *_mean(scores or (), expected))
            for result, (_id, scores) in zip(results, rows, strict=True)
        ]
        results._set_scores(scored)
        return sum(score is not None for _result, score, _values in scored)


def _mean(scores, expected):
    """``(score or None, coverage and outcome)`` of the periods, of ``expected``."""
    known = [score for score in scores if score is not None]
    missing = [None] * max(0, expected - len(known))
    score = scoring.roll_up([*known, *missing])
    covered = scoring.total(
        [(1, 100)] * len(known) + [(1, None)] * len(missing), "redistribute", 0
    )
    outcome = "insufficient" if score is None else "ok"
    return score, {"coverage": str(covered.coverage), "outcome": outcome}
