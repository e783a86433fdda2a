from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    ops_cost_code = fields.Char(
        "Employee Code",
        copy=False,
        index=True,
        help="Identifies the person in cost quotas: workbook, nodes, settlements.",
    )

    _ops_cost_code_uniq = models.UniqueIndex(
        "(company_id, ops_cost_code) WHERE ops_cost_code IS NOT NULL",
        "Another employee has this code.",
    )

    def write(self, vals):
        users = self.user_id if "user_id" in vals else None
        result = super().write(vals)
        if users is not None:
            self._refresh_cost_scopes(users)
            self.env.registry.clear_cache()
        return result

    @api.private
    def _refresh_cost_scopes(self, users=None):
        """Writes what the leaders among self are in charge of today to their users.

        ``users``: also these, who may have lost it.
        """
        # sudo: scopes are derived from charges, the user record is not the editor's
        people = self.sudo()
        users = (users or self.env["res.users"]).sudo() | people.user_id
        leaders = people | self.env["hr.employee"].sudo().search(
            [("user_id", "in", users.ids)]
        )
        units, items = leaders._cost_charges_today()
        for user in users:
            own = leaders.filtered(lambda leader, user=user: leader.user_id == user)
            user._write_cost_scopes(
                [unit for leader in own for unit in units.get(leader.id, ())],
                [item for leader in own for item in items.get(leader.id, ())],
            )

    def _cost_charges_today(self):
        """({leader id: [ids of units and of led nodes of level 1]}, {leader id: [item
        ids]})"""
        today = fields.Date.context_today(self)
        units, items = {}, {}
        charges = self.env["ops.cost.charge"].search(
            [
                ("leader_id", "in", self.ids),
                ("date_start", "<=", today),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", today),
            ]
        )
        for charge in charges:
            target = units if charge.unit_id else items
            record = charge.unit_id or charge.item_id
            target.setdefault(charge.leader_id.id, []).append(record.id)
        tops = self.env["ops.cost.node"].search(
            [("level", "=", 1), ("manager_id", "in", self.ids)]
        )
        for node in tops:
            units.setdefault(node.manager_id.id, []).append(node.id)
        return units, items

    @api.model
    def _cron_cost_scopes(self):
        """Charges begin and end at midnight: everybody's scopes of today."""
        env = self.sudo().env  # sudo: the cron works for all companies
        charges = env["ops.cost.charge"].search([("leader_id", "!=", False)])
        tops = env["ops.cost.node"].search([("level", "=", 1)])
        users = env["res.users"]
        led = users.search(
            [
                "|",
                ("ops_cost_led_unit_ids", "!=", False),
                ("ops_cost_led_item_ids", "!=", False),
            ]
        )
        (charges.leader_id | tops.manager_id)._refresh_cost_scopes(led)
