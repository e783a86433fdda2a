from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .engine_case import AfterwardsCase, EngineCase


class TestEngineReview(EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.start()

    def result(self):
        return self.worker.result_ids

    def test_the_worked_example_goes_from_value_to_grade(self):
        """93 of 90/95/99 scores 84; 60 and 40 %; levels 0.7 and 0.3."""
        self.review(self.worker, (70, 75, 90))
        result = self.result()
        # first: 84·0.6 + 75·0.4 = 80.40; second: 84·0.6 + 90·0.4 = 86.40
        self.assertAlmostEqual(result.first_total, 80.40)
        self.assertAlmostEqual(result.second_total, 86.40)
        self.assertAlmostEqual(result.score, 82.20)
        self.assertEqual((result.grade, result.final_grade), ("B", "B"))
        self.assertEqual((result.outcome, result.coverage), ("ok", 100.0))
        self.assertFalse(result.gap_alert)
        self.assertEqual(self.worker.state, "calibration")

    def test_a_gap_of_more_than_fifteen_points_alarms(self):
        self.review(self.worker, (80, 100, 60))
        # 90.40 and 74.40 are 16 apart
        self.assertTrue(self.result().gap_alert)

    def test_the_own_and_peers_scores_carry_no_weight(self):
        self.review(self.worker, (0, 75, 90))
        self.assertAlmostEqual(self.result().score, 82.20)

    def test_levels_are_handed_in_by_their_person_and_in_turn(self):
        for login in ("first", "second", "hr", "hrboss", "stranger"):
            with self.assertRaises(UserError):
                self.by(login, self.worker).action_submit_self()
        with self.assertRaises(UserError):
            self.by("first", self.worker).action_submit_first()
        self.by("worker", self.worker).action_submit_self()
        for login in ("worker", "second", "hr", "hrboss", "stranger"):
            with self.assertRaises(UserError):
                self.by(login, self.worker).action_submit_first()
        self.fill(self.worker, "first", 80)
        self.by("first", self.worker).action_submit_first()
        for login in ("worker", "first", "hr", "hrboss", "stranger"):
            with self.assertRaises(UserError):
                self.by(login, self.worker).action_submit_second()

    def test_the_first_level_needs_scores_and_evidence(self):
        self.by("worker", self.worker).action_submit_self()
        with self.assertRaisesRegex(UserError, "Documentation is not scored yet"):
            self.by("first", self.worker).action_submit_first()
        row = self.by("first", self.rows(self.worker, "first")[1])
        row.write({"has_score": True, "score": 80})
        with self.assertRaisesRegex(UserError, "needs evidence"):
            self.by("first", self.worker).action_submit_first()
        row.write({"evidence_ids": [Command.link(self.upload("first").id)]})
        self.by("first", self.worker).action_submit_first()
        self.assertEqual(self.worker.state, "second")

    def test_a_value_by_hand_scores_by_the_rule(self):
        self.by("worker", self.worker).action_submit_self()
        row = self.by("first", self.rows(self.worker, "first")[1])
        row.write({"has_value": True, "value": 4})
        self.assertEqual((row.has_score, row.score), (True, 80.0))
        with self.assertRaisesRegex(UserError, "cannot be scored with 6"):
            row.write({"value": 6})

    def test_scores_stay_between_nothing_and_what_the_rule_can_give(self):
        # linear with a stretch, and a rating
        for row, most in zip(self.rows(self.worker, "self"), (120, 100), strict=True):
            own = self.by("worker", row)
            for wrong in (-0.01, most + 0.01):
                with self.assertRaises(ValidationError):
                    own.write({"has_score": True, "score": wrong})
            own.write({"has_score": True, "score": most})

    def test_an_override_of_a_measured_line_needs_a_reason_and_is_logged(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        auto = self.by("first", self.rows(self.worker, "first")[0])
        auto.write({"has_score": True, "score": 90})
        with self.assertRaisesRegex(UserError, "say why"):
            self.by("first", self.worker).action_submit_first()
        auto.write({"reason": "two tickets were not his", "score": 91})
        self.by("first", self.worker).action_submit_first()
        log = self.env["ops.appraisal.log"].search(
            [("appraisal_id", "=", self.worker.id), ("event", "=", "override")],
            order="id",
        )
        self.assertEqual(log.mapped("after"), ["90.00", "91.00"])
        self.assertEqual(log[-1].reason, "two tickets were not his")
        self.assertEqual(log.user_id, self.users["first"])
        total = self.words(self.worker, "first").total
        self.assertAlmostEqual(total, 86.60)  # 91·0.6 + 80·0.4

    def test_the_second_level_may_take_over_what_the_first_scored(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 75)
        self.by("first", self.worker).action_submit_first()
        self.by("second", self.worker).action_take_first_scores()
        self.by("second", self.worker).action_submit_second()
        self.assertAlmostEqual(self.result().score, 80.40)

    def test_a_return_says_why_and_hides_the_level_again(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 75, "fine")
        self.by("first", self.worker).action_submit_first()
        dialog = self.by("second", self.worker).action_return()
        self.assertEqual(dialog["res_model"], "ops.appraisal.reason")
        self.by("second", self.worker).action_return("read the tickets again")
        self.assertEqual(self.worker.state, "manager")
        note = self.by("first", self.words(self.worker, "first", "note"))
        self.assertEqual(note.return_reason, "read the tickets again")
        with self.assertRaises(AccessError):
            self.by("second", self.words(self.worker, "first")).read(["body"])
        with self.assertRaises(AccessError):
            self.by("worker", note).read(["return_reason"])

    def test_a_level_that_is_handed_in_cannot_be_changed(self):
        row = self.rows(self.worker, "self")[1]
        self.by("worker", self.worker).action_submit_self()
        for login in ("worker", "first", "second", "hr", "hrboss"):
            with self.assertRaises(UserError):
                self.by(login, row).write({"score": 1})
            with self.assertRaises(UserError):
                self.by(login, self.words(self.worker, "self")).write({"body": "x"})

    def test_nobody_writes_another_level(self):
        self.by("worker", self.worker).action_submit_self()
        row = self.rows(self.worker, "first")[1]
        for login in ("worker", "second", "hr", "hrboss", "judge", "stranger"):
            with self.assertRaises(AccessError):
                self.by(login, row).write({"score": 1})

    def test_evidence_goes_with_the_row_and_is_fixed_when_handed_in(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        row = self.rows(self.worker, "first")[1]
        proof = row.evidence_ids
        self.assertEqual((proof.res_model, proof.res_id), (row._name, row.id))
        self.by("first", self.worker).action_submit_first()
        for login in ("first", "worker", "second", "hr"):
            with self.assertRaises(AccessError):
                self.by(login, proof).write({"name": "other"})
            with self.assertRaises(AccessError):
                self.by(login, proof).unlink()
        with self.assertRaises(AccessError):
            self.by("worker", proof).read(["datas"])
        self.assertTrue(self.by("second", proof).read(["datas"]))

    def test_evidence_that_hangs_on_another_record_is_fixed_too(self):
        self.by("worker", self.worker).action_submit_self()
        own = self.rows(self.appraisal("first"), "self")[1]
        proof = self.upload("first")
        proof.write({"res_model": own._name, "res_id": own.id})
        row = self.by("first", self.rows(self.worker, "first")[1])
        link = [Command.link(proof.id)]
        row.write({"has_score": True, "score": 80, "evidence_ids": link})
        self.by("first", self.worker).action_submit_first()
        for step in (lambda: proof.write({"raw": b"other"}), proof.unlink):
            with self.assertRaisesRegex(UserError, "the file stays"):
                step()

    def test_a_file_that_one_may_not_read_is_no_evidence(self):
        foreign = self.upload("stranger")
        row = self.by("worker", self.rows(self.worker, "self")[1])
        with self.assertRaises(AccessError):
            row.write({"evidence_ids": [Command.link(foreign.id)]})

    def test_hr_reassigns_a_reviewer_with_a_reason_but_not_to_himself(self):
        self.by("worker", self.worker).action_submit_self()
        hr = self.by("hr", self.worker)
        with self.assertRaises(UserError):
            hr.action_reassign(self.users["mate"].id)
        with self.assertRaisesRegex(AccessError, "four eyes"):
            hr.action_reassign(self.users["hr"].id, None, "convenient")
        hr.action_reassign(self.users["mate"].id, None, "on leave")
        self.assertEqual(self.worker.first_user_id, self.users["mate"])
        with self.assertRaises(AccessError):
            self.by("first", self.rows(self.worker, "first")).read(["score"])
        self.fill(self.worker, "first", 80, by="mate")
        self.by("mate", self.worker).action_submit_first()

    def test_excluded_is_out_and_shows_nothing_to_the_subject(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80, "weak")
        self.by("hr", self.worker).action_exclude("long leave")
        self.assertEqual(self.worker.state, "closed")
        with self.assertRaises(AccessError):
            self.by("worker", self.words(self.worker, "first")).read(["body"])


class TestEngineAfterwards(AfterwardsCase):
    def test_calibration_needs_a_reason_a_grade_and_another_person(self):
        self.drop_others(self.worker)
        result = self.worker.result_ids
        with self.assertRaisesRegex(UserError, "while the cycle is calibrated"):
            self.by("hr", result).action_set_grade("A", "strong year")
        self.by("hr", self.cycle).action_calibrate()
        for login in ("first", "second", "judge"):
            with self.assertRaises(AccessError):
                self.by(login, result).action_set_grade("A", "strong year")
        with self.assertRaisesRegex(UserError, "needs a reason"):
            self.by("hr", result).action_set_grade("A", " ")
        with self.assertRaisesRegex(UserError, "no grade of this cycle"):
            self.by("hr", result).action_set_grade("S", "superb")
        self.by("hr", result).action_set_grade("A", "strong year")
        self.assertEqual((result.grade, result.final_grade), ("B", "A"))
        change = self.worker.change_ids
        self.assertEqual(
            (change.grade_before, change.grade_after, change.reason, change.user_id),
            ("B", "A", "strong year", self.users["hr"]),
        )
        for login in ("hr", "hrboss"):
            with self.assertRaises(UserError):
                self.by(login, change).write({"reason": "other"})
            with self.assertRaises(UserError):
                self.by(login, change).unlink()

    def test_the_subject_signs_with_time_and_picture(self):
        worker = self.published()
        for login in ("first", "hr", "stranger"):
            with self.assertRaises(AccessError):
                self.by(login, worker).action_sign()
        dot = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
            b"YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        )
        self.by("worker", worker).action_sign(dot)
        self.assertEqual(worker.state, "signed")
        self.assertTrue(worker.signed_at and worker.signature)
        with self.assertRaises(UserError):
            self.by("worker", worker).action_sign()

    def test_refusing_to_sign_keeps_the_way_to_an_appeal(self):
        worker = self.published()
        self.by("worker", worker).action_refuse("not heard")
        self.assertEqual(
            (worker.state, worker.refusal_reason), ("published", "not heard")
        )
        self.by("worker", worker).action_appeal("nobody asked me")
        self.assertEqual(worker.state, "appealed")

    def test_closed_stays_closed_for_everybody(self):
        """S17, R25: no row of a closed appraisal changes by any role's hand."""
        worker = self.published()
        self.later(6)
        self.by("hrboss", self.cycle).action_close()
        records = [
            worker,
            worker.part_ids,
            worker.line_ids,
            worker.score_ids,
            worker.statement_ids,
            worker.result_ids,
            self.env["ops.appraisal.log"].search([("appraisal_id", "=", worker.id)]),
            self.cycle,
        ]
        for login in ("worker", "first", "second", "hr", "hrboss", "judge"):
            for rows in records:
                with self.subTest(login=login, model=rows._name):
                    self.assertTrue(rows)
                    self.refuse(login, rows)
        steps = ("action_submit_self", "action_sign", "action_refuse", "action_appeal")
        for step in (*steps, "action_return", "action_exclude"):
            for login in ("worker", "hr", "hrboss"):
                with self.assertRaises(UserError):
                    getattr(self.by(login, worker), step)()

    def test_a_closed_cycle_keeps_its_name_in_every_language(self):
        self.cycle._server_write({"state": "closed"})
        cycle = self.by("hrboss", self.cycle)
        for act in (
            lambda: cycle.write({"name": "Other"}),
            lambda: cycle.update_field_translations("name", {"en_US": "Other"}),
        ):
            with self.assertRaisesRegex(UserError, "is at “Closed”"):
                act()
        self.assertEqual(self.cycle.name, "January")

    def refuse(self, login, rows):
        for name, field in rows._fields.items():
            if not field.store or name in ("id", "name", "message_follower_ids"):
                continue
            with self.assertRaises(UserError, msg=name):
                self.by(login, rows).write({name: False})
        with self.assertRaises(UserError):
            self.by(login, rows).unlink()

    def test_the_audit_trail_tells_every_step(self):
        """R25"""
        log = self.env["ops.appraisal.log"].search(
            [("appraisal_id", "=", self.worker.id), ("event", "=", "state")], order="id"
        )
        self.assertEqual(
            [(row.before, row.after, row.user_id.name) for row in log],
            [
                ("draft", "self", "Hr"),
                ("self", "manager", "Worker"),
                ("manager", "second", "First"),
                ("second", "calibration", "Second"),
            ],
        )
        for login in ("hr", "hrboss"):
            for vals in ({"reason": "x"}, {"after": "x"}, {"user_id": 1}):
                with self.assertRaises(UserError):
                    self.by(login, log).write(vals)
            with self.assertRaises(UserError):
                self.by(login, log).unlink()
            with self.assertRaises(UserError):
                self.as_(login)["ops.appraisal.log"].create({"event": "state"})
