from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from odoo import fields, models

from ..tools.month_outlook import CASES, DAYS, OUTAGES, VALUES, MonthOutlook

HISTORY = timedelta(days=365)


class OpsSlaForecast(models.Model):
    """Levels that are no clocks. An open deliverable is late as often as those of the
    past year were, smoothed as open cases are. The others follow from the past year of
    the same promise: down time and counts as events of a steady rate, ratios as further
    cases that are good as often as before, values as one more of the past ones. Where
    the past says too little, nothing is guessed and the reason is shown."""

    _inherit = "ops.sla.forecast"
    _server_owned = frozenset({"reason"})

    reason = fields.Selection(
        [
            ("outages", f"Fewer than {OUTAGES} outages in the past year"),
            ("days", f"Fewer than {DAYS} days of readings in the past year"),
            ("cases", f"Fewer than {CASES} cases read in the past year"),
            ("values", f"Fewer than {VALUES} values read in the past year"),
        ],
        "Why No Chance",
        readonly=True,
        help="What is too little known to say how likely the month is missed.",
    )

    def _prepare_forecasts(self, contracts, first, now, last):
        rows = super()._prepare_forecasts(contracts, first, now, last)
        outlook = MonthOutlook(contracts, first, last, now)
        late = self._late_shares(contracts, first)
        for contract in outlook.contracts:
            past = outlook.past_lines(contract)
            chance = late.get(contract.id, Fraction(1, 2))
            for line, parts in outlook.stretches(contract).items():
                if line.evaluator == "clock":
                    continue
                if line.evaluator == "deliverable":
                    found = [outlook.evaluator(contract, part) for part in parts]
                    rows += self._prepare_deliverables(line, found, first, chance, now)
                    continue
                chances = outlook.of(contract, line, parts, past[line.line_key])
                rows.append(self._prepare_other(line, chances, first, now))
        return rows + self._prepare_quiet(outlook, rows, first, now)

    def _prepare_deliverables(self, line, evaluators, first, chance, now):
        results = [each.result(line) for each in evaluators]
        waiting = sum(len(each.open_deliverables(line)) for each in evaluators)
        done = (
            sum(result.met for result in results),
            sum(result.breached for result in results),
        )
        if not waiting and not any(done):
            return []
        return [self._prepare_forecast(line, first, done, [chance] * waiting, now)]

    def _prepare_other(self, line, outlook, first, now):
        is_known = outlook.miss is not None
        left = -1 if outlook.is_lost else 0
        return {
            "contract_id": line.contract_id.id,
            "sla_line_id": line.id,
            "date_from": first,
            "met": outlook.met,
            "breached": outlook.breached,
            "miss_probability": outlook.miss or 0.0,
            "level": self._level_of(left, outlook.miss) if is_known else "unknown",
            "reason": outlook.reason,
            "computed_at": now,
        }

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
