from odoo import api, fields, models

from ..queries import coverage


class OpsCascadeReport(models.Model):
    """Every level has indicators, everyone a task (essay 5: 层层有指标,人人有任务)."""

    _name = "ops.cascade.report"
    _description = "Coverage of the Cascade"
    _auto = False
    _order = "level, department_id, id"
    _rec_name = "department_id"

    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, help="Empty: people without a unit."
    )
    level = fields.Integer(readonly=True, aggregator=None, help="1: at the top.")
    has_indicator = fields.Boolean("Has Indicators", readonly=True)
    units = fields.Integer(readonly=True)
    indicated = fields.Integer("Units with Indicators", readonly=True)
    people = fields.Integer(readonly=True)
    tasked = fields.Integer("People with Tasks", readonly=True)
    untasked = fields.Integer("People without Tasks", readonly=True)
    share = fields.Float("With Tasks (%)", compute="_compute_share", digits=(5, 1))
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        self.env.flush_all()
        return coverage.cascade(fields.Date.context_today(self))

    @api.depends("department_id.display_name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.department_id.display_name or self.env._(
                "People without a unit"
            )

    @api.depends("people", "tasked")
    def _compute_share(self):
        for row in self:
            row.share = 100.0 * row.tasked / row.people if row.people else 0.0

    def action_open_gaps(self):
        """What is missing in the unit."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Missing"),
            "res_model": "ops.appraisal.gap",
            "view_mode": "list",
            "domain": [
                ("kind", "in", ("unit_indicator", "person_task")),
                ("department_id", "in", self.department_id.ids or [False]),
                ("company_id", "in", self.company_id.ids),
            ],
        }
