from datetime import date

from odoo.tests import tagged

from ..tools.portal_words import WORDS
from .common import ContractCase

DAY = date(2026, 1, 1)


@tagged("post_install", "-at_install")
class TestPortalWords(ContractCase):
    """How the customer reads numbers and rules."""

    def test_numbers_have_no_needless_zeros(self):
        for basis_points, text in (
            (0, "0 %"),
            (9500, "95 %"),
            (9979, "99.79 %"),
            (9990, "99.9 %"),
            (10000, "100 %"),
        ):
            self.assertEqual(WORDS.percent(basis_points), text)
        for value, text in ((3.5, "3.5"), (1200.0, "1200"), (0, "0"), (None, "0")):
            self.assertEqual(WORDS.plain(value), text)
        self.assertEqual(WORDS.share(0.94), "94.00 %")
        self.assertEqual(WORDS.share(0.8378, 1), "83.8 %")

    def test_minutes_are_hours_and_minutes(self):
        for minutes, text in (
            (0, "0 min"),
            (59, "59 min"),
            (60, "1 h"),
            (90, "1 h 30 min"),
            (2880, "48 h"),
        ):
            self.assertEqual(WORDS.minutes_text(self.env, minutes), text)

    def level(self, code, **values):
        version = self.version(
            self.contract(), "sla", DAY, sla=[{"metric_id": self.metrics[code].id}]
        )
        version.sla_line_ids.write(values)
        return version.sla_line_ids

    def test_a_target_says_time_and_ratio(self):
        line = self.level("t_resolve", target_minutes=240, target_bp=9500)
        self.assertEqual(WORDS.target(line), "4 h · 95 %")
        line = self.level("t_resolve", target_days=5, target_bp=9000)
        self.assertEqual(WORDS.target(line), "5 working days · 90 %")
        line = self.level("t_available", target_bp=9990)
        self.assertEqual(WORDS.target(line), "99.9 %")

    def test_a_number_is_reached_or_not_exceeded(self):
        line = self.level("t_satisfaction", target_value=4.5)
        self.assertEqual(WORDS.target(line), "at least 4.5")
        metric = self.metrics["t_complaints"]
        metric.direction = "down"
        line = self.level("t_complaints", target_value=3)
        self.assertEqual(WORDS.target(line), "at most 3")

    def test_rules_of_an_evaluation_are_sentences(self):
        version = self.version(
            self.contract(),
            "evaluation",
            DAY,
            cap_bp=1000,
            consecutive_months=3,
            consecutive_factor_bp=15000,
            termination_misses=3,
            termination_window=6,
            earn_back_months=0,
            dispute_days=10,
            band=[{"points_from": 12, "deduction_bp": 250}],
        )
        self.assertEqual(
            list(WORDS.rules(version)),
            [
                "Credits are at most 10 % of the month's fee.",
                "From 12 points on, 2.5 % of the fee are deducted.",
                "From 3 missed months in a row on, a credit counts 1.5 times.",
                "3 missed months within 6 months give the customer the right to "
                "terminate.",
                "A statement can be disputed within 10 days.",
            ],
        )
