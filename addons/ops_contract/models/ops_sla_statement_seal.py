import json

from odoo import fields, models

from odoo.addons.ops_base.calc.period import as_utc

from ..tools.sla_book import DAY


class OpsSlaStatement(models.Model):
    """A sent statement is sealed together with the facts that it counts."""

    _inherit = "ops.sla.statement"

    def _freeze_facts(self):
        result = self._fresh()
        lines = {
            (line.segment_id.date_from, line.line_key): line for line in self.line_ids
        }
        clocks = self.env["ops.sla.clock"]
        for part in result.parts:
            for counted in part.lines:
                line = lines[part.part.start, counted.line.line_key]
                clocks.browse(counted.fact_ids)._server_write(
                    {"frozen": True, "statement_line_id": line.id}
                )
        self._freeze_others()
        result.adjustments._server_write({"statement_id": self.id})

    def _freeze_others(self):
        contract = self.contract_id
        start = as_utc(self.date_from, 0, contract.tz)
        end = as_utc(self.date_to + DAY, 0, contract.tz)
        outages = contract.outage_ids.filtered(
            lambda outage: (
                outage.start_at < end and (not outage.end_at or outage.end_at > start)
            )
        )
        outages._server_write({"frozen": True, "counted_to": end})
        readings = contract.reading_ids.filtered(
            lambda reading: self.date_from <= reading.date_to <= self.date_to
        )
        readings._server_write({"frozen": True})
        contract.deliverable_ids._count_in(self)

    def _seal_payload(self):
        self.ensure_one()
        statement = self.sudo()  # sudo: the seal covers all of it, also the prices
        text = statement._money_text()
        return {
            "number": statement.number,
            "contract": statement.contract_id.id,
            "month": [str(statement.date_from), str(statement.date_to)],
            "totals": statement._sealed_totals(text),
            "segments": [part._sealed_values(text) for part in statement.segment_ids],
            "lines": [line._sealed_values(text) for line in statement.line_ids],
            "facts": statement._sealed_facts(),
            "deliverables": statement.contract_id.deliverable_ids._sealed_rows(
                statement
            ),
            "adjustments": [
                [row.id, text(row.amount)] for row in statement._settled_adjustments()
            ],
        }

    def _sealed_totals(self, text):
        names = (
            "fee",
            "credit_before_cap",
            "credit",
            "bonus",
            "deliverable_deduction",
            "point_deduction",
            "earn_back",
            "adjustment",
            "net",
        )
        return {
            **{name: text(self[name]) for name in names},
            "points": self.points,
            "termination": self.is_termination_right,
            "uncounted": self.uncounted,
        }

    def _sealed_facts(self):
        clocks = self.env["ops.sla.clock"].search(
            [("statement_line_id", "in", self.line_ids.ids)], order="id"
        )
        return [
            [
                clock.id,
                clock.statement_line_id.id,
                fields.Datetime.to_string(clock.start_at),
                fields.Datetime.to_string(clock.reached_at) or "",
                clock.target_s,
                clock.elapsed_s,
                clock.paused_s,
                clock.outcome,
            ]
            for clock in clocks
        ]

    def _settled_adjustments(self):
        return self.env["ops.sla.statement.adjustment"].search(
            [("statement_id", "=", self.id)], order="id"
        )

    def _money_text(self):
        """``text(amount)``: with as many decimals as the currency had at sealing."""
        places = self.currency_id.decimal_places
        if self.sealed_at:
            fee = json.loads(self.seal_payload)["totals"]["fee"]
            places = len(fee.partition(".")[2])
        return lambda amount: f"{amount or 0:.{places}f}"
