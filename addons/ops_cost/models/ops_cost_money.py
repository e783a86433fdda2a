from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ops_base.calc.units import from_minor, to_minor


class OpsCostMoney(models.AbstractModel):
    """Amounts of a company, in its currency; they enter exactly: finer than the
    currency is refused, never rounded."""

    _name = "ops.cost.money"
    _inherit = ["ops.mixin.guard"]
    _description = "Exact Amounts"

    company_id = fields.Many2one("res.company", index=True, ondelete="restrict")
    currency_id = fields.Many2one(
        "res.currency",
        related="company_id.currency_id",
        store=True,
        index=True,
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_fine_amounts(vals, self._currency_of(vals))
        return super().create(vals_list)

    def write(self, vals):
        if any(self._is_amount(name) for name in vals):
            for currency in self._currencies():
                self._refuse_fine_amounts(vals, currency)
        return super().write(vals)

    @api.model
    def _refuse_fine_amounts(self, vals, currency):
        fine = [
            name
            for name, value in vals.items()
            if self._is_amount(name) and value and self._is_too_fine(value, currency)
        ]
        if fine:
            raise ValidationError(
                self.env._(
                    "%(fields)s of %(model)s is finer than %(rounding)s, the smallest "
                    "amount of %(currency)s.",
                    fields=self._field_labels(fine),
                    model=self._model_label(),
                    rounding=Decimal(repr(currency.rounding)).normalize(),
                    currency=currency.name,
                )
            )

    @api.model
    def _is_amount(self, name):
        field = self._fields.get(name)
        return field is not None and field.type == "monetary"

    @api.model
    def _is_too_fine(self, value, currency):
        """A millionth is the noise of floats (0.1 + 0.2), not an amount."""
        try:
            steps = Decimal(str(value)) / Decimal(repr(currency.rounding))
        except ArithmeticError:
            return True
        if not steps.is_finite():
            return True
        return abs(steps - steps.to_integral_value()) > Decimal("0.0001")

    def _currencies(self):
        # sudo: the currency of a company is no secret
        return self.sudo().currency_id or self.env.company.currency_id

    @api.model
    def _currency_of(self, vals):
        """Currency of a record that is to be created: its company's."""
        for name in ("company_id", "plan_id", "version_id", "transfer_id", "fund_id"):
            if vals.get(name) and name in self._fields:
                # sudo: the currency of a company is no secret
                record = self.env[self._fields[name].comodel_name].sudo()
                record = record.browse(vals[name])
                company = record if name == "company_id" else record.company_id
                return company.currency_id
        return self.env.company.currency_id

    @api.model
    def _minor(self, value, currency):
        """Minor units of an amount read through the ORM (a float) or from SQL."""
        return to_minor(value, repr(currency.rounding))

    @api.model
    def _amount(self, minor, currency):
        """The amount of minor units, for display and for writing: a float."""
        return float(from_minor(minor, repr(currency.rounding)))
