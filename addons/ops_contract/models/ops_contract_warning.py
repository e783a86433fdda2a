from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.ops_base.calc.period import local_day
from odoo.addons.ops_base.tools.bounds import search_by

from ..calc import version as history
from ..queries import warning as queries
from .ops_annex_version import IN_FORCE
from .ops_contract import RUNNING

# without these nothing of a contract is measured
NEEDED = ("service", "sla")


class OpsContract(models.Model):
    """What needs attention today; nothing of it is stored."""

    _inherit = "ops.contract"

    is_without_annex = fields.Boolean(
        "Without Annex in Force",
        compute="_compute_warnings",
        search=search_by("_without_annex_domain"),
        help="Running, but no services or no service levels are in force today.",
    )
    is_expiring = fields.Boolean(
        "Expiring",
        compute="_compute_warnings",
        search=search_by("_expiring_domain"),
        help="Within its renewal notice.",
    )
    has_gap = fields.Boolean(
        "Gap Between Versions",
        compute="_compute_warnings",
        search=search_by("_with_gap_domain"),
        help="Days of the contract on which an annex has no version in force.",
    )
    is_chain_broken = fields.Boolean(
        "Chain Broken",
        compute="_compute_warnings",
        search=search_by("_chain_broken_domain"),
        help="What underpins it takes longer than what it promises.",
    )
    is_at_risk = fields.Boolean(
        "At Risk", compute="_compute_warnings", search=search_by("_at_risk_domain")
    )
    warning_text = fields.Text("Warnings", compute="_compute_warnings")

    # no @api.depends on what changes with time alone: computed at each reading
    @api.depends("state", "date_last", "notice_date", "underpinning_ids")
    def _compute_warnings(self):
        broken = self._filtered_chain_broken()
        in_force = self._kinds_in_force()
        for contract in self:
            texts = contract._warnings(
                contract in broken, in_force.get(contract._origin.id, set())
            )
            contract.is_without_annex = "without_annex" in texts
            contract.is_expiring = "expiring" in texts
            contract.has_gap = "gap" in texts
            contract.is_chain_broken = "chain" in texts
            contract.is_at_risk = bool(texts)
            contract.warning_text = "\n".join(texts.values())

    def _warnings(self, is_broken, in_force):
        """``{code: sentence}``; addons add their own. ``in_force``: kinds of annex."""
        if not self._is_running():
            return {}
        found = {}
        if missing := self._kinds_missing(in_force):
            found["without_annex"] = self.env._(
                "No version in force today: %(annexes)s.", annexes=missing
            )
        if gaps := self._gap_texts():
            found["gap"] = self.env._("Days without a version: %s.", "; ".join(gaps))
        if self.notice_date <= self._today() <= self.date_last:
            found["expiring"] = self.env._("Ends on %(day)s.", day=self.date_last)
        if is_broken:
            found["chain"] = self.env._(
                "What underpins it takes longer than it promises: check the chain."
            )
        return found

    def _kinds_in_force(self):
        """``{contract id: {kind of annex}}`` now."""
        # sudo: which kinds are in force does not depend on who asks
        Version = self.env["ops.annex.version"].sudo()
        domain = Version._domain_at(self.env.cr.now())
        found = Version._read_group(
            domain & Domain("contract_id", "in", self.ids),
            ["contract_id"],
            ["kind:array_agg"],
        )
        return {contract.id: set(kinds) for contract, kinds in found}

    def _kinds_missing(self, in_force):
        """Names of the annexes that it needs and that are not in force now."""
        if self._has_children_only() or self._today() < self.date_start:
            return ""
        labels = dict(
            self.env["ops.contract.annex"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        missing = [kind for kind in NEEDED if kind not in in_force]
        return ", ".join(labels[kind] for kind in missing)

    def _has_children_only(self):
        """A framework whose contracts carry the annexes."""
        return bool(self.child_ids) and not self.annex_ids

    def _gap_texts(self):
        return [
            f"{annex.display_name} {first} – {last}"
            for annex in self.annex_ids
            for first, last in self._gap_days(annex)
        ]

    def _gap_days(self, annex):
        """``[(first, last)]``: days of the contract without a version in force, once
        the annex has one."""
        agreed = annex.version_ids.filtered(lambda version: version.state in IN_FORCE)
        if not agreed:
            return []
        end = self.date_last + timedelta(days=1)
        covered = history.spans(agreed.mapped("date_from"), end)
        return history.gaps(covered, self.date_start, self.date_last)

    # the same bounds as filters ----------------------------------------------
    @api.model
    def _expiring_domain(self):
        return self._on_local_day(
            lambda day: (
                Domain("state", "in", RUNNING)
                & Domain("notice_date", "<=", day)
                & Domain("date_last", ">=", day)
            )
        )

    @api.model
    def _on_local_day(self, make):
        """``make(day)`` for each time zone in which contracts stand."""
        now = self.env.cr.now()
        # sudo: which zones are in use is no secret
        zones = self.sudo()._read_group([], ["tz"])
        return Domain.OR(
            Domain("tz", "=", tz) & make(local_day(now, tz)) for (tz,) in zones
        )

    @api.model
    def _without_annex_domain(self):
        now = self.env.cr.now()
        return self._found(queries.without_annex(RUNNING, IN_FORCE, NEEDED, now))

    @api.model
    def _with_gap_domain(self):
        return self._found(queries.with_gap(RUNNING, IN_FORCE))

    @api.model
    def _chain_broken_domain(self):
        return Domain("id", "in", self._ids_chain_broken())

    @api.model
    def _at_risk_domain(self):
        return Domain.OR(Domain(name, "=", True) for name in self._risk_fields())

    @api.model
    def _risk_fields(self):
        """What makes a contract one at risk; addons add their own."""
        return ["is_without_annex", "is_expiring", "has_gap", "is_chain_broken"]

    @api.model
    def _found(self, query):
        self.env["ops.annex.version"].flush_model()
        self.env["ops.contract.annex"].flush_model(["contract_id"])
        self.flush_model()
        return Domain("id", "in", [row[0] for row in self.env.execute_query(query)])
