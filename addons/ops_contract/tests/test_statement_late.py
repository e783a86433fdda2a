"""What becomes known after a statement was sent is settled once, with the right sign,
also when the contract has ended."""

from datetime import date
from math import inf
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .sla_case import at
from .test_statement_flow import JANUARY, FlowCase

FEBRUARY = date(2026, 2, 1)
MARCH = date(2026, 3, 1)


class LateCase(FlowCase):
    def disputed(self, statement, metric="t_resolve"):
        line = self.line(statement, metric)
        statement._dispute(
            statement.contract_id.partner_id, {line.id: "Five were late"}
        )
        return line

    def uphold(self, line, amount):
        answer = self.as_("manager")["ops.sla.dispute.answer"].create(
            {
                "line_id": line.id,
                "verdict": "upheld",
                "amount": amount,
                "text": "You are right",
            }
        )
        answer.action_answer()

    def adjustments(self, statement):
        return self.env["ops.sla.statement.adjustment"].search(
            [("corrects_id", "=", statement.id)], order="id"
        )

    def correct(self, clock, reached, role="manager"):
        self.as_(role)["ops.sla.correct"].create(
            {
                "clock_id": clock.id,
                "start_at": clock.start_at,
                "reached_at": reached,
                "reason": "The log of the desk",
            }
        ).action_correct()

    def kept_cases(self, count):
        return self.env["ops.sla.clock"].search(
            [("contract_id", "=", self.deal.id), ("outcome", "=", "met")], limit=count
        )


@tagged("post_install", "-at_install")
class TestDisputeMoney(LateCase):
    def test_an_upheld_dispute_of_a_purchased_contract_adds_to_what_we_pay(self):
        """The supplier says that less was missed: we owe more, not less."""
        for direction, amount in (("sold", -500), ("purchased", 500)):
            deal = self.contract(direction=direction, calendar_id=self.calendar_247.id)
            self.deal = self.case(deal)
            line = self.disputed(self.sent())
            self.uphold(line, 500)
            with self.subTest(direction=direction):
                found = self.adjustments(line.statement_id)
                self.assertEqual(found.mapped("amount"), [amount])

    def test_upheld_first_and_the_fact_corrected_later_is_credited_once(self):
        statement = self.sent(breached=2)
        self.assertEqual(statement.credit, 0)
        line = self.disputed(statement)
        self.uphold(line, 500)
        # 46 of 49 are below 95 %: 5 % of 50 % of 80 000
        self.correct(self.kept_cases(1), at("01-16 09:30"))
        found = self.adjustments(statement)
        self.assertEqual(found.mapped("amount"), [-500, -1500])
        with self.assertRaisesRegex(UserError, "nothing to adjust"):
            self.by("org", statement).action_late_corrections()

    def test_more_was_upheld_than_the_facts_give(self):
        statement = self.sent(breached=2)
        self.uphold(self.disputed(statement), 2500)
        self.correct(self.kept_cases(1), at("01-16 09:30"))
        self.assertEqual(self.adjustments(statement).mapped("amount"), [-2500])

    def test_the_fact_corrected_first_is_not_upheld_again(self):
        statement = self.sent(breached=2)
        line = self.disputed(statement)
        self.correct(self.kept_cases(1), at("01-16 09:30"))
        self.assertEqual(self.adjustments(statement).mapped("amount"), [-2000])
        with (
            self.assertRaisesRegex(UserError, "2,?000.00"),
            self.cr.savepoint(),
        ):
            self.uphold(line, 2000)
        self.assertEqual(line.dispute_state, "disputed")
        self.uphold(line, 0)
        self.assertEqual(line.dispute_state, "upheld")
        self.assertEqual(self.adjustments(statement).mapped("amount"), [-2000])

    def test_who_corrects_a_fact_does_not_approve_the_difference(self):
        statement = self.sent(breached=2)
        self.correct(self.kept_cases(1), at("01-16 09:30"), "org")
        found = self.adjustments(statement)
        self.assertEqual(found.requested_by, self.users["org"])
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.by("org", found).action_approve()

    def test_a_refused_amount_counts_no_more(self):
        statement = self.sent(breached=2)
        self.uphold(self.disputed(statement), 500)
        self.by("org", self.adjustments(statement)).action_reject("Too much")
        self.correct(self.kept_cases(1), at("01-16 09:30"))
        self.assertEqual(self.adjustments(statement).mapped("amount"), [-500, -2000])


