"""contract.md, examples 39 and 40, from stored facts."""

from datetime import date
from fractions import Fraction

from odoo.tests import tagged

from odoo.addons.ops_base.calc.period import month

from ..calc.forecast_rest import count_miss, downtime_miss, ratio_miss
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
        # of the cases, of the availability, and of the response without a case
        self.assertEqual(len(self.deal.forecast_ids), 3)

    # levels that are no clocks -------------------------------------------------------
    def rows(self, metric, now):
        found = self.env["ops.sla.forecast"]._forecast(self.deal, at(now))
        return found.filtered(lambda row: row.metric_id == self.metrics[metric])

    def test_an_availability_needs_a_past_until_it_is_lost(self):
        # 99.9 % of 720 h round the clock: 43.2 minutes may be lost
        self.outage(self.deal, "11-05 10:00", "11-05 10:43")
        row = self.rows("t_available", "11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "outages"))
        self.assertEqual((row.breached, row.miss_probability), (1, 0))
        self.assertEqual(self.deal.sla_risk, "unknown")
        self.outage(self.deal, "11-06 10:00", "11-06 10:01")
        row = self.rows("t_available", "11-10 14:00")
        self.assertEqual((row.level, row.miss_probability), ("lost", 1))
        self.assertFalse(row.reason)

    def test_an_availability_by_the_minutes_left_and_the_past_outages(self):
        for number in ("03", "06", "09"):
            self.outage(self.deal, f"{number}-05 10:00", f"{number}-05 10:10")
        row = self.rows("t_available", "11-10 14:00")
        # 313 days and 14 hours are over, 20 days and 10 hours to come
        past, ahead = (313 * 24 + 14) * 3600, (20 * 24 + 10) * 3600
        chance = downtime_miss(2592, ahead, past, 3, 1800)
        self.assertAlmostEqual(row.miss_probability, chance, 4)
        self.assertEqual(row.level, "safe")
        # one that lasts takes its time, and as long again is to be feared
        self.outage(self.deal, "11-10 13:50", None)
        row = self.rows("t_available", "11-10 14:00")
        chance = downtime_miss(1992, ahead, past, 4, 2400, ongoing=True)
        self.assertAlmostEqual(row.miss_probability, chance, 4)

    def read_monthly(self, metric, values, **promise):
        """Approved readings of a promise, one for each month from January on."""
        self.deal = self.promised(self.promise(metric=metric, **promise))
        line = self.deal.version_ids.sla_line_ids
        for number, vals in enumerate(values, 1):
            first = date(2026, number, 1)
            reading = self.as_("supervisor")["ops.sla.reading"].create(
                {
                    "contract_id": self.deal.id,
                    "sla_line_id": line.id,
                    "date_from": first,
                    "date_to": month(first)[1],
                    "note": "Minutes",
                    **vals,
                }
            )
            reading.action_submit()
            reading.with_user(self.users["manager"]).action_approve()

    def test_a_count_by_the_rate_of_the_past(self):
        self.read_monthly("t_complaints", [{"value": 1}] * 10, target_value=2)
        row = self.rows("t_complaints", "11-10 14:00")
        # ten in the 304 days up to October; the 30 days of November are not read yet
        chance = count_miss(0, 2, "down", 10, 304, 30)
        self.assertAlmostEqual(row.miss_probability, chance, 4)
        self.read_monthly("t_complaints", [], target_value=2)
        row = self.rows("t_complaints", "11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "days"))

    def test_a_ratio_by_further_cases_as_good_as_the_past_ones(self):
        cases = [{"numerator": 19, "denominator": 20}] * 10
        self.read_monthly("t_first_time", cases, target_bp=9500)
        row = self.rows("t_first_time", "11-10 14:00")
        # 200 cases in 304 days: 20 in November
        chance = ratio_miss(0, 0, 20, 190, 200, lambda good, n: good < 19)
        self.assertAlmostEqual(row.miss_probability, chance, 4)
        self.read_monthly("t_first_time", cases[:0], target_bp=9500)
        row = self.rows("t_first_time", "11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "cases"))

    def test_a_value_by_the_past_ones(self):
        marks = [{"value": value} for value in (4.6, 4.4, 4.8, 4.7, 4.3, 4.9)]
        self.read_monthly("t_satisfaction", marks, target_value=4.5)
        row = self.rows("t_satisfaction", "11-10 14:00")
        # two of six were below: (2 + 1) / (6 + 2)
        self.assertAlmostEqual(row.miss_probability, 3 / 8, 4)
        self.assertEqual(row.level, "watch")
        self.read_monthly("t_satisfaction", marks[:5], target_value=4.5)
        row = self.rows("t_satisfaction", "11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "values"))

    def test_more_contracts_take_no_more_queries(self):
        def queries(deals):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ops.sla.forecast"]._forecast(deals, at("11-10 14:00"))
            return self.env.cr.sql_log_count - before

        deals = self.deal | self.case()
        for _number in range(4):
            deals |= self.case()
        queries(deals)
        self.assertLessEqual(queries(deals), queries(deals[:2]) + 2)

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

    # levels without a case -----------------------------------------------------------
    def test_a_level_without_a_case_says_how_many_are_to_come(self):
        # ten since 1 January; 313 days are over and 20 to come on 10 November
        self.finished([1] * 10)
        row = self.forecast("11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "no_cases"))
        self.assertAlmostEqual(row.expected_count, 10 * 20 / 313, 1)
        self.assertEqual((row.miss_probability, row.open_count), (0, 0))
        row = self.rows("t_response", "11-10 14:00")
        self.assertEqual((row.reason, row.expected_count), ("no_cases", 0))
        self.assertEqual(self.deal.sla_risk, "unknown")
        self.fact(self.deal, "11-10 13:00")
        self.assertFalse(self.forecast("11-10 14:00").reason)

    def test_a_new_promise_without_a_case_expects_nothing(self):
        self.deal = self.promised(self.promise(8), day=date(2026, 11, 1))
        row = self.forecast("11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "no_past"))
        self.assertFalse(row.expected_count)

    def test_a_month_in_which_nothing_falls_due_says_so(self):
        self.deal = self.promised(self.promise(metric="t_punctual", target_bp=9000))
        row = self.rows("t_punctual", "11-10 14:00")
        self.assertEqual((row.level, row.reason), ("unknown", "nothing_due"))

    def test_the_cockpit_says_why_there_is_no_chance(self):
        with self.moment("11-10 14:00"):
            self.env["ops.sla.forecast"]._forecast(self.deal)
            env = self.as_("supervisor")
            cockpit = env["ops.contract.screen"].get_cockpit(self.deal.id)
        texts = {
            gauge["name"]: gauge["forecast"]["reason_label"]
            for gauge in cockpit["gauges"]
        }
        self.assertEqual(texts["Resolve"], "No cases so far; about 0.0 to come")
