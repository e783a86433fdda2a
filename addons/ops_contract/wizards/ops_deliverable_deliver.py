from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OpsDeliverableDeliver(models.TransientModel):
    """Files and words that are handed over; the printed report comes with it."""

    _name = "ops.deliverable.deliver"
    _description = "Hand Over a Deliverable"
    _inherit = ["ops.mixin.guard"]

    deliverable_id = fields.Many2one(
        "ops.deliverable", required=True, ondelete="cascade"
    )
    channel = fields.Selection(related="deliverable_id.channel")
    report_id = fields.Many2one(related="deliverable_id.report_id")
    with_report = fields.Boolean(
        "Attach the Printed Report",
        compute="_compute_with_report",
        store=True,
        readonly=False,
        precompute=True,
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "ops_deliverable_deliver_attachment_rel",
        "wizard_id",
        "attachment_id",
        "Files",
    )
    note = fields.Text()
    delivered_at = fields.Datetime(
        "Handed Over Earlier, on",
        help="Empty: now. An earlier time counts once another person has agreed; only "
        "for paper and e-mail, with the receipt.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_deliverable_deliver_evidence_rel",
        "wizard_id",
        "attachment_id",
        "Receipt",
    )

    @api.depends("deliverable_id")
    def _compute_with_report(self):
        for wizard in self:
            wizard.with_report = bool(wizard.report_id)

    def action_deliver(self):
        self.ensure_one()
        deliverable = self.deliverable_id
        deliverable._check_deliver()
        self._check_time()
        printed = self.with_report and self.report_id
        prints = [deliverable._print_report()] if printed else []
        delivery = deliverable._deliver(self.attachment_ids, self.note, prints=prints)
        if self.delivered_at:
            self._ask_for_earlier(delivery)
        return {"type": "ir.actions.act_window_close"}

    def _ask_for_earlier(self, delivery):
        files = self.env["ir.attachment"].browse(self.evidence_ids.ids)
        files.check_access("read")
        self.env["ops.sla.override"]._ask(
            "backdate",
            self.deliverable_id.contract_id,
            self.note,
            delivery_id=delivery.id,
            delivered_at=self.delivered_at,
            evidence_ids=[Command.set(files.ids)],
        )

    def _check_time(self):
        at = self.delivered_at
        if not at:
            return
        if at > self.env.cr.now():
            raise UserError(self.env._("Nothing is handed over in the future."))
        note = (self.note or "").strip()
        if self.channel == "portal" or not (note and self.evidence_ids):
            raise UserError(
                self.env._(
                    "An earlier time is only for paper and e-mail, with a note on who "
                    "received it and the receipt."
                )
            )
