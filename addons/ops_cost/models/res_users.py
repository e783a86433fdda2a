from odoo import api, fields, models
from odoo.fields import Command

SCOPES = (
    "ops_cost_unit_ids",
    "ops_cost_team_ids",
    "ops_cost_item_ids",
    "ops_cost_led_unit_ids",
    "ops_cost_led_item_ids",
)


class ResUsers(models.Model):
    """Scopes that the record rules read: what "my unit" means for a user."""

    _inherit = "res.users"

    ops_cost_unit_ids = fields.Many2many(
        "ops.cost.node",
        "ops_cost_unit_accountant_rel",
        "user_id",
        "node_id",
        "Cost Units as Accountant",
    )
    ops_cost_team_ids = fields.Many2many(
        "ops.cost.node",
        "ops_cost_team_recorder_rel",
        "user_id",
        "node_id",
        "Cost Teams as Recorder",
    )
    ops_cost_open_team_ids = fields.Many2many(
        "ops.cost.node",
        string="Cost Teams Seen as a Whole",
        compute="_compute_ops_cost_open_team_ids",
        compute_sudo=True,
        help="Teams as recorder whose totals hold no confidential item.",
    )
    ops_cost_item_ids = fields.Many2many(
        "ops.cost.item",
        "ops_cost_item_functional_rel",
        "user_id",
        "item_id",
        "Cost Items as Functional Owner",
    )
    ops_cost_led_unit_ids = fields.Many2many(
        "ops.cost.node",
        "ops_cost_led_unit_rel",
        "user_id",
        "node_id",
        "Cost Units in Charge",
        readonly=True,
        help="Follows from the leaders in charge of today; level 1 and 2.",
    )
    ops_cost_led_item_ids = fields.Many2many(
        "ops.cost.item",
        "ops_cost_led_item_rel",
        "user_id",
        "item_id",
        "Cost Items in Charge",
        readonly=True,
        help="Follows from the leaders in charge of today.",
    )
    ops_cost_node_ids = fields.One2many(
        "ops.cost.node", "user_id", "Own Cost Nodes", readonly=True
    )

    @api.depends("ops_cost_team_ids")
    def _compute_ops_cost_open_team_ids(self):
        """A total less the rows that one may read gives the rest: where an item is
        confidential, a recorder gets totals of the other items only."""
        items = self.env["ops.cost.item"].with_context(active_test=False)
        hidden = items.search(
            [
                ("confidential", "=", True),
                ("company_id", "in", self.ops_cost_team_ids.company_id.ids),
            ]
        )
        for user in self:
            user.ops_cost_open_team_ids = user.ops_cost_team_ids.filtered(
                lambda team: team.company_id not in hidden.company_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if any(name in vals for vals in vals_list for name in SCOPES):
            self.env.registry.clear_cache()
        return users

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in SCOPES):
            # record rules cache the scopes of a user
            self.env.registry.clear_cache()
        return result

    def _write_cost_scopes(self, unit_ids, item_ids):
        self.ensure_one()
        vals = {}
        if set(self.ops_cost_led_unit_ids.ids) != set(unit_ids):
            vals["ops_cost_led_unit_ids"] = [Command.set(unit_ids)]
        if set(self.ops_cost_led_item_ids.ids) != set(item_ids):
            vals["ops_cost_led_item_ids"] = [Command.set(item_ids)]
        if vals:
            self.write(vals)
