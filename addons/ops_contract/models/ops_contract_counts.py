from odoo import fields, models


class OpsContract(models.Model):
    """Numbers on the contract and the way to the records behind them."""

    _inherit = "ops.contract"

    version_count = fields.Integer(compute="_compute_counts")
    clock_count = fields.Integer(compute="_compute_counts")
    outage_count = fields.Integer(compute="_compute_counts")
    deliverable_count = fields.Integer(compute="_compute_counts")
    statement_count = fields.Integer(compute="_compute_counts")
    change_count = fields.Integer(compute="_compute_counts")

    # no @api.depends: counted at each reading, in the sight of the reader
    def _compute_counts(self):
        for name, model in (
            ("version_count", "ops.annex.version"),
            ("clock_count", "ops.sla.clock"),
            ("outage_count", "ops.outage"),
            ("deliverable_count", "ops.deliverable"),
            ("statement_count", "ops.sla.statement"),
            ("change_count", "ops.contract.change"),
        ):
            counts = self._count_of(model)
            for contract in self:
                contract[name] = counts.get(contract.id, 0)

    def _count_of(self, model):
        Model = self.env[model]
        if not Model.has_access("read"):
            return {}
        groups = Model._read_group(
            [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]
        )
        return {contract.id: count for contract, count in groups}

    # buttons -----------------------------------------------------------------
    def action_open_versions(self):
        return self._action_list("ops.annex.version", self.env._("Annex Versions"))

    def action_open_facts(self):
        return self._action_list("ops.sla.clock", self.env._("SLA Facts"))

    def action_open_outages(self):
        return self._action_list("ops.outage", self.env._("Outages"))

    def action_open_statements(self):
        return self._action_list("ops.sla.statement", self.env._("Statements"))

    def action_open_changes(self):
        return self._action_list("ops.contract.change", self.env._("Change Requests"))

    def _action_list(self, model, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("contract_id", "=", self.id)],
            "context": {"default_contract_id": self.id},
        }
