"""What an attack on the steps found: each of these went through once."""

from odoo.exceptions import UserError

from .engine_case import EngineCase


class TestEngineGuards(EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.start()

    def test_a_cap_of_another_scale_is_the_lowest_grade(self):
        scale = [line["grade"] for line in self.cycle.scale_data]
        self.assertNotIn("优", scale)
        self.assertEqual(self.cycle._worst_grade(["优"]), scale[-1])
        self.assertEqual(self.cycle._worst_grade([scale[0], scale[1]]), scale[1])
        self.assertFalse(self.cycle._worst_grade([False]))

    def test_a_veto_by_hand_needs_its_value(self):
        line = self.worker.line_ids.filtered(lambda one: not one.measure_id)
        line._server_write({"veto": True})
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        with self.assertRaisesRegex(UserError, "can veto a grade"):
            self.by("first", self.worker).action_submit_first()
        row = self.rows(self.worker, "first").filtered(lambda one: one.line_id == line)
        self.by("first", row).write({"has_value": True, "value": 0})
        self.by("first", self.worker).action_submit_first()
        self.assertEqual(self.worker.state, "second")

    def test_no_grade_is_given_without_a_score(self):
        self.review(self.worker)
        self.drop_others(self.worker)
        self.by("hr", self.cycle).action_calibrate()
        result = self.worker.result_ids
        result._server_write({"outcome": "insufficient", "final_grade": False})
        with self.assertRaisesRegex(UserError, "There is no score"):
            self.by("hr", result).action_set_grade("A", "strong year")
        self.assertFalse(result.final_grade)


class TestMeasuringGoesOn(EngineCase):
    def test_one_wrong_value_stops_no_other(self):
        self.withdraw()
        self.kpi_auto.measure_id = False
        self.kpi_hand.measure_id = self.measure
        self.profile._server_write({"approval_state": "approved"})
        self.measured("worker", 6)
        self.measured("mate", 4)
        self.generate()
        self.by("hr", self.cycle)._measure_all()
        wrong = self.appraisal("worker").line_ids.filtered("measure_id")
        right = self.appraisal("mate").line_ids.filtered("measure_id")
        self.assertEqual((wrong.has_value, wrong.has_auto_score), (True, False))
        self.assertIn("cannot be scored with 6", wrong.value_note)
        self.assertEqual((right.has_auto_score, right.auto_score), (True, 80.0))
