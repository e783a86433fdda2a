"""The pure rules of this addon that Odoo's models lean on, at their edges."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..calc.combine import Part, combine
from ..calc.eta import eta_seconds
from ..calc.measure_value import MeasureValue
from ..calc.seal import canonical_json, digest
from ..calc.working_time import PublicDay, subtract, working_windows

OFFICE = {day: [(8 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)] for day in range(5)}


def at(text):
    return datetime.fromisoformat(text)


def hour(value):
    return at(f"2026-01-01T{value:02d}:00")


@tagged("post_install", "-at_install")
class TestSealRules(BaseCase):
    def test_order_and_notation_do_not_matter(self):
        facts = [
            {"b": Decimal("1.50"), "a": [1, 2.0]},
            {"a": (1.0, Decimal("2.000")), "b": 1.5},
            {"a": [Decimal("1E0"), 2], "b": Fraction(3, 2) * 1.0},
        ]
        self.assertEqual(
            {canonical_json(fact) for fact in facts}, {'{"a":["1","2"],"b":"1.5"}'}
        )

    def test_every_difference_matters(self):
        facts = [
            {"a": 1}, {"a": 1.01}, {"a": True}, {"a": None}, {"a": "x"}, {"b": 1},
            {"a": [1]}, {"a": {"1": 1}}, {"a": []}, {}, {"a": "１"},
        ]  # fmt: skip
        self.assertEqual(len({digest(canonical_json(fact)) for fact in facts}), 11)

    def test_what_is_no_plain_fact_is_refused(self):
        for value in (float("nan"), float("inf"), Decimal("NaN"), {1: 1, "1": 2}):
            with self.subTest(value=value), self.assertRaises(ValueError):
                canonical_json({"a": value} if value != {1: 1, "1": 2} else value)
        for value in (object(), {1, 2}, b"x", {None: 1}, {True: 1}):
            with self.subTest(value=value), self.assertRaises(TypeError):
                canonical_json(value)

    def test_large_and_small_numbers_are_written_out(self):
        self.assertEqual(
            canonical_json([1e22, 1e-7, -0.0, 10**30, Decimal("-0.00")]),
            f'["1{"0" * 22}","0.0000001","0","1{"0" * 30}","0"]',
        )


@tagged("post_install", "-at_install")
class TestMeasureRules(BaseCase):
    def part(self, month, value, top=None, bottom=None, number=1):
        return Part(
            date(2026, month, 28), Decimal(value), top, bottom, 1, ("m", number)
        )

    def test_no_values_are_no_data_whatever_the_way(self):
        for how in ("last", "sum", "mean", "ratio"):
            self.assertEqual(combine([], how).state, "no_data")

    def test_a_ratio_needs_all_its_numbers(self):
        whole = self.part(1, "0.5", Decimal(1), Decimal(2))
        bare = self.part(2, "0.7")
        self.assertEqual(combine([whole, bare], "ratio").state, "no_data")
        zero = self.part(3, "0", Decimal(0), Decimal(0))
        self.assertEqual(combine([zero], "ratio").state, "no_data")

    def test_the_latest_wins_and_the_later_entered_breaks_the_tie(self):
        parts = [self.part(2, "2", number=9), self.part(2, "1"), self.part(1, "3")]
        self.assertEqual(combine(parts, "last").value, Decimal(2))

    def test_a_value_and_its_state_belong_together(self):
        for fields in (
            {"state": "ok"},
            {"value": Decimal(1), "state": "no_data"},
            {"value": Decimal("NaN")},
            {"value": 1.5},
            {"value": Decimal(1), "state": "fine"},
            {"value": Decimal(1), "numerator": Decimal("Infinity")},
        ):
            with self.subTest(fields=fields), self.assertRaises(ValueError):
                MeasureValue(**fields)
        self.assertEqual(MeasureValue.not_reportable("few").note, "few")

    def test_time_left(self):
        cases = {
            (0, 10, 5, 0): None,
            (5, 0, 5, 0): None,
            (5, 10, 0, 0): None,
            (5, 10, 5, 0): 5,
            (12, 10, 5, 0): 0,
            (5, 10, 5, 5): None,
            (6, 10, 3, 5): 12,
        }
        for (done, total, elapsed, before), left in cases.items():
            with self.subTest(done=done, before=before):
                self.assertEqual(eta_seconds(done, total, elapsed, before), left)


@tagged("post_install", "-at_install")
class TestWorkingTimeRules(BaseCase):
    def test_gaps_at_above_and_below_the_edges(self):
        line = [(hour(8), hour(12))]
        cases = {
            "before": ([(hour(6), hour(8))], line),
            "after": ([(hour(12), hour(13))], line),
            "exact": ([(hour(8), hour(12))], []),
            "wider": ([(hour(7), hour(13))], []),
            "inside": (
                [(hour(9), hour(10))],
                [(hour(8), hour(9)), (hour(10), hour(12))],
            ),
            "head": ([(hour(7), hour(9))], [(hour(9), hour(12))]),
            "tail": ([(hour(11), hour(13))], [(hour(8), hour(11))]),
            "empty": ([(hour(9), hour(9))], line),
            "backwards": ([(hour(10), hour(9))], line),
            "overlapping": (
                [(hour(9), hour(11)), (hour(10), hour(12))],
                [(hour(8), hour(9))],
            ),
            "none": ([], line),
        }
        for name, (gaps, left) in cases.items():
            with self.subTest(name):
                self.assertEqual(subtract(line, gaps), left)

    def test_one_gap_over_several_windows(self):
        line = [(hour(1), hour(2)), (hour(3), hour(4)), (hour(5), hour(6))]
        self.assertEqual(subtract(line, [(hour(1), hour(6))]), [])

    def test_a_make_up_day_beats_a_leave_never(self):
        made_up = PublicDay(date(2026, 10, 10), works=True)
        leave = (at("2026-10-09T16:00"), at("2026-10-10T15:59:59"))
        found = working_windows(
            [OFFICE],
            [made_up],
            [leave],
            "Asia/Shanghai",
            at("2026-10-09T16:00"),
            at("2026-10-10T16:00"),
        )
        self.assertEqual(found, [])

    def test_a_make_up_day_after_an_empty_weekday_has_no_hours(self):
        made_up = PublicDay(date(2026, 10, 10), works=True, as_weekday=6)
        found = working_windows(
            [OFFICE],
            [made_up],
            [],
            "Asia/Shanghai",
            at("2026-10-09T16:00"),
            at("2026-10-10T16:00"),
        )
        self.assertEqual(found, [])
