from odoo import api, models
from odoo.exceptions import UserError

from ..queries import assessment, ledger, quota
from ..tools.roles import require_role
from .ops_cost_voucher import MAIL_FIELDS


class OpsCostPeriod(models.Model):
    """Closing and reopening. All steps run in one transaction; the guard row of the
    month makes a posting or a second close in parallel fail and run again."""

    _inherit = "ops.cost.period"
    _ops_task_methods = frozenset({"_close_job"})

    # guards --------------------------------------------------------------------
    def write(self, vals):
        if set(vals) - self._server_owned_fields() - MAIL_FIELDS:
            self._refuse_unless_open()
        return super().write(vals)

    def unlink(self):
        self._refuse_unless_open()
        return super().unlink()

    def _refuse_unless_open(self):
        for period in self:
            if period.state != "open":
                period._refuse_closed()

    def _refuse_closed(self):
        self.ensure_one()
        self.invalidate_recordset(["state"])
        raise UserError(
            self.env._(
                "%s is closed: nothing in it can be changed. What came late belongs "
                "to the first open month.",
                self.code,
            )
        )

    @api.private
    def _guard_open(self):
        """Guards these months against a close until the end of the transaction."""
        self.env.flush_all()
        for period in self.sorted("id"):
            if not self.env.execute_query(ledger.touch_open([period.id])):
                period._refuse_closed()

    # buttons -------------------------------------------------------------------
    def action_close(self):
        require_role(self.env, "office")
        self.check_access("write")
        self._refuse_unless_open()
        self._refuse_own_rules()
        for period in self.sorted("date_start"):
            period._refuse_incomplete()
        return self.env["ops.background.task"]._launch(
            self,
            "_close_job",
            name=self.env._("Close %s", ", ".join(self.mapped("code"))),
            total=len(self) * len(self._close_steps()),
        )

    def action_reopen(self):
        """Opens the dialog that asks for the reason."""
        require_role(self.env, "manager")
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen %s", self.code),
            "res_model": "ops.cost.reopen",
            "view_mode": "form",
            "target": "new",
            "context": {"default_period_id": self.id},
        }

    def action_open_assessments(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assessments"),
            "res_model": "ops.cost.assessment",
            "view_mode": "list,pivot,graph,form",
            "domain": [("period_id", "in", self.ids), ("is_current", "=", True)],
        }

    def action_open_entries(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "ops.cost.entry",
            "view_mode": "list,pivot,graph,form",
            "domain": [("period_id", "in", self.ids), ("state", "=", "posted")],
        }

    # close ---------------------------------------------------------------------
    def _close_job(self, progress):
        done = 0
        for period in self.sorted("date_start"):
            steps = period._close_steps()
            period._close(progress=lambda step, done=done: progress(done + step))
            done += len(steps)
        return self.env._("Closed: %s", ", ".join(self.mapped("code")))

    @api.private
    def _close(self, progress=None):
        """Seals the month; its closing in force. A closed month stays as it is."""
        self.ensure_one()
        self.env.flush_all()
        # sudo: the seal holds all nodes; the role is checked by action_close
        period = self.sudo()
        if not period._close_begin():
            return period.closing_ids.filtered("is_current")
        closing = self.env["ops.cost.closing"]
        for number, step in enumerate(period._close_steps(), 1):
            closing = step(closing) or closing
            if progress:
                progress(number)
        return closing

    def _close_steps(self):
        return [
            self._close_check,
            self._close_open_closing,
            self._close_seal_items,
            self._close_seal_assessments,
            self._close_seal_digest,
            self._close_finish,
        ]

    def _close_begin(self):
        """Whether this transaction is the one that closes the month."""
        row = self.env.execute_query(
            ledger.set_state(self._table, self.id, "open", "closing")
        )
        self.invalidate_recordset(["state"])
        return bool(row)

    def _close_check(self, closing):
        self._refuse_own_rules()
        self._refuse_incomplete()

    def _close_open_closing(self, closing):
        # sudo: nobody writes closings by hand
        return closing.sudo()._server_create(
            [
                {
                    "period_id": self.id,
                    "company_id": self.company_id.id,
                    "revision": self.revision + 1,
                    "closed_at": self.env.cr.now().replace(microsecond=0),
                    "closed_by_id": self.env.uid,
                    "seal_hash": "-",
                    "entry_count": self.env.execute_query(
                        assessment.posted_count(self.id)
                    )[0][0],
                }
            ]
        )

    def _close_seal_items(self, closing):
        self.env.flush_all()
        self.env.execute_query(assessment.seal_items(closing))

    def _close_seal_assessments(self, closing):
        self.env.execute_query(
            assessment.seal_assessments(closing, self._version_in_force(), self.env.uid)
        )

    def _close_seal_digest(self, closing):
        digest, nodes = self.env.execute_query(assessment.digest(closing))[0]
        closing._server_write({"seal_hash": digest, "node_count": nodes})

    def _close_finish(self, closing):
        self._server_write(
            {
                "state": "closed",
                "revision": closing.revision,
                "closed_at": closing.closed_at,
                "closed_by_id": closing.closed_by_id.id,
            }
        )
        self.env.flush_all()
        self.env["ops.cost.assessment"].invalidate_model()
        self.env["ops.cost.snapshot.item"].invalidate_model()
        self.invalidate_recordset(["assessment_ids", "closing_ids"])
        self.plan_id._refresh_state()

    def _version_in_force(self):
        rows = self.env.execute_query(quota.versions_in_force(self.ids))
        return self.env["ops.cost.version"].browse([row[1] for row in rows])

    # reopen --------------------------------------------------------------------
    @api.private
    def _reopen(self, reason, close_on=None):
        """Opens the last closed month again; what was sealed stays, out of force."""
        self.ensure_one()
        self.env.flush_all()
        period = self.sudo()  # sudo: the role is checked by the dialog
        period._refuse_later_closed()
        period._refuse_settled()
        if not self.env.execute_query(
            ledger.set_state(self._table, self.id, "closed", "open")
        ):
            raise UserError(self.env._("%s is not closed.", self.code))
        self.invalidate_recordset(["state"])
        closing = period.closing_ids.filtered("is_current")
        closing._server_write(
            {
                "reopened_at": self.env.cr.now().replace(microsecond=0),
                "reopened_by_id": self.env.uid,
                "reopen_reason": reason,
            }
        )
        for table in assessment.SEALED_TABLES:
            self.env.flush_all()
            self.env.execute_query(assessment.replace_current(table, closing.id))
        self.env.invalidate_all()
        period._server_write(
            {"close_on": close_on, "closed_at": False, "closed_by_id": False}
        )
        period.plan_id._refresh_state()
        period.message_post(
            # months are readable for everybody; the reason stands in the closing
            body=self.env._("Reopened; the reason stands in the closing."),
        )
        return closing

    def _refuse_later_closed(self):
        later = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_start", ">", self.date_start),
                ("state", "!=", "open"),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(period)s cannot be reopened while the later %(later)s is "
                    "closed: reopen that one first.",
                    period=self.code,
                    later=later.code,
                )
            )

    def _refuse_settled(self):
        """A settlement that was reviewed stands; its draft is guarded meanwhile."""
        settlements = self.env["ops.cost.settlement"].search(
            [("period_ids", "in", self.ids)], order="id"
        )
        for settlement in settlements:
            if not self.env.execute_query(
                ledger.set_state(settlement._table, settlement.id, "draft", "draft")
            ):
                raise UserError(
                    self.env._(
                        "%(period)s is in settlement %(code)s, which is reviewed or "
                        "later: it cannot be reopened. Put the difference as an "
                        "adjustment into the next settlement.",
                        period=self.code,
                        code=settlement.code,
                    )
                )
