"""contract.md, examples 39 and 40, from stored facts."""

from datetime import date
from fractions import Fraction

from odoo.tests import tagged

from .statement_case import StatementCase, at

HISTORY = (1, 1.5, 2, 2.5, 3, 3, 3.5, 4, 4.5, 5, 6, 7, 8.5, 9, 12)


@tagged("post_install", "-at_install")
class TestForecast(StatementCase):
    def setUp(self):
        super().setUp()
        self.deal = self.case()

    def finished(self, hours, day="10-05"):
        for index, size in enumerate(hours):
            begin = at(f"{day} 01:00")
            self.env["ops.sla.clock"].create(
                {
                    "name": f"Past {index}",
                    "contract_id": self.deal.id,
                    "metric_id": self.resolve.id,
                    "start_at": begin,
                    "reached_at": begin.fromtimestamp(begin.timestamp() + size * 3600),
                }
            )

    def forecast(self, now):
        found = self.env["ops.sla.forecast"]._forecast(self.deal, at(now))
        return found.filtered(lambda row: row.metric_id == self.resolve)

    def test_39_one_open_case(self):
        self.finished(HISTORY)
        self.fact(self.deal, "11-10 09:00")
        row = self.forecast("11-10 14:00")
        # 5 h used: 3 of 5 passed 8 h, smoothed (3 + 1) / (5 + 2)
        self.assertEqual(row.open_count, 1)
        self.assertAlmostEqual(row.miss_probability, 4 / 7, 4)
        self.assertEqual(row.level, "risk")
        self.assertEqual(self.deal.sla_risk, "risk")
        Contract = self.env["ops.contract"]
        self.assertIn(self.deal, Contract.search([("sla_risk", "=", "risk")]))
        self.assertNotIn(self.deal, Contract.search([("sla_risk", "=", "lost")]))

    def test_a_lost_month(self):
        self.cases(self.deal, "t_resolve", 3, 2, "11-05")
        row = self.forecast("11-10 14:00")
        self.assertEqual((row.left, row.level, row.miss_probability), (0, "lost", 1))

    def test_nothing_open_is_safe(self):
        self.cases(self.deal, "t_resolve", 20, 1, "11-05")
        row = self.forecast("11-10 14:00")
        self.assertEqual((row.open_count, row.left, row.level), (0, 0, "safe"))

    def test_again_replaces_the_last_one(self):
        self.cases(self.deal, "t_resolve", 20, 0, "11-05")
        first = self.forecast("11-10 14:00")
        self.forecast("11-10 15:00")
        self.assertFalse(first.exists())
        self.assertEqual(len(self.deal.forecast_ids), 1)

    # levels that are no clocks -------------------------------------------------------
    def rows(self, metric, now):
        found = self.env["ops.sla.forecast"]._forecast(self.deal, at(now))
        return found.filtered(lambda row: row.metric_id == self.metrics[metric])

    def test_an_availability_is_said_once_it_is_lost(self):
        # 99.9 % of 720 h round the clock: 43.2 minutes may be lost
        self.outage(self.deal, "11-05 10:00", "11-05 10:43")
        self.assertFalse(self.rows("t_available", "11-10 14:00"))
        self.outage(self.deal, "11-06 10:00", "11-06 10:01")
        row = self.rows("t_available", "11-10 14:00")
        self.assertEqual((row.level, row.miss_probability), ("lost", 1))

    def test_open_deliverables_are_late_as_often_as_before(self):
        self.deal = self.promised(
            self.promise(metric="t_punctual", target_bp=9000),
            contract=self.contract(calendar_id=self.calendar_247.id),
        )
        line = {"name": "Report", "frequency": "weekly", "due_in_working_days": False}
        self.agreed(self.deal, "reporting", deliverable=[line])
        made = self.env["ops.deliverable"]._generate(self.deal, date(2026, 12, 1))
        past = made.filtered(lambda each: each.date_due < date(2026, 11, 1))
        past._server_write({"outcome": "met"})
        past[:9]._server_write({"outcome": "breached"})
        with self.moment("11-01 09:00"):
            row = self.rows("t_punctual", "11-01 09:00")
        due = made.filtered(lambda each: f"{each.date_due:%Y-%m}" == "2026-11")
        # one open miss is too many of four or five at 90 %
        kept = (1 - Fraction(9 + 1, len(past) + 2)) ** len(due)
        self.assertEqual((row.open_count, row.allowed), (len(due), 0))
        self.assertAlmostEqual(row.miss_probability, float(1 - kept), 4)
