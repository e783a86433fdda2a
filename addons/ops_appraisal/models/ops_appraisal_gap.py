from odoo import api, fields, models

from ..queries import coverage


class OpsAppraisalGap(models.Model):
    """Self-check: what the system lacks (essay 5: 岗位职责不详细, 缺乏有效的监督)."""

    _name = "ops.appraisal.gap"
    _description = "Self-Check of Appraisals"
    _auto = False
    _order = "kind, department_id, res_id, id"

    kind = fields.Selection(
        [
            ("job_duties", "Job without Duties"),
            ("job_kpis", "Job without KPIs in Force"),
            ("unit_indicator", "Unit without Indicators"),
            ("unit_second", "Unit without a Second Level"),
            ("person_task", "Person without Tasks"),
            ("appraisal_second", "Appraisal without a Second Reviewer"),
            ("appraisal_evidence", "Appraisal without Evidence"),
        ],
        "Missing",
        readonly=True,
    )
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    res_model = fields.Char("Model", compute="_compute_record")
    name = fields.Char("Where", compute="_compute_record")
    department_id = fields.Many2one("hr.department", readonly=True)
    cycle_id = fields.Many2one("ops.appraisal.cycle", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        self.env.flush_all()
        return coverage.gaps(fields.Date.context_today(self))

    @api.depends("kind", "res_id")
    def _compute_record(self):
        models_of = dict(coverage.KINDS)
        for kind, gaps in self.grouped("kind").items():
            model = models_of[kind]
            # sudo: names of jobs, units, persons and appraisals, and nothing else
            records = self.env[model].sudo().browse(gaps.mapped("res_id"))
            for gap, record in zip(gaps, records, strict=True):
                gap.res_model = model
                gap.name = record.display_name

    def action_open(self):
        """The record that lacks something."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
