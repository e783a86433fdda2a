from odoo import api, fields, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals

from .ops_cost_allotment import NATURES


class OpsCostTransferLine(models.Model):
    """Amount leaving one node and reaching another: zero-sum by construction."""

    _name = "ops.cost.transfer.line"
    _description = "Quota Transfer Line"
    _inherit = ["ops.mixin.authors.line", "ops.cost.money"]
    _order = "transfer_id, id"
    _check_company_auto = True
    _server_owned = frozenset({"state", "version_id", "period_id", "company_id"})
    _authors_document = "transfer_id"

    transfer_id = fields.Many2one(
        "ops.cost.transfer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="transfer_id.company_id", store=True)
    period_id = fields.Many2one(
        related="transfer_id.period_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    version_id = fields.Many2one(
        related="transfer_id.version_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(related="transfer_id.state", store=True)
    from_node_id = fields.Many2one(
        "ops.cost.node",
        "From",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    to_node_id = fields.Many2one(
        "ops.cost.node",
        "To",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    item_id = fields.Many2one(
        "ops.cost.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    nature = fields.Selection(NATURES, required=True, default="daily")
    quota = fields.Monetary(required=True)
    saving_task = fields.Monetary(
        default=0.0, required=True, help="Part of the saving task that goes along."
    )

    _amount_range = models.Constraint(
        "CHECK(quota >= 0 AND quota < 1e13"
        " AND saving_task >= 0 AND saving_task <= quota)",
        "The saving task of a transfer must lie between 0 and its quota.",
    )
    _two_nodes = models.Constraint(
        "CHECK(from_node_id <> to_node_id)", "Choose two different nodes."
    )
    _in_effect_idx = models.Index(
        "(version_id, period_id) INCLUDE (from_node_id, to_node_id, item_id, nature,"
        " quota, saving_task) WHERE state = 'posted'"
    )

    @api.depends("transfer_id.number", "item_id.code")
    def _compute_display_name(self):
        for line in self:
            number = line.transfer_id.number or ""
            line.display_name = f"{number} {line.item_id.code or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not all(isinstance(vals, ServerVals) for vals in vals_list):
            lines.transfer_id._check_is_draft()
        return lines

    def write(self, vals):
        if not isinstance(vals, ServerVals):
            self.transfer_id._check_is_draft()
        result = super().write(vals)
        if "transfer_id" in vals:
            self.transfer_id._check_is_draft()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_in_draft(self):
        # A client can send the uninstall flag in its context; it cannot be superuser.
        if self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        self.transfer_id._check_is_draft()

    def _refresh_from_transfer(self):
        """The stored copies that the SQL of the quotas in effect reads."""
        self.flush_model(["state", "version_id", "period_id"])
