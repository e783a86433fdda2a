"""Four eyes over the whole chain: no person of our side takes a statement from its
review to its settlement alone, and nobody agrees in the place of the other side."""

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_statement_flow import FlowCase

PAPER = base64.b64encode(b"%PDF agreed")


@tagged("post_install", "-at_install")
class TestStatementPersons(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # one person with every role of our side, and a colleague with as many
        roles = cls.env["res.groups"].concat(
            *[
                cls.env.ref(f"ops_contract.group_contract_{name}")
                for name in ("supervisor", "manager", "finance", "org")
            ]
        )
        (cls.users["org"] | cls.users["org2"]).group_ids += roles

    def disputed(self):
        statement = self.sent()
        line = self.line(statement, "t_resolve")
        statement._dispute(self.customer_contact, {line.id: "Wrong"})
        return statement, line

    def answer(self, role, line):
        self.as_(role)["ops.sla.dispute.answer"].create(
            {"line_id": line.id, "verdict": "rejected", "text": "It stays"}
        ).action_answer()

    def confirm(self, role, statement, **values):
        self.as_(role)["ops.sla.confirm"].create(
            {
                "statement_id": statement.id,
                "partner_id": self.customer_contact.id,
                "evidence": PAPER,
                "evidence_name": "mail.pdf",
                **values,
            }
        ).action_record()

    def on(self, statement, days):
        """So many days after the last day to dispute."""
        day = statement.dispute_until + timedelta(days=days)
        found = patch.object(
            type(self.env["ops.contract"]), "_today", lambda contract: day
        )
        found.start()
        self.addCleanup(found.stop)

    # the chain -----------------------------------------------------------------
    def test_who_reviewed_does_not_send(self):
        statement = self.reviewed()
        with self.assertRaisesRegex(UserError, "another person"):
            self.by("org", statement).action_send()
        self.by("org2", statement).action_send()
        self.assertEqual(statement.state, "sent")

    def test_who_reviewed_answers_no_dispute(self):
        _statement, line = self.disputed()
        with self.assertRaisesRegex(UserError, "another person"):
            self.by("org", line).action_answer_dispute()
        with self.assertRaisesRegex(UserError, "another person"):
            self.answer("org", line)
        self.answer("manager", line)
        self.assertEqual(line.dispute_state, "rejected")

    def test_who_answered_a_dispute_does_not_settle(self):
        statement, line = self.disputed()
        self.answer("org2", line)
        for role in ("org", "org2"):
            with self.assertRaisesRegex(UserError, "another person"):
                self.by(role, statement).action_settle()
        self.by("finance", statement).action_settle()
        self.assertEqual(statement.state, "settled")

    def test_who_recorded_the_confirmation_does_not_settle(self):
        statement = self.sent()
        self.confirm("org2", statement)
        with self.assertRaisesRegex(UserError, "another person"):
            self.by("org2", statement).action_settle()

    def test_who_drafted_it_does_not_settle(self):
        Statement = self.as_("org2")["ops.sla.statement"]
        statement = Statement._generate(self.deal, self.deal.date_start)
        self.by("supervisor", statement).action_project_review()
        self.by("org", statement).action_org_review()
        self.by("manager", statement).action_send()
        statement._confirm(self.customer_contact)
        with self.assertRaisesRegex(UserError, "another person"):
            self.by("org2", statement).action_settle()

    # in the place of the other side --------------------------------------------
    def test_who_had_a_part_records_no_confirmation(self):
        statement = self.sent()
        for role in ("org", "manager"):
            with self.assertRaisesRegex(UserError, "another person"):
                self.confirm(role, statement)
        self.assertEqual(statement.state, "sent")

    def test_a_confirmation_needs_its_paper_and_who_gave_it(self):
        statement = self.sent()
        for missing in ("evidence", "partner_id"):
            with self.assertRaisesRegex(UserError, "attach the paper"):
                self.confirm("org2", statement, **{missing: False})
        with self.assertRaises(AccessError):
            self.confirm("org2", statement, partner_id=self.stranger.id)
        self.confirm("org2", statement)
        self.assertEqual(statement.state, "confirmed")
        self.assertEqual(statement.answered_by_id, self.customer_contact)
        self.assertEqual(statement.recorded_by_id, self.users["org2"])
        self.assertEqual(base64.b64decode(statement.confirmation_paper), b"%PDF agreed")
        self.assertTrue(statement._seal_is_intact())
        with self.assertRaises(UserError):
            self.by("org2", statement).confirmation_paper = False

    def test_silence_counts_after_the_agreed_days_only(self):
        statement = self.sent()
        silence = {"kind": "silence", "partner_id": False, "evidence": False}
        self.on(statement, 0)
        with self.assertRaisesRegex(UserError, "can be disputed until"):
            self.confirm("manager", statement, **silence)
        self.on(statement, 1)
        self.confirm("manager", statement, **silence)
        self.assertEqual(statement.state, "confirmed")
        self.assertFalse(statement.answered_by_id)

    def test_a_dispute_is_no_silence(self):
        statement, line = self.disputed()
        self.on(statement, 30)
        with self.assertRaisesRegex(UserError, "no answer yet"):
            self.confirm("org2", statement)
        self.answer("manager", line)
        with self.assertRaises(UserError):
            self.confirm("org2", statement, kind="silence")
        self.assertEqual(statement.state, "disputed")
