from odoo import api, models

from odoo.addons.ops_base.calc.period import as_utc
from odoo.addons.ops_base.calc.timeline import whole

from ..tools.sla_book import DAY, VersionBook
from ..tools.statement_lines import line_values
from ..tools.statement_money import evaluated
from ..tools.statement_source import StatementSource


class OpsContract(models.Model):
    _inherit = "ops.contract"

    @api.private
    def _sla_line_for(self, metric, priority, service_line, instant):
        """The service level that judges a case which begins at ``instant``."""
        self.ensure_one()
        book = VersionBook(self, ["sla"])
        key = service_line.line_key
        line = book.line_for(self, metric.id, priority or "any", key, instant)
        return line or self.env["ops.annex.sla.line"]

    @api.private
    def _sla_results(self, first, last, now=None):
        """Values of all service levels in a span of days, without money: a dict for
        each line and stretch of days with the same versions."""
        now = whole(now or self.env.cr.now())
        self._replay_month(first, last, now)
        source = StatementSource(self, first, last, now)
        return [
            {
                "date_from": part.part.start,
                "date_to": part.part.end,
                **line_values(line),
            }
            for contract in source.contracts
            for part in evaluated(source, contract).parts
            for line in part.lines
        ]

    def _replay_month(self, first, last, now):
        """Facts that may belong to these days, as they stand now: an annex may have
        been agreed since they were entered."""
        domain = [("frozen", "=", False), *self._domain_of_facts(first, last)]
        # sudo: results do not depend on who asks
        self.env["ops.sla.clock"].sudo().search(domain)._replay(now)

    def _domain_of_facts(self, first, last):
        """Facts that may belong to these days."""
        zones = set(self.mapped("tz")) or {"UTC"}
        end = max(as_utc(last + DAY, 0, tz) for tz in zones)
        return [
            ("contract_id", "in", self.ids),
            ("start_at", "<", end),
            "|",
            ("outcome_day", "=", False),
            ("outcome_day", ">=", first),
        ]
