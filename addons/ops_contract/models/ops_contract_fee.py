from odoo import models

from odoo.addons.ops_base.calc.period import as_utc


class OpsContract(models.Model):
    """What a contract costs a month, by the price annex in force."""

    _inherit = "ops.contract"

    def _compute_monthly_fee(self):
        for contract in self:
            contract.monthly_fee = contract._monthly_fee_on(contract._today())

    def _monthly_fee_on(self, day):
        """By the price version in force at the start of the local day; 0 without."""
        self.ensure_one()
        # sudo: statements need the fee whoever computes them; prices are shown by the
        # fields and their groups
        contract = self.sudo()
        version = contract._version_at("price", as_utc(day, 0, self.tz))
        amounts = version.price_line_ids.mapped("monthly_amount")
        return contract.currency_id.round(sum(amounts))
