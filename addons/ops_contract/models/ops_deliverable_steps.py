from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.roles import require_role
from .ops_deliverable import OPEN

DELIVERABLE = (*OPEN, "delivered")


class OpsDeliverable(models.Model):
    """Handing over, the answer to it, cancelling."""

    _inherit = "ops.deliverable"

    # hand over -------------------------------------------------------------------
    def action_deliver(self):
        self.ensure_one()
        self._check_deliver()
        return self._open_wizard("ops.deliverable.deliver", self.env._("Hand Over"))

    def _check_deliver(self):
        """The person who is responsible, or who works on the contract."""
        self.check_access("write")
        for deliverable in self:
            mine = deliverable.responsible_id == self.env.user
            if not mine:
                require_role(self.env, "supervisor", "manager", "org")
            if deliverable.state not in DELIVERABLE:
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s: it is not handed over again.",
                        name=deliverable.display_name,
                        state=deliverable._state_label(),
                    )
                )

    @api.private
    def _deliver(self, attachments, note=None, at=None, prints=()):
        """One handing-over; its files become the delivery's own copies.

        ``prints``: ``(name, content)`` of what the system printed for it.
        """
        self.ensure_one()
        self._check_deliver()
        attachments = self.env["ir.attachment"].browse(attachments.ids)
        attachments.check_access("read")
        if not (attachments or prints or (note or "").strip()):
            raise UserError(
                self.env._("Attach what is handed over, or say in the note what it is.")
            )
        at = at or self.env.cr.now().replace(microsecond=0)
        # sudo: checked above; deliveries are nobody's to write, so their files are
        # not either
        record = self.sudo()
        delivery = record._create_delivery(note, at)
        # sudo: read above as the user
        delivery._keep_files(attachments.sudo(), prints)
        record._server_write({"state": "delivered", "delivered_at": at})
        record._remind_no_more()
        record._say(self.env._("Handed over by %s", self.env.user.name), note, delivery)
        if not record.needs_acceptance:
            record._answer("accepted", "none")
        return delivery

    def _create_delivery(self, note, at):
        [delivery] = self.env["ops.deliverable.delivery"]._server_create(
            [
                {
                    "deliverable_id": self.id,
                    "delivered_at": at,
                    "delivered_by_id": self.env.uid,
                    "note": note,
                }
            ]
        )
        return delivery

    # the answer --------------------------------------------------------------------
    @api.private
    def _accept(self, partner, note=None):
        """By the customer, from the portal."""
        self._check_partner(partner)
        self._answer("accepted", "partner", partner, note)

    @api.private
    def _reject(self, partner, reason):
        """By the customer, from the portal; the reason says what to do better."""
        self._check_partner(partner)
        self._answer("rejected", "partner", partner, reason)

    def _check_partner(self, partner):
        self.ensure_one()
        ours = self.contract_id.direction == "sold"
        if not ours or partner.commercial_partner_id != self.commercial_partner_id:
            raise AccessError(
                self.env._("Only the customer of the contract answers here.")
            )

    def action_answer(self):
        """For a customer who does not use the portal, and for what others deliver to
        us."""
        self.ensure_one()
        self._check_answer()
        return self._open_wizard("ops.deliverable.answer", self.env._("Answer"))

    def _check_answer(self):
        self.check_access("write")
        require_role(self.env, "manager", "org")
        for deliverable in self:
            latest = deliverable.delivery_ids.sorted("id")[-1:]
            if latest.delivered_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "Who handed over %s does not answer it.", deliverable.name
                    )
                )

    @api.private
    def _answer_by_staff(self, verdict, note):
        self.ensure_one()
        self._check_answer()
        # sudo: checked above; deliveries are written by these steps only
        self.sudo()._answer(verdict, "staff", self.env.user.partner_id, note)

    def _answer(self, verdict, kind, partner=None, note=None):
        """On the latest delivery; it stays as it is but for the answer."""
        self.ensure_one()
        if self.state != "delivered":
            raise UserError(
                self.env._(
                    "%(name)s is %(state)s: there is nothing to answer.",
                    name=self.display_name,
                    state=self._state_label(),
                )
            )
        if not (note or "").strip() and (verdict == "rejected" or kind == "staff"):
            raise UserError(
                self.env._("State the reason, or where the answer is written down.")
            )
        now = self.env.cr.now().replace(microsecond=0)
        latest = self.delivery_ids.sorted("id")[-1:]
        latest._server_write(
            {
                "verdict": verdict,
                "verdict_kind": kind,
                "verdict_at": now,
                "verdict_by_id": partner.id if partner else False,
                "verdict_note": note,
            }
        )
        accepted = verdict == "accepted"
        self._server_write({"state": verdict, "accepted_at": accepted and now})
        self._store_outcomes()
        self._say_answer(latest, note)
        if not accepted:
            self._remind(self.env._("Rejected: hand over again"), note or "")

    def _say_answer(self, delivery, note):
        kinds = dict(delivery._fields["verdict_kind"]._description_selection(self.env))
        who = delivery.verdict_by_id.name or ""
        text = f"{self._state_label()} · {kinds[delivery.verdict_kind]} {who}"
        self._say(text.strip(), note)

    # cancelling --------------------------------------------------------------------
    def action_cancel(self):
        """Asks for it; another person decides, since what is not made is not missed."""
        self._check_cancel()
        action = self._open_wizard("ops.deliverable.cancel", self.env._("Cancel"))
        action["context"] = {"default_deliverable_ids": self.ids}
        return action

    def _check_cancel(self):
        self.check_access("write")
        require_role(self.env, "manager", "org")
        self._check_still_open()

    def _check_still_open(self):
        self._refuse_counted()
        for deliverable in self:
            if deliverable.state not in OPEN:
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s: only what is still to be handed over "
                        "can be cancelled.",
                        name=deliverable.display_name,
                        state=deliverable._state_label(),
                    )
                )

    @api.private
    def _ask_to_cancel(self, reason):
        self._check_cancel()
        requests = self.env["ops.sla.override"]
        for deliverable in self:
            requests |= requests._ask(
                "cancel",
                deliverable.contract_id,
                reason,
                deliverable_id=deliverable.id,
            )
        return requests

    def _refuse_counted(self):
        """What a sent statement counts stays; the difference that a later answer makes
        is an adjustment."""
        # sudo: counted whoever may read the statement
        counted = self.sudo().filtered("statement_id")
        if counted:
            raise UserError(
                self.env._(
                    "%s is counted in a statement that was sent: it stays. Its effect "
                    "is corrected by an adjustment in a later statement.",
                    counted[0].display_name,
                )
            )

    @api.private
    def _count_in(self, statement):
        """Those due in the month of a statement that is being sent, as it counts
        them."""
        contract = statement.contract_id
        counted = contract.deliverable_ids.filtered(
            lambda deliverable: (
                deliverable.state != "cancelled"
                and statement.date_from <= deliverable.date_due <= statement.date_to
            )
        )
        for deliverable in counted:
            deliverable._server_write(
                {
                    "statement_id": statement.id,
                    "counted_outcome": deliverable._judge(contract._today()),
                }
            )

    @api.private
    def _sealed_rows(self, statement):
        """What the seal of a statement says of them."""
        counted = self.search([("statement_id", "=", statement.id)], order="id")
        return [
            [row.id, row.line_key, f"{row.date_due}", row.counted_outcome]
            for row in counted
        ]

    def _cancel(self, reason, user=None):
        self._server_write(
            {
                "state": "cancelled",
                "cancel_reason": reason,
                "cancelled_by_id": user.id if user else False,
            }
        )
        self._remind_no_more()

    # words -------------------------------------------------------------------------
    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _say(self, text, note=None, delivery=None):
        """In the history of the deliverable; files stay with their delivery."""
        body = Markup("<p>%s</p>") % text
        if note:
            body += Markup("<p>%s</p>") % note
        if delivery and delivery.attachment_ids:
            names = ", ".join(delivery.attachment_ids.mapped("name"))
            body += Markup("<p>%s</p>") % names
        # sudo: the history is the system's, whoever took the step
        self.sudo().message_post(body=body, subtype_xmlid="mail.mt_note")

    def _open_wizard(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_deliverable_id": self.ids[:1] and self.ids[0]},
        }

    def action_open_deliveries(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliveries"),
            "res_model": "ops.deliverable.delivery",
            "view_mode": "list,form",
            "domain": [("deliverable_id", "=", self.id)],
        }
