from odoo import fields, models

MARKS = {"digits": (16, 6), "aggregator": None}


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
    floor = fields.Float(**MARKS)
    target = fields.Float(**MARKS)
    has_stretch = fields.Boolean(help="Above the target, scores rise up to the cap.")
    stretch = fields.Float(**MARKS)
    floor_score = fields.Float(default=60, **MARKS)
    cap = fields.Float("Highest Score", default=120, **MARKS)
    range_low = fields.Float(**MARKS)
    range_high = fields.Float(**MARKS)
    tolerance = fields.Float(**MARKS)
    start_score = fields.Float(default=100, **MARKS)
    per_event = fields.Float("Deduction per Event", **MARKS)
    rating_max = fields.Float("Highest Rating", default=5, **MARKS)
    veto = fields.Boolean(
        help="Any event counts: the grade is then not better than the capped one."
    )
    veto_cap_grade = fields.Char("Grade Cap after a Veto")
