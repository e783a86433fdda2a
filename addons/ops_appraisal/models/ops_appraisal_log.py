from odoo import api, fields, models

from .ops_appraisal_level import LEVELS

EVENTS = [
    ("state", "Step"),
    ("score", "Score"),
    ("override", "Override"),
    ("calibration", "Calibration"),
    ("appeal", "Appeal"),
    ("reviewer", "Reviewer"),
    ("login", "Login"),
    ("exclude", "Exclusion"),
]

# Events whose before and after are states.
STEPS = frozenset({"state", "appeal", "exclude"})


class OpsAppraisalLog(models.Model):
    """Who changed what, when, from what to what, and why. Nobody edits it (R25)."""

    _name = "ops.appraisal.log"
    _inherit = ["ops.mixin.append"]
    _description = "Audit Trail of Appraisals"
    _rec_name = "appraisal_id"
    _order = "logged_at desc, id desc"

    _server_owned = frozenset(
        {"appraisal_id", "cycle_id", "line_id", "event", "level", "before", "after"}
        | {"reason", "user_id", "logged_at"}
    )

    cycle_id = fields.Many2one(
        "ops.appraisal.cycle",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    appraisal_id = fields.Many2one(
        "ops.appraisal", readonly=True, ondelete="restrict", index=True
    )
    line_id = fields.Many2one(
        "ops.appraisal.line",
        "KPI",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    event = fields.Selection(EVENTS, required=True, readonly=True, index=True)
    level = fields.Selection(LEVELS, readonly=True)
    before = fields.Char("Before (Data)", readonly=True)
    after = fields.Char("After (Data)", readonly=True)
    before_text = fields.Char("Before", compute="_compute_texts")
    after_text = fields.Char("After", compute="_compute_texts")
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", index=True
    )
    logged_at = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one(
        related="cycle_id.company_id", store=True, index=True, precompute=True
    )

    @api.depends("before", "after", "event", "appraisal_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        """Steps by their names; scores and grades as they were written."""
        states = {}
        for model in ("ops.appraisal", "ops.appraisal.cycle"):
            field = self.env[model]._fields["state"]
            states[model] = dict(field._description_selection(self.env))
        for row in self:
            model = "ops.appraisal" if row.appraisal_id else "ops.appraisal.cycle"
            names = states[model] if row.event in STEPS else {}
            row.before_text = names.get(row.before, row.before)
            row.after_text = names.get(row.after, row.after)

    @api.model
    @api.private
    def _add(self, event, entries):
        """``entries``: dicts with ``appraisal`` (or ``cycle``) and, as they apply,
        line_id, level, before, after, reason."""
        now = self.env.cr.now().replace(microsecond=0)
        rows = []
        for entry in entries:
            vals = dict(entry)
            appraisal = vals.pop("appraisal", None)
            cycle = vals.pop("cycle", None) or appraisal.cycle_id
            rows.append(
                {
                    **vals,
                    "appraisal_id": appraisal.id if appraisal else False,
                    "cycle_id": cycle.id,
                    "event": event,
                    "user_id": self.env.uid,
                    "logged_at": now,
                }
            )
        # sudo: whoever acts leaves a trace, and nobody writes it by hand
        return self.sudo()._server_create(rows)
