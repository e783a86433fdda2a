from odoo import models
from odoo.exceptions import UserError


class ResUsers(models.Model):
    _inherit = "res.users"

    def _check_ops_reviewer(self, companies):
        """Refuses a login that cannot review in all of these companies."""
        # sudo: whether a login works, and where, only decides here
        user = self.sudo().exists()
        if not user.active or user.share or companies - user.company_ids:
            raise UserError(
                self.env._(
                    "%(name)s cannot take part in appraisals of %(company)s: choose an "
                    "active employee's login of that company.",
                    name=user.name or self.env._("This user"),
                    company=", ".join(companies.mapped("name")),
                )
            )
