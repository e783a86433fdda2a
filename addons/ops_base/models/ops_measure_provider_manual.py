from decimal import Decimal

from odoo import api, models
from odoo.exceptions import ValidationError

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
        values = self.env[self._recorded_model].search_fetch(
            [
                ("measure_id", "=", measure.id),
                ("subject_ref", "in", references),
                ("is_current", "=", True),
                ("company_id", "in", self.env.companies.ids),
                ("date_from", ">=", date_from),
                ("date_to", "<=", date_to),
            ],
            ["subject_ref", "date_to", *self._recorded_fields],
        )
        parts = {}
        for value in values:
            parts.setdefault(value.subject_ref.id, []).append(self._part(value))
        how = (measure.params or {}).get("combine", "last")
        return {subject_id: combine(found, how) for subject_id, found in parts.items()}

    @api.model
    def _in_unit(self, measure, value):
        """Values are recorded in the unit; only a quotient of sums is not yet."""
        is_quotient = (measure.params or {}).get("combine") == "ratio"
        return super()._in_unit(measure, value) if is_quotient else value

    @api.model
    def _part(self, value):
        has_ratio = bool(value.denominator)
        return Part(
            value.date_to,
            stored_decimal(value.value),
            stored_decimal(value.numerator) if has_ratio else None,
            stored_decimal(value.denominator) if has_ratio else None,
            value.n,
            (value._name, value.id),
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


def stored_decimal(number):
    """A stored number with six places, as Decimal."""
    return Decimal(f"{number:.6f}").normalize() + 0
