"""contract.md section 4, examples 21 to 23, from outages in the log."""

from datetime import date

from odoo.tests import tagged

from .statement_case import NOVEMBER, StatementCase, at


@tagged("post_install", "-at_install")
class TestAvailability(StatementCase):
    def deal(self, **values):
        contract = self.contract(**values)
        self.agreed(
            contract, "sla", sla=[self.promise(metric="t_available", target_bp=9900)]
        )
        return contract

    def up(self, contract, now="12-05 09:00"):
        return self.line(self.statement(contract, now=now), "t_available")

    def test_21_round_the_clock_with_maintenance(self):
        contract = self.deal(calendar_id=self.calendar_247.id)
        self.maintenance(contract, "11-14 02:00", "11-14 06:00")
        self.outage(contract, "11-20 10:00", "11-20 11:30")
        line = self.up(contract)
        self.assertEqual((line.numerator, line.denominator), (2572200, 716 * 3600))
        self.assertAlmostEqual(line.value, 0.997905, 6)

    def test_22_overlapping_outages_in_office_hours(self):
        contract = self.deal()
        self.outage(contract, "11-10 17:00", "11-11 10:00")
        self.outage(contract, "11-11 09:30", "11-11 11:00")
        line = self.up(contract)
        self.assertEqual((line.numerator, line.denominator), (186 * 3600, 189 * 3600))
        self.assertAlmostEqual(line.value, 0.984127, 6)
        self.assertEqual((line.breached, line.verdict), (1, "missed"))

    def test_23_three_failures(self):
        contract = self.deal(calendar_id=self.calendar_247.id)
        for day in ("11-05", "11-12", "11-19"):
            self.outage(contract, f"{day} 10:00", f"{day} 12:00")
        line = self.up(contract)
        self.assertAlmostEqual(line.value, 0.991667, 6)
        self.assertEqual((line.breached, line.verdict), (3, "met"))
        # 6 h of 720 h down: 2 h each, 714 h / 3 between them
        self.assertIn("3 outages, 2 h to restore, 238 h between", line.outage_text)

    def test_maintenance_counts_only_once_approved(self):
        contract = self.deal(calendar_id=self.calendar_247.id)
        window = self.outage(contract, "11-14 02:00", "11-14 06:00", kind="maintenance")
        self.assertEqual(self.up(contract).denominator, 720 * 3600)
        window.with_user(self.users["supervisor"]).action_submit()
        window.with_user(self.users["manager"]).action_approve()
        self.assertEqual(self.up(contract).denominator, 716 * 3600)

    def test_a_rejected_outage_does_not_count(self):
        contract = self.deal(calendar_id=self.calendar_247.id)
        outage = self.outage(contract, "11-20 10:00", "11-20 11:30")
        outage.with_user(self.users["supervisor"]).action_submit()
        outage.with_user(self.users["manager"]).action_reject("It was a drill")
        self.assertEqual(self.up(contract).value, 1)

    def test_a_month_that_runs_counts_up_to_now(self):
        contract = self.deal(calendar_id=self.calendar_247.id)
        self.outage(contract, "11-10 00:00", None)
        line = self.up(contract, now="11-11 00:00")
        self.assertEqual((line.numerator, line.denominator), (9 * 86400, 10 * 86400))

    def test_suspended_days_are_no_agreed_time(self):
        contract = self.deal(calendar_id=self.calendar_247.id)
        self.env["ops.contract.suspension"]._server_create(
            [
                {
                    "contract_id": contract.id,
                    "date_from": date(2026, 11, 1),
                    "date_to": date(2026, 11, 10),
                    "reason": "Works",
                }
            ]
        )
        self.outage(contract, "11-05 10:00", "11-05 12:00")
        line = self.up(contract)
        self.assertEqual((line.value, line.denominator), (1, 20 * 86400))
        found = contract._sla_results(NOVEMBER, date(2026, 11, 30), at("12-05 09:00"))
        self.assertEqual(found[0]["denominator"], 20 * 86400)
