from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

from ..queries import results
from ..tools.roles import require_role


class OpsDevelopmentLine(models.Model):
    """Training or rotation after a low KPI (essay 3: 业务培训和岗位轮换机会), proposed
    from results or added by the first reviewer or HR."""

    _name = "ops.development.line"
    _inherit = ["ops.mixin.guard"]
    _description = "Development Plan"
    _order = "state, date_due, id"

    _server_owned = frozenset({"score"})

    appraisal_id = fields.Many2one(
        "ops.appraisal",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('subject_kind', '=', 'employee')]",
    )
    kpi_id = fields.Many2one("ops.kpi", "KPI", ondelete="restrict", index=True)
    kpi_name = fields.Char("KPI Name", related="kpi_id.name")
    score = fields.Float(digits=(6, 2), readonly=True, aggregator=None)
    kind = fields.Selection(
        [
            ("training", "Training"),
            ("rotation", "Job Rotation"),
            ("coaching", "Coaching"),
        ],
        required=True,
        default="training",
    )
    name = fields.Char("Goal", translate=True)
    date_due = fields.Date("Until")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("planned", "Planned"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="proposed",
        index=True,
    )
    note = fields.Text("Outcome")
    employee_id = fields.Many2one(
        related="appraisal_id.employee_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        related="appraisal_id.user_id", store=True, index=True, precompute=True
    )
    manager_user_id = fields.Many2one(
        "res.users",
        "Responsible",
        related="appraisal_id.first_user_id",
        store=True,
        index=True,
        precompute=True,
    )
    department_id = fields.Many2one(
        related="appraisal_id.department_id", store=True, index=True, precompute=True
    )
    cycle_id = fields.Many2one(
        related="appraisal_id.cycle_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _kpi_uniq = models.UniqueIndex(
        "(appraisal_id, kpi_id)", "This KPI has a line in the plan already."
    )

    @api.depends("kpi_name", "name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            # first what only readers of the line may read
            kind = kinds.get(line.kind, "")
            line.display_name = f"{kind}: {line.kpi_name or line.name or ''}"

    @api.constrains("appraisal_id", "kpi_id", "name")
    def _check_subject(self):
        for line in self:
            if not line.employee_id:
                raise ValidationError(
                    self.env._(
                        "%s is no employee: choose the appraisal of a person.",
                        line.appraisal_id.subject_name,
                    )
                )
            if not line.kpi_id and not (line.name or "").strip():
                raise ValidationError(
                    self.env._("Say what is to be learned: enter a goal or a KPI.")
                )

    def write(self, vals):
        if is_from_caller(vals) and {"appraisal_id", "kpi_id"} & set(vals):
            raise UserError(
                self.env._(
                    "A line of the plan stays with its person and KPI: add another one."
                )
            )
        return super().write(vals)

    @api.model
    @api.private
    def _propose(self, cycle):
        """Lines for the low KPIs of a published cycle that have none yet, one query;
        how many."""
        self.env.flush_all()
        rows = self.env.execute_query(
            results.low_kpis(cycle.id, cycle.development_below)
        )
        # sudo: lines are the module's own, for everybody in the cycle
        return len(
            self.sudo()._server_create(
                {
                    "appraisal_id": appraisal_id,
                    "kpi_id": kpi_id,
                    "score": float(score),
                }
                for appraisal_id, kpi_id, score in rows
            )
        )


class OpsAppraisalCycle(models.Model):
    _inherit = "ops.appraisal.cycle"

    development_below = fields.Float(
        "Development below Score",
        digits=(5, 2),
        default=70,
        help="KPIs scored lower go into the development plans.",
    )

    def action_propose_development(self):
        """Lines of the development plans from the low KPIs of the cycle."""
        require_role(self.env, "officer")
        self.check_access("write")
        for cycle in self:
            if cycle.state not in ("published", "closed"):
                raise UserError(
                    self.env._(
                        "The results of %s are not published yet: plans for "
                        "development come afterwards.",
                        cycle.name,
                    )
                )
            self.env["ops.development.line"]._propose(cycle)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Development Plans"),
            "res_model": "ops.development.line",
            "view_mode": "list,form",
            "domain": [("cycle_id", "in", self.ids)],
        }
