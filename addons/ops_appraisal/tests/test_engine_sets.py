from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import UserError

from odoo.addons.ops_base.calc.measure_value import MeasureValue

from ..calc.rule import Rule
from .engine_case import EngineCase


class TestEngineSets(EngineCase):
    """Generation and measuring of many at a time."""

    def lines(self, *logins):
        heads = [self.appraisal(login) for login in logins]
        return self.env["ops.appraisal"].union(*heads).line_ids.filtered("measure_id")

    def measure_all(self):
        return self.by("hr", self.cycle)._measure_all()

    def test_equal_values_are_scored_once_by_one_rule(self):
        for login, value in (("worker", 93), ("mate", 93), ("hr", 94)):
            self.measured(login, value)
        self.generate()
        asked, score = [], Rule.score

        def counted(rule, value):
            asked.append(value)
            return score(rule, value)

        with patch.object(Rule, "score", counted):
            self.measure_all()
        self.assertEqual(sorted(asked), [93, 94])
        self.assertEqual(
            self.lines("worker", "mate", "hr").mapped("auto_score"), [84.0, 84.0, 92.0]
        )

    def test_marks_of_its_own_give_a_line_another_score(self):
        """Lines of one KPI, and not of one rule."""
        self.measured("worker", 93)
        self.measured("mate", 93)
        self.generate()
        self.lines("mate")._server_write({"floor": 91})
        self.measure_all()
        self.assertEqual(
            self.lines("worker", "mate").mapped("auto_score"), [84.0, 80.0]
        )

    def test_a_line_of_a_frozen_appraisal_is_never_written(self):
        self.generate()
        line = self.lines("worker")
        self.appraisal("worker")._server_write({"frozen_at": "2026-02-01 00:00:00"})
        self.env.flush_all()
        row = line._value_rows({})(line.id, MeasureValue(Decimal(93)))
        with self.assertRaisesRegex(UserError, "Measure again"):
            line._write_values([row])
        self.assertFalse(line.has_value)

    def two_measures(self):
        second = self.measure.copy({"code": "Z"})
        kpi = self.kpi_auto.copy({"code": "Z", "measure_id": second.id})
        self.withdraw()
        self.profile.line_ids.filtered("kpi_id.measure_id").weight = 30
        self.profile.line_ids = [(0, 0, {"kpi_id": kpi.id, "weight": 30})]
        self.profile._server_write({"approval_state": "approved"})
        return second

    def launched(self, action):
        return self.env["ops.background.task"].browse(action["params"]["task_id"])

    def test_measuring_stops_after_a_measure_and_goes_on_with_the_next(self):
        """What is finished stays, with the totals that follow from it."""
        second = self.two_measures()
        self.measured("worker", 95)
        self.measured("worker", 95, second)
        worker = self.start(())
        self.words(worker, "self")._server_write({"coverage": 0})
        task = self.launched(self.by("hr", self.cycle).action_measure())
        self.assertEqual((task.total, task.chunked), (2, True))
        values = self.env["ops.measure.value"].search([])
        values._server_write({"value": 93})
        self.env["ops.background.progress"].sudo().search(
            [("task_id", "=", task.id)]
        )._server_write({"cancel_requested": True})
        task._run_now()
        self.assertEqual((task.state, task.marker_done), ("cancelled", 1))
        self.assertEqual(self.lines("worker").mapped("value"), [93.0, 95.0])
        self.assertEqual(self.words(worker, "self").coverage, 60.0)
        asked = []

        def counted(cycle, measure_id, spans):
            asked.append(measure_id)
            return values_of(cycle, measure_id, spans)

        values_of = type(self.cycle)._values_of
        with patch.object(type(self.cycle), "_values_of", counted):
            task.with_user(self.users["hr"]).action_restart()
            task._run_now()
        self.assertEqual((task.state, task.done, task.total), ("done", 2, 2))
        self.assertEqual(asked, second.ids)
        self.assertEqual(self.lines("worker").mapped("value"), [93.0, 93.0])
        self.assertIn(str(2 * len(self.employees)), task.message)

    def test_generation_goes_on_where_it_stopped(self):
        self.by("hr", self.cycle).action_open()
        task = self.launched(self.by("hr", self.cycle).action_generate())
        self.env["ops.background.progress"].sudo().search(
            [("task_id", "=", task.id)]
        )._server_write({"cancel_requested": True})
        task._run_now()
        self.assertEqual(
            (task.state, task.marker_done, task.total), ("cancelled", 1, 4)
        )
        self.assertEqual(len(self.cycle.appraisal_ids), len(self.employees))
        self.assertFalse(self.cycle.appraisal_ids.line_ids)
        task.with_user(self.users["hr"]).action_restart()
        task._run_now()
        self.assertEqual(task.state, "done")
        self.assertIn(f"{len(self.employees)} appraisals made", task.message)
        self.assertEqual(
            len(self.cycle.appraisal_ids.line_ids), 2 * len(self.employees)
        )

    def test_cycles_generated_together_tell_what_does_not_start(self):
        """A roll-up needs no KPIs."""
        quarter = self._create_cycle(
            name="Q1",
            period_kind="quarter",
            rollup_kind="month",
            date_to=date(2026, 3, 31),
        )
        self.withdraw()
        both = self.cycle + quarter
        for cycle in both:
            self.generate(cycle)
        without = both.appraisal_ids.filtered(
            lambda row: not (row.first_user_id and row.second_user_id)
        )
        self.assertIn(
            f"both reviewers: {len(without)}; without KPIs of an approved profile: "
            f"{len(self.employees)}.",
            self.by("hr", both)._generated_text(0),
        )
        self.assertFalse(quarter.appraisal_ids.part_ids.profile_id)
