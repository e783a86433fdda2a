from odoo import api, fields, models

from ..calc.uptime import mtbf, mttr
from ..tools.portal_words import WORDS
from ..tools.report_words import seconds_text, value_text


class OpsSlaStatementLine(models.Model):
    """How staff read a line: in words, as on the printed sheet."""

    _inherit = "ops.sla.statement.line"

    level_text = fields.Char("Level", compute="_compute_texts")
    target_text = fields.Char("Target", compute="_compute_texts")
    value_text = fields.Char("Reached", compute="_compute_texts")
    likely_text = fields.Char(
        "Likely",
        compute="_compute_texts",
        help="Where the true share lies with 95 % confidence. It informs; the rule of "
        "the annex decides.",
    )
    days_text = fields.Char("Days", compute="_compute_texts")
    outage_text = fields.Char(
        "Outages",
        compute="_compute_outage_text",
        help="Mean time to restore and mean time between failures (contract.md 2.5).",
    )

    @api.depends("statement_id.number", "sla_line_id", "metric_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.statement_id.number}: {line.level_text}"

    @api.depends("sla_line_id", "metric_id", "value", "has_value", "segment_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            level = line.sla_line_id
            line.level_text = level.name or level.display_name or line.metric_id.name
            line.target_text = WORDS.target(level) if level else ""
            line.value_text = value_text(line.metric_id, line)
            is_shared = line.statistical_verdict not in (False, "na")
            line.likely_text = WORDS.likely(line) if is_shared else ""
            line.days_text = line.segment_id._days_text()

    @api.depends("evaluator", "breached", "numerator", "denominator")
    @api.depends_context("lang")
    def _compute_outage_text(self):
        for line in self:
            is_down = line.evaluator == "availability" and line.breached
            line.outage_text = line._text_of_outages() if is_down else ""

    def _text_of_outages(self):
        down_s = self.denominator - self.numerator
        between = mtbf(self.denominator, down_s, self.breached)
        return self.env._(
            "%(count)s outages, %(mttr)s to restore, %(mtbf)s between them on average",
            count=self.breached,
            mttr=seconds_text(self.env, mttr(down_s, self.breached)),
            mtbf=seconds_text(self.env, between),
        )
