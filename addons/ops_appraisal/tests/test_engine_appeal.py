"""Appeals: in time, by whom they are decided, and on which grade."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .engine_case import AfterwardsCase


class TestEngineAppeal(AfterwardsCase):
    def test_an_appeal_in_time_is_decided_by_somebody_else(self):
        """S17"""
        worker = self.published()
        self.later(5)  # the last of the five days
        self.by("worker", worker).action_appeal("two tickets were not mine")
        appeal = worker.appeal_ids
        for login in ("worker", "first", "second", "hr", "payroll", "stranger"):
            with self.assertRaises(AccessError):
                self.by(login, appeal).action_decide("upheld", "yes", "A")
        judge = self.by("judge", appeal)
        self.assertTrue(judge.appraisal_id.score_ids.read(["score"]))
        with self.assertRaises(UserError):
            judge.action_decide("upheld", "")
        judge.action_decide("upheld", "the tickets belong to the other team", "A")
        self.assertEqual(worker.state, "decided")
        self.assertEqual(worker.result_ids.final_grade, "A")
        self.assertEqual(
            (appeal.state, appeal.grade_before, appeal.grade_after, appeal.decided_by),
            ("upheld", "B", "A", self.users["judge"]),
        )
        own = self.by("worker", appeal).read(["decision"])[0]
        self.assertEqual(own["decision"], "the tickets belong to the other team")
        with self.assertRaisesRegex(UserError, "decided already"):
            self.by("judge", appeal).action_decide("rejected", "no")

    def test_the_grade_is_chosen_from_the_scale_of_the_cycle(self):
        worker = self.published()
        self.by("worker", worker).action_appeal("two tickets were not mine")
        dialog = self.as_("judge")["ops.appraisal.decide"].create(
            {
                "appeal_id": worker.appeal_ids.id,
                "outcome": "upheld",
                "grade": "A",
                "decision": "the tickets belong to the other team",
            }
        )
        self.assertEqual(dialog.grade_choices, ["A", "B", "C", "D", "E"])
        worker.result_ids._server_write({"veto_cap_grade": "C"})
        dialog.invalidate_recordset()
        self.assertEqual(dialog.grade_choices, ["C", "D", "E"])
        with self.assertRaisesRegex(UserError, "After a veto"):
            dialog.action_confirm()

    def test_the_dialog_names_no_appeal_of_another_company(self):
        worker = self.published()
        self.by("worker", worker).action_appeal("two tickets were not mine")
        elsewhere = self._create_company("Elsewhere")
        judge = self._create_user("judge2", "committee")
        judge.write(
            {
                "company_ids": [Command.set(elsewhere.ids)],
                "company_id": elsewhere.id,
            }
        )
        dialog = self.env(user=judge)["ops.appraisal.decide"].with_context(
            allowed_company_ids=elsewhere.ids, default_appeal_id=worker.appeal_ids.id
        )
        with self.assertRaises(AccessError):
            dialog.onchange({}, [], {"appeal_id": {"fields": {"display_name": {}}}})
        with self.assertRaises(AccessError):
            dialog.onchange({}, [], {"appeal_id": {}, "objection": {}})

    def test_whoever_filed_an_appeal_does_not_decide_it(self):
        worker = self.published()
        self.by("worker", worker).action_appeal("two tickets were not mine")
        appeal = worker.appeal_ids
        appeal._server_write({"filed_by": self.users["judge"].id})
        with self.assertRaisesRegex(AccessError, "took part"):
            self.by("judge", appeal).action_decide("rejected", "no")

    def test_an_appeal_after_the_deadline_is_refused(self):
        """S17"""
        worker = self.published()
        self.later(6)
        with self.assertRaisesRegex(UserError, "time to appeal ended"):
            self.by("worker", worker).action_appeal("late")

    def test_whoever_calibrated_does_not_decide_the_appeal(self):
        self.drop_others(self.worker)
        self.by("hr", self.cycle).action_calibrate()
        self.by("hrboss", self.worker.result_ids).action_set_grade("C", "too kind")
        self.by("hr", self.cycle).action_publish()
        self.by("worker", self.worker).action_appeal("too strict")
        with self.assertRaisesRegex(AccessError, "took part"):
            self.by("hrboss", self.worker.appeal_ids).action_decide("rejected", "no")
