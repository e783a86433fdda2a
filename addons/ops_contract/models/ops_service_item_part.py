from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.models.ops_mixin_guard import ServerVals


class OpsServiceItemPart(models.AbstractModel):
    """Lines of a service item: they are frozen with it."""

    _name = "ops.service.item.part"
    _description = "Part of a Service Item"
    _inherit = ["ops.mixin.append"]

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        added = parts.browse(
            part.id
            for part, vals in zip(parts, vals_list, strict=True)
            if not isinstance(vals, ServerVals)
        )
        added._refuse_published()
        return parts

    def write(self, vals):
        result = super().write(vals)
        if "item_id" in vals and not isinstance(vals, ServerVals):
            self._refuse_published()
        return result

    def _append_frozen(self):
        return self.filtered(lambda part: part.item_id.state != "draft")

    def _refuse_frozen(self, vals):
        self._refuse_published()

    def _refuse_published(self):
        frozen = self._append_frozen()
        if frozen:
            # a refusal names nothing to who may not write here anyway
            frozen.check_access("write")
            raise UserError(frozen[0].item_id._frozen_text())
