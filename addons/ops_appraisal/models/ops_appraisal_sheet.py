from collections import defaultdict

from odoo import api, models
from odoo.exceptions import MissingError, UserError

from ..tools.roles import has_role
from .ops_appraisal_level import STATE_OF

HEAD = (
    *("state", "date_from", "date_to", "deadline", "appeal_deadline"),
    *("signed_at", "refused_at", "refusal_reason"),
)
CYCLE = ("missing_policy", "min_coverage", "first_weight", "second_weight")
LINE = (
    *("weight", "veto", "evidence_required", "value_state"),
    *("has_auto_score", "auto_score"),
)
SCORE = ("has_score", "score", "has_value", "value")
RESULT = ("coverage", "gap_alert", "veto_events", "outcome")


class OpsAppraisalSheet(models.AbstractModel):
    """One appraisal as its reader may see it: what a stage hides is not in it, because
    every part is read with the reader's own rules."""

    _name = "ops.appraisal.sheet"
    _inherit = ["ops.appraisal.trend"]
    _description = "Sheet of an Appraisal"

    @api.model
    @api.readonly
    def get_sheet(self, appraisal_id):
        """Everything that the screen and the form of one appraisal show."""
        appraisal = self._named(appraisal_id)
        lines = appraisal.line_ids
        scores = self._scores(lines)
        combined = self._combined(lines)
        trends = self._trends(appraisal)
        sources = self._sources(lines)
        parts = [
            {
                **self._part(part),
                "lines": [
                    {
                        **self._line(line, self._entered(scores[line.id])),
                        "scores": scores[line.id],
                        "combined": combined[line.id],
                        "trend": trends[line.id],
                        "sources": sources.get(line.id),
                    }
                    for line in part.line_ids
                ],
            }
            for part in appraisal.part_ids
        ]
        return {
            **self._head(appraisal),
            "parts": parts,
            "words": self._words(appraisal),
            "result": self._result(appraisal),
            "appeals": self._appeals(appraisal),
            "ratings": appraisal.get_ratings(),
            "raters": self._raters(appraisal),
        }

    @api.model
    def _raters(self, appraisal):
        """Whom the first level has asked, for whoever asked: by the rule of raters."""
        asked = self.env["ops.appraisal.rater"].search(
            [("appraisal_id", "=", appraisal.id), ("user_id", "!=", self.env.uid)]
        )
        return {
            "names": asked.user_id.mapped("name"),
            "answered": len(asked.filtered("has_answered")),
            # sudo: how many must answer is no secret to whoever asks
            "least": appraisal.sudo().cycle_id.min_raters,
        }

    @api.model
    def _named(self, appraisal_id):
        """The appraisal that the client names, if the reader may read it."""
        known = appraisal_id if type(appraisal_id) is int else 0
        appraisal = self.env["ops.appraisal"].browse(known)
        if not appraisal.exists():
            raise MissingError(self.env._("This appraisal is not there any more."))
        appraisal.check_access("read")
        return appraisal

    @api.model
    def _head(self, appraisal):
        # sudo: names and rules of the cycle that the reader's appraisal is in
        named = appraisal.sudo()
        cycle = named.cycle_id
        return {
            "id": appraisal.id,
            "name": appraisal.subject_name,
            "mine": appraisal.is_own,
            "level": appraisal.my_level or None,
            "cycle": cycle.name,
            "job": named.job_id.name or "",
            "department": named.department_id.name or "",
            "first": named.first_user_id.name or "",
            "second": named.second_user_id.name or "",
            **{name: appraisal[name] for name in HEAD},
            **{name: cycle[name] for name in CYCLE},
        }

    @api.model
    def _part(self, part):
        # sudo: names of the job and the unit
        named = part.sudo()
        return {
            "id": part.id,
            "date_from": part.date_from,
            "date_to": part.date_to,
            "days": part.days,
            "job": named.job_id.name or "",
            "department": named.department_id.name or "",
        }

    @api.model
    def _line(self, line, entered):
        # sudo: what the KPI is called; its figures are on the line
        kpi = line.sudo().kpi_id
        return {
            "id": line.id,
            "code": kpi.code,
            "name": kpi.name,
            "unit": kpi.unit or "",
            "target_text": line._target_text(),
            "value_text": line._value_text(entered),
            "category": kpi.category,
            "formula": kpi.formula_text or kpi.definition or "",
            "manual": not line.measure_id,
            "highest": line._highest(),
            "note": line.value_note or "",
            **{name: line[name] for name in LINE},
        }

    @api.model
    def _entered(self, rows):
        """The value that the last of the levels entered by hand, or ``None``."""
        for level in reversed(STATE_OF):
            if level in rows and rows[level]["has_value"]:
                return rows[level]["value"]
        return None

    @api.model
    def _scores(self, lines):
        """``{line id: {level: row}}`` of the levels that the reader may see."""
        found = defaultdict(dict)
        rows = self.env["ops.appraisal.score"].search([("line_id", "in", lines.ids)])
        for row in rows:
            found[row.line_id.id][row.level] = {
                "id": row.id,
                **{name: row[name] for name in SCORE},
                "comment": row.comment or "",
                "reason": row.reason or "",
                "evidence": [
                    {"id": file.id, "name": file.name} for file in row.evidence_ids
                ],
            }
        return found

    @api.model
    def _sources(self, lines):
        """``{line id: {model, ids}}``: documents behind values, which the reader may
        open; what he may not read is not counted either."""
        named = defaultdict(set)
        for line in lines:
            for model, record_id in line.refs or ():
                named[model].add(record_id)
        open_ids = {
            model: set(self.env[model].search([("id", "in", list(ids))]).ids)
            for model, ids in named.items()
            if model in self.env and self.env[model].has_access("read")
        }
        found = {}
        for line in lines:
            for model, record_id in line.refs or ():
                if record_id in open_ids.get(model, ()):
                    source = found.setdefault(line.id, {"model": model, "ids": []})
                    if source["model"] == model:
                        source["ids"].append(record_id)
        return found

    @api.model
    def _words(self, appraisal):
        """Statements and notes of the levels that the reader may see."""
        rows = self.env["ops.appraisal.statement"].search(
            [("appraisal_id", "=", appraisal.id), ("former_user_id", "=", False)]
        )
        places = {level: place for place, level in enumerate(STATE_OF)}
        rows = rows.sorted(lambda row: (places[row.level], row.kind == "note"))
        return [
            {
                "id": row.id,
                "level": row.level,
                "kind": row.kind,
                "body": row.body or "",
                "total": row.total if row.outcome == "ok" else None,
                "return_reason": row.return_reason or "",
            }
            for row in rows
        ]

    @api.model
    def _result(self, appraisal):
        result = self.env["ops.appraisal.result"].search(
            [("appraisal_id", "=", appraisal.id)]
        )
        if not result or result.outcome == "pending":
            return None
        return {
            **{name: result[name] for name in RESULT},
            "score": result.score if result.outcome == "ok" else None,
            "grade": result.grade or "",
            "final_grade": result.final_grade or "",
        }

    @api.model
    def _appeals(self, appraisal):
        rows = self.env["ops.appraisal.appeal"].search(
            [("appraisal_id", "=", appraisal.id)]
        )
        names = dict(rows._fields["state"]._description_selection(self.env))
        return [
            {
                "id": row.id,
                "reason": row.reason,
                "filed_at": row.filed_at,
                "state": row.state,
                "state_name": names[row.state],
                "can_decide": self._can_decide(row),
                "decision": row.decision or "",
                "decided_at": row.decided_at,
                "grade_before": row.grade_before or "",
                "grade_after": row.grade_after or "",
            }
            for row in rows
        ]

    @api.model
    def _can_decide(self, appeal):
        if not has_role(self.env, "committee", "manager"):
            return False
        try:
            appeal._check_may_decide()
        except UserError:
            return False
        return True
