from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import MissingError

from odoo.addons.ops_base.calc.period import month
from odoo.addons.ops_base.calc.timeline import whole

from ..tools.roles import require_role
from ..tools.statement_lines import line_values
from ..tools.statement_money import evaluated
from ..tools.statement_source import StatementSource

ROLES = ("supervisor", "manager", "finance", "org")
# the calendar strip: days before and after today
BEFORE, AFTER = timedelta(days=14), timedelta(days=42)
STATEMENTS = 6
IN_STRIP = 200


class OpsContractScreen(models.AbstractModel):
    """What the cockpit of a contract shows, in the sight of its reader."""

    _name = "ops.contract.screen"
    _description = "Screens of Contracts"

    @api.model
    @api.readonly
    def get_cockpit(self, contract_id, day=None):
        """Annexes, service levels of the month of ``day``, deliverables, statements."""
        require_role(self.env, *ROLES)
        contract = self.env["ops.contract"].browse(
            contract_id if type(contract_id) is int else 0
        )
        if not contract.exists():
            raise MissingError(self.env._("This contract is not there any more."))
        contract.check_access("read")
        today = contract._today()
        first, last = month(fields.Date.to_date(day) or today)
        return {
            "today": today,
            "date_start": contract.date_start,
            "date_last": contract.date_last,
            "month": first,
            "month_end": last,
            "annexes": self._timeline(contract),
            "gauges": self._gauges(contract, first, last),
            "deliverables": self._strip(contract, today),
            "statements": self._statements(contract),
            "currency_id": contract.currency_id.id,
        }

    @api.model
    def _timeline(self, contract):
        return [
            {
                "id": annex.id,
                "kind": annex.kind,
                "name": annex.display_name,
                "versions": [
                    {
                        "id": version.id,
                        "number": version.number,
                        "state": version.state,
                        "label": version._state_label(),
                        "date_from": version.date_from,
                        "date_to": version.date_to or contract.date_last,
                    }
                    for version in annex.version_ids.sorted("date_from")
                    if version.state != "withdrawn"
                ],
                "gaps": contract._gap_days(annex),
            }
            for annex in contract.annex_ids
        ]

    @api.model
    def _gauges(self, contract, first, last):
        """Each service level as of now; a changed level has a gauge per stretch."""
        source = StatementSource(contract, first, last, whole(self.env.cr.now()))
        forecasts = {
            forecast.sla_line_id.id: forecast
            for forecast in self.env["ops.sla.forecast"].search(
                [("contract_id", "=", contract.id), ("date_from", "=", first)]
            )
        }
        return [
            self._gauge(part.part, line, forecasts.get(line.line.id))
            for part in evaluated(source, source.contracts).parts
            for line in part.lines
        ]

    @api.model
    def _gauge(self, part, result, forecast):
        metric = result.line.metric_id
        values = line_values(result)
        values["target_bp"] = values["target_bp"] if metric.unit == "ratio" else 0
        found = {
            **values,
            "name": result.line.display_name,
            "evaluator": metric.evaluator,
            "metric_id": metric.id,
            "unit": metric.unit,
            "direction": metric.direction,
            "date_from": part.start,
            "date_to": part.end,
            "forecast": None,
        }
        if forecast:
            names = ("level", "miss_probability", "left", "allowed", "open_count")
            found["forecast"] = {
                **{name: forecast[name] for name in names},
                "reason_label": forecast._reason_text(),
                "is_of_cases": metric.evaluator in ("clock", "deliverable")
                and forecast.level != "unknown",
            }
        return found

    @api.model
    def _strip(self, contract, today):
        """Deliverables around today, and whatever is overdue."""
        Deliverable = self.env["ops.deliverable"]
        rows = Deliverable.search(
            [
                ("contract_id", "=", contract.id),
                ("state", "!=", "cancelled"),
                ("date_due", "<=", today + AFTER),
                "|",
                ("date_due", ">=", today - BEFORE),
                ("is_overdue", "=", True),
            ],
            order="date_due, id",
            limit=IN_STRIP,
        )
        return [
            {
                "id": row.id,
                "name": row.display_name,
                "date_due": row.date_due,
                "state": row.state,
                "is_overdue": row.is_overdue,
                "is_on_time": row.is_on_time,
            }
            for row in rows
        ]

    @api.model
    def _statements(self, contract):
        Statement = self.env["ops.sla.statement"]
        labels = dict(Statement._fields["state"]._description_selection(self.env))
        sees = Statement._has_field_access(Statement._fields["net"], "read")
        return [
            {
                "id": row.id,
                "number": row.number,
                "date_from": row.date_from,
                "state": row.state,
                "label": labels[row.state],
                "verdict": row.verdict,
                "net": row.net if sees else None,
            }
            for row in Statement.search(
                [("contract_id", "=", contract.id)], limit=STATEMENTS
            )
        ]
