from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calc.periods import is_gapless


class OpsCostCharge(models.Model):
    """Who is the leader in charge (分管领导) of a unit or an item, by date.

    On any day a unit, and an item, has exactly one (essay 2: 谁分管谁负责).
    """

    _name = "ops.cost.charge"
    _description = "Leader in Charge"
    _inherit = ["ops.mixin.guard"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    leader_id = fields.Many2one(
        "hr.employee",
        "Leader in Charge",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    unit_id = fields.Many2one(
        "ops.cost.node",
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('level', '=', 2)]",
    )
    item_id = fields.Many2one(
        "ops.cost.item", index=True, ondelete="cascade", check_company=True
    )
    date_start = fields.Date("First Day", required=True)
    date_end = fields.Date(
        "Last Day", help="Last day in charge; empty: until further notice."
    )

    _unit_or_item = models.Constraint(
        "CHECK((unit_id IS NULL) <> (item_id IS NULL))",
        "A leader is in charge of either a unit or an item.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The charge must not end before it starts.",
    )
    _one_leader_a_unit = models.Constraint(
        "EXCLUDE USING gist (int4range(unit_id, unit_id, '[]') WITH &&,"
        " daterange(date_start, date_end, '[]') WITH &&) WHERE (unit_id IS NOT NULL)",
        "This unit already has a leader in charge on some of these days.",
    )
    _one_leader_an_item = models.Constraint(
        "EXCLUDE USING gist (int4range(item_id, item_id, '[]') WITH &&,"
        " daterange(date_start, date_end, '[]') WITH &&) WHERE (item_id IS NOT NULL)",
        "This item already has a leader in charge on some of these days.",
    )

    @api.depends("leader_id.name", "unit_id.code", "item_id.code")
    def _compute_display_name(self):
        for charge in self:
            what = charge.unit_id or charge.item_id
            charge.display_name = f"{what.code or ''}: {charge.leader_id.name or ''}"

    @api.constrains("unit_id")
    def _check_unit_level(self):
        for charge in self:
            if charge.unit_id and charge.unit_id.level != 2:
                raise ValidationError(
                    self.env._(
                        "%(node)s is not a unit: leaders are in charge of units.",
                        node=charge.unit_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        charges = super().create(vals_list)
        charges.leader_id._refresh_cost_scopes()
        return charges

    def write(self, vals):
        before = self.leader_id
        result = super().write(vals)
        (before | self.leader_id)._refresh_cost_scopes()
        return result

    def unlink(self):
        leaders = self.leader_id
        result = super().unlink()
        leaders._refresh_cost_scopes()
        return result

    @api.model
    def _leaders_today(self, field, record_ids):
        """``{unit or item id: leader id}`` of today, one query."""
        today = fields.Date.context_today(self)
        # sudo: who is in charge today of what one sees is no secret
        charges = self.sudo().search(
            [
                (field, "in", record_ids),
                ("date_start", "<=", today),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", today),
            ]
        )
        return {charge[field].id: charge.leader_id.id for charge in charges}

    @api.model
    def _not_led(self, field, days):
        """The units or items (by ``field``) that have no leader on some of their days;
        ``days``: ``{record: (first, last)}``."""
        records = self.env[self._fields[field].comodel_name].union(*days)
        ranges = {record.id: [] for record in records}
        for charge in self.search([(field, "in", records.ids)]):
            ranges[charge[field].id].append(
                (charge.date_start, charge.date_end or None)
            )
        return records.filtered(
            lambda record: not is_gapless(ranges[record.id], *days[record])
        )
