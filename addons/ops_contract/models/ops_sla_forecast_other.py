from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from odoo import models

from odoo.addons.ops_base.calc.period import as_utc, month

from ..tools.sla_book import DAY
from ..tools.statement_lines import LineEvaluator
from ..tools.statement_source import StatementSource

HISTORY = timedelta(days=365)
WHOLE_BP = 10_000


class OpsSlaForecast(models.Model):
    """Levels that are no clocks. An open deliverable is late as often as those of the
    past year were, smoothed as open cases are. An availability or a count is not
    guessed: it is said when nothing that is still to come can save the month."""

    _inherit = "ops.sla.forecast"

    def _prepare_forecasts(self, contracts, first, now):
        rows = super()._prepare_forecasts(contracts, first, now)
        last = month(first)[1]
        source = StatementSource(contracts, first, last, now)
        end = max(as_utc(last + DAY, 0, tz) for tz in set(contracts.mapped("tz")))
        whole = StatementSource(contracts, first, last, end)
        late = self._late_shares(contracts, first)
        for contract in source.contracts:
            chance = late.get(contract.id, Fraction(1, 2))
            for line, parts in self._other_lines(source, whole, contract).items():
                rows += self._prepare_other(line, parts, first, chance, now)
        return rows

    def _other_lines(self, source, whole, contract):
        """``{line: [(result up to now, seconds agreed in all, open deliverables)]}``,
        one for each stretch of days."""
        found = defaultdict(list)
        for part in source.parts(contract)[0]:
            now, full = (
                LineEvaluator(each, contract, part, {}) for each in (source, whole)
            )
            for line in part.sla.sla_line_ids if part.sla else ():
                if line.evaluator != "clock":
                    agreed = 0
                    if line.evaluator == "availability":
                        agreed = full.result(line).denominator
                    waiting = now.open_deliverables(line)
                    found[line].append((now.result(line), agreed, len(waiting)))
        return found

    def _prepare_other(self, line, parts, first, chance, now):
        results = [result for result, _agreed, _waiting in parts]
        done = (
            sum(result.met for result in results),
            sum(result.breached for result in results),
        )
        if line.evaluator == "deliverable":
            waiting = sum(count for _result, _agreed, count in parts)
            if not waiting and not any(done):
                return []
            return [self._prepare_forecast(line, first, done, [chance] * waiting, now)]
        if not self._is_lost(line, results, sum(agreed for _r, agreed, _w in parts)):
            return []
        lost = self._prepare_forecast(line, first, (0, 1), [], now)
        return [{**lost, "breached": done[1], "level": "lost", "miss_probability": 1}]

    @staticmethod
    def _is_lost(line, results, agreed):
        """Whether the month is missed whatever comes."""
        if line.evaluator == "availability":
            down = sum(result.denominator - result.numerator for result in results)
            return down * WHOLE_BP > agreed * (WHOLE_BP - line.target_bp)
        if line.evaluator == "count" and line.metric_id.direction == "down":
            return any(result.verdict == "missed" for result in results)
        return False

    def _late_shares(self, contracts, first):
        """``{contract id: share of the past year's deliverables that were late}``."""
        groups = self.env["ops.deliverable"]._read_group(
            [
                ("contract_id", "in", contracts.ids),
                ("state", "!=", "cancelled"),
                ("outcome", "!=", "open"),
                ("date_due", ">=", first - HISTORY),
                ("date_due", "<", first),
            ],
            ["contract_id", "outcome"],
            ["__count"],
        )
        counts = defaultdict(lambda: {"met": 0, "breached": 0})
        for contract, outcome, count in groups:
            counts[contract.id][outcome] = count
        return {
            contract_id: Fraction(found["breached"] + 1, sum(found.values()) + 2)
            for contract_id, found in counts.items()
        }
