from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.tools.progress import NoProgress

from ..queries import measuring

SUBJECT_FIELD = {
    "employee": "employee_id",
    "department": "department_subject_id",
    "partner": "partner_id",
}


class OpsAppraisalCycle(models.Model):
    """Measuring: each measure is asked once for all subjects of the cycle, and a part
    of a transfer for its own days. Values of appraisals that are not frozen are taken
    over; of the others a difference is noted."""

    _inherit = "ops.appraisal.cycle"

    def _measure_job(self, progress):
        # as when it was launched: a task can be restarted much later
        self._check_step("officer", "open", "reviewing", "calibrating", "published")
        done = self._measure_all(progress)
        return self.env._("%s values measured.", done)

    @api.private
    def _measure_all(self, progress=None):
        """The number of lines that have a measure.

        A measure is a chunk: its values, and the totals that follow from them, stay
        when the task stops, and a restart goes on with the next measure.
        """
        progress = progress or NoProgress()
        steps = self._measure_steps()
        marker = progress.marker or {"steps": [], "values": 0}
        for cycle_id, measure_id in steps:
            if [cycle_id, measure_id] in marker["steps"]:
                continue
            values = self.browse(cycle_id)._measure_step(measure_id)
            marker = {
                "steps": [*marker["steps"], [cycle_id, measure_id]],
                "values": marker["values"] + values,
            }
            progress.checkpoint(len(marker["steps"]), len(steps), marker)
        return marker["values"]

    def _measure_steps(self):
        """``[(cycle id, measure id)]``; a roll-up has one step, and no measure."""
        self.env.flush_all()
        rollups = self.filtered("rollup_kind")
        found = self.env.execute_query(measuring.measures((self - rollups).ids))
        return [*found, *((cycle.id, None) for cycle in rollups)]

    def _measure_step(self, measure_id):
        if not measure_id:
            return self._roll_up()
        done = self._take_values(measure_id, self._measured_groups(measure_id))
        self._refresh_open_totals()
        return done

    def _measured_groups(self, measure_id):
        """Rows of lines with one rule each, as the query says."""
        self.env.flush_all()
        subject = SUBJECT_FIELD[self.subject_kind]
        return self.env.execute_query(
            measuring.measured_lines(self, measure_id, subject, self._rule_columns())
        )

    def _take_values(self, measure_id, groups):
        """The number of lines in ``groups``."""
        values = self._values_of(measure_id, _spans(groups))
        # sudo: HR measures for all, the own appraisal with them
        lines = self.env["ops.appraisal.line"].sudo()
        # {rule: {value: score or error}}: equal ones are computed once
        rows, frozen, scores = [], {}, {}
        for rule_line, *columns in groups:
            row_of = lines.browse(rule_line)._value_rows(scores)
            for line_id, *key, is_frozen in zip(*columns, strict=True):
                if is_frozen:
                    frozen[line_id] = values[tuple(key)]
                else:
                    rows.append(row_of(line_id, values[tuple(key)]))
        lines._write_values(rows)
        # sudo: nobody writes notes by hand
        self.env["ops.appraisal.difference"].sudo()._note(frozen)
        return len(rows) + len(frozen)

    def _values_of(self, measure_id, spans):
        """As ``ops.measure._measure_spans``, one call.

        sudo: a source may be closed to HR; the appraisal keeps the figure only. The
        active company stays the cycle's, and providers ask for it.
        """
        companies = self.company_id.ids
        # sudo: as said above
        env = self.sudo().with_context(allowed_company_ids=companies).env
        field = self.env["ops.appraisal"]._fields[SUBJECT_FIELD[self.subject_kind]]
        subjects = env[field.comodel_name].browse(sorted(spans))
        measure = env["ops.measure"].browse(measure_id)
        return measure._measure_spans(subjects, spans)

    def _refresh_open_totals(self):
        """Totals of levels under way follow the values."""
        for state, level in (("self", "self"), ("manager", "first")):
            self._appraisals(state)._refresh_statements({level})


class OpsAppraisalLine(models.Model):
    _inherit = "ops.appraisal.line"

    def _value_rows(self, scores):
        """Makes rows for ``write_values`` of lines that score as this one: a function
        of line id and ``MeasureValue``. Numbers are text, exact."""
        rule = self._own_rule()
        known = scores.setdefault(rule, {})

        def row(line_id, value):
            number, note, score = value.value, value.note, None
            if number is not None:
                if number not in known:
                    known[number] = _score_or_error(rule, number)
                score = known[number]
            if isinstance(score, ValueError):
                # one wrong value is noted where it stands, and stops no other
                note, score = self._unscored_text(number, score), None
            return {
                "id": line_id,
                "has_value": number is not None,
                "value": "0" if number is None else str(number),
                "numerator": _text(value.numerator),
                "denominator": _text(value.denominator),
                "n": value.n,
                "value_state": value.state,
                "value_note": note or None,
                "refs": value.refs,
                "has_auto_score": score is not None,
                "auto_score": _text(score),
            }

        return row

    def _write_values(self, rows):
        """All of them or none: a value frozen meanwhile is never written."""
        if not rows:
            return
        now = self.env.cr.now().replace(microsecond=0)
        self.env.cr.execute(measuring.write_values(rows, now, self.env.uid))
        if self.env.cr.rowcount != len(rows):
            raise UserError(
                self.env._(
                    "Some appraisals were handed in while they were measured. Measure "
                    "again."
                )
            )
        self.env["ops.appraisal.line"].invalidate_model()


class OpsAppraisalDifference(models.Model):
    _inherit = "ops.appraisal.difference"

    def _note(self, values):
        """``values``: {line id: MeasureValue} of frozen lines. What was noted last, or
        equals the frozen value, is not noted again."""
        if not values:
            return
        self.flush_model()
        now = self.env.cr.now().replace(microsecond=0)
        rows = []
        for line_id, appraisal_id, *known in self.env.execute_query(
            measuring.noted_values(values)
        ):
            has_frozen, frozen, has_noted, noted = known
            later = values[line_id].value
            last = (has_frozen, frozen) if noted is None else (has_noted, noted)
            if (later is not None, _places(later)) != (last[0], _places(last[1])):
                rows.append(
                    {
                        "appraisal_id": appraisal_id,
                        "line_id": line_id,
                        "has_frozen": has_frozen,
                        "frozen_value": float(frozen),
                        "has_later": later is not None,
                        "later_value": float(_places(later)),
                        "noted_at": now,
                    }
                )
        self._server_create(rows)


def _spans(groups):
    """``{subject id: {(first day, last day)}}``."""
    spans = defaultdict(set)
    for _rule_line, _line_ids, *columns, _frozen in groups:
        for subject_id, *days in zip(*columns, strict=True):
            spans[subject_id].add(tuple(days))
    return spans


def _score_or_error(rule, number):
    try:
        return rule.score(number)
    except ValueError as error:
        return error


def _places(number):
    """Six places, as stored."""
    return Decimal(f"{Decimal(number or 0):.6f}")


def _text(number):
    return None if number is None else str(number)
