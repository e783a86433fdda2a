from odoo import api, models

SHOWN = 400
CARD = ("coverage", "gap_alert", "grade", "final_grade")


class OpsAppraisalGrid(models.AbstractModel):
    """The calibration grid: who has which grade, against the guide shares."""

    _name = "ops.appraisal.grid"
    _inherit = ["ops.appraisal.overview"]
    _description = "Calibration Grid"

    @api.model
    @api.readonly
    def get_grid(self, cycle_id=None, department_id=None):
        """Grades as columns, results as cards: of the cycle, or of one unit of it."""
        cycle, frame = self._frame(
            cycle_id, ["calibrating", "published", "closed", "reviewing"]
        )
        if not cycle:
            return frame
        Result = self.env["ops.appraisal.result"]
        domain = [("cycle_id", "=", cycle.id), ("outcome", "=", "ok")]
        units = self._units(domain)
        chosen = department_id if department_id in {u["id"] for u in units} else False
        unit = [("department_id", "=", chosen)] if chosen else []
        domain += unit
        results = Result.search(domain, limit=SHOWN)
        return {
            **frame,
            "open": cycle.state == "calibrating",
            "departments": units,
            "department_id": chosen,
            "grades": cycle._distribution(unit),
            "cards": [self._card(result) for result in results],
            "no_total": Result.search_count(
                [
                    ("cycle_id", "=", cycle.id),
                    ("outcome", "in", ("insufficient", "blocked")),
                    *unit,
                ]
            ),
            "shown": len(results),
            "all": Result.search_count(domain),
            "changes": self.env["ops.appraisal.calibration.change"].search_count(
                [("appraisal_id.cycle_id", "=", cycle.id)]
            ),
        }

    @api.model
    def _units(self, domain):
        groups = self.env["ops.appraisal.result"]._read_group(
            domain, ["department_id"], ["__count"]
        )
        return [
            {"id": unit.id, "name": unit.display_name, "count": count}
            for unit, count in groups
            if unit
        ]

    @api.model
    def _card(self, result):
        appraisal = result.appraisal_id
        return {
            "id": appraisal.id,
            "result_id": result.id,
            "name": appraisal.subject_name,
            "department": appraisal.department_id.name or "",
            "job": appraisal.job_id.name or "",
            "first": appraisal.first_user_id.name or "",
            "first_id": appraisal.first_user_id.id,
            "score": result.score,
            "reviewed": appraisal._is_reviewer(),
            "changed": result.grade != result.final_grade,
            **{name: result[name] for name in CARD},
        }
