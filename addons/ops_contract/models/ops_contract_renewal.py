from odoo import models


class OpsContract(models.Model):
    """The manager is reminded once when the notice period begins."""

    _inherit = "ops.contract"

    def _notice_renewals(self):
        """One reminder for each end of a contract; safe to repeat."""
        for contract in self:
            if contract._is_notice_due():
                contract._remind_manager()
                contract._server_write({"renewal_noticed_for": contract.date_end})

    def _is_notice_due(self):
        return (
            self._is_running()
            and not self.terminated_on
            and self.renewal_noticed_for != self.date_end
            and self.notice_date <= self._today() <= self.date_last
        )

    def _remind_manager(self):
        user = self.manager_id or self.project_manager_id
        if not user.active or not self.with_user(user).has_access("read"):
            return
        self.activity_schedule(
            "ops_contract.activity_type_renewal",
            date_deadline=self.date_last,
            summary=self.with_context(lang=user.lang).env._(
                "Renew or end %(name)s by %(day)s",
                name=self.display_name,
                day=self.date_last,
            ),
            user_id=user.id,
        )
