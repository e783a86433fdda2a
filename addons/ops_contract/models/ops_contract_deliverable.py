from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from ..calc.deliverable import due_date
from ..tools.roles import require_role
from ..tools.working_days import WorkingDays
from .ops_contract import SIGNED

DAY = timedelta(days=1)
YEAR = 366
WARNING = "mail.mail_activity_data_warning"


class OpsContract(models.Model):
    """Deliverables of a contract: their plan, what was due, what happens by event."""

    _inherit = "ops.contract"

    @api.private
    def _deliverables_due(self, date_from, date_to):
        """What was to be handed over by a day of the span, cancelled ones apart."""
        return self.env["ops.deliverable"].search(
            [
                ("contract_id", "in", self.ids),
                ("date_due", ">=", date_from),
                ("date_due", "<=", date_to),
                ("state", "!=", "cancelled"),
            ]
        )

    def action_plan_deliverables(self):
        """The year that lies ahead, now rather than in the night."""
        self.check_access("write")
        require_role(self.env, "manager", "org")
        for contract in self:
            if contract.state not in SIGNED:
                raise UserError(
                    self.env._(
                        "%s is not signed: nothing is to be handed over yet.",
                        contract.display_name,
                    )
                )
            horizon = contract._today() + YEAR * DAY
            self.env["ops.deliverable"]._generate(contract, horizon)
        return self.action_open_deliverables()

    def action_open_deliverables(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliverables"),
            "res_model": "ops.deliverable",
            "view_mode": "list,calendar,kanban,form",
            "domain": [("contract_id", "in", self.ids)],
            "context": {"search_default_open": 1},
        }

    def action_event_deliverable(self):
        self.ensure_one()
        self._check_event_deliverable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliverable by Event"),
            "res_model": "ops.deliverable.event",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def _check_event_deliverable(self):
        self.check_access("read")
        require_role(self.env, "supervisor", "manager", "org")
        if not self._event_lines(self._today()):
            raise UserError(
                self.env._(
                    "The annex on deliverables in force today knows nothing that is "
                    "due by event."
                )
            )

    def _event_lines(self, day):
        """What is due by event, in the reporting annex in force on ``day``."""
        version = self._reporting_version(day)
        lines = version.deliverable_line_ids
        return lines.filtered(lambda line: line.frequency == "per_event")

    def _reporting_version(self, day):
        versions = self.env["ops.annex.version"].search(
            [
                ("contract_id", "in", self.ids),
                ("kind", "=", "reporting"),
                ("state", "in", ["agreed", "effective", "superseded"]),
                ("date_from", "<=", day),
            ],
            order="date_from desc",
            limit=1,
        )
        inside = self.date_start <= day <= self.date_last
        return versions if inside else versions.browse()

    @api.private
    def _add_event_deliverable(self, line, event, day):
        """Due so many days after ``day``, on which it happened."""
        self.ensure_one()
        if line not in self._event_lines(day):
            raise UserError(
                self.env._(
                    "%(line)s is not due by event under the annex in force on %(day)s.",
                    line=line.name,
                    day=day,
                )
            )
        working = WorkingDays(self.calendar_id, self.company_id, self.tz)
        days = working if line.due_in_working_days else None
        Deliverable = self.env["ops.deliverable"]
        [deliverable] = Deliverable._server_create(
            [
                {
                    **Deliverable._vals_of_line(self, line),
                    "contract_id": self.id,
                    "line_key": line.line_key,
                    "event": event,
                    "date_from": day,
                    "date_to": day,
                    "date_due": due_date(day, line.due_offset_days, days),
                    "state": "due",
                }
            ]
        )
        deliverable._remind(self.env._("Hand over"))
        return deliverable

    def _warn_of_schedule(self, text):
        """Once, for the manager, until he has done with it."""
        self.ensure_one()
        summary = self.env._("Deliverables cannot be planned")
        waiting = self.activity_search(
            [WARNING], additional_domain=[("summary", "=", summary)]
        )
        if self.manager_id and not waiting:
            self.activity_schedule(
                WARNING, summary=summary, note=text, user_id=self.manager_id.id
            )
