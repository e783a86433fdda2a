from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.ops_base.calc.period import month
from odoo.addons.ops_base.calc.timeline import whole

from ..tools.roles import require_role
from ..tools.statement_money import evaluated
from ..tools.statement_source import StatementSource
from .ops_contract_screen import ROLES

# a chance to miss from which a contract is at risk
RISK = 0.5
WAITING = ("draft", "project_reviewed", "org_reviewed", "disputed", "confirmed")
RED = ("missed", "without_annex", "chain")
AMBER = ("risk", "gap", "overdue", "expiring", "statements")


class OpsContractBoard(models.AbstractModel):
    """All contracts in the reader's sight with a traffic light each.

    Red: a target is missed in this month, no annex in force, or the chain broken.
    Amber: a chance of 50 % or more to miss, days without a version, an overdue
    deliverable, within the renewal notice, a statement that waits
    for us or is disputed.
    Green: nothing of these. Only running contracts have a light.
    """

    _name = "ops.contract.board"
    _description = "Board of Contracts"

    @api.model
    @api.readonly
    def get_board(self):
        """Rows in the same number of queries however many contracts there are."""
        require_role(self.env, *ROLES)
        contracts = self.env["ops.contract"].search(
            [("state", "!=", "closed")], order="date_last, id"
        )
        marks = self._marks(contracts)
        return {
            "user_id": self.env.uid,
            "rows": [self._row(contract, marks[contract.id]) for contract in contracts],
        }

    @api.model
    def _row(self, contract, marks):
        marks = {name: value for name, value in marks.items() if value}
        own = contract.manager_id | contract.project_manager_id | contract.member_ids
        running = contract._is_running()
        return {
            "id": contract.id,
            "number": contract.number,
            "name": contract.name,
            "partner": contract.commercial_partner_id.display_name,
            "direction": contract.direction,
            "state": contract.state,
            "manager": contract.manager_id.name or "",
            "date_last": contract.date_last,
            "mine": self.env.user in own,
            "running": running,
            "light": self._light(marks) if running else "none",
            "marks": marks,
        }

    @api.model
    def _light(self, marks):
        if any(name in marks for name in RED):
            return "red"
        return "amber" if any(name in marks for name in AMBER) else "green"

    @api.model
    def _marks(self, contracts):
        """``{contract id: {mark: number}}``."""
        found = defaultdict(dict)
        for contract in contracts.filtered(lambda contract: contract._is_running()):
            found[contract.id] = {
                "without_annex": int(contract.is_without_annex),
                "chain": int(contract.is_chain_broken),
                "gap": int(contract.has_gap),
                "expiring": int(contract.is_expiring),
            }
        self._mark_forecast(contracts, found)
        self._mark_missed(contracts, found)
        for name, model, domain in self._counted():
            groups = self.env[model]._read_group(
                domain & Domain("contract_id", "in", contracts.ids),
                ["contract_id"],
                ["__count"],
            )
            for contract, count in groups:
                found[contract.id][name] = count
        return found

    @api.model
    def _counted(self):
        """``(mark, model, domain)``; the screen opens the same records."""
        return [
            ("overdue", "ops.deliverable", Domain("is_overdue", "=", True)),
            (
                "statements",
                "ops.sla.statement",
                Domain("state", "in", WAITING),
            ),
            ("sent", "ops.sla.statement", Domain("state", "=", "sent")),
            ("disputed", "ops.sla.statement", Domain("state", "=", "disputed")),
        ]

    @api.model
    def _mark_forecast(self, contracts, found):
        groups = self.env["ops.sla.forecast"]._read_group(
            [
                ("contract_id", "in", contracts.ids),
                ("level", "not in", ("lost", "unknown")),
            ],
            ["contract_id", "date_from:day"],
            ["miss_probability:array_agg"],
        )
        for contract, first, chances in groups:
            if first == month(contract._today())[0]:
                marks = found[contract.id]
                marks["chance"] = max(chances)
                marks["risk"] = sum(chance >= RISK for chance in chances)

    @api.model
    def _mark_missed(self, contracts, found):
        """Levels missed as the month stands now: what the cockpit's gauges show."""
        now = whole(self.env.cr.now())
        running = contracts.filtered(lambda contract: contract._is_running())
        # at midnight zones are in different months
        for (first, last), group in running.grouped(
            lambda contract: month(contract._today())
        ).items():
            source = StatementSource(group, first, last, now)
            for contract in source.contracts:
                found[contract.id]["missed"] = sum(
                    line.verdict == "missed"
                    for part in evaluated(source, contract).parts
                    for line in part.lines
                )
