from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang

from odoo.addons.ops_base.calc.units import from_minor, to_minor
from odoo.addons.ops_base.tools.words import amount_in_words

from ..tools.portal_words import WORDS
from ..tools.report_words import selection_label, value_text

# what is measured in cases
COUNTED = ("clock", "deliverable", "ratio")
AMOUNTS = (
    ("credit", -1),
    ("deliverable_deduction", -1),
    ("point_deduction", -1),
    ("bonus", 1),
    ("earn_back", 1),
    ("adjustment", 1),
)


class StatementSheet(models.AbstractModel):
    """SLA statement (SLA 结算单): each service level with both verdicts, the money in
    figures and words; without prices for who may not see them."""

    _name = "report.ops_contract.sla_statement"
    _description = "SLA Statement Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        statements = self.env["ops.sla.statement"].browse(docids)
        statements.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "ops.sla.statement",
            "docs": statements,
            "sheets": [self._sheet(statement) for statement in statements],
            "words": WORDS,
        }

    def _sheet(self, statement):
        priced = self._sees_prices(statement)
        # sudo: names of persons, metrics and versions on a sheet the reader may have
        record = statement.sudo()
        return {
            "statement": record,
            "company": record.company_id,
            "contract": record.contract_id,
            "state": selection_label(record, "state"),
            "priced": priced,
            "currency": record.currency_id,
            "places": record.currency_id.decimal_places,
            "segments": [self._segment(segment) for segment in record.segment_ids],
            "totals": self._totals(record) if priced else [],
            "net_words": self._in_words(record) if priced else "",
            "signatures": self._signatures(record),
            "verify": f"{record.get_base_url()}/ops/verify/{record.seal_hash}",
        }

    def _sees_prices(self, statement):
        try:
            statement._check_field_access(statement._fields["net"], "read")
        except AccessError:
            return False
        return True

    def _segment(self, segment):
        return {
            "segment": segment,
            "lines": [
                {
                    "line": line,
                    "level": line.sla_line_id.name or line.metric_id.name,
                    "priority": selection_label(line, "priority"),
                    "target": WORDS.target(line.sla_line_id),
                    "value": value_text(line.metric_id, line),
                    "verdict": selection_label(line, "verdict"),
                    "counted": line.metric_id.evaluator in COUNTED,
                    **self._likely(line),
                }
                for line in segment.line_ids
            ],
        }

    def _likely(self, line):
        """Interval and verdict where the value is a share of cases."""
        if line.statistical_verdict in (False, "na"):
            return {"statistical": "", "interval": ""}
        return {
            "statistical": selection_label(line, "statistical_verdict"),
            "interval": WORDS.likely(line),
        }

    def _totals(self, statement):
        """``[(label, signed amount)]``; those that are nothing are left out."""
        labels = statement.fields_get([name for name, _sign in AMOUNTS], ["string"])
        found = [
            (labels[name]["string"], sign * statement[name])
            for name, sign in AMOUNTS
            if statement[name]
        ]
        if statement.credit != statement.credit_before_cap:
            text = self.env._(
                "Credit: %(amount)s, capped as agreed",
                amount=formatLang(
                    self.env,
                    statement.credit_before_cap,
                    digits=statement.currency_id.decimal_places,
                ),
            )
            found[:1] = [(text, -statement.credit)]
        return found

    def _in_words(self, statement):
        currency = statement.currency_id
        step = repr(currency.rounding)
        net = from_minor(to_minor(statement.net, step), step)
        lang = self.env.lang or "en_US"
        return amount_in_words(net, lang, currency.name)

    def _signatures(self, statement):
        return [
            self._signed(
                self.env._("Project review"), statement.project_reviewed_by_id
            ),
            self._signed(
                self.env._("Organisation review"), statement.org_reviewed_by_id
            ),
            self._signed(self.env._("For the partner"), statement._confirmed_by()),
        ]

    def _signed(self, label, person):
        return f"{label}: {person.name}" if person else label
