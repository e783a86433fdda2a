from odoo import api, fields, models


class ResUsers(models.Model):
    """The contracts a user works on: record rules compare with this set."""

    _inherit = "res.users"

    ops_contract_ids = fields.Many2many(
        "ops.contract",
        compute="_compute_ops_contract_ids",
        compute_sudo=True,
        groups="base.group_no_one",
        string="Own Contracts",
    )

    @api.depends_context("uid")
    def _compute_ops_contract_ids(self):
        Contract = self.env["ops.contract"].with_context(active_test=False)
        for user in self:
            user.ops_contract_ids = Contract.search(
                [
                    "|",
                    "|",
                    ("manager_id", "=", user.id),
                    ("project_manager_id", "=", user.id),
                    ("member_ids", "in", user.ids),
                ]
            )
