from datetime import timedelta

from odoo import fields, models

from odoo.addons.ops_base.calc.period import local_day

from ..calc.forecast import PAST_DAYS, expected_cases
from ..queries import forecast as queries

HISTORY = timedelta(days=365)


class OpsSlaForecast(models.Model):
    """Levels of which the month has no case yet: no chance is told, but how many cases
    the rest of the month brings at the rate of the past year."""

    _inherit = "ops.sla.forecast"
    _server_owned = frozenset({"expected_count"})

    reason = fields.Selection(
        selection_add=[
            ("no_cases", "No cases so far"),
            (
                "no_past",
                f"No cases so far, and promised for fewer than {PAST_DAYS} days",
            ),
            ("nothing_due", "Nothing falls due in this month"),
        ]
    )
    expected_count = fields.Float(
        "Cases to Come",
        digits=(16, 1),
        readonly=True,
        aggregator=None,
        help="Until the end of the month, at the rate of the past year; where there is "
        "no case yet.",
    )

    def _prepare_quiet(self, outlook, rows, first, now):
        """Of the levels in force that ``rows`` say nothing of."""
        said = {row["sla_line_id"] for row in rows}
        query = queries.begun(outlook.contracts.ids, now - HISTORY)
        begun = {(c, key): n for c, key, n in self.env.execute_query(query)}
        return [
            self._prepare_unknown(
                line, first, now, self._why_quiet(outlook, line, parts, begun, now)
            )
            for contract in outlook.contracts
            for line, parts in outlook.stretches(contract).items()
            if line.id not in said
        ]

    def _why_quiet(self, outlook, line, parts, begun, now):
        if line.evaluator != "clock":
            return {"reason": "nothing_due"}
        contract = line.contract_id
        past = begun.get((contract.id, line.line_key), 0)
        since = outlook.promised_since(contract, line.line_key)
        return self._expected(contract, past, since, parts[-1].end, now)

    def _expected(self, contract, past, since, last, now):
        today = local_day(now, contract.tz)
        days = min(today - since, HISTORY).days
        count = expected_cases(past, max(days, 0), max((last - today).days, 0))
        if count is None:
            return {"reason": "no_past"}
        return {"reason": "no_cases", "expected_count": float(count)}

    def _prepare_unknown(self, line, first, now, values):
        return {
            "contract_id": line.contract_id.id,
            "sla_line_id": line.id,
            "date_from": first,
            "level": "unknown",
            "computed_at": now,
            **values,
        }

    def _reason_text(self):
        """Why no chance is told, and what is to come."""
        if not self.reason:
            return ""
        label = dict(self._fields["reason"]._description_selection(self.env))
        if self.reason != "no_cases":
            return label[self.reason]
        return self.env._(
            "%(reason)s; about %(count)s to come",
            reason=label[self.reason],
            count=f"{self.expected_count:.1f}",
        )
