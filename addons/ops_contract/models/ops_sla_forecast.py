from datetime import timedelta
from fractions import Fraction

from odoo import api, fields, models

from odoo.addons.ops_base.calc.period import local_day, month
from odoo.addons.ops_base.calc.timeline import whole

from ..calc.forecast import allowance, breach_probability, month_ok_probability
from ..queries import forecast as queries
from ..tools.roles import require_role
from .ops_contract import RUNNING

# finished cases of so long are compared with the open ones
HISTORY = timedelta(days=365)
# written thresholds: the chance that the month is missed
WATCH, RISK = Fraction(1, 5), Fraction(1, 2)
LEVELS = [
    ("unknown", "No Forecast"),
    ("safe", "On Track"),
    ("watch", "Watch"),
    ("risk", "At Risk"),
    ("lost", "Missed Already"),
]


class OpsSlaForecast(models.Model):
    """How likely a service level misses its month, from the cases that are open: each
    with the share of comparable finished cases that passed the target, together by
    the Poisson binomial distribution (contract.md 1D, row 35). Cases that have not
    begun yet change no chance."""

    _name = "ops.sla.forecast"
    _description = "SLA Forecast"
    _inherit = ["ops.mixin.guard"]
    _order = "miss_probability desc, contract_id, id"
    _rec_name = "sla_line_id"
    _server_owned = frozenset(
        {"contract_id", "sla_line_id", "date_from", "met", "breached", "open_count"}
        | {"allowed", "left", "miss_probability", "level", "computed_at"}
    )

    contract_id = fields.Many2one(
        "ops.contract", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.commercial_partner_id", store=True, index=True
    )
    sla_line_id = fields.Many2one(
        "ops.annex.sla.line",
        "Service Level",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    metric_id = fields.Many2one(related="sla_line_id.metric_id", store=True, index=True)
    priority = fields.Selection(related="sla_line_id.priority", store=True)
    target_bp = fields.Integer(related="sla_line_id.target_bp")
    date_from = fields.Date("Month", required=True, readonly=True, index=True)
    met = fields.Integer(readonly=True)
    breached = fields.Integer(readonly=True)
    open_count = fields.Integer("Open Cases", readonly=True)
    allowed = fields.Integer(
        "Misses Allowed", readonly=True, help="Of all cases of the month known so far."
    )
    left = fields.Integer("Misses Left", readonly=True, aggregator=None)
    miss_probability = fields.Float(
        "Chance to Miss", digits=(16, 4), readonly=True, aggregator="max"
    )
    level = fields.Selection(
        LEVELS,
        required=True,
        readonly=True,
        default="safe",
        index=True,
        help="Watch from 20 %, at risk from 50 %; missed already: no later case can "
        "save the month by the cases known so far.",
    )
    computed_at = fields.Datetime(readonly=True)

    _level_uniq = models.UniqueIndex(
        "(sla_line_id, date_from)", "A service level is forecast once a month."
    )

    def action_refresh(self):
        """Computes the forecast of these contracts, or of all readable ones, anew."""
        self.check_access("read")
        require_role(self.env, "supervisor", "manager", "org")
        contracts = self.contract_id or self._running_contracts()
        self._forecast(contracts)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.private
    def _forecast(self, contracts, now=None):
        """The forecast of the present month, written in the place of the last one."""
        now = whole(now or self.env.cr.now())
        # sudo: the same whoever asks
        contracts = contracts.sudo().filtered(lambda contract: contract._is_running())
        self = self.sudo()
        self.search([("contract_id", "in", contracts.ids)]).unlink()
        clocks = self.env["ops.sla.clock"]
        clocks.search(
            [("contract_id", "in", contracts.ids), ("is_open", "=", True)]
        )._replay(now)
        clocks.flush_model()
        rows = [
            vals
            for first, group in self._by_month(contracts, now)
            for vals in self._prepare_forecasts(group, first, now, month(first)[1])
        ]
        return self._server_create(rows)

    @staticmethod
    def _by_month(contracts, now):
        """Contracts by the month in which they are; at midnight zones differ."""
        groups = {}
        for contract in contracts:
            first = month(local_day(now, contract.tz))[0]
            groups.setdefault(first, contract.browse())
            groups[first] |= contract
        return groups.items()

    def _prepare_forecasts(self, contracts, first, now, last):
        query = queries.so_far(contracts.ids, first, last)
        so_far = {line: done for line, *done in self.env.execute_query(query)}
        chances = self._chances(contracts.ids, now)
        lines = self.env["ops.annex.sla.line"].browse({*so_far, *chances})
        return [
            self._prepare_forecast(
                line, first, so_far.get(line.id, (0, 0)), chances.get(line.id, []), now
            )
            for line in lines.sorted("id")
        ]

    def _chances(self, contract_ids, now):
        """Of each open case to be missed, by service level."""
        execute = self.env.execute_query
        history = {
            tuple(key): durations
            for *key, durations in execute(queries.history(contract_ids, now - HISTORY))
        }
        found = {}
        for line, *key, elapsed, target in execute(queries.open_cases(contract_ids)):
            past = history.get(tuple(key), ())
            chance = breach_probability(past, elapsed, target)
            found.setdefault(line, []).append(chance)
        return found

    def _prepare_forecast(self, line, first, done, chances, now):
        met, breached = done
        target = line.target_bp
        room = allowance(met, breached, len(chances), target)
        kept = month_ok_probability(met, breached, chances, target)
        missed = 1 - (Fraction(1) if kept is None else kept)
        return {
            "contract_id": line.contract_id.id,
            "sla_line_id": line.id,
            "date_from": first,
            "met": met,
            "breached": breached,
            "open_count": len(chances),
            "allowed": room.allowed,
            "left": max(room.left, 0),
            "miss_probability": float(missed),
            "level": self._level_of(room.left, missed),
            "computed_at": now,
        }

    @staticmethod
    def _level_of(left, missed):
        if left < 0:
            return "lost"
        if missed >= RISK:
            return "risk"
        return "watch" if missed >= WATCH else "safe"

    def _running_contracts(self):
        return self.env["ops.contract"].search([("state", "in", RUNNING)])

    def _cron_forecast(self):
        self._forecast(self._running_contracts())

    def action_open_cases(self):
        """The open cases of this service level."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open Cases"),
            "res_model": "ops.sla.clock",
            "view_mode": "list,form",
            "domain": [
                ("sla_line_id", "=", self.sla_line_id.id),
                ("is_open", "=", True),
            ],
        }
