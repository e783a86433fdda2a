import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsSlaConfirm(models.TransientModel):
    """Records that the other side agrees with a statement where it does not confirm in
    the portal: on paper, by another person than those who made and sent it, or by
    silence once the agreed days are over."""

    _name = "ops.sla.confirm"
    _description = "Confirmation of the Other Side"
    _inherit = ["ops.mixin.guard"]

    statement_id = fields.Many2one(
        "ops.sla.statement", required=True, index=True, ondelete="cascade"
    )
    dispute_until = fields.Date(related="statement_id.dispute_until")
    commercial_partner_id = fields.Many2one(
        related="statement_id.commercial_partner_id"
    )
    kind = fields.Selection(
        [
            ("paper", "On Paper or by Mail"),
            ("silence", "In Silence: the Agreed Days Are Over"),
        ],
        "Confirmed",
        required=True,
        default="paper",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Confirmed By",
        ondelete="cascade",
        domain="[('commercial_partner_id', '=', commercial_partner_id)]",
    )
    evidence = fields.Binary("Paper", attachment=False)
    evidence_name = fields.Char()

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "silence":
            self.partner_id = False
            self.evidence = False

    def action_record(self):
        self.ensure_one()
        statement = self.statement_id
        statement._check_confirm()
        if self.kind == "silence":
            statement._confirm_in_silence()
        else:
            if not (self.partner_id and self.evidence):
                raise UserError(
                    self.env._("Choose who confirmed, and attach the paper or mail.")
                )
            statement._confirm_on_paper(
                self.partner_id,
                base64.b64decode(self.evidence),
                self.evidence_name or "confirmation.pdf",
            )
        return {"type": "ir.actions.act_window_close"}
