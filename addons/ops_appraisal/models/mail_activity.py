from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_open_document(self):
        """An appraisal opens in the sight of whoever has the activity."""
        self.ensure_one()
        if self.res_model == "ops.appraisal":
            appraisal = self.env[self.res_model].browse(self.res_id)
            if appraisal.has_access("read"):
                return appraisal.action_open_sheet()
        return super().action_open_document()
