from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError, ValidationError

from .engine_case import EngineCase


class TestEngineRollup(EngineCase):
    def month(self, number, end, scores):
        cycle = self._create_cycle(
            name=f"Month {number}",
            date_from=date(2026, number, 1),
            date_to=date(2026, number, end),
        )
        self.generate(cycle)
        for login, score in scores.items():
            head = self.appraisal(login, cycle)
            scored = (head.result_ids, Decimal(str(score)), {"outcome": "ok"})
            head.result_ids._set_scores([scored])
        cycle.appraisal_ids._server_write(
            {"state": "published", "published_at": "2026-04-01 00:00:00"}
        )
        cycle._server_write({"state": "published"})

    def test_two_of_three_months_make_a_quarter(self):
        self.month(1, 31, {"worker": 80, "mate": 70})
        self.month(2, 28, {"worker": 85.5})
        self.month(3, 31, {"hr": 90})
        quarter = self.quarter()
        self.by("hr", quarter)._measure_all()
        worker = self.appraisal("worker", quarter).result_ids
        self.assertEqual((worker.score, worker.grade), (82.75, "B"))
        self.assertAlmostEqual(worker.coverage, 66.67)
        mate = self.appraisal("mate", quarter).result_ids
        self.assertEqual((mate.outcome, mate.grade), ("insufficient", False))
        self.by("hr", quarter).action_start_review()
        self.assertEqual(self.appraisal("worker", quarter).state, "calibration")
        self.by("hr", quarter).action_calibrate()
        self.by("hr", quarter).action_publish(without_total=True)
        own = self.by("worker", self.appraisal("worker", quarter).result_ids)
        self.assertEqual(own.score, 82.75)

    def quarter(self):
        quarter = self._create_cycle(
            name="Q1",
            period_kind="quarter",
            rollup_kind="month",
            date_to=date(2026, 3, 31),
        )
        self.generate(quarter)
        return quarter

    def test_started_before_measuring_it_gets_its_figures_all_the_same(self):
        for number, end in ((1, 31), (2, 28)):
            self.month(number, end, {"worker": 80, "mate": 90})
        quarter = self.quarter()
        self.by("hr", quarter).action_start_review()
        worker = self.appraisal("worker", quarter)
        self.assertEqual(
            (worker.state, worker.result_ids.outcome), ("calibration", "pending")
        )
        with self.assertRaisesRegex(UserError, "measure it first"):
            self.by("hr", quarter).action_calibrate()
        self.by("hr", quarter)._measure_all()
        self.assertEqual((worker.result_ids.score, worker.result_ids.grade), (80, "B"))
        self.by("hr", quarter).action_calibrate()
        self.by("hr", worker.result_ids).action_set_grade("A", "strong")
        self.by("hr", quarter)._measure_all()
        self.assertEqual(worker.result_ids.final_grade, "A", "calibration stays")

    def test_the_number_of_queries_of_a_roll_up_does_not_grow(self):
        self.month(1, 31, {"worker": 80})
        self.month(2, 28, dict.fromkeys(self.users, 80))
        self.month(3, 31, dict.fromkeys(self.users, 80))
        quarter = self.quarter()
        few = self.queries_of_roll_up(quarter, {"worker"})
        self.assertLessEqual(self.queries_of_roll_up(quarter, self.users), few + 1)

    def queries_of_roll_up(self, quarter, logins):
        """Of these persons, the others being closed."""
        for login in self.users:
            state = "draft" if login in logins else "closed"
            self.appraisal(login, quarter)._server_write({"state": state})
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        quarter._roll_up()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_a_cycle_rolls_up_shorter_ones_only(self):
        with self.assertRaisesRegex(ValidationError, "shorter periods"):
            self._create_cycle(period_kind="month", rollup_kind="quarter")
