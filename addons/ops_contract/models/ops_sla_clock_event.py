from odoo import api, fields, models

from .ops_sla_metric import PRIORITIES


class OpsSlaClockEvent(models.Model):
    """What happened to a case after it began, beside its pauses: another priority, or
    opened again. Kept by the buttons of the fact; a row is never changed."""

    _name = "ops.sla.clock.event"
    _description = "Event of an SLA Fact"
    _inherit = ["ops.mixin.append"]
    _order = "clock_id, at, id"
    _rec_name = "reason"
    _server_owned = frozenset(
        {"clock_id", "kind", "at", "old_priority", "new_priority", "reached_at"}
        | {"reason", "user_id"}
    )

    clock_id = fields.Many2one(
        "ops.sla.clock", required=True, readonly=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        related="clock_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(related="clock_id.company_id", store=True, index=True)
    commercial_partner_id = fields.Many2one(
        related="clock_id.commercial_partner_id", store=True, index=True
    )
    kind = fields.Selection(
        [("priority", "Other Priority"), ("reopen", "Opened Again")],
        required=True,
        readonly=True,
    )
    at = fields.Datetime("On", required=True, readonly=True)
    old_priority = fields.Selection(PRIORITIES, "From Priority", readonly=True)
    new_priority = fields.Selection(PRIORITIES, "To Priority", readonly=True)
    reached_at = fields.Datetime(
        "Reached Before", readonly=True, help="Until then; the time to here is a pause."
    )
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, index=True, ondelete="restrict"
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.clock_id._judge_anew()
        return events
