from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.roles import require_role


class OpsSlaCorrect(models.TransientModel):
    """A fact that a sent statement counts is never changed: a new one takes its place,
    and the difference goes into a later statement."""

    _name = "ops.sla.correct"
    _description = "Correction of a Counted Fact"
    _inherit = ["ops.mixin.guard"]

    clock_id = fields.Many2one(
        "ops.sla.clock", "SLA Fact", required=True, index=True, ondelete="cascade"
    )
    start_at = fields.Datetime("Began", required=True)
    reached_at = fields.Datetime("Reached")
    cancelled_at = fields.Datetime("Withdrawn")
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        clock = self.env["ops.sla.clock"].browse(values.get("clock_id"))
        if clock:
            clock.check_access("read")
            for name in ("start_at", "reached_at", "cancelled_at"):
                values[name] = clock[name]
        return values

    def action_correct(self):
        require_role(self.env, "supervisor", "manager", "org")
        self.clock_id.check_access("write")
        for correction in self:
            clock = correction.clock_id
            if not clock.frozen or clock.superseded_by_id:
                raise UserError(
                    self.env._("%s cannot be corrected this way.", clock.name)
                )
            if not correction.reason.strip():
                raise UserError(self.env._("Say why the fact is corrected."))
            new = clock._supersede(
                {
                    "start_at": correction.start_at,
                    "reached_at": correction.reached_at,
                    "cancelled_at": correction.cancelled_at,
                },
                correction.reason,
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.sla.clock",
            "res_id": new.id,
            "view_mode": "form",
        }
