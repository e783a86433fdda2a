from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class OpsCostVersionChange(models.Model):
    """An amount of an item moved between two units before a version is cascaded."""

    _name = "ops.cost.version.change"
    _description = "Change Between Units"
    _inherit = ["ops.mixin.authors.line", "ops.cost.money"]
    _order = "version_id, period_id, id"
    _check_company_auto = True
    _authors_document = "version_id"

    version_id = fields.Many2one(
        "ops.cost.version",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="version_id.company_id", store=True)
    plan_id = fields.Many2one(related="version_id.plan_id")
    period_id = fields.Many2one(
        "ops.cost.period",
        "Month",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('plan_id', '=', plan_id)]",
    )
    item_id = fields.Many2one(
        "ops.cost.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    from_node_id = fields.Many2one(
        "ops.cost.node",
        "From",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('level', '=', 2)]",
    )
    to_node_id = fields.Many2one(
        "ops.cost.node",
        "To",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('level', '=', 2)]",
    )
    amount = fields.Monetary(required=True)

    _amount_range = models.Constraint(
        "CHECK(amount > 0 AND amount < 1e13)", "The amount must be positive."
    )
    _two_nodes = models.Constraint(
        "CHECK(from_node_id <> to_node_id)", "Choose two different units."
    )

    @api.constrains("version_id", "period_id", "item_id", "from_node_id", "to_node_id")
    def _check_place(self):
        for change in self:
            if change.period_id not in change.version_id._later_periods():
                raise ValidationError(
                    self.env._(
                        "%(version)s holds no quotas for %(month)s.",
                        version=change.version_id.display_name,
                        month=change.period_id.display_name,
                    )
                )
            if {change.from_node_id.level, change.to_node_id.level} != {2}:
                raise ValidationError(
                    self.env._("A change goes from one unit (level 2) to another.")
                )
            change.item_id._check_leaf()

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes._check_draft()
        return changes

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_in_draft(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self._check_draft()

    def _check_draft(self):
        if any(version.state != "draft" for version in self.version_id):
            raise UserError(
                self.env._("The changes of an issued version stay as they are.")
            )
