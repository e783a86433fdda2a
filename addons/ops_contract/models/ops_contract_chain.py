from typing import NamedTuple

from odoo import api, models

from ..calc.chain import ChainResult, Leg, chain
from ..queries import chain as queries
from .ops_annex_version import IN_FORCE
from .ops_contract import RUNNING

HOUR = 3600
# what the query reads
CHAIN_MODELS = (
    "ops.contract",
    "ops.annex.version",
    "ops.annex.sla.line",
    "ops.annex.service.line",
    "ops.sla.metric",
    "ops.service.item",
    "ops.service.category",
    "resource.calendar",
)


class ChainCheck(NamedTuple):
    """One service level and whether what underpins it fits in."""

    line: models.BaseModel
    result: ChainResult


class OpsContract(models.Model):
    """Underpinning contracts and internal agreements against what is promised
    (contract.md, row 27).

    A path is all internal agreements one after the other and one purchased contract,
    each only if it covers a service class of the service level. What no agreement of a
    path promises at all is work of our own and has no path.
    """

    _inherit = "ops.contract"

    def action_check_chain(self):
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["ops.contract.chain"]._create_for(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Chain Check"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _filtered_chain_broken(self):
        ids = self._origin.ids
        broken = set(self._ids_chain_broken(ids)) if ids else set()
        return self.filtered(lambda contract: contract._origin.id in broken)

    @api.model
    def _ids_chain_broken(self, ids=None):
        """Of these, or of all contracts, whoever asks."""
        for name in CHAIN_MODELS:
            self.env[name].flush_model()
        now = self.env.cr.now()
        query = queries.broken(RUNNING, IN_FORCE, now, ids)
        return [row[0] for row in self.env.execute_query(query)]

    def _chain_checks(self):
        """``[ChainCheck]``: the service levels in force that something underpins."""
        self.ensure_one()
        # sudo: the times of agreements count also for who does not read them; names
        # and times of those linked here are shown, nothing else
        contract = self.sudo()
        if not contract.underpinning_ids:
            return []
        checks = []
        for line in contract._timed_lines():
            paths = contract._chain_paths(line)
            if paths:
                target = {line.priority: seconds_of(line)}
                (result,) = chain(target, paths, hours_of(line).id)
                checks.append(ChainCheck(line, result))
        return checks

    def _timed_lines(self):
        version = self._version_at("sla", self.env.cr.now())
        return version.sla_line_ids.filtered(
            lambda line: line.metric_id.evaluator == "clock" and seconds_of(line)
        )

    def _chain_paths(self, line):
        """``[(None, name, [Leg])]`` for one service level."""
        classes = self._service_classes(line)
        others = self.underpinning_ids.filtered(
            lambda other: other._covers_classes(classes)
        )
        internal = others.filtered(lambda other: other.direction == "internal")
        purchased = others - internal
        paths = []
        for last in purchased or [self.browse()]:
            members = [*internal, *last]
            legs = [member._chain_leg(line) for member in members]
            if any(leg.seconds is not None for leg in legs):
                name = " + ".join(member.display_name for member in members)
                paths.append((None, name, legs))
        return paths

    def _chain_leg(self, line):
        """What this contract promises where the line counts on it: the slowest of its
        promises for that metric and priority."""
        own = self._timed_lines().filtered(lambda own: own.metric_id == line.metric_id)
        if line.priority != "any":
            exact = own.filtered(lambda own: own.priority == line.priority)
            own = exact or own.filtered(lambda own: own.priority == "any")
        slowest = max(own, key=seconds_of, default=own)
        return Leg(
            self.display_name,
            seconds_of(slowest) if slowest else None,
            (hours_of(slowest) if slowest else self.calendar_id).id,
        )

    def _service_classes(self, sla_line=None):
        """Ids of the second-level classes of the services in force; of those that the
        service level names, if it names any."""
        lines = self._version_at("service", self.env.cr.now()).service_line_ids
        keys = set(sla_line.service_line_ids.mapped("line_key")) if sla_line else set()
        if keys:
            lines = lines.filtered(lambda line: line.line_key in keys)
        return {item._second_level_id() for item in lines.item_id}

    def _covers_classes(self, classes):
        """Whether it has services of these classes; without a service annex it covers
        everything, and so does a service level without services."""
        own = self._service_classes()
        return not own or not classes or bool(own & classes)


def hours_of(line):
    """The calendar of a service level."""
    return line.calendar_id or line.contract_id.calendar_id


def seconds_of(line):
    """The target; working days by the hours of the calendar's average day."""
    if line.target_days:
        return round(line.target_days * (hours_of(line).hours_per_day or 24) * HOUR)
    return line.target_minutes * 60
