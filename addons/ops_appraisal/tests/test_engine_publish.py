"""Publication: who has no total is named before; who reviewed does not calibrate."""

from odoo.exceptions import AccessError, UserError

from .engine_case import AfterwardsCase, EngineCase


class TestPublishWithoutTotals(EngineCase):
    def reviewed(self, *measured):
        """Worker and mate are through both levels; the others stay out."""
        worker = self.start(measured)
        mate = self.appraisal("mate")
        for appraisal in (worker, mate):
            self.review(appraisal)
        self.drop_others(worker, mate)
        self.by("hr", self.cycle).action_calibrate()
        return worker, mate

    def test_a_dialog_names_who_has_no_total(self):
        worker, mate = self.reviewed(("worker", 93))
        action = self.by("hr", self.cycle).action_publish()
        self.assertEqual(
            (action["res_model"], self.cycle.state),
            ("ops.appraisal.publish", "calibrating"),
        )
        dialogs = self.as_("hr")[action["res_model"]].with_context(**action["context"])
        dialog = dialogs.create({})
        self.assertEqual(dialog.result_ids.appraisal_id.ids, mate.ids)
        self.assertEqual(dialog.result_ids.outcome, "insufficient")
        self.assertFalse(worker.published_at)
        dialog.action_confirm()
        self.assertEqual(self.cycle.state, "published")
        self.assertTrue(worker.published_at and mate.published_at)

    def test_without_gaps_nothing_is_asked(self):
        self.reviewed(("worker", 93), ("mate", 94))
        self.assertIs(self.by("hr", self.cycle).action_publish(), True)
        self.assertEqual(self.cycle.state, "published")

    def test_where_nobody_has_a_total_it_is_refused(self):
        worker, _mate = self.reviewed()
        for answer in (False, True):
            with self.assertRaisesRegex(UserError, "Nobody in January has a total"):
                self.by("hr", self.cycle).action_publish(without_total=answer)
        self.assertFalse(worker.published_at)

    def test_the_own_gap_is_not_told_beforehand(self):
        worker = self.review(self.start((("worker", 93),)))
        own = self.appraisal("hr")
        own._server_write({"state": "calibration"})
        own.result_ids._server_write({"outcome": "insufficient"})
        self.drop_others(worker, own)
        self.by("hr", self.cycle).action_calibrate()
        # another officer is asked, the officer concerned is not
        action = self.by("hr2", self.cycle).action_publish()
        self.assertEqual(action["res_model"], "ops.appraisal.publish")
        self.assertIs(self.by("hr", self.cycle).action_publish(), True)

    def test_nobody_but_hr_publishes(self):
        self.reviewed(("worker", 93))
        for login in ("worker", "first", "second", "judge", "payroll"):
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    self.by(login, self.cycle).action_publish(without_total=True)
                with self.assertRaises(AccessError):
                    self.as_(login)["ops.appraisal.publish"].create(
                        {"cycle_ids": self.cycle.ids}
                    )


class TestWhoCalibrates(AfterwardsCase):
    def test_who_reviewed_does_not_calibrate(self):
        for field in ("first_user_id", "second_user_id"):
            present = self.worker[field]
            self.worker._server_write({field: self.users["hr2"].id})
            if self.cycle.state == "reviewing":
                self.drop_others(self.worker)
                self.by("hr", self.cycle).action_calibrate()
            result = self.worker.result_ids
            with self.subTest(field=field):
                with self.assertRaisesRegex(AccessError, "You reviewed"):
                    self.by("hr2", result).action_set_grade("A", "mine is best")
                self.assertEqual(result.final_grade, result.grade)
                [card] = self.as_("hr2")["ops.appraisal.grid"].get_grid()["cards"]
                self.assertTrue(card["reviewed"])
                [card] = self.as_("hr")["ops.appraisal.grid"].get_grid()["cards"]
                self.assertFalse(card["reviewed"])
            self.worker._server_write({field: present.id})
        self.by("hr2", result).action_set_grade("A", "other eyes")
        self.assertEqual(result.final_grade, "A")


