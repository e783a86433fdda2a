from contextlib import contextmanager

from odoo import models
from odoo.fields import Domain

# in the cache of the transaction: {(contract id, kind): version} of now
AHEAD = "ops_contract.versions_ahead"


class OpsContract(models.Model):
    """Warnings of many contracts in the same number of queries as those of one."""

    _inherit = "ops.contract"

    def _compute_warnings(self):
        with self._versions_ahead():
            return super()._compute_warnings()

    def _version_at(self, kind, instant):
        ahead = self.env.cr.cache.get(AHEAD)
        if ahead is None or instant != self.env.cr.now():
            return super()._version_at(kind, instant)
        self.ensure_one()
        found = ahead.get((self.id, kind)) or self.env["ops.annex.version"]
        return found.with_env(self.env)

    @contextmanager
    def _versions_ahead(self):
        """Within it, the versions in force now of these contracts, and of those that
        underpin them, are read at once."""
        cache = self.env.cr.cache
        before = cache.get(AHEAD)
        cache[AHEAD] = self._read_versions()
        try:
            yield
        finally:
            cache[AHEAD] = before

    def _read_versions(self):
        # sudo: which one counts does not depend on who asks
        contracts = self.sudo() | self.sudo().underpinning_ids
        Version = self.env["ops.annex.version"].sudo()
        domain = Version._domain_at(self.env.cr.now())
        versions = Version.search(domain & Domain("contract_id", "in", contracts.ids))
        # read for all, before each contract looks at its own
        versions.sla_line_ids.service_line_ids.mapped("line_key")
        versions.service_line_ids.item_id.mapped("category_id.parent_path")
        return {(version.contract_id.id, version.kind): version for version in versions}
