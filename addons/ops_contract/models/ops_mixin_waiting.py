from odoo import models

ACTIVITY = "ops_contract.activity_type_waiting"


class OpsMixinWaiting(models.AbstractModel):
    """A record that waits for a step of somebody: an activity for each person who may
    take it, gone once one of them has."""

    _name = "ops.mixin.waiting"
    _description = "Waits for Somebody"
    _inherit = ["mail.activity.mixin"]

    def _call(self, users, summary):
        """These and nobody else. ``summary(env)``: the text, in the language of the
        person called."""
        self.ensure_one()
        # sudo: the activities are of other users than who acts
        record = self.sudo().with_context(mail_activity_quick_update=True)
        stale = record.activity_search([ACTIVITY])
        for user in users.filtered(self._is_within_reach_of):
            text = summary(self.with_context(lang=user.lang).env)
            known = stale.filtered(
                lambda call, user=user, text=text: (
                    call.user_id == user and call.summary == text
                )
            )
            stale -= known
            if not known:
                record.activity_schedule(ACTIVITY, summary=text, user_id=user.id)
        stale.unlink()

    def _call_no_more(self):
        # sudo: as above, whoever took the step
        self.sudo().activity_search([ACTIVITY]).unlink()

    def _is_within_reach_of(self, user):
        # sudo: companies are compared only
        mine, company = user.sudo().company_ids, self.sudo().company_id
        return (
            user.active and company in mine and self.with_user(user).has_access("read")
        )

    def _users_of(self, *groups):
        """Of the groups with these XML ids."""
        users = self.env["res.users"]
        for group in groups:
            # sudo: who has a role is looked up to let them know
            users |= self.env.ref(group).sudo().all_user_ids
        return users
