from odoo import api, fields, models


class OpsKpiProfileLine(models.Model):
    _name = "ops.kpi.profile.line"
    _inherit = ["ops.mixin.fixed.line"]
    _description = "KPI of a Profile"
    _order = "profile_id, sequence, id"
    _rec_name = "kpi_id"
    _check_company_auto = True
    _authors_document = "profile_id"

    profile_id = fields.Many2one(
        "ops.kpi.profile", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    kpi_id = fields.Many2one(
        "ops.kpi",
        "KPI",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('replaced_by_id', '=', False)]",
    )
    weight = fields.Float("Weight (%)", digits=(5, 2), required=True)
    own_marks = fields.Boolean(help="Other marks than those of the KPI.")
    floor = fields.Float(digits=(16, 6), aggregator=None)
    target = fields.Float(digits=(16, 6), aggregator=None)
    stretch = fields.Float(digits=(16, 6), aggregator=None)
    category = fields.Selection(related="kpi_id.category")
    unit = fields.Char(related="kpi_id.unit")
    method = fields.Selection(related="kpi_id.method")
    measure_id = fields.Many2one(related="kpi_id.measure_id")
    company_id = fields.Many2one(
        related="profile_id.company_id", store=True, index=True, precompute=True
    )

    _kpi_uniq = models.UniqueIndex(
        "(profile_id, kpi_id)", "A profile has each KPI only once."
    )
    _weight_range = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100)", "A weight is above 0 and at most 100."
    )

    @api.constrains("kpi_id", "own_marks", "floor", "target", "stretch")
    def _check_rule(self):
        for line in self:
            line.kpi_id._refuse_flaw(line._line_rule(), line.kpi_id.display_name)

    def _line_rule(self):
        """The KPI's rule with the marks of this profile."""
        self.ensure_one()
        return self.kpi_id._kpi_rule(**self._own_marks())

    def _marks(self):
        """(floor, target, stretch) in force: of the profile, else of the KPI."""
        source = self if self.own_marks else self.kpi_id
        return source.floor, source.target, source.stretch

    def _own_marks(self):
        """Marks that replace those of the KPI."""
        if not self.own_marks:
            return {}
        floor, target, stretch = self._marks()
        used = stretch if self.kpi_id.has_stretch else None
        return {"floor": floor, "target": target, "stretch": used}
