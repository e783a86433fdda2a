from odoo import fields, models
from odoo.exceptions import UserError


class OpsCostPeriod(models.Model):
    """Who changed which items an open month is assessed on: he does not close it."""

    _inherit = "ops.cost.period"
    _server_owned = frozenset({"bundle_author_ids"})

    bundle_author_ids = fields.Many2many(
        "res.users",
        "ops_cost_period_bundle_author_rel",
        string="Bundle Changed By",
        readonly=True,
        copy=False,
        context={"active_test": False},
        groups=fields.NO_ACCESS,
    )

    def _record_bundle_author(self):
        link = [fields.Command.link(self.env.uid)]
        # sudo: the list is kept by the system
        self.sudo()._server_write({"bundle_author_ids": link})

    def _accept_bundle(self):
        """A manager who did not change the bundle has issued quotas of these months."""
        # sudo: the list is kept by the system
        self.sudo()._server_write({"bundle_author_ids": [fields.Command.clear()]})

    def _refuse_own_bundle(self):
        for period in self:
            # sudo: nobody reads this list, it only decides who may not close
            if self.env.user in period.sudo().bundle_author_ids.sudo(False):
                raise UserError(
                    self.env._(
                        "You changed which items are assessed while %(period)s was "
                        "open: another person has to close it (four eyes).",
                        period=period.code,
                    )
                )
