from odoo import models
from odoo.tools.misc import formatLang


class OpsAppraisalLine(models.Model):
    """A line in a few signs, for screens and forms: what it wants, what came out."""

    _inherit = "ops.appraisal.line"

    def _target_text(self):
        unit = self._unit_text()
        if self.method == "range":
            low, high = self._short(self.range_low), self._short(self.range_high)
            return f"{low} – {high}{unit}"
        if self.method == "deduct":
            return self.env._("no event")
        if self.method == "rating":
            return self.env._("up to %s", self._short(self.rating_max))
        if self.method in ("step", "step_down"):
            return self._steps_text()
        sign = "≤" if self.direction == "down" else "≥"
        return f"{sign} {self._short(self.target)}{unit}"

    def _steps_text(self):
        """``≤ 0: 100; ≤ 1: 80``: which value earns which score."""
        sign = "≤" if self.method == "step_down" else "≥"
        return "; ".join(
            f"{sign} {self._short(float(bound))}: {self._short(float(score))}"
            for bound, score in self.bands or ()
        )

    def _value_text(self, entered=None):
        """The measured value, else the one that a level ``entered`` by hand."""
        if self.value_state == "not_reportable":
            return self.env._("not reportable")
        value = self.value if self.has_value else entered
        return "–" if value is None else f"{self._short(value)}{self._unit_text()}"

    def _unit_text(self):
        # sudo: the unit of the KPI, which stands beside every figure of it
        unit = self.sudo().kpi_id.unit
        return f" {unit}" if unit else ""

    def _short(self, number):
        """95, 0.5, 1,200: without zeros that say nothing."""
        decimals = f"{number:.6f}".rstrip("0").partition(".")[2]
        return formatLang(self.env, number, digits=len(decimals))
