"""Whoever has to act is called by an activity, and left alone once it is done."""

from odoo.fields import Command
from odoo.tests import tagged

from .sla_case import at
from .test_statement_late import LateCase


class WaitingMixin:
    def called(self, record):
        """Keys of the users who have an activity on it."""
        kind = self.env.ref("ops_contract.activity_type_waiting")
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("activity_type_id", "=", kind.id),
            ]
        )
        keys = {user: key for key, user in self.users.items()}
        return sorted(keys[user] for user in activities.user_id if user in keys)


@tagged("post_install", "-at_install")
class TestRequestsCall(WaitingMixin, LateCase):
    def case_missed(self):
        return self.fact(self.deal, "01-13 09:00", "01-15 09:00")

    def ask_to_exclude(self, role):
        exclusion = self.as_(role)["ops.sla.exclusion"].create(
            {
                "contract_id": self.deal.id,
                "clock_id": self.case_missed().id,
                "reason_id": self.force.id,
                "note": "Flood",
            }
        )
        exclusion.action_submit()
        return exclusion

    def test_those_who_may_decide_are_called_until_one_has(self):
        for step in ("action_approve", "action_reject"):
            exclusion = self.ask_to_exclude("supervisor")
            self.assertEqual(self.called(exclusion), ["org", "org2"])
            getattr(self.by("org", exclusion), step)("As written")
            self.assertEqual(self.called(exclusion), [])

    def test_who_asked_is_not_called_and_a_withdrawal_calls_nobody(self):
        exclusion = self.ask_to_exclude("org")
        self.assertEqual(self.called(exclusion), ["org2"])
        exclusion.action_reset()
        self.assertEqual(self.called(exclusion), [])

    def test_an_override(self):
        clock = self.case_missed()
        request = self.override(self.deal, "withdraw", clock_id=clock.id)
        self.assertEqual(self.called(request), ["org", "org2"])
        [call] = request.activity_ids.filtered(
            lambda call: call.user_id == self.users["org"]
        )
        self.assertIn(clock.name, call.summary)
        self.by("org2", request).action_approve()
        self.assertEqual(self.called(request), [])

    def test_an_adjustment_that_was_asked_for(self):
        statement = self.sent()
        self.uphold(self.disputed(statement), 500)
        row = self.adjustments(statement)
        self.assertEqual(self.called(row), ["org", "org2"])
        self.assertIn(statement.number, row.activity_ids[0].summary)
        self.by("org", row).action_reject("Too much")
        self.assertEqual(self.called(row), [])

    def test_an_adjustment_that_the_facts_give(self):
        statement = self.sent(breached=2)
        self.correct(self.kept_cases(1), at("01-16 09:30"))
        row = self.adjustments(statement)
        self.assertEqual(self.called(row), ["org", "org2"])
        self.by("org2", row).action_approve()
        self.assertEqual(self.called(row), [])

    def test_who_does_not_see_it_is_not_called(self):
        far = self.users["org2"]
        other = self.env.ref("base.main_company")
        far.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})
        self.assertEqual(self.called(self.ask_to_exclude("supervisor")), ["org"])


@tagged("post_install", "-at_install")
class TestStatementsCall(WaitingMixin, LateCase):
    def test_each_step_calls_whoever_takes_the_next_one(self):
        statement = self.drafted()
        self.assertEqual(self.called(statement), ["supervisor"])
        before = statement.activity_ids
        self.env["ops.sla.statement"]._generate(self.deal, statement.date_from)
        self.assertEqual(statement.activity_ids, before)
        self.by("supervisor", statement).action_project_review()
        self.assertEqual(self.called(statement), ["org", "org2"])
        self.by("org", statement).action_org_review()
        self.assertEqual(self.called(statement), ["manager"])
        self.by("manager", statement).action_send()
        self.assertEqual(self.called(statement), [])
        statement._confirm(self.customer_contact)
        self.assertEqual(self.called(statement), ["finance"])
        self.by("finance", statement).action_settle()
        self.assertEqual(self.called(statement), [])

    def test_back_to_draft_calls_the_project_again(self):
        statement = self.reviewed()
        self.by("manager", statement).action_reset()
        self.assertEqual(self.called(statement), ["supervisor"])

    def test_a_dispute_calls_the_manager_and_then_finance(self):
        statement = self.sent()
        line = self.line(statement, "t_resolve")
        statement._dispute(self.customer_contact, {line.id: "Five were late"})
        self.assertEqual(self.called(statement), ["manager"])
        answer = self.as_("manager")["ops.sla.dispute.answer"].create(
            {"line_id": line.id, "verdict": "rejected", "text": "The log says three"}
        )
        answer.action_answer()
        self.assertEqual(self.called(statement), ["finance"])

    def test_a_month_that_is_not_over_calls_nobody(self):
        with self.moment("01-20 09:00"):
            self.assertEqual(self.called(self.drafted()), [])
