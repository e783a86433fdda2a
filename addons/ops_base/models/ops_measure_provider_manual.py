from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import ValidationError

from .. import queries
from ..calc.combine import HOW, Part, combine
from ..calc.measure_value import MeasureValue
from ..calc.period import common, hull, within


class OpsMeasureProviderManual(models.AbstractModel):
    _name = "ops.measure.provider.manual"
    _inherit = ["ops.measure.provider"]
    _description = "Measured Values Entered by Hand"

    # The model of the values (``ops.mixin.recorded``), and its fields that are read.
    _recorded_model = "ops.measure.value"
    _recorded_fields = ("value", "numerator", "denominator", "n")

    @api.model
    def _measure_spans(self, measure, subjects, spans):
        """From the approved values of the active companies whose period lies within
        the dates: who reads with more rights than his own gets no other company's."""
        how = (measure.params or {}).get("combine", "last")
        recorded = self._recorded_parts(measure, subjects, spans)
        return {
            (subject_id, *days): self._of_span(found, days, how)
            for subject_id, found in recorded.items()
            for days in spans[subject_id]
        }

    @api.model
    def _of_span(self, found, days, how):
        """``found``: ``[(days, Part)]`` of a subject."""
        inside = [part for own, part in found if within(own, days)]
        if not inside and any(common(own, *days) for own, _part in found):
            return MeasureValue.no_data(
                self.env._("Only values whose period reaches beyond these days.")
            )
        return combine(inside, how)

    @api.model
    def _recorded_parts(self, measure, subjects, spans):
        """``{subject id: [(days, Part)]}`` of periods that touch the spans."""
        first, last = hull(days for own in spans.values() for days in own)
        domain = [
            ("measure_id", "=", measure.id),
            ("subject_ref", "in", [f"{subjects._name},{id_}" for id_ in subjects.ids]),
            ("is_current", "=", True),
            ("company_id", "in", self.env.companies.ids),
            ("date_from", "<=", last),
            ("date_to", ">=", first),
        ]
        found = defaultdict(list)
        for record_id, reference, starts, ends, *numbers in self._recorded_rows(domain):
            part = self._part(ends, (self._recorded_model, record_id), *numbers)
            found[int(reference.partition(",")[2])].append(((starts, ends), part))
        return found

    @api.model
    def _recorded_rows(self, domain):
        """(id, subject_ref, date_from, date_to, numbers as texts) of what the reader
        may see."""
        recorded = self.env[self._recorded_model]
        query = recorded._search(domain)
        names = ("id", "subject_ref", "date_from", "date_to", *self._recorded_fields)
        columns = [
            recorded._field_to_sql(recorded._table, name, query) for name in names
        ]
        return self.env.execute_query(queries.recorded(query, columns[:4], columns[4:]))

    @api.model
    def _in_unit(self, measure, value):
        """Values are recorded in the unit; only a quotient of sums is not yet."""
        is_quotient = (measure.params or {}).get("combine") == "ratio"
        return super()._in_unit(measure, value) if is_quotient else value

    @api.model
    def _part(self, date_to, ref, value, numerator, denominator, n):
        """``Part`` of a record: its numbers are texts, in the order of
        ``_recorded_fields``."""
        has_ratio = bool(Decimal(denominator))
        return Part(
            date_to,
            stored_decimal(value),
            stored_decimal(numerator) if has_ratio else None,
            stored_decimal(denominator) if has_ratio else None,
            int(n),
            ref,
        )

    @api.model
    def _check_params(self, measure, params):
        self._refuse_unknown_params(params, ("combine",))
        if params.get("combine", "last") not in HOW:
            raise ValidationError(self._params_help())

    @api.model
    def _params_help(self):
        return self.env._(
            'Optional: {"combine": "last"}: how values of several parts of a period '
            "become one: last, sum, mean or ratio (sum of numerators over sum of "
            "denominators)."
        )


def stored_decimal(text):
    """A stored number as Decimal, without trailing zeros."""
    return Decimal(text).normalize() + 0
