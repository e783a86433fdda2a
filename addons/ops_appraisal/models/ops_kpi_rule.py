from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ..calc import scoring

_lt = LazyTranslate(__name__)
MARKS = {"digits": (16, 6), "aggregator": None}
FLAWS = {
    "cap": _lt("the highest score is 100 or more"),
    "floor_score": _lt("the score at the floor is 0 to 100"),
    "order": _lt("floor, target and stretch must lead from bad to good"),
    "target": _lt("the target must be above 0"),
    "bands": _lt(
        "it needs steps, each at a bound of its own, with scores from 0 to the highest"
    ),
    "range": _lt(
        "the range must not end before it begins, the tolerance not be negative"
    ),
    "start": _lt("the starting score lies between the lowest and the highest"),
    "per": _lt("the deduction per event must be above 0"),
    "r_max": _lt("the highest rating must be above 0"),
}


class OpsKpiRule(models.AbstractModel):
    """How a value becomes a score: of a KPI, and copied on every appraisal line.

    appraisal_culture.md 2.3; the rule itself is ``calc/scoring.py``.
    """

    _name = "ops.kpi.rule"
    _description = "Scoring Rule"

    method = fields.Selection(
        [
            ("linear", "Linear between Marks"),
            ("ratio", "Ratio to Target"),
            ("step", "Steps, More Is Better"),
            ("step_down", "Steps, Less Is Better"),
            ("range", "Within a Range"),
            ("deduct", "Deduction per Event"),
            ("rating", "Rating"),
        ],
        "Scoring",
        required=True,
        default="linear",
    )
    direction = fields.Selection(
        [("up", "More Is Better"), ("down", "Less Is Better")],
        required=True,
        default="up",
    )
    floor = fields.Float(
        help="The value that just earns the score at the floor; below it, 0. "
        "For deductions: the lowest score.",
        **MARKS,
    )
    target = fields.Float(help="The value that earns 100.", **MARKS)
    has_stretch = fields.Boolean(help="Above the target, scores rise up to the cap.")
    stretch = fields.Float(help="The value that earns the highest score.", **MARKS)
    floor_score = fields.Float("Score at the Floor", default=60, **MARKS)
    cap = fields.Float("Highest Score", default=120, **MARKS)
    range_low = fields.Float("From", **MARKS)
    range_high = fields.Float("To", **MARKS)
    tolerance = fields.Float(
        help="How far outside of the range the score falls to 0.", **MARKS
    )
    start_score = fields.Float("Starting Score", default=100, **MARKS)
    per_event = fields.Float("Deduction per Event", **MARKS)
    rating_max = fields.Float("Highest Rating", default=5, **MARKS)
    veto = fields.Boolean(
        help="Any event counts: the grade is then not better than the capped one."
    )
    veto_cap_grade = fields.Char("Grade Cap after a Veto")

    def _rule(self, bands=(), **marks):
        """The rule with exact marks; ``marks`` replace those of the record."""
        own = {**self._rule_marks(), **marks}
        return scoring.rule(self.method, bands=bands, **own)

    def _rule_marks(self):
        """The marks of the record, as the words of ``scoring.rule``."""
        self.ensure_one()
        return {
            "direction": self.direction,
            "floor": self.floor,
            "target": self.target,
            "stretch": self.stretch if self.has_stretch else None,
            "floor_score": self.floor_score,
            "cap": self.cap,
            "lo": self.range_low,
            "hi": self.range_high,
            "tolerance": self.tolerance,
            "start": self.start_score,
            "per": self.per_event,
            "r_max": self.rating_max,
        }

    @api.model
    def _refuse_flaw(self, rule, name):
        if rule.flaw:
            raise ValidationError(
                self.env._(
                    "%(name)s cannot be scored: %(flaw)s.",
                    name=name,
                    flaw=self.env._(FLAWS[rule.flaw]),
                )
            )
