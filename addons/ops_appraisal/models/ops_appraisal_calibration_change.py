from odoo import fields, models


class OpsAppraisalCalibrationChange(models.Model):
    """A grade that calibration changed: before, after, why, by whom."""

    _name = "ops.appraisal.calibration.change"
    _inherit = ["ops.mixin.append"]
    _description = "Change of a Grade by Calibration"
    _rec_name = "appraisal_id"
    _order = "changed_at desc, id desc"

    _server_owned = frozenset(
        {"appraisal_id", "grade_before", "grade_after", "reason", "user_id"}
        | {"changed_at"}
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="restrict", index=True
    )
    grade_before = fields.Char("Before", readonly=True)
    grade_after = fields.Char("After", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Changed By",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    changed_at = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    def _add(self, result, grade, reason):
        return self._server_create(
            [
                {
                    "appraisal_id": result.appraisal_id.id,
                    "grade_before": result.final_grade,
                    "grade_after": grade,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "changed_at": self.env.cr.now().replace(microsecond=0),
                }
            ]
        )
