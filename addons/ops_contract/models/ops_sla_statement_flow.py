import base64
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_base.calc.period import as_utc

from ..tools.roles import require_role

STAFF = ("supervisor", "manager", "org")


class OpsSlaStatement(models.Model):
    """Reviewed by the project, reviewed by the organisation, sent, answered, settled.

    Who reviewed for the organisation does not send, nor answer a dispute; who did any
    step neither records a confirmation on paper nor settles.
    """

    _inherit = "ops.sla.statement"

    # our side ----------------------------------------------------------------
    def action_compute(self):
        """Makes the drafts anew from the facts of now."""
        self._check_step({"draft"}, *STAFF)
        for month in set(self.mapped("date_from")):
            drafts = self.filtered(lambda draft, month=month: draft.date_from == month)
            self._generate(drafts.contract_id, month)
        return True

    def action_project_review(self):
        self._check_step({"draft"}, "supervisor", "manager")
        for statement in self:
            statement._check_project_reviewer()
            statement._check_month_is_over()
            statement._check_is_current()
        return self._step("project_reviewed", "project_reviewed")

    def action_org_review(self):
        self._check_step({"project_reviewed"}, "org")
        for statement in self:
            statement._refuse_person(
                statement.project_reviewed_by_id
                | statement.contract_id.manager_id
                | statement.contract_id.project_manager_id
            )
            statement._refuse_author_of_days()
            statement._check_is_current()
        return self._step("org_reviewed", "org_reviewed")

    def action_reset(self):
        """Back to draft, before it is sent."""
        self._check_step({"project_reviewed", "org_reviewed"}, *STAFF)
        # sudo: role and state were checked
        self.sudo()._server_write(
            {
                "state": "draft",
                "project_reviewed_by_id": False,
                "project_reviewed_on": False,
                "org_reviewed_by_id": False,
                "org_reviewed_on": False,
            }
        )
        self._call_next()
        return True

    def action_send(self):
        """Seals the statements and shows them to the other side."""
        self._check_step({"org_reviewed"}, "manager", "org")
        for statement in self.sorted("date_from"):
            statement._refuse_person(statement.org_reviewed_by_id)
            statement._check_order()
            statement._check_is_current()
            # sudo: role and state were checked; the facts are frozen by this step
            statement.sudo()._send(self.env.user)
        return True

    def action_confirm(self):
        """Opens the dialog that records a confirmation outside the portal."""
        self.ensure_one()
        self._check_confirm()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Confirmation"),
            "res_model": "ops.sla.confirm",
            "view_mode": "form",
            "target": "new",
            "context": {"default_statement_id": self.id},
        }

    def action_settle(self):
        self._check_step({"confirmed", "disputed"}, "finance", "org")
        for statement in self:
            statement._refuse_person(statement._took_part())
            statement._check_disputes_answered()
        return self._step("settled", "settled")

    def _confirmed_by(self):
        """Who of the other side agreed; who only disputed did not."""
        if self.answered_on in self.line_ids.mapped("disputed_at"):
            return self.answered_by_id.browse()
        return self.answered_by_id

    def _took_part(self):
        """Everybody of our side who drafted the statement, did a step of it or
        answered a dispute."""
        # sudo: who may take the next step does not depend on who looks
        statement = self.sudo()
        people = (
            statement.create_uid
            | statement.project_reviewed_by_id
            | statement.org_reviewed_by_id
            | statement.sent_by_id
            | statement.recorded_by_id
            | statement.line_ids.dispute_answered_by_id
        )
        return people.sudo(False)

    # confirmed outside the portal ----------------------------------------------
    def _check_confirm(self):
        self._check_step({"sent", "disputed"}, "manager", "org")
        for statement in self:
            statement._check_disputes_answered()

    @api.private
    def _confirm_on_paper(self, partner, paper, name):
        """``partner`` agreed by this paper (bytes)."""
        self._check_answerable(partner, {"sent", "disputed"})
        self._refuse_person(self._took_part())
        self._answer(
            "confirmed",
            partner,
            recorded_by_id=self.env.uid,
            confirmation_paper=base64.b64encode(paper),
            confirmation_paper_name=name,
        )
        body = self.env._("Confirmed outside the portal; the paper is kept.")
        self.message_post(body=body)

    @api.private
    def _confirm_in_silence(self):
        """The other side had its days and did not answer."""
        self._check_state({"sent"})
        if self.contract_id._today() <= self.dispute_until:
            raise UserError(
                self.env._(
                    "%(number)s can be disputed until %(day)s: silence says nothing "
                    "before.",
                    number=self.number,
                    day=self.dispute_until,
                )
            )
        self._answer("confirmed", self.env["res.partner"], recorded_by_id=self.env.uid)
        body = self.env._("Confirmed by silence: the days to dispute are over.")
        self.message_post(body=body)

    # the other side ------------------------------------------------------------
    @api.private
    def _confirm(self, partner):
        """``partner``, of the customer, agrees with the statement."""
        self._check_answerable(partner, {"sent"})
        self._answer("confirmed", partner)

    @api.private
    def _dispute(self, partner, notes):
        """``{line id: what is wrong}``; the lines not named stay as they are."""
        self._check_answerable(partner, {"sent"})
        self._check_dispute_days()
        notes = {line_id: (note or "").strip() for line_id, note in notes.items()}
        # sudo: the lines of a statement that its reader may answer
        lines = self.sudo().line_ids.filtered(lambda line: line.id in notes)
        if not notes or len(lines) != len(notes) or not all(notes.values()):
            raise UserError(
                self.env._("Say what is wrong with each line that you dispute.")
            )
        lines._take_dispute(notes)
        self._answer("disputed", partner)

    def _check_answerable(self, partner, states):
        self.ensure_one()
        # sudo: compared only
        statement = self.sudo()
        if partner.commercial_partner_id != statement.commercial_partner_id:
            raise AccessError(self.env._("This statement is not for you to answer."))
        self._check_state(states)

    def _check_dispute_days(self):
        statement = self.sudo()  # sudo: read by the portal
        if statement.contract_id._today() > statement.dispute_until:
            raise UserError(
                self.env._(
                    "Disputes were possible until %s. Please write to us instead.",
                    statement.dispute_until,
                )
            )

    def _answer(self, state, partner, **more):
        # sudo: role, partner and state were checked
        self.sudo()._server_write(
            {
                "state": state,
                "answered_by_id": partner.id,
                "answered_on": self._this_moment(),
                **more,
            }
        )
        self._call_next()

    # sending -----------------------------------------------------------------
    def _send(self, user):
        """Facts are frozen first: the seal covers them."""
        now = self._this_moment()
        self._freeze_facts()
        until = self.contract_id._today() + timedelta(days=self.dispute_days)
        self._server_write(
            {
                "state": "sent",
                "sent_by_id": user.id,
                "sent_on": now,
                "dispute_until": until,
            }
        )
        self._seal()
        self._call_next()
        self.message_post(
            body=self.env._(
                "Statement %(number)s is ready. Please confirm or dispute it until "
                "%(day)s.",
                number=self.number,
                day=until,
            ),
            partner_ids=self.contract_id.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )

    # checks ------------------------------------------------------------------
    def _check_step(self, states, *roles):
        require_role(self.env, *roles)
        # finance settles what it only reads; a reader's sight opens no other step
        self.check_access("read" if "finance" in roles else "write")
        self._check_state(states)

    def _check_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for statement in self.sudo():  # sudo: its number and state are shown anyway
            if statement.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s”: this step is not possible now. "
                        "Reload the page to see its present state.",
                        number=statement.number,
                        state=labels[statement.state],
                    )
                )

    def _check_project_reviewer(self):
        """The supervisor of the project; its manager where there is none."""
        contract = self.contract_id
        owner = contract.project_manager_id or contract.manager_id
        if owner and self.env.user != owner:
            raise UserError(
                self.env._(
                    "%(number)s is reviewed by %(user)s, who runs the project.",
                    number=self.number,
                    user=owner.sudo().name,  # sudo: a name
                )
            )

    def _refuse_person(self, users):
        if self.env.user in users:
            raise UserError(
                self.env._(
                    "You already took part in %s: this step needs another person.",
                    self.number,
                )
            )

    def _refuse_author_of_days(self):
        """The agreed time of a month follows its public days and leaves: whoever
        changed them since it began does not review what they give."""
        tz = self.contract_id.tz
        span = as_utc(self.date_from, 0, tz), as_utc(self.date_to, 86400, tz)
        if self.env.user in self.company_id._ops_authors_of_days(*span):
            raise UserError(
                self.env._(
                    "You changed public days or leaves in the month of %s: another "
                    "person reviews it.",
                    self.number,
                )
            )

    def _check_month_is_over(self):
        if self.contract_id._today() <= self.date_to:
            raise UserError(self.env._("%s: the month is not over yet.", self.number))

    def _check_is_current(self):
        if not self._is_current():
            raise UserError(
                self.env._(
                    "Facts, annexes or earlier statements changed since %s was "
                    "computed: take it back to draft and compute it anew.",
                    self.number,
                )
            )

    def _check_order(self):
        """Months in a row count together, so they are sent in their order."""
        # sudo: every earlier month counts
        earlier = self.sudo().search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("date_from", "<", self.date_from),
                ("sealed_at", "=", False),
            ],
            limit=1,
        )
        if earlier:
            raise UserError(
                self.env._(
                    "%(earlier)s is of an earlier month: send it before %(number)s.",
                    earlier=earlier.number,
                    number=self.number,
                )
            )

    def _check_disputes_answered(self):
        waiting = self.line_ids.filtered(lambda line: line.dispute_state == "disputed")
        if waiting:
            raise UserError(
                self.env._("%s: some disputed lines have no answer yet.", self.number)
            )

    # -------------------------------------------------------------------------
    def _step(self, state, name):
        # sudo: role and state were checked
        self.sudo()._server_write(
            {
                "state": state,
                f"{name}_by_id": self.env.uid,
                f"{name}_on": self._this_moment(),
            }
        )
        self._call_next()
        return True

    def _this_moment(self):
        return self.env.cr.now().replace(microsecond=0)
