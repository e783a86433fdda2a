"""contract.md, examples 39 and 40, from stored facts."""

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
