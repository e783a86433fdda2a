from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

SHOWN = 24
WRITTEN = ("score", "has_score", "value", "has_value", "comment", "reason")


class OpsAppraisalMy(models.AbstractModel):
    """The reader's own appraisals and what he writes into a sheet, without any role:
    by rules on every internal user."""

    _name = "ops.appraisal.my"
    _inherit = ["ops.appraisal.sheet"]
    _description = "My Appraisal"

    @api.model
    @api.readonly
    def get_my_appraisals(self):
        """Own appraisals, latest first, and how much waits for the reader's review."""
        own = self.env["ops.appraisal"].search(
            [("user_id", "=", self.env.uid), ("state", "!=", "draft")], limit=SHOWN
        )
        results = self._published(own)
        return {
            "name": self.env.user.name,
            "rows": [self._row(each, results.get(each.id)) for each in own],
            "waiting": self.env["ops.appraisal"].search_count(
                [("waits_for_me", "=", True), ("state", "!=", "self")]
            ),
            **self._asked(),
        }

    @api.model
    def _asked(self):
        """Colleagues whom the reader is asked to rate, and the statements to rate."""
        raters = self.env["ops.appraisal.rater"].search(
            [("user_id", "=", self.env.uid), ("has_answered", "=", False)]
        )
        # sudo: whom and for which cycle one is asked to rate
        raters = raters.sudo().filtered("is_open")
        questions = self.env["ops.appraisal.question"].search(
            [("company_id", "in", (False, self.env.company.id))]
        )
        return {
            "ratings": [
                {
                    "id": rater.id,
                    "subject": rater.subject_name,
                    "cycle": rater.cycle_name,
                }
                for rater in raters
            ],
            "questions": [{"id": each.id, "name": each.name} for each in questions],
        }

    @api.model
    def _row(self, appraisal, result):
        return {
            "id": appraisal.id,
            # sudo: name of the cycle
            "cycle": appraisal.sudo().cycle_id.name,
            "date_from": appraisal.date_from,
            "date_to": appraisal.date_to,
            "state": appraisal.state,
            "deadline": appraisal.deadline,
            "appeal_deadline": appraisal.appeal_deadline,
            "score": result.score if result and result.outcome == "ok" else None,
            "final_grade": (result and result.final_grade) or "",
        }

    @api.model
    def _published(self, appraisals):
        """``{appraisal id: result}`` as far as the reader may see them."""
        results = self.env["ops.appraisal.result"].search(
            [("appraisal_id", "in", appraisals.ids)]
        )
        return {result.appraisal_id.id: result for result in results}

    @api.model
    def save_sheet(self, appraisal_id, rows, words=None, note=None):
        """Stores what the reader's level typed, all or nothing.

        ``rows``: ``[[id of a score row, values], …]``; ``words``, ``note``: texts,
        None where they stay. The rules of the rows say who may.
        """
        appraisal = self._named(appraisal_id)
        level = appraisal.my_level
        if not level:
            raise UserError(
                self.env._("This appraisal does not wait for you: nothing was saved.")
            )
        own = [("appraisal_id", "=", appraisal.id), ("level", "=", level)]
        known = self.env["ops.appraisal.score"].search(own)
        for row_id, values in self._checked(rows, known):
            known.browse(row_id).write(values)
        texts = {"words": words, "note": note}
        present = [*own, ("former_user_id", "=", False)]
        for statement in self.env["ops.appraisal.statement"].search(present):
            if texts[statement.kind] is not None:
                statement.body = str(texts[statement.kind])
        return True

    @api.model
    def _checked(self, rows, known):
        """``[(id, values)]`` of rows of this level, only what a level writes."""
        try:
            found = [
                (int(row_id), {key: values[key] for key in WRITTEN if key in values})
                for row_id, values in rows
            ]
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("The scores cannot be read: load the sheet again.")
            ) from error
        if not {row_id for row_id, _values in found} <= set(known.ids):
            raise ValidationError(
                self.env._("A score is of another appraisal: load the sheet again.")
            )
        return found

    @api.model
    def add_evidence(self, score_id, name, data):
        """A document (base64) behind a score that the reader may write."""
        score = self.env["ops.appraisal.score"].browse(
            score_id if type(score_id) is int else 0
        )
        score.check_access("write")
        if not (score and isinstance(name, str) and isinstance(data, str)):
            raise UserError(self.env._("This is no document: choose a file."))
        file = self.env["ir.attachment"].create({"name": name, "datas": data})
        score.evidence_ids = [Command.link(file.id)]
        return file.id
