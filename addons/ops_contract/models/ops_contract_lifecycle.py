from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from odoo.addons.ops_base.calc.period import as_utc, local_day

from ..tools.roles import require_role
from .ops_contract import RUNNING

CHUNK = 100


class OpsContract(models.Model):
    """draft -> review -> signed by another person; then the calendar decides: active
    on the first day, suspended on suspended days, expired or terminated after the
    last one; closed by hand."""

    _inherit = "ops.contract"

    # buttons -----------------------------------------------------------------
    def action_review(self):
        self._check_step({"draft"})
        for contract in self:
            contract._check_complete()
        self._server_write({"state": "review"})
        return True

    def action_draft(self):
        """Back to draft: whoever reviews asks for changes."""
        self._check_step({"review"})
        self._server_write({"state": "draft"})
        return True

    def action_sign(self):
        self._check_step({"review"})
        for contract in self:
            contract._check_signer()
        for contract in self:
            contract._server_write(
                {
                    "state": "signed",
                    "signed_on": contract._today(),
                    "signed_by_id": self.env.uid,
                }
            )
        self._refresh_states()
        return True

    def action_activate(self):
        self._check_step({"signed"})
        for contract in self:
            if contract._today() < contract.date_start:
                raise UserError(
                    self.env._(
                        "%(name)s starts on %(day)s and becomes active by itself.",
                        name=contract.display_name,
                        day=contract.date_start,
                    )
                )
        self._refresh_states()
        return True

    def action_suspend(self):
        self._check_step({"active"})
        return self._action_stop("suspend", self.env._("Suspend"))

    def action_resume(self):
        self._check_step({"active", "suspended"})
        for contract in self:
            if not contract.suspended_on:
                raise UserError(
                    self.env._("%s rests no more after today.", contract.display_name)
                )
            contract._resume()
        return True

    def action_terminate(self):
        self._check_step({"signed", "active", "suspended"})
        return self._action_stop("terminate", self.env._("Terminate"))

    def action_close(self):
        self._check_step({"expired", "terminated"})
        for contract in self:
            contract._check_settled()
        for contract in self:
            contract._server_write({"state": "closed", "closed_on": contract._today()})
        return True

    def action_renew(self):
        self._check_step({"active", "suspended", "expired"})
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Renew"),
            "res_model": "ops.contract.renew",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def _action_stop(self, kind, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "ops.contract.stop",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id, "default_kind": kind},
        }

    # checks ------------------------------------------------------------------
    def _check_step(self, states, *roles):
        """Role, right and state of every record, before any step is taken."""
        require_role(self.env, *(roles or ("manager", "org")))
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for contract in self:
            if contract.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        name=contract.display_name,
                        state=labels[contract.state],
                    )
                )

    def _check_complete(self):
        if not self.manager_id:
            raise UserError(
                self.env._(
                    "%(name)s needs a contract manager before its review.",
                    name=self.display_name,
                )
            )

    def _check_signer(self):
        if self.env.user in self._authors():
            raise UserError(
                self.env._(
                    "You drafted or changed %(name)s yourself: somebody else has to "
                    "sign it (four eyes).",
                    name=self.display_name,
                )
            )

    def _check_settled(self):
        # sudo: what is open binds also who may not read it; only a number is shown
        statements = self.sudo().statement_ids.filtered(
            lambda statement: statement.state != "settled"
        )
        if statements:
            raise UserError(
                self.env._(
                    "%(name)s has statements that are not settled (%(count)s): "
                    "settle them before you close it.",
                    name=self.display_name,
                    count=len(statements),
                )
            )
        # sudo: as above
        adjustments = self.env["ops.sla.statement.adjustment"].sudo()
        if adjustments.search_count(
            [
                ("contract_id", "=", self.id),
                ("approval_state", "!=", "rejected"),
                ("statement_id", "=", False),
            ]
        ):
            raise UserError(
                self.env._(
                    "%s has adjustments that are in no statement yet: decide on them, "
                    "and draft its closing statement.",
                    self.display_name,
                )
            )

    # the calendar decides ----------------------------------------------------
    def _today(self):
        """The day in the contract's time zone."""
        self.ensure_one()
        return local_day(self.env.cr.now(), self.tz or "UTC")

    def _past_month(self):
        """First day of the month before the present one."""
        return fields.Date.subtract(self._today().replace(day=1), months=1)

    def _is_running(self):
        self.ensure_one()
        return self.state in RUNNING

    def _due_state(self, day):
        """The state of a signed contract on a day."""
        if self.terminated_on and day > self.terminated_on:
            return "terminated"
        if day > self.date_end:
            return "expired"
        if day < self.date_start:
            return "signed"
        return "suspended" if self._suspended_days(day, day) else "active"

    def _refresh_states(self):
        """Signed contracts take the state of their local day; safe to repeat."""
        for contract in self:
            if contract.state not in (*RUNNING, "expired"):
                continue
            state = contract._due_state(contract._today())
            if state != contract.state:
                contract._server_write({"state": state})

    def _cron_refresh_states(self):
        contracts = self.search([("state", "in", RUNNING)], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(contracts))
        for ids in split_every(CHUNK, contracts.ids):
            chunk = self.browse(ids)
            chunk._refresh_states()
            chunk._notice_renewals()
            if not cron._commit_progress(len(ids)):
                break

    # suspension --------------------------------------------------------------
    def _ask_to_suspend(self, reason):
        """Another person decides: what rests is not missed."""
        self._check_step({"active"})
        self._check_suspend()
        day = self._tomorrow()
        return self.env["ops.sla.override"]._ask("suspend", self, reason, date_from=day)

    def _check_suspend(self):
        if self.state != "active" or self.suspended_on:
            raise UserError(
                self.env._(
                    "%s does not run, or is suspended already.", self.display_name
                )
            )

    @api.private
    def _suspend(self, day, reason):
        """Rests from ``day`` on, tomorrow at the earliest: what was, stays."""
        self._check_suspend()
        day = max(day, self._tomorrow())
        # sudo: suspensions are made by this step only, nobody creates them by hand
        self.env["ops.contract.suspension"].sudo()._server_create(
            [{"contract_id": self.id, "date_from": day, "reason": reason}]
        )
        self._server_write({"suspended_on": day})
        self._log_step(self.env._("Suspended from %(day)s", day=day), reason)

    def _resume(self):
        """Today is the last suspended day; one that has not begun does not begin."""
        # sudo: suspensions are changed by this step only
        suspension = self.sudo().suspension_ids.filtered(lambda row: not row.date_to)
        for row in suspension:
            before = fields.Date.subtract(row.date_from, days=1)
            row._server_write({"date_to": max(self._today(), before)})
        # the next one may begin in the same transaction
        suspension.flush_recordset(["date_to"])
        self._server_write({"suspended_on": False})
        self._log_step(self.env._("Resumed from %(day)s", day=self._tomorrow()))

    def _tomorrow(self):
        return fields.Date.add(self._today(), days=1)

    def _suspended_days(self, date_from, date_to):
        """``[(first, last)]``: the suspended days among these, both days inside."""
        self.ensure_one()
        # sudo: what rests binds everybody who counts days; no text is shown
        rows = self.sudo().suspension_ids.sorted("date_from")
        spans = (
            (max(row.date_from, date_from), min(row.date_to or date_to, date_to))
            for row in rows
        )
        return [(first, last) for first, last in spans if first <= last]

    def _suspended_windows(self, start, end):
        """``[(start, end)]``: suspended time between two instants, naive UTC."""
        first, last = local_day(start, self.tz), local_day(end, self.tz)
        windows = (
            (max(as_utc(a, 0, self.tz), start), min(as_utc(b, 86400, self.tz), end))
            for a, b in self._suspended_days(first, last)
        )
        return [(a, b) for a, b in windows if a < b]

    # the end -----------------------------------------------------------------
    @api.private
    def _ask_to_terminate(self, day, reason):
        """Another person decides: an end is not taken back."""
        self._check_terminate(day)
        Override = self.env["ops.sla.override"]
        return Override._ask("terminate", self, reason, date_last=day)

    def _check_terminate(self, day):
        self._check_step({"signed", "active", "suspended"})
        self._check_stop_day(day)

    @api.private
    def _terminate(self, day, reason):
        """``day`` is the last one, today or later, before the agreed end."""
        self._check_terminate(day)
        self._server_write({"terminated_on": day, "termination_reason": reason})
        self._log_step(self.env._("Terminated; last day %(day)s", day=day), reason)
        self._refresh_states()

    def _extend(self, day):
        """The same contract lasts until ``day``; its versions go on with it."""
        for contract in self:
            old = contract.date_end
            last = contract._last_statement()
            contract._server_write({"date_end": day, "renewal_noticed_for": False})
            last._compute_difference_anew()
            contract._log_step(
                self.env._("Renewed: from %(old)s to %(new)s", old=old, new=day)
            )
        self._refresh_states()

    def _last_statement(self):
        """The sent statement of the last month: it also counts what came after it."""
        # sudo: corrected by the system, whoever renews
        return self.sudo().statement_ids.filtered(
            lambda statement: (
                statement.sealed_at
                and statement.date_from <= self.date_last <= statement.date_to
            )
        )

    def _check_stop_day(self, day):
        if not self._today() <= day <= self.date_last:
            raise UserError(
                self.env._(
                    "Choose a day from today (%(today)s) to the last day of the "
                    "contract (%(last)s).",
                    today=self._today(),
                    last=self.date_last,
                )
            )

    def _log_step(self, text, reason=None):
        body = f"{text}: {reason}" if reason else text
        self.message_post(body=body)
