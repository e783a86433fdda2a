from odoo import api, fields, models
from odoo.fields import Command


class OpsDeliverableDelivery(models.Model):
    """One handing-over with its files, and what the customer said to it: a later one
    is a new row."""

    _name = "ops.deliverable.delivery"
    _description = "Delivery"
    _rec_names_search = ["deliverable_id.name"]
    _inherit = ["ops.mixin.append"]
    _order = "deliverable_id, id"
    _check_company_auto = True
    _server_owned = frozenset(
        {
            "deliverable_id",
            "delivered_at",
            "recorded_at",
            "delivered_by_id",
            "verdict",
            "verdict_at",
            "verdict_by_id",
            "verdict_kind",
            "verdict_note",
        }
    )

    deliverable_id = fields.Many2one(
        "ops.deliverable", required=True, index=True, ondelete="restrict", readonly=True
    )
    contract_id = fields.Many2one(
        related="deliverable_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="deliverable_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="deliverable_id.commercial_partner_id", store=True, index=True
    )
    delivered_at = fields.Datetime(
        required=True,
        readonly=True,
        help="When it was recorded, or earlier where another person agreed to that.",
    )
    recorded_at = fields.Datetime(
        compute="_compute_recorded_at", store=True, precompute=True, required=True
    )
    delivered_by_id = fields.Many2one(
        "res.users", readonly=True, index=True, ondelete="restrict"
    )
    note = fields.Text()
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "ops_deliverable_delivery_attachment_rel",
        "delivery_id",
        "attachment_id",
        "Files",
    )
    verdict = fields.Selection(
        [("accepted", "Accepted"), ("rejected", "Rejected")],
        "Answer",
        readonly=True,
        copy=False,
    )
    verdict_kind = fields.Selection(
        [
            ("partner", "By the Customer"),
            ("staff", "By Us, Evidence in the Note"),
            ("silence", "In Silence, as Agreed"),
            ("none", "No Acceptance Agreed"),
        ],
        "Answer Given",
        readonly=True,
        copy=False,
    )
    verdict_at = fields.Datetime("Answered on", readonly=True, copy=False)
    verdict_by_id = fields.Many2one(
        "res.partner",
        "Answered by",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    verdict_note = fields.Text("Answer in Words", readonly=True, copy=False)

    @api.depends()
    def _compute_recorded_at(self):
        """Once: an agreement on an earlier time does not move it. Rows older than this
        field take the time that they have."""
        for delivery in self:
            delivery.recorded_at = delivery.delivered_at

    @api.depends("deliverable_id", "delivered_at")
    def _compute_display_name(self):
        for delivery in self:
            at = delivery.delivered_at
            local = at and fields.Datetime.context_timestamp(delivery, at)
            when = local.strftime("%Y-%m-%d %H:%M") if local else ""
            name = delivery.deliverable_id.display_name or ""
            delivery.display_name = f"{name} · {when}"

    @api.private
    def _set_earlier(self, at):
        """Another person agreed that it was handed over before it was recorded."""
        self.ensure_one()
        self._server_write({"delivered_at": at})
        deliverable = self.deliverable_id
        if deliverable.delivery_ids.sorted("id")[-1:] == self:
            deliverable._server_write({"delivered_at": at})
        deliverable._store_outcomes()

    @api.private
    def _keep_files(self, attachments, prints):
        """Own copies: who may not write the delivery cannot write them either."""
        self.ensure_one()
        own = {"res_model": self._name, "res_id": self.id, "public": False}
        kept = self.env["ir.attachment"].create(
            [{**own, "name": name, "raw": content} for name, content in prints]
        )
        for attachment in attachments:
            kept += attachment.copy({**own, "name": attachment.name})
        self._server_write({"attachment_ids": [Command.set(kept.ids)]})
