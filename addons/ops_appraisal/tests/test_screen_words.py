"""What the lists of HR say: progress, steps by name."""

from odoo.tests import tagged

from .screen_case import ScreenCase


@tagged("post_install", "-at_install")
class TestScreenWords(ScreenCase):
    def test_a_cycle_says_how_far_the_reviews_are(self):
        cycle = self.cycle.with_user(self.users["officer"])
        self.assertEqual((cycle.appraisal_count, cycle.progress), (3, 0))
        self.reach("anna", "calibration")
        cycle.invalidate_recordset()
        self.assertAlmostEqual(cycle.progress, 33.33, 2)
        dates = {"date_from": "2027-01-01", "date_to": "2027-03-31"}
        empty = cycle.copy({"name": "Next", **dates})
        self.assertEqual((empty.appraisal_count, empty.progress), (0, 0))

    def test_the_audit_trail_names_steps_as_the_screens_do(self):
        self.reach("anna", "manager")
        self.score_by_hand("anna", "lead", 70)
        log = self.env["ops.appraisal.log"].with_user(self.users["officer"])
        of_anna = [("appraisal_id", "=", self.appraisal("anna").id)]
        step = log.search([*of_anna, ("before", "=", "self")])
        self.assertEqual(
            (step.before_text, step.after_text), ("Self-Assessment", "First Review")
        )
        chinese = step.with_context(lang="zh_CN")
        self.assertEqual(chinese.before_text, "自评")
        score = log.search([*of_anna, ("level", "=", "first")])
        self.assertEqual((score.before_text, score.after_text), (False, "70.00"))
        began = log.search([("cycle_id", "=", self.cycle.id), ("after", "=", "open")])
        self.assertEqual((began.before_text, began.after_text), ("Draft", "Open"))
