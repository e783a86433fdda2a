from odoo import api, models


class OpsMixinResponsible(models.AbstractModel):
    """Whoever ever answered for a record is one of its authors: he decides on no
    exclusion and no override of it, also after he handed it to somebody else."""

    _name = "ops.mixin.responsible"
    _description = "Record with a Responsible Person"
    _inherit = ["ops.mixin.authors"]

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._remember_responsible()
        return records

    def write(self, vals):
        if "responsible_id" not in vals:
            return super().write(vals)
        self._remember_responsible()
        result = super().write(vals)
        self._remember_responsible()
        return result

    def _remember_responsible(self):
        answered = self.sudo().filtered("responsible_id")  # sudo: readable or not
        for user, records in answered.grouped("responsible_id").items():
            records._record_author(user)
