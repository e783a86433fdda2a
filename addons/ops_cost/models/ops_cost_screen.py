from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.fields import Domain

from odoo.addons.ops_base.calc.units import to_minor

from ..calc.light import light, used
from ..queries import screens
from ..tools.counted import ASSESSED, place_of
from ..tools.roles import has_role

# Roles that read bundle totals. A functional owner reads the own items only; a
# recorder everything but confidential items, where there are any.
BUNDLE_ROLES = ("office", "finance", "auditor", "leader", "accountant")
AMOUNTS = ("quota", "target", "actual", "contingency", "penalty", "reward")


class OpsCostScreen(models.AbstractModel):
    """Figures that the screens share: sealed months from the assessments, open ones
    live, both for the nodes whose assessments the reader may read."""

    _name = "ops.cost.screen"
    _description = "Figures of the Screens"

    @api.model
    def _periods(self):
        """Months of the company that is in use, oldest first."""
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["ops.cost.period"].search(domain, order="date_start")

    @api.model
    def _chosen(self, period_id):
        """The month asked for, else the latest that has begun, else the first."""
        periods = self._periods()
        if period_id in periods.ids:
            return periods.browse(period_id)
        today = fields.Date.context_today(self)
        begun = periods.filtered(lambda period: period.date_start <= today)
        return begun[-1:] or periods[:1]

    @api.model
    def _named(self, model, record_id):
        """The record that the client names, if the reader may read it."""
        record = self.env[model].browse(record_id if type(record_id) is int else 0)
        if not record.exists():
            raise MissingError(self.env._("This record is not there any more."))
        record.check_access("read")
        return record

    @api.model
    def _to_date(self, period, year_to_date):
        """``period``, or with ``year_to_date`` all months of its plan up to it."""
        if not year_to_date:
            return period
        return self._periods().filtered(
            lambda other: (
                other.plan_id == period.plan_id
                and other.date_start <= period.date_start
            )
        )

    @api.model
    def _own_items(self):
        """Item ids that the figures are limited to; ``None``: the whole bundle."""
        limit = self._limit()
        if limit == "items":
            return self.env.user.ops_cost_item_ids.ids
        if limit == "confidential":
            domain = [("in_bundle", "=", True), ("confidential", "=", False)]
            items = self.env["ops.cost.item"].with_context(active_test=False)
            return items.search(domain).ids
        return None

    @api.model
    def _counted(self):
        """Domain of the rows that quota and actual add up, of entries and of facts."""
        items = self._own_items()
        if items is None:
            return ASSESSED
        return Domain("nature", "=", "daily") & Domain("item_id", "in", items)

    @api.model
    def _below(self, level):
        """Domain of what stands on the nodes of ``level`` whose totals the reader sees,
        or below them."""
        place = place_of(level)
        return Domain("level", ">=", level) & self._node_domain().map_conditions(
            lambda leaf: Domain(f"{place}.{leaf.field_expr}", leaf.operator, leaf.value)
        )

    @api.model
    def _limit(self):
        """What keeps the figures from being those of the whole bundle: ``items`` (own
        ones only), ``confidential`` (all but these) or ``None``."""
        if has_role(self.env, *BUNDLE_ROLES):
            return None
        if has_role(self.env, "recorder"):
            return "confidential" if self._closed_teams() else None
        return "items" if has_role(self.env, "functional") else None

    @api.model
    def _closed_teams(self):
        """The recorder's teams whose whole totals would give a confidential item."""
        user = self.env.user
        teams = user.ops_cost_team_ids - user.ops_cost_open_team_ids
        return teams.filtered(lambda team: team.company_id == self.env.company)

    @api.model
    def _node_domain(self):
        """Nodes whose totals the reader sees: those whose assessments he may read,
        so that an open month shows no more than its sealed result will."""
        company = Domain("company_id", "=", self.env.company.id)
        limit = self._limit()
        if limit == "items":
            return company
        if limit == "confidential":
            return company & Domain("l3_id", "in", self._closed_teams().ids)
        rule = self.env["ir.rule"]._compute_domain("ops.cost.assessment", "read")
        return company & Domain(rule).map_conditions(
            lambda leaf: (
                Domain("id", leaf.operator, leaf.value)
                if leaf.field_expr == "node_id"
                else leaf
            )
        )

    @api.model
    def _nodes(self, domain=()):
        """Query of the nodes that the reader sees figures of, archived ones too."""
        domain = self._node_domain() & Domain(domain)
        return self.env["ops.cost.node"]._search(domain, active_test=False)

    @api.model
    def _belongs(self, periods):
        """Nodes that were valid on some day of the months."""
        if not periods:
            return Domain.TRUE
        first, last = min(periods.mapped("date_start")), max(periods.mapped("date_end"))
        return Domain("date_start", "<=", last) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", first)
        )

    @api.model
    def _parts(self, periods, domain=()):
        """SQL parts for ``queries.screens.add_up``: months × nodes of ``domain``."""
        items = self._own_items()
        sealed = periods.filtered(lambda period: period.state == "closed")
        if items is not None:
            sealed = periods.browse()
        parts = []
        if sealed:
            assessments = self.env["ops.cost.assessment"]._search(
                [("period_id", "in", sealed.ids), ("is_current", "=", True)]
                + ([("node_id", "in", self._nodes(domain))] if domain else [])
            )
            parts.append(screens.sealed_amounts(assessments))
        if live := periods - sealed:
            amounts = screens.live_amounts(
                live.ids, self._nodes(domain).subselect(), items
            )
            parts.append(self._judged(amounts, live, items))
        return parts

    @api.model
    def _judged(self, amounts, periods, items):
        if items is not None:
            return screens.plain_figures(amounts)
        return screens.live_figures(amounts, periods.plan_id[:1].id, self._step())

    @api.model
    def _step(self):
        """Smallest amount of the company's currency, exactly."""
        return Decimal(repr(self.env.company.currency_id.rounding))

    @api.model
    def _run(self, query):
        """Rows of a query as dicts, after pending writes are stored."""
        self.env.flush_all()
        return self.env.execute_query_dict(query)

    @api.model
    def _add_up(self, parts, key, **options):
        """``[{key, quota, target, …}]`` for the client, most used quota first."""
        if not parts:
            return []
        query = screens.add_up(parts, key, self._step(), **options)
        step, judged = self._step(), self._own_items() is None
        return [
            {
                key: row[key],
                "rows": row["rows"],
                **self._shown(row, step, judged),
            }
            for row in self._run(query)
        ]

    @api.model
    def _figures(self, row=None):
        """What the client shows of a row in minor units; without one: nothing."""
        row = row or dict.fromkeys(AMOUNTS, 0)
        return self._shown(row, self._step(), self._own_items() is None)

    @api.model
    def _shown(self, row, step, judged):
        """Amounts for the client, which formats them: exact up to 15 digits."""
        share = used(row["quota"], row["actual"])
        amounts = {name: row[name] for name in AMOUNTS}
        amounts["remaining"] = row["quota"] - row["actual"]
        return {
            **{name: float(minor * step) for name, minor in amounts.items()},
            "used": None if share is None else float(share),
            "light": light(row["quota"], row["actual"]),
            "zone": row.get("zone") if judged else None,
            "over": row.get("over", 0),
            "within": row.get("within", 0),
            "saved": row.get("saved", 0),
        }

    @api.model
    def _minor(self, amount):
        return to_minor(amount, self._step())

    @api.model
    def _frame(self, period):
        """What every screen says about itself: currency, months, the chosen one."""
        currency = self.env.company.currency_id
        return {
            "company": self.env.company.display_name,
            "company_id": self.env.company.id,
            "currency_id": currency.id,
            "periods": [
                {
                    "id": other.id,
                    "code": other.code,
                    "state": other.state,
                    "plan_id": other.plan_id.id,
                }
                for other in self._periods()
            ],
            "period_id": period.id,
            "sealed": period.state == "closed",
            "judged": self._own_items() is None,
            "limit": self._limit() or "",
            "counted": list(self._counted()),
        }
