from odoo import fields, models
from odoo.exceptions import UserError


class OpsCostPeriod(models.Model):
    """Who changed by what a month is assessed (assessed items, rates, tiers) since its
    quotas were issued: he does not close it."""

    _inherit = "ops.cost.period"
    _server_owned = frozenset({"rule_author_ids"})

    rule_author_ids = fields.Many2many(
        "res.users",
        "ops_cost_period_rule_author_rel",
        string="Rules Changed By",
        readonly=True,
        copy=False,
        context={"active_test": False},
        groups=fields.NO_ACCESS,
    )

    def _record_rule_author(self):
        link = [fields.Command.link(self.env.uid)]
        # sudo: the list is kept by the system
        self.sudo()._server_write({"rule_author_ids": link})

    def _accept_rules(self):
        """A manager who did not change the rules has issued quotas of these months."""
        # sudo: the list is kept by the system
        self.sudo()._server_write({"rule_author_ids": [fields.Command.clear()]})

    def _refuse_own_rules(self):
        for period in self:
            # sudo: nobody reads this list, it only decides who may not close
            if self.env.user in period.sudo().rule_author_ids.sudo(False):
                raise UserError(
                    self.env._(
                        "You changed the assessed items, rates or tiers since the "
                        "quotas of %(period)s were issued: another person has to "
                        "close it (four eyes).",
                        period=period.code,
                    )
                )
