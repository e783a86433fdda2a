from odoo import models
from odoo.exceptions import UserError


# One subject a file: what an entry is, and where it leads.
# pylint: disable=consider-merging-classes-inherited
class OpsCostEntry(models.Model):
    """From an entry to its source and to the result that it is part of."""

    _inherit = "ops.cost.entry"

    def action_open_source(self):
        """The source document if there is one that the user may read, else ours."""
        self.check_access("read")
        self.ensure_one()
        target = self.voucher_id
        if self.source_model in self.env and self.source_id:
            source = self.env[self.source_model].browse(self.source_id).exists()
            if source and source.has_access("read"):
                target = source
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "view_mode": "form",
        }

    def action_open_assessment(self):
        """The sealed result that this entry is part of."""
        self.check_access("read")
        self.ensure_one()
        row = self.env["ops.cost.assessment"].search(
            [
                ("period_id", "=", self.period_id.id),
                ("node_id", "=", self.node_id.id),
                ("is_current", "=", True),
            ]
        )
        if not row:
            raise UserError(
                self.env._("%s is not closed yet.", self.period_id.code or self.date)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": row._name,
            "res_id": row.id,
            "view_mode": "form",
        }
