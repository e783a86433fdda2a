from odoo import fields, models


class OpsDeliverableAnswer(models.TransientModel):
    """What the customer said elsewhere, or what we say to what others deliver."""

    _name = "ops.deliverable.answer"
    _description = "Answer to a Deliverable"
    _inherit = ["ops.mixin.guard"]

    deliverable_id = fields.Many2one(
        "ops.deliverable", required=True, ondelete="cascade"
    )
    verdict = fields.Selection(
        [("accepted", "Accepted"), ("rejected", "Rejected")],
        default="accepted",
        required=True,
    )
    note = fields.Text(
        required=True, help="The reason, and where the answer is written down."
    )

    def action_answer(self):
        self.ensure_one()
        self.deliverable_id._answer_by_staff(self.verdict, self.note)
        return {"type": "ir.actions.act_window_close"}
