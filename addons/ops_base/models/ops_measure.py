import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calc.measure_value import MeasureValue

MANUAL = "ops.measure.provider.manual"


class OpsMeasure(models.Model):
    _name = "ops.measure"
    _inherit = ["ops.mixin.guard"]
    _description = "Measure"
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What is counted, from which records, and what is not."
    )
    unit = fields.Char(translate=True, help="For example %, h, days or CNY.")
    multiplier = fields.Float(
        digits=(16, 6),
        default=1,
        required=True,
        aggregator=None,
        help="Turns a quotient into the unit: 100 for %, 1000 for per thousand.",
    )
    direction = fields.Selection(
        [
            ("up", "More Is Better"),
            ("down", "Less Is Better"),
            ("range", "Within a Range"),
        ],
        required=True,
        default="up",
    )
    provider = fields.Selection(
        [(MANUAL, "Entered by Hand")],
        "Source",
        required=True,
        default=MANUAL,
        help="Where the values come from. Values entered by hand need evidence and "
        "the approval of another person.",
    )
    params = fields.Json("Parameters (Data)", default=dict)
    params_text = fields.Text(
        "Parameters",
        compute="_compute_params_text",
        inverse="_inverse_params_text",
        help="Settings of the source, as JSON; the source checks them when you save.",
    )
    params_help = fields.Text(compute="_compute_params_help")
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        help="Empty: the measure is shared by all companies.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another measure has this code."
    )
    _multiplier_range = models.Constraint(
        "CHECK (multiplier > 0)", "The multiplier must be above 0."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for measure in self:
            measure.display_name = f"[{measure.code or ''}] {measure.name or ''}"

    @api.depends("params")
    def _compute_params_text(self):
        for measure in self:
            measure.params_text = (
                json.dumps(measure.params, ensure_ascii=False, indent=1)
                if measure.params
                else False
            )

    def _inverse_params_text(self):
        for measure in self:
            try:
                measure.params = json.loads(measure.params_text or "{}")
            except ValueError as error:
                raise ValidationError(
                    self.env._("The parameters are no valid JSON: %s", error)
                ) from error

    @api.depends("provider")
    def _compute_params_help(self):
        for measure in self:
            measure.params_help = (
                measure._provider()._params_help() if measure.provider else False
            )

    @api.constrains("params", "provider")
    def _check_params(self):
        for measure in self:
            if not isinstance(measure.params or {}, dict):
                raise ValidationError(
                    self.env._("The parameters must be a JSON object: {…}.")
                )
            measure._provider()._check_params(measure, measure.params or {})

    def _exact_multiplier(self):
        return Decimal(f"{self.multiplier:.6f}")

    def _provider(self):
        """The provider's model."""
        return self.env[self.provider]

    def _measure(self, subjects, date_from, date_to):
        """``{subject id: MeasureValue}`` for every one of ``subjects``.

        Days are inclusive. What the source says nothing about is "no data".
        """
        provider = self._provider_for(subjects)
        found = provider._measure(self, subjects, date_from, date_to)
        return {each: self._in_unit(found.get(each)) for each in subjects.ids}

    def _measure_spans(self, subjects, spans):
        """The same of each subject over days of its own, in one call of the source.

        ``spans``: ``{subject id: [(first day, last day)]}`` of all subjects;
        ``{(subject id, first day, last day): MeasureValue}``.
        """
        provider = self._provider_for(subjects)
        found = provider._measure_spans(self, subjects, spans) if subjects else {}
        keys = ((each, *days) for each in subjects.ids for days in spans[each])
        return {key: self._in_unit(found.get(key)) for key in keys}

    def _provider_for(self, subjects):
        self.ensure_one()
        provider = self._provider()
        if subjects and subjects._name not in provider._subject_models():
            raise ValidationError(
                self.env._(
                    "%(measure)s cannot be measured for %(subjects)s.",
                    measure=self.display_name,
                    subjects=subjects._description,
                )
            )
        return provider

    def _in_unit(self, value):
        return self._provider()._in_unit(self, value or MeasureValue.no_data())
