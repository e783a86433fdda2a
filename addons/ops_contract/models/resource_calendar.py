from odoo import api, models
from odoo.exceptions import UserError

# of working hours: what a sealed annex promises
PROMISED = frozenset({"tz", "attendance_ids", "two_weeks_calendar", "flexible_hours"})
PROMISED |= {"follow_public_days", "attendance_ids_1st_week", "attendance_ids_2nd_week"}


class ResourceCalendar(models.Model):
    """Weekly hours that a sealed annex promises stay as they are. Public days and
    leaves may come and go: they are no part of the promise, and change no verdict."""

    _inherit = "resource.calendar"

    @api.model
    def _forget_windows(self):
        """Working time is about to change: what is due is judged by the old one."""
        self.env["ops.sla.clock"]._judge_due()
        return super()._forget_windows()

    def write(self, vals):
        if PROMISED & set(vals):
            self._refuse_promised()
        return super().write(vals)

    def _refuse_promised(self):
        contracts = self._promising_contracts()
        if contracts:
            raise UserError(
                self.env._(
                    "The working hours %(hours)s are promised in a sealed annex of "
                    "%(contract)s. Make other working hours, and a new version of the "
                    "annex that names them.",
                    hours=self[0].display_name,
                    contract=contracts[0].number,
                )
            )

    def _promising_contracts(self):
        # sudo: a promise binds whoever may read the contract
        env = self.sudo().env
        sealed = [
            ("version_id.sealed_at", "!=", False),
            ("version_id.state", "!=", "withdrawn"),
        ]
        own = [("calendar_id", "in", self.ids), *sealed]
        contracts = env["ops.annex.sla.line"].search(own).contract_id
        contracts |= env["ops.annex.service.line"].search(own).contract_id
        versions = env["ops.annex.version"].search(
            [
                ("contract_id.calendar_id", "in", self.ids),
                ("sealed_at", "!=", False),
                ("state", "!=", "withdrawn"),
            ],
            limit=1,
        )
        return contracts | versions.contract_id
