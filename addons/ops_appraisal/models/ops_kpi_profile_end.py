from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.roles import has_role, require_role

STAMP = {"readonly": True, "copy": False}


class OpsKpiProfile(models.Model):
    """An approved profile ends early by two persons: an officer proposes the last day
    and says why, another one who approves profiles agrees. Appraisals that are made
    already keep what they copied."""

    _inherit = "ops.kpi.profile"

    _server_owned = frozenset({"end_date", "end_reason", "end_proposed_by"})

    end_date = fields.Date("Proposed Last Day", **STAMP)
    end_reason = fields.Text("Why It Ends", **STAMP)
    end_proposed_by = fields.Many2one(
        "res.users", ondelete="restrict", index="btree_not_null", **STAMP
    )
    can_agree_end = fields.Boolean(compute="_compute_can_agree_end")

    @api.depends("end_proposed_by")
    @api.depends_context("uid")
    def _compute_can_agree_end(self):
        may = has_role(self.env, "manager")
        for profile in self:
            by = profile.end_proposed_by
            profile.can_agree_end = may and by and by != self.env.user

    def action_end(self):
        """The dialog that asks for the last day and the reason."""
        self.ensure_one()
        self._check_end()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the Profile"),
            "res_model": "ops.kpi.profile.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    def action_agree_end(self):
        require_role(self.env, "manager")
        self._check_reach()
        for profile in self:
            profile._agree_end()
        return True

    def action_drop_end(self):
        """The profile stays: by whoever proposed the end, or who could agree to it."""
        require_role(self.env, "officer")
        self._check_reach()
        for profile in self:
            if profile.end_proposed_by != self.env.user:
                require_role(self.env, "manager")
            profile._server_write(
                {"end_date": False, "end_reason": False, "end_proposed_by": False}
            )
        return True

    def _check_end(self):
        require_role(self.env, "officer")
        self._check_reach()
        self._check_approval_state({"approved"})

    def _propose_end(self, day, reason):
        self._check_end()
        if not reason.strip():
            raise UserError(self.env._("Say why the profile ends."))
        if day < self.date_from or (self.date_to and day >= self.date_to):
            raise UserError(
                self.env._(
                    "%(name)s is in force from %(start)s to %(end)s: choose an earlier "
                    "last day within that time.",
                    name=self.display_name,
                    start=format_date(self.env, self.date_from),
                    end=format_date(self.env, self.date_to) if self.date_to else "…",
                )
            )
        self._server_write(
            {
                "end_date": day,
                "end_reason": reason.strip(),
                "end_proposed_by": self.env.uid,
            }
        )

    def _agree_end(self):
        if not self.end_date:
            raise UserError(
                self.env._("Nobody proposed an end of %s.", self.display_name)
            )
        if self.end_proposed_by == self.env.user:
            raise UserError(
                self.env._(
                    "You proposed the end of %s yourself: somebody else has to agree "
                    "(four eyes).",
                    self.display_name,
                )
            )
        self.message_post(
            body=self.env._(
                "Ends on %(day)s, proposed by %(user)s: %(reason)s",
                day=format_date(self.env, self.end_date),
                user=self.end_proposed_by.name,
                reason=self.end_reason,
            )
        )
        # a later profile may have ended it earlier meanwhile
        last = min(filter(None, (self.end_date, self.date_to)))
        self._server_write(
            {"date_to": last, "end_date": False, "end_proposed_by": False}
        )
