from odoo import api, fields, models

from odoo.addons.ops_base.calc.period import local_day, month
from odoo.addons.ops_base.calc.seal import canonical_json, digest
from odoo.addons.ops_base.calc.timeline import whole

from ..tools.statement_lines import line_values
from ..tools.statement_money import Month
from ..tools.statement_source import StatementSource
from .ops_contract import ENDED, SIGNED

# by then everything of a contract's last month is known
COMING_MONTHS = 12


class OpsSlaStatement(models.Model):
    """Draft statements follow from facts and versions alone."""

    _inherit = "ops.sla.statement"

    @api.private
    def _generate(self, contracts, month_first, now=None):
        """Statements of a month that has begun, made where missing, recomputed where
        draft; a draft of a contract that does not run in it any more goes."""
        first, last = month(fields.Date.to_date(month_first))
        now = whole(now or self.env.cr.now())
        # sudo: what a statement says does not depend on who asks
        asked = contracts.sudo()
        contracts = asked.filtered(
            lambda contract: (
                contract.state in SIGNED
                and local_day(now, contract.tz) >= first
                and contract.date_start <= last
            )
        )
        # sudo: as above
        known = self.sudo().search(
            [("contract_id", "in", asked.ids), ("date_from", "=", first)]
        )
        done = known.filtered(lambda statement: statement.state != "draft")
        drafts = known - done
        results = self._compute_months(contracts - done.contract_id, first, last, now)
        drafts -= drafts._drop_without(results)
        by_contract = {draft.contract_id.id: draft for draft in drafts}
        missing = [
            result for result in results if result.contract.id not in by_contract
        ]
        created = self._create_drafts(missing, first, last)
        by_contract.update({draft.contract_id.id: draft for draft in created})
        for result in results:
            by_contract[result.contract.id]._store(result, now)
        (drafts | created)._call_next()
        return (done | drafts | created).sudo(False)

    def _drop_without(self, results):
        """The drafts that none of the results belongs to, deleted."""
        kept = {result.contract.id for result in results}
        stale = self.filtered(lambda draft: draft.contract_id.id not in kept)
        stale.line_ids.unlink()
        stale.segment_ids.unlink()
        stale.unlink()
        return stale

    @api.private
    def _compute_months(self, contracts, first, last, now):
        """Results of contracts that run in the month and promise something in it, or
        have ended and left something to settle."""
        contracts._replay_month(first, last, now)
        source = StatementSource(contracts, first, last, now)
        source.read_history()
        results = [Month(source, contract).compute() for contract in contracts]
        return [result for result in results if result.parts or result.adjustments]

    def _create_drafts(self, results, first, last):
        # sudo: nobody makes statements by hand
        return self.sudo()._server_create(
            [
                {
                    "contract_id": result.contract.id,
                    "date_from": first,
                    "date_to": last,
                    "number": self._next_number(result.contract, first),
                }
                for result in results
            ]
        )

    def _next_number(self, contract, first):
        sequence = self.env["ir.sequence"].with_company(contract.company_id)
        return sequence.next_by_code("ops.sla.statement", sequence_date=first) or "/"

    # storing -----------------------------------------------------------------
    def _store(self, result, now):
        """Replaces segments and lines; nothing is written where nothing changed."""
        print_of = digest(canonical_json(self._fingerprint(result)))
        if self.result_hash == print_of:
            return
        self.line_ids.unlink()
        self.segment_ids.unlink()
        scale = 10**self.currency_id.decimal_places
        values = self._prepare_totals(result, scale)
        self._server_write({**values, "result_hash": print_of, "computed_at": now})
        for part in result.parts:
            self._store_part(part, scale)

    def _prepare_totals(self, result, scale):
        return {
            "fee": result.fee / scale,
            "credit_before_cap": result.before_cap / scale,
            "credit": result.credit / scale,
            "bonus": result.bonus / scale,
            "deliverable_deduction": result.deduction / scale,
            "points": result.points,
            "point_deduction": result.point_deduction / scale,
            "earn_back": result.earn_back / scale,
            "adjustment": result.adjustment / scale,
            "net": result.net / scale,
            "is_termination_right": result.termination,
            "uncounted": result.uncounted,
            "is_closing": result.is_closing,
            "verdict": result.verdict,
            "dispute_days": result.terms.dispute_days if result.terms else 10,
        }

    def _store_part(self, part, scale):
        ids = {
            f"{kind}_version_id": version.id if version else False
            for kind, version in (
                ("sla", part.part.sla),
                ("evaluation", part.part.evaluation),
                ("price", part.part.price),
            )
        }
        segment = self.env["ops.sla.statement.segment"]._server_create(
            [
                {
                    "statement_id": self.id,
                    "date_from": part.part.start,
                    "date_to": part.part.end,
                    "fee": part.fee / scale,
                    "credit_before_cap": part.before_cap / scale,
                    "credit": part.credit / scale,
                    **ids,
                }
            ]
        )
        self.env["ops.sla.statement.line"]._server_create(
            [
                {
                    "statement_id": self.id,
                    "segment_id": segment.id,
                    "sequence": index,
                    **self._prepare_money(line, scale),
                    **line_values(line),
                }
                for index, line in enumerate(part.lines, 1)
            ]
        )

    @staticmethod
    def _prepare_money(result, scale):
        row = result.evaluation
        return {
            "weight_bp": row.weight_bp if row else 0,
            "tier_bp": result.tier_bp,
            "factor_bp": result.factor_bp,
            "points": result.points,
            "credit": result.credit / scale,
            "bonus": result.bonus / scale,
        }

    @api.model
    def _fingerprint(self, result):
        """What the statement says and which facts it counts."""
        scale = 10**result.contract.currency_id.decimal_places
        return {
            "totals": {
                name: f"{value}"
                for name, value in self._prepare_totals(result, scale).items()
            },
            "adjustments": sorted(result.adjustments.ids),
            "parts": [
                {
                    "days": [f"{part.part.start}", f"{part.part.end}"],
                    "money": [part.fee, part.before_cap, part.credit],
                    "versions": [
                        version.id if version else 0 for version in part.part[3:]
                    ],
                    "lines": [
                        {
                            "values": f"{line_values(line)}",
                            "money": f"{self._prepare_money(line, scale)}",
                            "facts": line.fact_ids,
                        }
                        for line in part.lines
                    ],
                }
                for part in result.parts
            ],
        }

    def _fresh(self, now=None):
        """The result of this month as it follows from the facts of now."""
        now = whole(now or self.env.cr.now())
        contract = self.contract_id.sudo()  # sudo: the same whoever asks
        results = self._compute_months(contract, self.date_from, self.date_to, now)
        return results[0] if results else None

    def _is_current(self):
        """Whether the facts still give what is stored."""
        result = self._fresh()
        fresh = result and digest(canonical_json(self._fingerprint(result)))
        return fresh == self.result_hash

    # for many contracts --------------------------------------------------------
    def _cron_draft(self):
        """Drafts of the month that ended, a contract at a time; of ended contracts,
        what has come up since."""
        for statement in self._last_of_ended():
            statement._propose_adjustments()
        for contract in self._contracts_without_draft():
            self._generate(contract, contract._past_month())
            self.env["ir.cron"]._commit_progress(1)

    def _last_of_ended(self):
        """The sent statements of the last months of contracts that ended not so long
        ago that anything could still come."""
        since = fields.Date.subtract(self.env.cr.now().date(), months=COMING_MONTHS)
        statements = self.search(
            [
                ("contract_id.state", "in", ENDED),
                ("contract_id.date_last", ">=", since),
                ("sealed_at", "!=", False),
            ]
        )
        # a difference that somebody has refused is proposed again by hand only
        refused = self.env["ops.sla.statement.adjustment"].search(
            [
                ("corrects_id", "in", statements.ids),
                ("is_computed", "=", True),
                ("approval_state", "=", "rejected"),
                ("decided_by", "!=", False),
            ]
        )
        return (statements - refused.corrects_id).filtered(
            lambda statement: (
                statement.date_from
                <= statement.contract_id.date_last
                <= statement.date_to
            )
        )

    def _contracts_without_draft(self):
        """Contracts whose month before the present one has no statement, but runs in
        their time or has something left to settle."""
        contracts = self.env["ops.contract"].search([("state", "in", SIGNED)])
        left = self.env["ops.sla.statement.adjustment"]._unsettled_contracts(contracts)
        found = contracts.browse()
        for contract in contracts:
            first, last = month(contract._past_month())
            runs = contract.date_start <= last and contract.date_last >= first
            months = contract.statement_ids.mapped("date_from")
            if (runs or contract in left) and first not in months:
                found |= contract
        return found
