from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.ops_contract import ENDED
from ..tools.roles import require_role

TARGETS = ("target_minutes", "target_days", "target_bp", "target_value")


class OpsServicePicker(models.TransientModel):
    """Items of the catalogue with their quantities become draft annexes: services,
    service levels, deliverables, spare parts and prices, with the price build-up
    (item × qty)."""

    _name = "ops.service.picker"
    _description = "Pick from the Catalogue"
    _inherit = ["ops.mixin.guard"]
    _rec_name = "contract_id"

    contract_id = fields.Many2one("ops.contract", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    date_from = fields.Date(
        "In Force From",
        compute="_compute_date_from",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    line_ids = fields.One2many("ops.service.picker.line", "picker_id", "Items")
    monthly_total = fields.Monetary(compute="_compute_monthly_total")

    @api.model
    def default_get(self, fields):
        """Opened from the catalogue: the chosen items, one of each."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "ops.service.item":
            items = self.env["ops.service.item"].browse(self.env.context["active_ids"])
            values["line_ids"] = [
                Command.create({"item_id": item.id})
                for item in items.filtered(lambda item: item.state == "published")
            ]
        return values

    @api.depends("contract_id")
    def _compute_date_from(self):
        """The first day of a contract that is not signed yet, else today."""
        for picker in self:
            contract = picker.contract_id
            start = contract.date_start
            if contract.state in ("signed", "active", "suspended"):
                start = max(start, contract._today())
            picker.date_from = start

    @api.depends("line_ids.amount")
    def _compute_monthly_total(self):
        for picker in self:
            picker.monthly_total = sum(picker.line_ids.mapped("amount"))

    def action_draft(self):
        self.ensure_one()
        self._check_pick()
        services = self._add_services()
        self._add_levels(services)
        self._add_deliverables(services)
        self._add_spares()
        self._add_prices(services)
        # the contract below the dialog is read anew
        return {"type": "ir.actions.act_window_close"}

    def _check_pick(self):
        require_role(self.env, "manager", "org")
        self.contract_id.check_access("write")
        if self.contract_id.state in ENDED:
            raise UserError(
                self.env._(
                    "%(name)s has ended: nothing can be added to it.",
                    name=self.contract_id.display_name,
                )
            )
        if not self.line_ids:
            raise UserError(self.env._("Choose at least one service item."))
        self.line_ids._check_items()

    # the annexes --------------------------------------------------------
    def _draft(self, kind):
        """The draft that is being worked on, or the next version."""
        annex = self.contract_id._annex(kind)
        drafts = annex.version_ids.filtered(lambda version: version.state == "draft")
        return drafts[:1] or annex._new_version(self.date_from)

    def _add_services(self):
        """``{picker line: service line}``"""
        version = self._draft("service")
        lines = self.env["ops.annex.service.line"].create(
            [
                {
                    "version_id": version.id,
                    "item_id": line.item_id.id,
                    "quantity": line.quantity,
                    "unit_price": line.unit_price,
                    "mode_ids": [Command.set(line.item_id.mode_ids.ids)],
                }
                for line in self.line_ids
            ]
        )
        return dict(zip(self.line_ids, lines, strict=True))

    def _add_levels(self, services):
        """One service level for what several items promise in the same way."""
        promised = {}
        for picked, service in services.items():
            for default in picked.item_id.metric_tmpl_ids:
                targets = [default[name] for name in TARGETS]
                key = (default.metric_id, default.priority, *targets)
                promised.setdefault(key, []).append(service.id)
        if promised:
            version = self._draft("sla")
            self.env["ops.annex.sla.line"].create(
                [
                    {
                        "version_id": version.id,
                        "metric_id": metric.id,
                        "priority": priority,
                        **dict(zip(TARGETS, targets, strict=True)),
                        "service_line_ids": [Command.set(service_ids)],
                    }
                    for (metric, priority, *targets), service_ids in promised.items()
                ]
            )

    def _add_deliverables(self, services):
        values = [
            self._prepare_deliverable_values(template, service)
            for picked, service in services.items()
            for template in picked.item_id.deliverable_tmpl_ids
        ]
        if values:
            version = self._draft("reporting")
            self.env["ops.annex.deliverable.line"].create(
                [{"version_id": version.id, **vals} for vals in values]
            )

    def _prepare_deliverable_values(self, template, service):
        return {
            "name": template.name,
            "template_id": template.id,
            "service_line_ids": [Command.set(service.ids)],
            "frequency": template.frequency,
            "due_offset_days": template.due_offset_days,
            "due_in_working_days": template.due_in_working_days,
            "channel": template.channel,
            "report_id": template.report_id.id,
        }

    def _add_spares(self):
        """Each part that the items need, once; how many are held is agreed later."""
        items = self.line_ids.item_id.filtered("spare_need")
        if products := items.spare_product_ids:
            version = self._draft("spares")
            held = version.spare_line_ids.product_id
            self.env["ops.annex.spare.line"].create(
                [
                    {"version_id": version.id, "product_id": product.id}
                    for product in products - held
                ]
            )

    def _add_prices(self, services):
        version = self._draft("price")
        self.env["ops.annex.price.line"].create(
            [
                {
                    "version_id": version.id,
                    "name": picked.item_id.name,
                    "service_line_id": service.id,
                    "quantity": picked.quantity,
                    "unit_price": picked.unit_price,
                }
                for picked, service in services.items()
            ]
        )
