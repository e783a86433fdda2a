from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.roles import require_role


class OpsAppraisalAppeal(models.Model):
    """The subject objects; the committee, or the appraisal manager, decides."""

    _name = "ops.appraisal.appeal"
    _inherit = ["ops.mixin.append"]
    _description = "Appeal"
    _order = "filed_at desc, id desc"
    _rec_name = "appraisal_id"

    _server_owned = frozenset(
        {"appraisal_id", "reason", "filed_by", "filed_at", "state", "decision"}
        | {"grade_before", "grade_after", "decided_by", "decided_at"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="restrict", index=True
    )
    reason = fields.Text(required=True, readonly=True)
    filed_by = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", index=True
    )
    filed_at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("upheld", "Upheld"), ("rejected", "Rejected")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    decision = fields.Text(readonly=True)
    grade_before = fields.Char(readonly=True)
    grade_after = fields.Char(readonly=True)
    decided_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", index=True
    )
    decided_at = fields.Datetime(readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    _one_open = models.UniqueIndex(
        "(appraisal_id) WHERE state = 'open'", "An appeal is already open."
    )

    def _file(self, appraisal, reason):
        return self._server_create(
            [
                {
                    "appraisal_id": appraisal.id,
                    "reason": reason,
                    "filed_by": self.env.uid,
                    "filed_at": self.env.cr.now().replace(microsecond=0),
                }
            ]
        )

    def action_decide(self, outcome, decision=None, grade=None):
        """``outcome``: upheld (with the ``grade`` that now counts, if it changes) or
        rejected; ``decision``: the reasons, which the subject reads."""
        self.ensure_one()
        require_role(self.env, "committee", "manager")
        self.check_access("read")
        self._check_may_decide()
        if outcome not in ("upheld", "rejected") or not (decision or "").strip():
            raise UserError(
                self.env._("Say whether the appeal is upheld or rejected, and why.")
            )
        # sudo: whoever decides was checked; results and heads are the module's own
        appraisal = self.sudo().appraisal_id
        result = appraisal.result_ids
        before = result.final_grade
        if outcome == "upheld" and grade and grade != before:
            result._check_grade(grade)
            result._change_grade("appeal", grade, decision.strip())
        self._close(outcome, decision.strip(), before, result.final_grade)
        appraisal._step("decided", reason=decision.strip(), event="appeal")
        return True

    def _check_may_decide(self):
        """Neither the subject or whoever filed it, nor who reviewed or calibrated."""
        # sudo: the persons of the appraisal only decide who may not decide
        appraisal = self.sudo().appraisal_id
        involved = (
            appraisal.user_id
            | appraisal.first_user_id
            | appraisal.second_user_id
            | appraisal.change_ids.user_id
            | self.sudo().filed_by  # sudo: as above
        )
        if self.state != "open":
            raise UserError(self.env._("This appeal is decided already."))
        if self.env.user in involved and not self.env.su:
            raise AccessError(
                self.env._(
                    "You took part in this appraisal: somebody else has to decide."
                )
            )

    def _close(self, outcome, decision, before, after):
        # sudo: appeals are the module's own
        self.sudo()._server_write(
            {
                "state": outcome,
                "decision": decision,
                "grade_before": before,
                "grade_after": after,
                "decided_by": self.env.uid,
                "decided_at": self.env.cr.now().replace(microsecond=0),
            }
        )
