import logging
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.ops_base.calc.period import local_day

from .ops_contract import SIGNED

_logger = logging.getLogger(__name__)
DAY = timedelta(days=1)
HORIZON_DAYS = 60
ACTIVITY = "ops_contract.activity_deliverable"


class OpsDeliverable(models.Model):
    """What the day brings: plans made, things become due, silence accepts."""

    _inherit = "ops.deliverable"

    @api.model
    def _cron_daily(self):
        """As often a day as one likes."""
        contracts = self.env["ops.contract"].search(
            [("state", "in", [state for state in SIGNED if state != "closed"])]
        )
        for tz, group in contracts.grouped("tz").items():
            self._generate_each(group, self._today_in(tz) + HORIZON_DAYS * DAY)
        self._become_due()
        self._accept_in_silence()
        waiting = Domain("outcome", "=", "open") & Domain("state", "!=", "cancelled")
        self.search(waiting & self._past_due_domain())._store_outcomes()

    @api.model
    def _generate_each(self, contracts, horizon):
        """A contract whose schedule fails must not keep the others from theirs."""
        try:
            with self.env.cr.savepoint():
                self._generate(contracts, horizon)
        except UserError as error:
            if len(contracts) == 1:
                _logger.info("No deliverables for %s: %s", contracts.number, error)
                contracts._warn_of_schedule(str(error))
                return
            for contract in contracts:
                self._generate_each(contract, horizon)

    @api.model
    def _become_due(self):
        """What can be handed over: its period is over."""
        # sudo: the days of time zones, not what anybody may see
        contracts = self.env["ops.contract"].sudo().with_context(active_test=False)
        for [tz] in contracts._read_group([], ["tz"]):
            today = self._today_in(tz)
            found = self.search(
                [("tz", "=", tz), ("state", "=", "planned"), ("date_to", "<", today)]
            )
            found._call_up()

    def _call_up(self):
        self._server_write({"state": "due"})
        for deliverable in self:
            deliverable._remind(self.env._("Hand over"))

    def _remind(self, summary, note=""):
        """One open activity of the person who hands over, in his language."""
        self.ensure_one()
        user = self.responsible_id.filtered("active")
        if not user or self._reminders():
            return
        record = self.with_context(lang=user.lang)
        record.activity_schedule(
            ACTIVITY,
            date_deadline=self.date_due,
            summary=summary,
            note=note,
            user_id=user.id,
        )

    def _reminders(self):
        return self.activity_search([ACTIVITY])

    def _remind_no_more(self):
        # sudo: the activity is of the person who hands over, not of who answers
        self.sudo()._reminders().unlink()

    @api.model
    def _accept_in_silence(self):
        """Where the annex says so: no answer within the agreed days."""
        waiting = self.search(
            [("state", "=", "delivered"), ("line_id.accept_days", ">", 0)]
        )
        for deliverable in waiting:
            latest = deliverable.delivery_ids.sorted("id")[-1:]
            # silence begins when it was recorded, whatever was agreed on later
            last = local_day(latest.recorded_at, deliverable.tz)
            last += deliverable.accept_days * DAY
            if last < deliverable._local_today():
                deliverable._answer("accepted", "silence")
