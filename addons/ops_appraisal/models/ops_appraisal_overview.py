from odoo import api, models

from ..tools.roles import require_role


class OpsAppraisalOverview(models.AbstractModel):
    """What the screens over a whole cycle have in common."""

    _name = "ops.appraisal.overview"
    _description = "Overview of a Cycle"

    @api.model
    def _frame(self, cycle_id, states=None):
        """``(cycle, {cycles, cycle_id})``: the cycle asked for, else the latest of the
        first of the ``states`` that has one."""
        require_role(self.env, "officer")
        domain = [("company_id", "=", self.env.company.id)]
        if states:
            domain += [("state", "in", states)]
        cycles = self.env["ops.appraisal.cycle"].search(domain)
        names = dict(cycles._fields["state"]._description_selection(self.env))
        best = (
            cycles.sorted(lambda each: states.index(each.state)) if states else cycles
        )
        cycle = cycles.browse(cycle_id) if cycle_id in cycles.ids else best[:1]
        return cycle, {
            "cycle_id": cycle.id,
            "state": cycle.state,
            "cycles": [
                {"id": each.id, "name": each.name, "state_name": names[each.state]}
                for each in cycles
            ],
        }
