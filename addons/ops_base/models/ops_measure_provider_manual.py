from decimal import Decimal

from odoo import api, models
from odoo.exceptions import ValidationError

from .. import queries
from ..calc.combine import HOW, Part, combine


class OpsMeasureProviderManual(models.AbstractModel):
    _name = "ops.measure.provider.manual"
    _inherit = ["ops.measure.provider"]
    _description = "Measured Values Entered by Hand"

    # The model of the values (``ops.mixin.recorded``), and its fields that are read.
    _recorded_model = "ops.measure.value"
    _recorded_fields = ("value", "numerator", "denominator", "n")

    @api.model
    def _measure(self, measure, subjects, date_from, date_to):
        """From the approved values of the active companies whose period lies within
        the dates: who reads with more rights than his own gets no other company's."""
        references = [f"{subjects._name},{subject_id}" for subject_id in subjects.ids]
        domain = [
            ("measure_id", "=", measure.id),
            ("subject_ref", "in", references),
            ("is_current", "=", True),
            ("company_id", "in", self.env.companies.ids),
            ("date_from", ">=", date_from),
            ("date_to", "<=", date_to),
        ]
        parts = {}
        for record_id, reference, ends, *numbers in self._recorded_rows(domain):
            part = self._part(ends, (self._recorded_model, record_id), *numbers)
            parts.setdefault(int(reference.partition(",")[2]), []).append(part)
        how = (measure.params or {}).get("combine", "last")
        return {subject_id: combine(found, how) for subject_id, found in parts.items()}

    @api.model
    def _recorded_rows(self, domain):
        """(id, subject_ref, date_to, numbers as texts) of what the reader may see."""
        recorded = self.env[self._recorded_model]
        query = recorded._search(domain)
        columns = [
            recorded._field_to_sql(recorded._table, name, query)
            for name in ("id", "subject_ref", "date_to", *self._recorded_fields)
        ]
        return self.env.execute_query(queries.recorded(query, columns[:3], columns[3:]))

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
