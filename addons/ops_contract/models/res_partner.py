from odoo import fields, models

from ..tools.roles import require_role
from .ops_contract_screen import ROLES


class ResPartner(models.Model):
    """The contracts of a customer or supplier and of everybody in it."""

    _inherit = "res.partner"

    ops_contract_count = fields.Integer(
        "Service Contracts",
        compute="_compute_ops_contract_count",
        groups="ops_contract.group_contract_supervisor,"
        "ops_contract.group_contract_manager,ops_contract.group_contract_finance,"
        "ops_contract.group_contract_org",
    )

    def _compute_ops_contract_count(self):
        counts = dict(
            self.env["ops.contract"]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.ops_contract_count = counts.get(partner.commercial_partner_id, 0)

    def action_ops_contracts(self):
        self.ensure_one()
        self.check_access("read")
        require_role(self.env, *ROLES)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_contract.ops_contract_action"
        )
        return {
            **action,
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }
