from datetime import timedelta
from fractions import Fraction

from odoo import api, models
from odoo.exceptions import UserError

from ..calc.schedule import Promise, schedule
from ..calc.version import spans
from ..tools.working_days import WorkingDays
from .ops_annex_version import IN_FORCE
from .ops_contract import SIGNED

DAY = timedelta(days=1)
WHOLE_BP = 10_000
# what the schedule may still change or take back
UNTOUCHED = ("planned", "due")
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class OpsDeliverable(models.Model):
    """The schedule: deliverables follow from the reporting annexes in force.

    Whatever is called how often leaves the same: the key is contract, line and first
    day of the period.
    """

    _inherit = "ops.deliverable"

    @api.model
    @api.private
    def _generate(self, contracts, horizon):
        """Plans what begins by ``horizon``; takes back what is not promised any more.

        What was handed over, and what a person cancelled, stays as it is.
        """
        contracts = contracts.filtered(lambda contract: contract.state in SIGNED)
        existing = self._scheduled(contracts)
        wanted = self._wanted(contracts, existing, horizon)
        made = existing.grouped(lambda each: each._schedule_key())
        self._take_back(existing, wanted)
        for key, deliverables in made.items():
            if key in wanted:
                deliverables[-1:]._follow_schedule(wanted[key])
        missing = [vals for key, vals in wanted.items() if key not in made]
        return self.with_context(**QUIET)._server_create(missing)

    @api.model
    def _scheduled(self, contracts):
        return self.search(
            [("contract_id", "in", contracts.ids), ("frequency", "!=", "per_event")],
            order="id",
        )

    @api.model
    def _wanted(self, contracts, existing, horizon):
        """``{(contract, line key, first day): values}``, to the last one existing."""
        versions = self.env["ops.annex.version"].search(
            [
                ("contract_id", "in", contracts.ids),
                ("kind", "=", "reporting"),
                ("state", "in", IN_FORCE),
            ],
            order="date_from, id",
        )
        versions = versions.grouped("contract_id")
        existing = existing.grouped("contract_id")
        wanted = {}
        for contract in contracts:
            made = existing.get(contract, self.browse()).mapped("date_from")
            until = max([horizon, *made])
            for vals in self._plan(contract, versions.get(contract), until):
                wanted[contract, vals["line_key"], vals["date_from"]] = vals
        return wanted

    @api.model
    def _plan(self, contract, versions, horizon):
        if not versions:
            return []
        working = WorkingDays(contract.calendar_id, contract.company_id, contract.tz)
        try:
            planned = schedule(
                self._promises(contract, versions),
                horizon,
                working,
                contract._suspended_days(contract.date_start, contract.date_last),
            )
        except ValueError as error:
            raise UserError(
                self.env._(
                    "Deliverables of %(contract)s cannot be planned: the service "
                    "hours %(calendar)s have no working day.",
                    contract=contract.display_name,
                    calendar=contract.calendar_id.display_name,
                )
            ) from error
        lines = self.env["ops.annex.deliverable.line"]
        return [
            {
                "contract_id": contract.id,
                "line_key": each.key,
                "date_from": each.start,
                "date_to": each.end,
                "date_due": each.due,
                **self._vals_of_line(contract, lines.browse(each.ref)),
            }
            for each in planned
        ]

    @api.model
    def _vals_of_line(self, contract, line):
        responsible = (
            line.responsible_id.filtered("active")
            or contract.project_manager_id
            or contract.manager_id
        )
        return {
            "line_id": line.id,
            "name": line.name,
            "responsible_id": responsible.id,
        }

    @api.model
    def _promises(self, contract, versions):
        """The lines of the versions, each on the days it is in force."""
        last = contract.date_last
        starts = versions.mapped("date_from")
        found = []
        for version, (first, following) in zip(
            versions, spans(starts, last + DAY), strict=True
        ):
            first = max(first, contract.date_start)
            if first < following:
                found += [
                    Promise(
                        line.line_key,
                        line.frequency,
                        first,
                        following - DAY,
                        line.due_offset_days,
                        line.due_in_working_days,
                        line.id,
                        Fraction(line.keep_partial_bp, WHOLE_BP),
                    )
                    for line in version.deliverable_line_ids
                ]
        return found

    def _take_back(self, existing, wanted):
        reason = self.env._("The annex in force does not ask for it any more.")
        gone = existing.filtered(
            lambda deliverable: (
                deliverable.state in UNTOUCHED
                and not deliverable.statement_id
                and deliverable._schedule_key() not in wanted
            )
        )
        gone._cancel(reason)

    def _schedule_key(self):
        return self.contract_id, self.line_key, self.date_from

    def _follow_schedule(self, vals):
        """Period, due day and line as now promised; a person's "no" stays, and so does
        a due day that is over: a public day added later takes no miss back, and one
        taken away makes none."""
        if self.state == "cancelled":
            if self.cancelled_by_id:
                return
            vals = {**vals, "state": "planned", "cancel_reason": False}
        elif self.state not in UNTOUCHED or self.statement_id:
            return
        elif self._is_same_promise(vals) and (
            min(self.date_due, vals["date_due"]) < self._local_today()
        ):
            vals = {**vals, "date_due": self.date_due}
        names = ("line_id", "date_to", "date_due", "state", "cancel_reason")
        current = {
            name: self[name].id if name == "line_id" else self[name] for name in names
        }
        changes = {
            name: vals[name]
            for name in names
            if name in vals and vals[name] != current[name]
        }
        if "date_due" in changes:
            self._say(
                self.env._(
                    "Due day moved from %(old)s to %(new)s, as the agreement and the "
                    "public days now say.",
                    old=self.date_due,
                    new=changes["date_due"],
                )
            )
        if changes:
            self._server_write(changes)

    def _is_same_promise(self, vals):
        return self.line_id.id == vals["line_id"] and self.date_to == vals["date_to"]
