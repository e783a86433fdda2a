from odoo import models
from odoo.exceptions import AccessError, UserError

from .ops_appraisal_flow import DONE_AT
from .ops_appraisal_level import AUTHOR_OF

EMPTY_SCORE = {
    "has_score": False,
    "score": 0,
    "has_value": False,
    "value": 0,
    "comment": False,
    "reason": False,
}


class OpsAppraisal(models.Model):
    """Other persons within a cycle: reviewers who have not handed in, and the head of
    a unit, who answers for it."""

    _inherit = "ops.appraisal"

    def action_reassign(
        self, first_user_id=None, second_user_id=None, reason=None, head_user_id=None
    ):
        """None leaves a person as it is."""
        self._check_officer()
        self._check_state("draft", "self", "manager", "second")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the reviewers change."))
        given = {"self": head_user_id, "first": first_user_id, "second": second_user_id}
        users = {
            level: self.env["res.users"].browse(user_id)
            for level, user_id in given.items()
            if user_id
        }
        self._check_successors(users)
        for appraisal in self:
            appraisal._reassign(users, reason.strip())
        return True

    def _check_successors(self, users):
        """Whoever takes over can sign in, and works for the company."""
        if self.env.user in users.values() and not self.env.su:
            raise AccessError(
                self.env._("Somebody else has to make you a reviewer (four eyes).")
            )
        if "self" in users and set(self.mapped("subject_kind")) != {"department"}:
            raise UserError(
                self.env._(
                    "Only a unit gets another head: who is appraised stays the same "
                    "otherwise."
                )
            )
        for user in users.values():
            user._check_ops_reviewer(self.company_id)

    def _reassign(self, users, reason):
        """``users``: {level: the person who has it now}."""
        present = {level: self[field] for level, field in AUTHOR_OF.items()}
        changes = {
            level: user for level, user in users.items() if user != present[level]
        }
        self._check_persons({**present, **changes})
        # a unit's self-assessment stays, whoever answers for the unit from now on
        if any(self[DONE_AT[level]] for level in changes if level != "self"):
            raise UserError(
                self.env._(
                    "%(name)s: this level is handed in already.", name=self.display_name
                )
            )
        self.env["ops.appraisal.log"]._add(
            "reviewer",
            [
                {
                    "appraisal": self,
                    "level": level,
                    "before": present[level].name,
                    "after": user.name,
                    "reason": reason,
                }
                for level, user in changes.items()
            ],
        )
        for level in changes:
            if present[level] and not self[DONE_AT[level]]:
                self._hand_over(level, present[level])
        # sudo: the head is the module's own
        self.sudo()._server_write(
            {AUTHOR_OF[level]: user.id for level, user in changes.items()}
        )
        self._open_level()

    def _check_persons(self, persons):
        """Three different persons; the database holds it too."""
        subject = persons["self"]
        if subject and subject in (persons["first"], persons["second"]):
            raise UserError(
                self.env._(
                    "%s cannot review the own appraisal: choose another reviewer.",
                    self.subject_name,
                )
            )
        if persons["first"] and persons["first"] == persons["second"]:
            raise UserError(
                self.env._("The second reviewer must be another person than the first.")
            )

    def _hand_over(self, level, user):
        """What ``user`` drafted stays with him; the successor begins with empty rows.
        Documents stay: they are no judgement."""
        # sudo: rows, seats and reminders of a level are the module's own
        head = self.sudo()
        head._rows(level)._server_write(EMPTY_SCORE)
        drafts = head.statement_ids.filtered(
            lambda row: row.level == level and row.body
        )
        drafts._server_write({"former_user_id": user.id})
        drafts.flush_recordset()
        drafts._server_create(
            {
                "appraisal_id": self.id,
                "level": level,
                "kind": draft.kind,
                "return_reason": draft.return_reason,
            }
            for draft in drafts
        )
        head.message_unsubscribe(partner_ids=user.partner_id.ids)
        head.activity_ids.filtered(lambda activity: activity.user_id == user).unlink()
