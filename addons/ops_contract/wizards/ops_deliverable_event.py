from odoo import api, fields, models


class OpsDeliverableEvent(models.TransientModel):
    """Something happened on which the annex asks for a report."""

    _name = "ops.deliverable.event"
    _description = "Deliverable by Event"
    _inherit = ["ops.mixin.guard"]

    contract_id = fields.Many2one("ops.contract", required=True, ondelete="cascade")
    date = fields.Date(
        "Happened on",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    available_line_ids = fields.Many2many(
        "ops.annex.deliverable.line", compute="_compute_available_line_ids"
    )
    line_id = fields.Many2one(
        "ops.annex.deliverable.line",
        "Deliverable",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', available_line_ids)]",
    )
    event = fields.Char("What Happened", required=True)

    @api.depends("contract_id")
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard.contract_id and wizard.contract_id._today()

    @api.depends("contract_id", "date")
    def _compute_available_line_ids(self):
        for wizard in self:
            known = wizard.contract_id and wizard.date
            lines = known and wizard.contract_id._event_lines(wizard.date)
            wizard.available_line_ids = lines or wizard.line_id.browse()

    def action_add(self):
        self.ensure_one()
        contract = self.contract_id
        contract._check_event_deliverable()
        deliverable = contract._add_event_deliverable(
            self.line_id, self.event, self.date
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.deliverable",
            "res_id": deliverable.id,
            "view_mode": "form",
        }
