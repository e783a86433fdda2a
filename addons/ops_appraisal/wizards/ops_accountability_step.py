from odoo import api, fields, models
from odoo.exceptions import UserError

EFFECTS = ("overall_factor", "bonus_factor", "overall_block_until", "block_until")


class OpsAccountabilityStep(models.TransientModel):
    """The words of a step of a case, and with a decision its effects."""

    _name = "ops.accountability.step"
    _inherit = ["ops.mixin.guard"]
    _description = "Step of a Case of Accountability"

    case_id = fields.Many2one("ops.accountability", required=True, ondelete="cascade")
    case_state = fields.Selection(related="case_id.state")
    step = fields.Selection(
        [
            ("state", "Statement"),
            ("decide", "Decision"),
            ("dismiss", "Dismissal"),
            ("appeal", "Appeal"),
            ("close", "Closure"),
        ],
        required=True,
    )
    text = fields.Text(required=True)
    overall_factor = fields.Float(
        "Bonus Factor, Overall Responsible", digits=(6, 4), default=1
    )
    bonus_factor = fields.Float(
        "Bonus Factor, Directly Responsible", digits=(6, 4), default=1
    )
    overall_block_until = fields.Date("No Promotion Until, Overall")
    block_until = fields.Date("No Promotion Until, Direct")

    @api.model
    def default_get(self, fields):
        """An appeal is decided on from what was decided before."""
        defaults = super().default_get(fields)
        case = self.env["ops.accountability"].browse(defaults.get("case_id"))
        if case and defaults.get("step") == "close":
            defaults.update({name: case[name] for name in EFFECTS if name in fields})
        return defaults

    def action_confirm(self):
        self.ensure_one()
        self.case_id.check_access("read")
        text = self.text.strip()
        if not text:
            raise UserError(self.env._("Say why, in words."))
        effects = {name: self[name] for name in EFFECTS}
        if self.step in ("decide", "close"):
            getattr(self.case_id, f"_{self.step}")(text, effects)
        else:
            getattr(self.case_id, f"_{self.step}")(text)
        return {"type": "ir.actions.act_window_close"}
