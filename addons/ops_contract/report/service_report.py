from odoo import api, fields, models

from odoo.addons.ops_base.calc.period import as_utc, month

from ..tools.portal_words import WORDS
from ..tools.report_words import (
    instant_text,
    seconds_text,
    selection_label,
    value_text,
)
from .deliverable_list import deliverable_row
from .statement_sheet import COUNTED


class ServiceReport(models.AbstractModel):
    """Service report of a contract and a span of days, from the records and without
    prices: attainment, missed cases, outages, deliverables, changes."""

    _name = "report.ops_contract.service_report"
    _description = "Monthly Service Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        contracts = self.env["ops.contract"].browse(
            docids or data.get("contract_ids") or data["context"]["active_ids"]
        )
        contracts.check_access("read")
        return {
            "doc_ids": contracts.ids,
            "doc_model": "ops.contract",
            "docs": contracts,
            "words": WORDS,
            "sheets": [
                self._sheet(each, *self._span(each, data)) for each in contracts
            ],
        }

    def _span(self, contract, data):
        """The days asked for, else the last full month."""
        if data.get("date_from") and data.get("date_to"):
            span = data["date_from"], data["date_to"]
            return tuple(fields.Date.to_date(day) for day in span)
        return month(fields.Date.subtract(contract._today().replace(day=1), days=1))

    def _sheet(self, contract, first, last):
        # sudo: names of metrics, versions and persons on a report without prices
        contract = contract.sudo()
        return {
            "contract": contract,
            "company": contract.company_id,
            "period": f"{first} – {last}",
            "state": selection_label(contract, "state"),
            "direction": selection_label(contract, "direction"),
            "versions": self._versions(contract, first, last),
            "levels": self._levels(contract, first, last),
            "missed": self._missed(contract, first, last),
            "excluded": self._excluded(contract, first, last),
            "outages": self._outages(contract, first, last),
            "deliverables": [
                deliverable_row(each)
                for each in contract._deliverables_due(first, last).sorted("date_due")
            ],
            "changes": self._changes(contract, first, last),
        }

    def _versions(self, contract, first, last):
        """What was in force on a day of the span."""
        found = contract.version_ids.filtered(
            lambda version: (
                version.state in ("agreed", "effective", "superseded")
                and version.date_from <= last
                and (not version.date_to or version.date_to >= first)
            )
        )
        return found.sorted(lambda version: (version.annex_id.sequence, version.number))

    # service levels ----------------------------------------------------------------
    def _levels(self, contract, first, last):
        lines = self.env["ops.annex.sla.line"].sudo()  # sudo: as the contract above
        return [
            self._level(lines.browse(row["sla_line_id"]), row)
            for row in contract._sla_results(first, last)
        ]

    def _level(self, line, row):
        verdicts = self.env["ops.sla.statement.line"]._fields["verdict"]
        labels = dict(verdicts._description_selection(self.env))
        return {
            **row,
            "line": line,
            "name": line.name or line.metric_id.name,
            "metric": line.metric_id.name,
            "priority": selection_label(line, "priority"),
            "target": WORDS.target(line),
            "text": value_text(line.metric_id, row),
            "label": labels.get(row["verdict"], ""),
            "days": f"{row['date_from']} – {row['date_to']}",
            "counted": line.metric_id.evaluator in COUNTED,
        }

    def _facts(self, contract, first, last, outcome):
        return contract.clock_ids.filtered(
            lambda fact: (
                fact.outcome == outcome
                and not fact.superseded_by_id
                and fact.outcome_day
                and first <= fact.outcome_day <= last
            )
        ).sorted("outcome_at")

    def _missed(self, contract, first, last):
        return [
            {
                "name": fact.name,
                "metric": fact.metric_id.name,
                "priority": selection_label(fact, "priority"),
                "began": instant_text(fact.start_at, contract.tz),
                "deadline": instant_text(fact.deadline, contract.tz),
                "reached": instant_text(fact.reached_at, contract.tz),
                "target": seconds_text(self.env, fact.target_s),
                "elapsed": seconds_text(self.env, fact.elapsed_s),
                "note": fact.note or "",
            }
            for fact in self._facts(contract, first, last, "breached")
        ]

    def _excluded(self, contract, first, last):
        return [
            {
                "name": fact.name,
                "metric": fact.metric_id.name,
                "reason": ", ".join(fact.exclusion_ids.reason_id.mapped("name")),
                "note": " ".join(fact.exclusion_ids.mapped("note")),
            }
            for fact in self._facts(contract, first, last, "excluded")
        ]

    # the rest --------------------------------------------------------------------
    def _outages(self, contract, first, last):
        start = as_utc(first, 0, contract.tz)
        end = as_utc(last, 86400, contract.tz)
        found = contract.outage_ids.filtered(
            lambda outage: (
                outage.start_at < end and (not outage.end_at or outage.end_at > start)
            )
        )
        return [
            {
                "name": outage.name,
                "kind": selection_label(outage, "kind"),
                "start": instant_text(outage.start_at, contract.tz),
                "end": instant_text(outage.end_at, contract.tz),
                "cause": outage.cause or "",
                "excluded": outage.is_excluded,
            }
            for outage in found.sorted("start_at")
        ]

    def _changes(self, contract, first, last):
        """New versions of the span, and what was asked to be changed."""
        versions = self._versions(contract, first, last).filtered(
            lambda version: version.date_from >= first and version.number > 1
        )
        found = [
            (version.date_from, version.display_name, version.change_reason or "")
            for version in versions
        ]
        start = as_utc(first, 0, contract.tz)
        end = as_utc(last, 86400, contract.tz)
        requests = contract.change_ids.filtered(
            lambda change: start <= change.create_date < end
        )
        for change in requests:
            state = selection_label(change, "approval_state")
            found.append((change.create_date.date(), change.display_name, state))
        return sorted(found)
