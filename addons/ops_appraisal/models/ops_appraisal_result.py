from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import scoring
from ..queries import totals
from ..tools.roles import require_role

TOTAL = {"digits": (6, 2), "readonly": True, "aggregator": "avg"}
# before the second level handed in, or figures of shorter cycles were taken
PENDING = {
    "first_total": 0,
    "second_total": 0,
    "score": 0,
    "coverage": 0,
    "gap_alert": False,
    "outcome": "pending",
    "grade": None,
    "final_grade": None,
    "veto_events": 0,
    "veto_cap_grade": None,
}


class OpsAppraisalResult(models.Model):
    """Totals and grade of an appraisal; seen by whom the stage allows.

    ``grade`` follows from the score, ``final_grade`` is it until calibration or an
    appeal changes it; the bonus uses the final one.
    """

    _name = "ops.appraisal.result"
    _inherit = ["ops.mixin.guard"]
    _description = "Result of an Appraisal"
    _order = "score desc, appraisal_id, id"
    _rec_name = "appraisal_id"

    _server_owned = frozenset(
        {"appraisal_id", "first_total", "second_total", "score", "coverage"}
        | {"gap_alert", "veto_events", "veto_cap_grade", "outcome", "grade"}
        | {"final_grade"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    first_total = fields.Float("First Level", **TOTAL)
    second_total = fields.Float("Second Level", **TOTAL)
    score = fields.Float(**TOTAL)
    coverage = fields.Float("Coverage (%)", **TOTAL)
    gap_alert = fields.Boolean("Gap Alarm", readonly=True)
    veto_events = fields.Integer(readonly=True)
    veto_cap_grade = fields.Char("Grade Cap after a Veto", readonly=True)
    outcome = fields.Selection(
        [
            ("pending", "Pending"),
            ("ok", "Complete"),
            ("insufficient", "Too Little Data"),
            ("blocked", "Value Missing"),
            ("excluded", "Not Appraised"),
        ],
        default="pending",
        required=True,
        readonly=True,
    )
    grade = fields.Char("Grade by Score", readonly=True)
    final_grade = fields.Char(readonly=True, index=True)
    # copies of the head, for lists, pivots and rules; the head shows them to all
    cycle_id = fields.Many2one(
        related="appraisal_id.cycle_id", store=True, index=True, precompute=True
    )
    employee_id = fields.Many2one(
        related="appraisal_id.employee_id", store=True, index=True, precompute=True
    )
    department_id = fields.Many2one(
        related="appraisal_id.department_id", store=True, index=True, precompute=True
    )
    job_id = fields.Many2one(
        related="appraisal_id.job_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _appraisal_uniq = models.UniqueIndex(
        "(appraisal_id)", "An appraisal has one result."
    )

    @api.model
    def _set_scores(self, scored):
        """``scored``: (result, score of two places or None, what else it is made of)
        of each; the grade follows from the score."""
        rows = []
        for result, score, vals in scored:
            row = {**PENDING, **vals, "id": result.id}
            if score is not None:
                row["score"] = str(score)
                row["grade"] = row["final_grade"] = scoring.grade(
                    score,
                    result.cycle_id._cutoffs(),
                    row["veto_events"],
                    row["veto_cap_grade"],
                )
            rows.append(row)
        self.flush_model()
        self.env.cr.execute(totals.write_results(rows, self.env.uid))
        self.invalidate_model()

    def _reset(self):
        """Back to before the second level handed in."""
        self._server_write(PENDING)

    def action_set_grade(self, grade, reason=None):
        """Calibration: another final grade, with a reason that is kept."""
        self.ensure_one()
        require_role(self.env, "officer")
        self.check_access("read")
        # sudo: the stage of the appraisal, which every reader of the result may know
        appraisal = self.sudo().appraisal_id.with_user(self.env.user)
        appraisal._refuse_own()
        appraisal._refuse_reviewed()
        appraisal._check_state("calibration")
        if self.cycle_id.state != "calibrating":
            raise UserError(
                self.env._("Grades are changed while the cycle is calibrated.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("A change of the grade needs a reason."))
        if grade == self.final_grade:
            raise UserError(self.env._("The grade is %s already.", grade))
        self._check_grade(grade)
        # sudo: nobody writes changes by hand
        self.env["ops.appraisal.calibration.change"].sudo()._add(
            self, grade, reason.strip()
        )
        self._change_grade("calibration", grade, reason.strip())
        return True

    def _check_grade(self, grade):
        """A grade of the cycle's scale, not better than a veto allows, and none where
        there is no score."""
        # sudo: whether there is a score is known to whoever decides on a grade
        if self.sudo().outcome != "ok":
            raise UserError(
                self.env._(
                    "There is no score, so there is no grade to change: values are "
                    "missing."
                )
            )
        # sudo: the scale is no secret to whoever decides on a grade
        result = self.sudo()
        if grade not in result.cycle_id._grades():
            raise UserError(
                self.env._(
                    "%(grade)s is no grade of this cycle: %(grades)s.",
                    grade=grade,
                    grades=", ".join(result.cycle_id._grades()),
                )
            )
        if grade not in result._grades_to_give():
            raise UserError(
                self.env._(
                    "After a veto the grade is not better than %s.",
                    result.veto_cap_grade,
                )
            )

    def _grades_to_give(self):
        """The grades that ``_check_grade`` lets pass, best first; none without a
        score."""
        if self.outcome != "ok":
            return []
        cycle, cap = self.cycle_id, self.veto_cap_grade
        return [
            grade
            for grade in cycle._grades()
            if not cap or cycle._worst_grade([grade, cap]) == grade
        ]

    def _change_grade(self, event, grade, reason):
        # sudo: results are the module's own
        result = self.sudo()
        entry = {
            "appraisal": result.appraisal_id,
            "before": result.final_grade,
            "after": grade,
            "reason": reason,
        }
        self.env["ops.appraisal.log"]._add(event, [entry])
        result._server_write({"final_grade": grade})
