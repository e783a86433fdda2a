from odoo import api, fields, models

from ..tools.roles import require_role
from .ops_sla_forecast import LEVELS


class OpsContract(models.Model):
    _inherit = "ops.contract"

    forecast_ids = fields.One2many("ops.sla.forecast", "contract_id")
    sla_risk = fields.Selection(
        LEVELS,
        "SLA Risk",
        compute="_compute_sla_risk",
        search="_search_sla_risk",
        help="The worst of this month's forecasts; computed every night and on demand.",
    )

    @api.depends("forecast_ids.level")
    def _compute_sla_risk(self):
        order = [name for name, _label in LEVELS]
        for contract in self:
            levels = contract.forecast_ids.mapped("level")
            contract.sla_risk = max(levels, key=order.index, default=False)

    @api.model
    def _search_sla_risk(self, operator, value):
        """By the worst: "At Risk" is not "Missed Already"."""
        if operator != "in":
            return NotImplemented
        order = [name for name, _label in LEVELS]
        found = []
        for level in set(value) & set(order):
            worse = order[order.index(level) + 1 :]
            found.append(
                [
                    "&",
                    ("forecast_ids.level", "in", [level]),
                    "!",
                    ("forecast_ids.level", "in", worse),
                ]
            )
        if False in value:
            found.append([("forecast_ids", "=", False)])
        return fields.Domain.OR(found)

    def action_open_forecast(self):
        """This month's forecast of the contract, as of now."""
        self.check_access("read")
        require_role(self.env, "supervisor", "manager", "org")
        self.env["ops.sla.forecast"]._forecast(self)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_contract.ops_sla_forecast_action"
        )
        return {**action, "domain": [("contract_id", "in", self.ids)]}
