from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_base.calc.seal import digest

from ..calc import scoring
from ..tools.roles import has_role

OPEN = ("self", "manager")


class OpsAppraisal(models.Model):
    """Ratings by colleagues: shown as means, only once no more can come, and only if
    enough have answered; a mean that grows by one answer would tell that answer."""

    _inherit = "ops.appraisal"

    def action_invite_raters(self, user_ids):
        """By the first reviewer, or by HR for others than oneself."""
        self.ensure_one()
        self._check_rating_hand()
        self._check_state("draft", *OPEN)
        involved = self.user_id | self.first_user_id | self.second_user_id
        users = self.env["res.users"].browse(user_ids).exists() - involved
        # sudo: raters are the module's own
        raters = self.sudo().rater_ids
        # sudo: companies of a user are no secret, reading them is not for all
        new = (users - raters.user_id).filtered(
            lambda user: not user.share and self.company_id in user.sudo().company_ids
        )
        raters._server_create(
            [{"appraisal_id": self.id, "user_id": user.id} for user in new]
        )
        self.invalidate_recordset(["rater_ids"])
        self._notify_raters(new)
        return True

    def _notify_raters(self, users):
        """A message of its own, on no record: it is the raters' only."""
        for user in users:
            env = self.with_context(lang=user.lang).env
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("Please rate %s", self.subject_name),
                body=env._(
                    "You are asked to rate %s under Appraisals, My Appraisal. Your "
                    "answers carry no name and no date.",
                    self.subject_name,
                ),
            )

    def action_close_ratings(self):
        self.ensure_one()
        self._check_rating_hand()
        self._check_state(*OPEN)
        self._close_ratings()
        return True

    def _close_ratings(self):
        # sudo: heads are the module's own; who may do this was checked
        self.sudo().filtered(lambda row: not row.ratings_closed_at)._server_write(
            {"ratings_closed_at": self._now()}
        )

    def _check_rating_hand(self):
        self.check_access("read")
        if self.ratings_closed_at:
            raise UserError(self.env._("The ratings are closed."))
        if self.first_user_id != self.env.user:
            self._check_officer()

    @api.readonly
    def get_ratings(self):
        """``{"state": open | too_few | hidden | ok, "items": [{"question", "mean"}],
        "comments": [text], "n"}``: figures and texts only with ``ok``.

        For the reviewers and HR; for the subject after publication.
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_see_ratings():
            return {"state": "hidden", "items": [], "comments": [], "n": 0}
        # sudo: nobody reads single answers; means and shuffled texts leave this method
        appraisal = self.sudo()
        if not appraisal.ratings_closed_at:
            return {"state": "open", "items": [], "comments": [], "n": 0}
        n = len(appraisal.rater_ids.filtered("has_answered"))
        if n < appraisal.cycle_id.min_raters:
            return {"state": "too_few", "items": [], "comments": [], "n": 0}
        ratings = appraisal.env["ops.appraisal.rating"]._of(appraisal)
        return {"state": "ok", "n": n, **ratings._summary(n)}

    def _may_see_ratings(self):
        user = self.env.user
        if self.env.su or user in (self.first_user_id, self.second_user_id):
            return True
        if user == self.user_id:
            return bool(self.published_at)
        return has_role(self.env, "officer", "committee")


class OpsAppraisalRater(models.Model):
    _inherit = "ops.appraisal.rater"

    @api.depends("has_answered", "appraisal_id.state", "appraisal_id.ratings_closed_at")
    def _compute_is_open(self):
        for rater in self:
            appraisal = rater.appraisal_id
            rater.is_open = (
                not rater.has_answered
                and appraisal.state in OPEN
                and not appraisal.ratings_closed_at
            )

    def action_answer(self, scores, comment=None):
        """``scores``: {question id: 1 to 5}. Once, and nobody can change it after."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only the rater answers."))
        # sudo: answers belong to nobody; the lock lets one of two clicks through
        rater = self.sudo()
        rater.lock_for_update()
        rater.invalidate_recordset(["has_answered"])
        if not rater.is_open:
            raise UserError(self.env._("This rating is answered already, or closed."))
        rater._store(self._checked(scores), (comment or "").strip())
        return True

    def _checked(self, scores):
        """``{question: score}`` for every question of the company."""
        questions = self.env["ops.appraisal.question"].search(
            [("company_id", "in", (False, self.company_id.id))]
        )
        given = {int(key): value for key, value in (scores or {}).items()}
        if set(given) != set(questions.ids) or not all(
            type(value) is int and 1 <= value <= 5 for value in given.values()
        ):
            raise UserError(
                self.env._("Rate every statement from 1 to 5, then send it.")
            )
        return given

    def _store(self, scores, comment):
        appraisal = {"appraisal_id": self.appraisal_id.id}
        rows = [
            {**appraisal, "question_id": question, "score": score}
            for question, score in sorted(scores.items())
        ]
        if comment:
            rows.append({**appraisal, "comment": comment})
        self.env["ops.appraisal.rating"]._server_create(rows)
        self._server_write({"has_answered": True})


class OpsAppraisalRating(models.Model):
    _inherit = "ops.appraisal.rating"

    def _of(self, appraisal):
        return self.search([("appraisal_id", "=", appraisal.id)])

    def _summary(self, n):
        """Means by question with ``n`` answers; texts in an order of their own."""
        scores = defaultdict(list)
        for rating in self.filtered("question_id"):
            scores[rating.question_id].append(rating.score)
        texts = [rating.comment for rating in self if not rating.question_id]
        return {
            "items": [
                {"question": question.name, "mean": _mean(found)}
                for question, found in sorted(
                    scores.items(), key=lambda item: (item[0].sequence, item[0].id)
                )
                if len(found) == n
            ],
            "comments": sorted(texts, key=digest),
        }


def _mean(scores):
    """Two places, half up."""
    return float(scoring.total([(1, score) for score in scores], "block").total)
