from odoo import api, models
from odoo.exceptions import ValidationError

SUBJECT_MODELS = frozenset({"hr.employee", "hr.department", "res.partner"})


class OpsMeasureProvider(models.AbstractModel):
    """A source of measured values.

    An addon inherits this, and adds its model name to ``ops.measure.provider`` with
    ``selection_add`` and ``ondelete={name: "set default"}``.
    """

    _name = "ops.measure.provider"
    _description = "Source of Measured Values"

    @api.model
    def _measure(self, measure, subjects, date_from, date_to):
        """``{subject id: MeasureValue}``: the same days for all."""
        if not subjects:
            return {}
        spans = {each: [(date_from, date_to)] for each in subjects.ids}
        found = self._measure_spans(measure, subjects, spans)
        return {subject_id: value for (subject_id, *_days), value in found.items()}

    @api.model
    def _measure_spans(self, measure, subjects, spans):
        """``{(subject id, first day, last day): MeasureValue}``; ``spans``: ``{subject
        id: [(first day, last day)]}``; see ``ops.measure._measure_spans``.

        A span gets what lies within its days: of what reaches beyond them nobody
        knows how much belongs to them. No span changes what another one gets.
        Writes nothing. One query per source, however many subjects and spans; with
        the rights of the reader, and of the active companies (``env.companies``) only:
        appraisals read as superuser for one company. A span left out counts as "no
        data".
        """
        raise NotImplementedError

    @api.model
    def _in_unit(self, measure, value):
        """Sources give plain quotients; the measure says in what unit."""
        return value.times(measure._exact_multiplier())

    @api.model
    def _subject_models(self):
        """Names of the models whose records can be measured."""
        return SUBJECT_MODELS

    @api.model
    def _check_params(self, measure, params):
        """Raises ValidationError for parameters that this source cannot use."""
        self._refuse_unknown_params(params, ())

    @api.model
    def _params_help(self):
        """One line for the user: which parameters there are."""
        return self.env._("This source has no parameters.")

    @api.model
    def _refuse_unknown_params(self, params, known):
        unknown = sorted(set(params) - set(known))
        if unknown:
            raise ValidationError(
                self.env._(
                    "Unknown parameters: %(unknown)s. %(help)s",
                    unknown=", ".join(unknown),
                    help=self._params_help(),
                )
            )
