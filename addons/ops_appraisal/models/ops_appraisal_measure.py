from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..queries import measuring

SUBJECT_FIELD = {
    "employee": "employee_id",
    "department": "department_subject_id",
    "partner": "partner_id",
}


class OpsAppraisalCycle(models.Model):
    """Measuring: each measure is asked once for all subjects of the cycle, for its
    whole period. Values of appraisals that are not frozen are taken over; of the
    others a difference is noted."""

    _inherit = "ops.appraisal.cycle"

    def _measure_job(self, progress):
        # as when it was launched: a task can be restarted much later
        self._check_step("officer", "open", "reviewing", "calibrating", "published")
        done = sum(cycle._measure_all(progress) for cycle in self)
        return self.env._("%s values measured.", done)

    def _measure_all(self, progress=None):
        """The number of lines that have a measure."""
        self.ensure_one()
        if self.rollup_kind:
            return self._roll_up()
        lines = self._measured_lines()
        by_measure = lines.grouped("measure_id")
        for place, (measure, group) in enumerate(by_measure.items(), 1):
            self._take_values(group, self._values_of(measure, group))
            if progress:
                progress(place, len(by_measure))
        self._refresh_open_totals()
        return len(lines)

    def _measured_lines(self):
        # sudo: HR measures for all, the own appraisal with them
        return (
            self.env["ops.appraisal.line"]
            .sudo()
            .search(
                [
                    ("appraisal_id.cycle_id", "=", self.id),
                    ("appraisal_id.state", "!=", "closed"),
                    ("measure_id", "!=", False),
                ],
                order="measure_id, id",
            )
        )

    def _values_of(self, measure, lines):
        """``{subject id: MeasureValue}``, one call.

        sudo: a source may be closed to HR; the appraisal keeps the figure only. The
        active company stays the cycle's, and providers ask for it.
        """
        field = SUBJECT_FIELD[self.subject_kind]
        company = self.company_id.id
        # sudo: as said above
        source = measure.sudo().with_context(allowed_company_ids=[company])
        subjects = lines.appraisal_id[field].sudo()  # sudo: as said above
        subjects = subjects.with_context(allowed_company_ids=[company])
        return source._measure(subjects, self.date_from, self.date_to)

    def _take_values(self, lines, values):
        field = SUBJECT_FIELD[self.subject_kind]
        rows, frozen = [], {}
        for line in lines:
            appraisal = line.appraisal_id
            value = values[appraisal[field].id]
            if appraisal.frozen_at:
                frozen[line] = value
            else:
                rows.append(line._value_row(value))
        if rows:
            lines.flush_model()
            now = self.env.cr.now().replace(microsecond=0)
            self.env.cr.execute(measuring.write_values(rows, now, self.env.uid))
            self.env["ops.appraisal.line"].invalidate_model()
        # sudo: nobody writes notes by hand
        self.env["ops.appraisal.difference"].sudo()._note(frozen)

    def _refresh_open_totals(self):
        """Totals of levels under way follow the values."""
        for state, level in (("self", "self"), ("manager", "first")):
            self._appraisals(state)._refresh_statements({level})


class OpsAppraisalLine(models.Model):
    _inherit = "ops.appraisal.line"

    def _value_row(self, value):
        """A row for ``write_values``; numbers as text, exact."""
        has_value = value.value is not None
        note = value.note
        try:
            score = self._score_of(value.value) if has_value else None
        except UserError as error:
            # one wrong value is noted where it stands, and stops no other
            score, note = None, str(error)
        return {
            "id": self.id,
            "has_value": has_value,
            "value": str(value.value) if has_value else "0",
            "numerator": _text(value.numerator),
            "denominator": _text(value.denominator),
            "n": value.n,
            "value_state": value.state,
            "value_note": note or None,
            "refs": [list(ref) for ref in value.refs],
            "has_auto_score": score is not None,
            "auto_score": _text(score),
        }


class OpsAppraisalDifference(models.Model):
    _inherit = "ops.appraisal.difference"

    def _note(self, values):
        """``values``: {line: MeasureValue} of frozen lines. What was noted last, or
        equals the frozen value, is not noted again."""
        self.flush_model()
        line_ids = [line.id for line in values]
        last = {
            line_id: (has_later, _places(later))
            for line_id, has_later, later in self.env.execute_query(
                measuring.last_differences(line_ids)
            )
        }
        now = self.env.cr.now().replace(microsecond=0)
        rows = []
        for line, value in values.items():
            frozen = (line.has_value, _places(line.value if line.has_value else 0))
            later = (value.value is not None, _places(value.value or 0))
            if later != last.get(line.id, frozen):
                rows.append(
                    {
                        "appraisal_id": line.appraisal_id.id,
                        "line_id": line.id,
                        "has_frozen": line.has_value,
                        "frozen_value": line.value,
                        "has_later": later[0],
                        "later_value": float(later[1]),
                        "noted_at": now,
                    }
                )
        return self._server_create(rows)


def _places(number):
    """Six places, as stored."""
    return Decimal(f"{number or 0:.6f}")


def _text(number):
    return None if number is None else str(number)
