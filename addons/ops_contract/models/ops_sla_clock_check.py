from odoo import models

SAMPLE = 200


class OpsSlaClock(models.Model):
    """Stored results are those of the facts, always: every night some are computed anew
    and compared (contract.md 2.3). What differs is not set right in silence; whoever is
    in charge of the contract is called."""

    _inherit = "ops.sla.clock"

    def _cron_self_check(self):
        judged = [("frozen", "=", False), ("outcome", "in", ("met", "breached"))]
        ids = self.search(judged, order="id").ids
        # every so many-th one, others the next night: in turn all of them
        step = -(-len(ids) // SAMPLE) or 1
        sample = self.browse(ids[self.env.cr.now().toordinal() % step :: step])
        for clock in sample._recomputed():
            contract = clock.contract_id
            clock._call(
                contract.project_manager_id | contract.manager_id,
                lambda env, clock=clock: env._(
                    "%s: the stored result is not what its facts give now. Press "
                    "Recompute: it shows what would change.",
                    clock.name,
                ),
            )
