"""Who may excuse a case, and what that changes."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .statement_case import StatementCase


@tagged("post_install", "-at_install")
class TestExclusion(StatementCase):
    def setUp(self):
        super().setUp()
        self.deal = self.case()
        self.cases(self.deal, "t_resolve", 0, 1)
        self.clock = self.env["ops.sla.clock"].search(
            [("contract_id", "=", self.deal.id)]
        )

    def ask(self, role="supervisor", **values):
        exclusion = self.as_(role)["ops.sla.exclusion"].create(
            {
                "contract_id": self.deal.id,
                "clock_id": self.clock.id,
                "reason_id": self.force.id,
                "note": "Flood in the street",
                **values,
            }
        )
        exclusion.action_submit()
        return exclusion

    def test_an_approved_one_is_listed_not_counted(self):
        exclusion = self.ask()
        self.assertEqual(self.clock.outcome, "breached")
        exclusion.with_user(self.users["org"]).action_approve()
        self.assertEqual(self.clock.outcome, "excluded")
        line = self.line(self.statement(self.deal), "t_resolve")
        self.assertEqual((line.n, line.excluded, line.verdict), (0, 1, "na"))

    def test_a_rejected_one_changes_nothing(self):
        self.ask().with_user(self.users["org"]).action_reject("No flood that day")
        self.assertEqual(self.clock.outcome, "breached")

    def test_neither_who_asks_nor_who_caused_it_decides(self):
        exclusion = self.ask("org")
        with self.assertRaisesRegex(UserError, "somebody else"):
            exclusion.action_approve()
        self.clock.responsible_id = self.users["org2"]
        with self.assertRaisesRegex(UserError, "somebody else"):
            exclusion.with_user(self.users["org2"]).action_approve()
        self.assertEqual(self.clock.outcome, "breached")

    def test_deciding_needs_the_role(self):
        exclusion = self.ask()
        with self.assertRaises(AccessError):
            exclusion.with_user(self.users["manager"]).action_approve()

    def test_only_for_reasons_of_the_annex(self):
        other = self.env["ops.exclusion.reason"].create({"name": "Rain", "code": "t_r"})
        with self.assertRaisesRegex(UserError, "does not name"):
            self.ask(reason_id=other.id)

    def test_an_excluded_outage_costs_no_time(self):
        outage = self.outage(self.deal, "11-20 10:00", "11-20 11:30")
        self.ask(clock_id=False, outage_id=outage.id).with_user(
            self.users["org"]
        ).action_approve()
        line = self.line(self.statement(self.deal), "t_available")
        self.assertEqual((line.numerator, line.excluded), (line.denominator, 1))

    def test_another_contract_s_fact_is_refused(self):
        with self.assertRaises(UserError):
            self.ask(contract_id=self.case().id)
