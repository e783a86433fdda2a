from datetime import date

from odoo.exceptions import AccessError

from .engine_case import EngineCase


class TestEngineRemind(EngineCase):
    def activities(self, *users):
        found = self.env["mail.activity"].search([("res_model", "=", "ops.appraisal")])
        return found.filtered(lambda row: row.user_id.name in users) if users else found

    def test_whoever_has_the_step_has_one_reminder_with_its_day(self):
        self.cycle.write({"self_until": date(2026, 2, 5)})
        worker = self.start()
        mine = self.activities("Worker")
        self.assertEqual(mine.res_id, worker.id)
        self.assertEqual(mine.date_deadline, date(2026, 2, 5))
        self.assertEqual(mine.summary, "Assess yourself")
        self.assertFalse(mine.note)
        self.by("worker", worker).action_submit_self()
        self.assertFalse(self.activities("Worker"))
        first = self.activities("First").filtered(lambda row: row.res_id == worker.id)
        self.assertEqual(first.summary, "First review")

    def test_the_job_adds_what_is_missing_and_nothing_twice(self):
        self.start()
        before = self.activities()
        before[:3].unlink()
        job = self.env.ref("ops_appraisal.cron_reminders")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.assertEqual(len(self.activities()), len(before))
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.assertEqual(len(self.activities()), len(before))

    def test_the_number_of_queries_does_not_grow_with_the_reminders(self):
        self.start()
        heads = self.cycle.appraisal_ids.filtered(lambda row: row.state == "self")
        same = heads.filtered(lambda row: row.second_user_id == self.users["second"])
        same._server_write({"state": "second", "deadline": False})
        few = self.queries_of(same[:2])
        self.assertGreater(len(same), 3)
        # each activity is one follower and one row, in batches of the ORM
        self.assertLessEqual(self.queries_of(same), few + 2)

    def queries_of(self, heads):
        heads.activity_ids.unlink()
        heads.message_follower_ids.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        heads._add_reminders()
        self.env.flush_all()
        self.assertEqual(len(heads.activity_ids), len(heads))
        return self.cr.sql_log_count - before

    def test_a_reassigned_reviewer_is_reminded_instead(self):
        worker = self.start()
        self.by("worker", worker).action_submit_self()
        self.by("hr", worker).action_reassign(self.users["mate"].id, None, "leave")
        mine = self.activities().filtered(lambda row: row.res_id == worker.id)
        self.assertEqual(mine.user_id, self.users["mate"])

    def test_whoever_has_the_step_may_tick_it_off(self):
        worker = self.start()
        mine = self.activities("Worker").with_user(self.users["worker"])
        mine.action_feedback()
        self.assertEqual(worker.state, "self")

    def test_a_reminder_opens_the_own_screen(self):
        worker = self.start()
        mine = self.activities("Worker").with_user(self.users["worker"])
        action = mine.action_open_document()
        self.assertEqual(action["tag"], "ops_appraisal.sheet")
        self.assertEqual(action["context"]["active_id"], worker.id)
        link = self.by("worker", worker)._get_access_action()
        self.assertEqual(link["url"], f"/odoo/{worker.id}/ops-appraisal-sheet")

    def test_a_subject_cannot_touch_a_reviewers_reminder(self):
        worker = self.start()
        self.by("worker", worker).action_submit_self()
        theirs = self.activities("First").filtered(lambda row: row.res_id == worker.id)
        with self.assertRaises(AccessError):
            self.by("worker", theirs).unlink()