class TestAnotherLogin(AfterwardsCase):
    """The person stays, the login changes."""

    def closed(self):
        worker = self.published()
        worker._server_write({"appeal_deadline": "2026-01-31"})
        self.by("hrboss", self.cycle).action_close()
        return worker

    def give(self, login, by="hr"):
        """A new login for the worker's employee, by a colleague in HR."""
        self.users[by].group_ids += self.env.ref("hr.group_hr_user")
        user = self.users.get(login) or self._create_user(login)
        self.users[login] = user
        self.addCleanup(self.users.pop, login)
        self.by(by, self.employees["worker"]).write({"user_id": user.id})
        return user

    def seen(self, login):
        """How many rows of the appraisal a login reads, by model."""
        self.env.flush_all()
        self.env.invalidate_all()
        own = [("appraisal_id", "=", self.worker.id)]
        return {
            model: self.as_(login)[model].search_count(
                [("id", "=", self.worker.id)] if model == "ops.appraisal" else own
            )
            for model in (
                "ops.appraisal",
                "ops.appraisal.line",
                "ops.appraisal.score",
                "ops.appraisal.statement",
                "ops.appraisal.result",
            )
        }

    def test_closed_appraisals_go_along_and_the_old_login_sees_nothing(self):
        worker = self.closed()
        before = self.seen("worker")
        self.assertTrue(all(before.values()), before)
        result = worker.result_ids.read(["score", "final_grade"])
        user = self.give("new")
        self.assertEqual((worker.user_id, worker.state), (user, "closed"))
        self.assertEqual(self.seen("new"), before)
        self.assertEqual(set(self.seen("worker").values()), {0})
        self.assertNotIn(self.users["worker"].partner_id, worker.message_partner_ids)
        self.assertEqual(worker.result_ids.read(["score", "final_grade"]), result)
        self.assertEqual(
            (worker.first_user_id, worker.second_user_id),
            (self.users["first"], self.users["second"]),
        )
        [note] = self.as_("hr2")["ops.appraisal.log"].search([("event", "=", "login")])
        self.assertEqual(
            (note.appraisal_id.id, note.user_id, note.before, note.after),
            (worker.id, self.users["hr"], "Worker", "New"),
        )

    def test_a_running_appraisal_calls_the_new_login(self):
        worker = self.published()
        user = self.give("new")
        self.assertEqual(worker.activity_ids.user_id, user)
        self.assertEqual(set(self.seen("worker").values()), {0})
        self.by("new", worker).action_sign()
        self.assertEqual(worker.state, "signed")

    def test_a_login_that_was_another_persons_loses_that_persons(self):
        """The worker's login is given to the mate: it is the mate's now."""
        worker = self.closed()
        self.users["hr"].group_ids += self.env.ref("hr.group_hr_user")
        self.by("hr", self.employees["worker"]).write({"user_id": False})
        self.assertEqual(worker.user_id, self.users["worker"], "nobody else has it yet")
        login = self.users["worker"].id
        self.by("hr", self.employees["mate"]).write({"user_id": login})
        self.assertFalse(worker.user_id)
        self.assertEqual(set(self.seen("worker").values()), {0})
        self.assertEqual(self.appraisal("mate").user_id.id, login)

    def test_a_reviewer_of_what_is_closed_stays_its_reviewer(self):
        worker = self.closed()
        self.users["hr"].group_ids += self.env.ref("hr.group_hr_user")
        self.employees["first"].user_id = False
        login = self.users["first"]
        self.by("hr", self.employees["worker"]).write({"user_id": login.id})
        self.assertFalse(worker.user_id)
        self.assertEqual(worker.first_user_id, login)

    def test_bonus_and_promotion_know_the_new_login(self):
        """Nobody decides on the own money by another login."""
        self.closed()
        run = self.as_("hr")["ops.bonus.run"].create(
            {"name": "Bonus", "cycle_id": self.cycle.id}
        )
        run.action_take_results()
        user = self.give("new")
        self.env.flush_all()
        self.assertEqual(run.sudo().line_ids.user_id, user)
