from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.roles import require_role

OUTCOMES = [("yes", "May Be Promoted"), ("no", "Not Now")]


class OpsPromotionLine(models.Model):
    """What the check says of one person; undetermined ones the committee decides."""

    _name = "ops.promotion.line"
    _inherit = ["ops.mixin.append"]
    _description = "Promotion Check of a Person"
    _order = "check_id desc, department_id, employee_name, id"
    _rec_name = "employee_name"

    _server_owned = frozenset(
        {"check_id", "employee_id", "employee_name", "user_id", "department_id"}
        | {"job_id", "figures", "eligible", "reasons", "committee_decision"}
        | {"committee_note", "committee_user_id", "committee_at"}
    )

    check_id = fields.Many2one(
        "ops.promotion.check",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    employee_name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, ondelete="restrict", index=True
    )
    job_id = fields.Many2one("hr.job", readonly=True, ondelete="restrict", index=True)
    figures = fields.Json(
        "Figures (Data)",
        readonly=True,
        help="[{cycle, performance, culture}, …], newest first; null: not known.",
    )
    figures_text = fields.Text("Figures", compute="_compute_texts")
    eligible = fields.Selection(
        [*OUTCOMES, ("undetermined", "Undetermined: Committee")],
        "By the Rule",
        required=True,
        readonly=True,
        index=True,
    )
    reasons = fields.Json("Reasons (Data)", readonly=True)
    reasons_text = fields.Text("Reasons", compute="_compute_texts")
    committee_decision = fields.Selection(OUTCOMES, readonly=True)
    committee_note = fields.Text(readonly=True)
    committee_user_id = fields.Many2one(
        "res.users", "Decided By", readonly=True, ondelete="restrict", index=True
    )
    committee_at = fields.Datetime("Decided On", readonly=True)
    outcome = fields.Selection(OUTCOMES, compute="_compute_outcome", store=True)
    company_id = fields.Many2one(
        related="check_id.company_id", store=True, index=True, precompute=True
    )

    @api.depends("eligible", "committee_decision")
    def _compute_outcome(self):
        for line in self:
            by_rule = line.eligible if line.eligible != "undetermined" else False
            line.outcome = by_rule or line.committee_decision

    @api.depends("figures", "reasons")
    @api.depends_context("lang")
    def _compute_texts(self):
        labels = self._reason_labels()
        hidden = self.env._("not shown")
        for line in self:
            line.figures_text = "\n".join(
                self.env._(
                    "%(cycle)s: performance %(performance)s, culture %(culture)s",
                    cycle=row["cycle"],
                    performance=row["performance"] or hidden,
                    culture=row["culture"] or hidden,
                )
                for row in line.figures or ()
            )
            line.reasons_text = "\n".join(labels[code] for code in line.reasons or ())

    @api.model
    def _reason_labels(self):
        return {
            "blocked": self.env._("A decision on accountability blocks it."),
            "performance_low": self.env._("Performance is below the least in a cycle."),
            "performance_missing": self.env._("A cycle has no performance result."),
            "culture_low": self.env._("Culture is below the least in a cycle."),
            "culture_undetermined": self.env._(
                "Culture is not measured or may not be shown in a cycle."
            ),
        }

    def _append_frozen(self):
        # sudo: the state of the check decides, readable or not
        return self.filtered(
            lambda line: (
                line.sudo().check_id.approval_state
                not in line.check_id._approval_editable
            )
        )

    # committee -------------------------------------------------------------------
    def action_decide(self, decision=None, note=None):
        """``decision``: yes or no, with a reason; without one, opens the dialog."""
        require_role(self.env, "committee")
        self.check_access("read")
        self._check_undetermined()
        if decision not in dict(OUTCOMES) or not str(note or "").strip():
            return self._ask()
        # sudo: the committee writes its decision, and nothing else of the line
        self.sudo()._server_write(
            {
                "committee_decision": decision,
                "committee_note": str(note).strip(),
                "committee_user_id": self.env.uid,
                "committee_at": self.env.cr.now().replace(microsecond=0),
            }
        )
        return True

    def _check_undetermined(self):
        for line in self.sudo():  # sudo: read before; the state of the check
            if line.user_id == self.env.user:
                raise AccessError(
                    self.env._("This is about yourself: somebody else has to decide.")
                )
            done = line.check_id.approval_state == "approved"
            if line.eligible != "undetermined" or done:
                raise UserError(
                    self.env._(
                        "%s needs no decision of the committee.", line.employee_name
                    )
                )

    def _ask(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision of the Committee"),
            "res_model": "ops.promotion.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": self.ids},
        }
