from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

LEVELS = [
    ("self", "Self"),
    ("first", "First Level"),
    ("second", "Second Level"),
]
# The state in which a level is written, and who writes it.
STATE_OF = {"self": "self", "first": "manager", "second": "second"}
AUTHOR_OF = {"self": "user_id", "first": "first_user_id", "second": "second_user_id"}


class OpsAppraisalLevel(models.AbstractModel):
    """A row of one level: its author writes it while its stage lasts, and whoever may
    not see the level yet reads no row of it (rules of scores and statements)."""

    _name = "ops.appraisal.level"
    _inherit = ["ops.mixin.guard"]
    _description = "Row of a Level"

    _server_owned = frozenset({"appraisal_id", "level"})

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, ondelete="cascade", index=True
    )
    level = fields.Selection(LEVELS, required=True, readonly=True)
    company_id = fields.Many2one(
        related="appraisal_id.company_id", store=True, index=True, precompute=True
    )

    def write(self, vals):
        if is_from_caller(vals):
            self._check_stage()
        return super().write(vals)

    def _touch_evidence(self):
        """Evidence is fixed with its level, whatever record the file hangs on."""
        self._refuse_touched(
            self.filtered(lambda row: row.appraisal_id.state != STATE_OF[row.level])
        )
        return super()._touch_evidence()

    def _check_stage(self):
        """Rules keep strangers out; this keeps the superuser's hand off what is done,
        and tells the author why."""
        for row in self:
            if row.appraisal_id.state != STATE_OF[row.level]:
                raise UserError(
                    self.env._(
                        "%(name)s: this level is handed in or not open yet, and cannot "
                        "be changed now.",
                        name=row.appraisal_id.display_name,
                    )
                )
