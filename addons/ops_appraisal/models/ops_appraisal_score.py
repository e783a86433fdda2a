from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from odoo.addons.ops_base.models.ops_mixin_guard import is_from_caller

ENTERED = ("score", "has_score", "value", "has_value")


class OpsAppraisalScore(models.Model):
    """What one level scores on one line; seen by whom the stage allows.

    By hand: ``score``, or a ``value`` that the KPI's rule turns into one. A line with
    a score by rule keeps it, unless the level overrides it with a ``reason``.
    """

    _name = "ops.appraisal.score"
    _inherit = ["ops.appraisal.level"]
    _description = "Score of a Level"
    _rec_name = "line_id"
    _order = "appraisal_id, line_id, level, id"

    _server_owned = frozenset({"line_id"})

    line_id = fields.Many2one(
        "ops.appraisal.line",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    has_value = fields.Boolean("Value Entered")
    value = fields.Float(
        digits=(16, 6), aggregator=None, help="Scored by the rule of the KPI."
    )
    score = fields.Float(digits=(6, 2), aggregator=None)
    has_score = fields.Boolean("Scored")
    comment = fields.Text()
    reason = fields.Text(help="Why a score by rule was overridden.")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_appraisal_score_evidence_rel",
        "score_id",
        "attachment_id",
    )

    _level_uniq = models.UniqueIndex(
        "(line_id, level)", "A level scores each line once."
    )

    @api.constrains("score", "has_score")
    def _check_score(self):
        for row in self.filtered("has_score"):
            most = row.line_id._highest()
            if row.score < 0 or float_compare(row.score, most, precision_digits=2) > 0:
                raise ValidationError(
                    self.env._(
                        "%(kpi)s: a score is from 0 to %(highest)s.",
                        kpi=row.line_id.kpi_name,
                        highest=f"{most:g}",
                    )
                )

    def write(self, vals):
        if not is_from_caller(vals):
            return super().write(vals)
        before = {row: row._entered_text() for row in self}
        result = super().write(vals)
        if {"value", "has_value"} & set(vals):
            self._score_by_rule()
        if "evidence_ids" in vals:
            self._claim_evidence()
        if set(ENTERED) & set(vals):
            self._log_changes(before)
            self.appraisal_id._refresh_statements(set(self.mapped("level")))
        return result

    def _score_by_rule(self):
        """A value entered by hand scores as a measured one would."""
        for row in self.filtered("has_value"):
            row._server_write(
                {"has_score": True, "score": float(row.line_id._score_of(row.value))}
            )

    def _claim_evidence(self):
        """What a client points to must be visible to him; new uploads become ours, and
        are then read and kept by the rules of this row."""
        for row in self:
            row.evidence_ids.check_access("read")
            uploads = row.evidence_ids.filtered(
                lambda document: (
                    not document.res_id and document.create_uid == self.env.user
                )
            )
            uploads.write({"res_model": self._name, "res_id": row.id})

    def _effective(self):
        """What counts on the line for this level: entered, else by rule, else None."""
        self.ensure_one()
        if self.has_score:
            return f"{self.score:.2f}"
        line = self.line_id
        return f"{line.auto_score:.2f}" if line.has_auto_score else None

    def _entered_text(self):
        if not self.has_score:
            return False
        value = f" ({self.value:g})" if self.has_value else ""
        return f"{self.score:.2f}{value}"

    def _log_changes(self, before):
        """Score changes with who, when, before, after and why (R25)."""
        for event, is_override in (("score", False), ("override", True)):
            rows = self.filtered(
                lambda row, wanted=is_override: bool(row.line_id.measure_id) == wanted
            )
            self.env["ops.appraisal.log"]._add(
                event,
                [
                    {
                        "appraisal": row.appraisal_id,
                        "line_id": row.line_id.id,
                        "level": row.level,
                        "before": before[row],
                        "after": row._entered_text(),
                        "reason": row.reason,
                    }
                    for row in rows
                    if before[row] != row._entered_text()
                ],
            )

    def _check_complete(self):
        """A level can be handed in: manual lines scored, overrides explained, and for
        the first level evidence where the KPI asks for it."""
        for row in self:
            line = row.line_id
            if line.measure_id and row.has_score and not (row.reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(kpi)s is measured: say why you score it otherwise.",
                        kpi=line.kpi_name,
                    )
                )
            if line.measure_id:
                continue
            if not row.has_score:
                raise UserError(
                    self.env._("%(kpi)s is not scored yet.", kpi=line.kpi_name)
                )
            # the second level may leave it: what the first entered then counts
            if line.veto and row.level == "first" and not row.has_value:
                raise UserError(
                    self.env._(
                        "%(kpi)s can veto a grade: enter the value, 0 for no event.",
                        kpi=line.kpi_name,
                    )
                )
            if row.level == "first" and line.evidence_required and not row.evidence_ids:
                raise UserError(
                    self.env._(
                        "%(kpi)s needs evidence: attach a document to your score.",
                        kpi=line.kpi_name,
                    )
                )
