from datetime import timedelta

from odoo import api, models
from odoo.tools import split_every

from .ops_appraisal_level import AUTHOR_OF, STATE_OF

# The state in which somebody has to act, and the field that says who.
ACTOR_OF = {
    **{state: AUTHOR_OF[level] for level, state in STATE_OF.items()},
    "published": "user_id",
}
ACTIVITY = "ops_appraisal.mail_activity_appraisal"
AT_ONCE, CHUNK = 20, 500


class OpsAppraisal(models.Model):
    """Activities for whoever has the present step. They name the step and its due
    day, nothing that a stage hides: whoever reads the appraisal reads them too."""

    _inherit = "ops.appraisal"

    def _remind(self):
        """A few at once; of many the scheduled job takes care."""
        if len(self) > AT_ONCE:
            # sudo: any user's step may wake the job
            self.env.ref("ops_appraisal.cron_reminders").sudo()._trigger()
        else:
            self._add_reminders()

    def _add_reminders(self):
        """One activity per appraisal, of the person who has it now."""
        # sudo: the reminder is the system's, its reader need not be allowed to write
        waiting = self.sudo().filtered(lambda row: row._actor().active)
        present = waiting._reminders()
        actor_of = {row.id: row._actor() for row in waiting}
        right = present.filtered(lambda one: one.user_id == actor_of[one.res_id])
        (present - right).unlink()
        missing = waiting - waiting.browse(right.mapped("res_id"))
        missing = missing.with_context(mail_activity_quick_update=True)
        for (user, due, _state), group in missing.grouped(
            lambda row: (row._actor(), row._due(), row.state)
        ).items():
            group.activity_schedule(
                ACTIVITY, due, summary=group[0]._step_text(user), user_id=user.id
            )

    def _forget_reminders(self):
        # sudo: as above
        self.sudo()._reminders().unlink()

    def _reminders(self):
        kind = self.env.ref(ACTIVITY)
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind.id),
            ]
        )

    def _actor(self):
        field = ACTOR_OF.get(self.state)
        return self[field] if field else self.env["res.users"]

    def _due(self):
        due = self.appeal_deadline if self.state == "published" else self.deadline
        return due or self._today() + timedelta(days=7)

    def _step_text(self, user):
        env = self.with_context(lang=user.lang).env
        return {
            "self": env._("Assess yourself"),
            "manager": env._("First review"),
            "second": env._("Second review"),
            "published": env._("Read, and sign or appeal"),
        }[self.state]

    @api.model
    def _cron_remind(self):
        """Whoever has a step and no reminder of it gets one. Safe to repeat."""
        waiting = self._without_reminder()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for chunk in split_every(CHUNK, waiting.ids):
            self.browse(chunk)._add_reminders()
            if not cron._commit_progress(len(chunk)):
                break

    @api.model
    def _without_reminder(self):
        kind = self.env.ref(ACTIVITY)
        reminded = self.env["mail.activity"]._search(
            [("res_model", "=", self._name), ("activity_type_id", "=", kind.id)]
        )
        return self.search(
            [
                ("state", "in", list(ACTOR_OF)),
                ("id", "not in", reminded.subselect("res_id")),
            ],
            order="deadline, id",
        )