@tagged("post_install", "-at_install")
class TestAfterTheEnd(LateCase):
    """The contract lasts one month; what comes after it is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.case(
            cls.contract(date_end=date(2026, 1, 31), calendar_id=cls.calendar_247.id)
        )
        cls.agreed(
            cls.deal,
            "reporting",
            deliverable=[{"name": "Report", "due_offset_days": 5, "deduction": 500.0}],
        )

    def test_a_report_due_after_the_end_counts_in_the_last_month(self):
        self.env["ops.deliverable"]._generate(self.deal, date(2026, 1, 31))
        self.assertEqual(self.deal.deliverable_ids.date_due, date(2026, 2, 5))
        statement = self.statement(self.deal, JANUARY, "02-05 09:00")
        self.assertEqual(statement.deliverable_deduction, 0)
        statement = self.statement(self.deal, JANUARY, "02-09 09:00")
        self.assertEqual(statement.deliverable_deduction, 500)

    def test_a_case_missed_after_the_end_counts_in_the_last_month(self):
        self.fact(self.deal, "01-31 20:00", now="02-03 09:00")
        statement = self.statement(self.deal, JANUARY, "02-03 09:00")
        self.assertEqual(self.line(statement, "t_resolve").breached, 1)

    def test_a_case_is_counted_in_one_statement_only(self):
        """Counted after the end, and then the contract was renewed."""
        clock = self.fact(self.deal, "01-31 20:00", now="02-03 09:00")
        january = self.sent(day="01-13", breached=0)
        self.assertEqual(clock.statement_line_id.statement_id, january)
        self.deal._extend(date(2026, 12, 31))
        february = self.statement(self.deal, FEBRUARY, "03-02 09:00")
        self.assertEqual(self.line(february, "t_resolve").n, 0)

    def test_what_came_after_the_end_counts_once_when_the_contract_goes_on(self):
        """A difference of the last month, found after the end, then the renewal: the
        next month counts the report, so the difference falls, approved or not."""
        for step in (None, "action_approve"):
            with self.subTest(step=step), self.cr.savepoint() as point:
                statement = self.sent(breached=0)
                self.env["ops.deliverable"]._generate(self.deal, date(2026, 1, 31))
                self.deal._refresh_states()
                found = statement._propose_adjustments()
                self.assertEqual(found.amount, -500)
                if step:
                    getattr(self.by("org", found), step)()
                self.deal._extend(date(2026, 12, 31))
                self.assertEqual(found.approval_state, "rejected")
                self.assertFalse(statement._propose_adjustments())
                february = self.statement(self.deal, FEBRUARY, "03-02 09:00")
                self.assertEqual(february.deliverable_deduction, 500)
                self.assertEqual(february.adjustment, 0)
                point.rollback()

    def test_a_difference_settled_before_the_renewal_is_taken_back(self):
        statement = self.sent(breached=0)
        self.env["ops.deliverable"]._generate(self.deal, date(2026, 1, 31))
        self.deal._refresh_states()
        found = statement._propose_adjustments()
        self.by("org", found).action_approve()
        closing = self.statement(self.deal, FEBRUARY, "03-02 09:00")
        self.by("supervisor", closing).action_project_review()
        self.by("org", closing).action_org_review()
        self.by("manager", closing).action_send()
        self.deal._extend(date(2026, 12, 31))
        rows = self.adjustments(statement)
        self.assertEqual(rows.mapped("amount"), [-500, 500])
        self.assertEqual(rows.mapped("approval_state"), ["approved", "submitted"])

    def test_an_adjustment_after_the_end_is_settled_in_a_closing_statement(self):
        statement = self.sent()
        self.uphold(self.disputed(statement), 500)
        self.assertFalse(self.statement(self.deal, FEBRUARY, "03-02 09:00"))
        self.by("org", self.adjustments(statement)).action_approve()
        closing = self.statement(self.deal, FEBRUARY, "03-02 09:00")
        self.assertTrue(closing.is_closing)
        self.assertFalse(closing.line_ids)
        self.assertFalse(closing.segment_ids)
        self.assertEqual((closing.fee, closing.adjustment), (0, -500))
        self.assertEqual((closing.net, closing.verdict), (-500, "na"))
        self.by("supervisor", closing).action_project_review()
        self.by("org", closing).action_org_review()
        self.by("manager", closing).action_send()
        self.assertTrue(closing._seal_is_intact())
        self.assertEqual(self.adjustments(statement).statement_id, closing)
        # nothing is left to settle
        self.assertFalse(self.statement(self.deal, MARCH, "04-02 09:00"))
        closing._confirm(self.customer_contact)
        self.by("finance", closing).action_settle()

    def test_the_nightly_job_finds_what_came_after_the_end(self):
        statement = self.sent(breached=0)
        self.assertEqual(statement.state, "sent")
        self.env["ops.deliverable"]._generate(self.deal, date(2026, 1, 31))
        self.deal._refresh_states()
        Statement = self.env["ops.sla.statement"]
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=inf):
            Statement._cron_draft()
        # the report was never handed over
        found = self.adjustments(statement)
        self.assertEqual((found.amount, found.approval_state), (-500, "submitted"))
        self.assertNotIn(self.deal, Statement._contracts_without_draft())
        self.by("org", found).action_approve()
        self.assertIn(self.deal, Statement._contracts_without_draft())

    def test_a_contract_with_an_open_adjustment_is_not_closed(self):
        statement = self.sent()
        self.uphold(self.disputed(statement), 500)
        self.by("finance", statement).action_settle()
        self.deal._refresh_states()
        with self.assertRaisesRegex(UserError, "adjustments"):
            self.by("manager", self.deal).action_close()
        self.by("org", self.adjustments(statement)).action_reject("No")
        self.by("manager", self.deal).action_close()
        self.assertEqual(self.deal.state, "closed")


@tagged("post_install", "-at_install")
class TestEarnBack(LateCase):
    def test_a_credit_comes_back_to_the_cent(self):
        """4.35 x 100 is 434.99… as a float: 4.35 has to come back, not 4.34."""
        self.deal = self.case(fee=174.0, earn_back_months=1)
        january = self.drafted()
        self.assertEqual(january.credit, 4.35)
        february = self.drafted(month=FEBRUARY, day="02-10", breached=0)
        self.assertEqual(february.earn_back, 4.35)
