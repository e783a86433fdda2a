"""The worker with real connections: what others see, locks, cancel, death."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..tools.progress import SecondCursor
from ..tools.task_runner import run_next


@tagged("post_install", "-at_install")
class TestBackgroundWorker(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        partner = self.registry["res.partner"]
        patches = (
            patch.object(
                partner, "_ops_task_methods", frozenset({"_job"}), create=True
            ),
            patch.object(partner, "_job", lambda *args: self._job(*args), create=True),
        )
        for patcher in patches:
            patcher.start()
            self.addCleanup(patcher.stop)
        self.seen = []
        self.step = lambda number: None
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ops.background.task"].search([]).unlink()
            self.partner_id = env["res.partner"].create([{"name": "worker"}]).id
            record = env["res.partner"].browse(self.partner_id)
            tasks = env["ops.background.task"]
            action = tasks._launch(record, "_job", "T", total=4, chunked=self.chunked)
            self.task_id = action["params"]["task_id"]
        self.addCleanup(self.forget)

    @property
    def chunked(self):
        return "parts" in self._testMethodName

    def forget(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ops.background.task"].browse(self.task_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            cron = env.ref("ops_base.ops_background_task_cron")
            env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()

    def _job(self, records, progress):
        for number in range(progress.marker or 0, 4):
            records.function = f"step {number}"
            progress.checkpoint(number + 1, 4, number + 1)
            self.step(number)
            self.seen.append(number)

    def in_other_session(self, function):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return function(
                env["ops.background.task"].browse(self.task_id),
                env["res.partner"].browse(self.partner_id),
            )

    def run_worker(self):
        with self.registry.cursor() as cr:
            return run_next(api.Environment(cr, SUPERUSER_ID, {}))

    def test_others_see_progress_before_the_commit(self):
        views = []

        def look(task, partner):
            views.append((task.state, task.done, task.is_stalled, partner.function))

        self.step = lambda number: self.in_other_session(look)
        self.assertTrue(self.run_worker())
        self.assertEqual(
            views, [("running", number, False, False) for number in (1, 2, 3, 4)]
        )
        self.in_other_session(look)
        state, done, stalled, function = views[-1]
        self.assertEqual((state, done, stalled), ("done", 4, False))
        self.assertIn("step 3", str(function))
        self.assertFalse(self.run_worker())

    def test_parts_are_committed_one_by_one(self):
        functions = []
        self.step = lambda number: functions.append(
            self.in_other_session(lambda task, partner: str(partner.function))
        )
        self.run_worker()
        self.assertEqual(len(functions), 4)
        for number, function in enumerate(functions):
            self.assertIn(f"step {number}", function)

    def test_cancel_from_another_session_rolls_back(self):
        self.step = lambda number: (
            self.in_other_session(lambda task, partner: task.action_cancel())
            if number == 1
            else None
        )
        self.run_worker()
        self.assertEqual(self.seen, [0, 1])
        state = self.in_other_session(
            lambda task, partner: (task.state, task.done, partner.function)
        )
        self.assertEqual(state, ("cancelled", 3, False))

    def test_a_second_worker_takes_nothing(self):
        taken = []
        self.step = lambda number: taken.append(self.run_worker())
        self.run_worker()
        self.assertEqual(taken, [False] * 4)
        self.assertEqual(self.seen, [0, 1, 2, 3])

    def test_parts_survive_the_death_of_the_worker(self):
        def die(number):
            if number == 1:
                raise SystemExit

        self.step = die
        with self.assertRaises(SystemExit):
            self.run_worker()
        self.in_other_session(self.check_stalled)
        self.in_other_session(lambda task, partner: task.action_restart())
        self.step = lambda number: None
        self.seen.clear()
        self.run_worker()
        self.assertEqual(self.seen, [2, 3])
        self.assertEqual(self.in_other_session(lambda task, _p: task.state), "done")

    def check_stalled(self, task, partner):
        self.assertTrue(task.is_stalled)
        self.assertEqual((task.state, task.marker), ("running", 2))
        self.assertIn("step 1", str(partner.function))

    def test_a_lost_connection_frees_the_lock(self):
        holder = SecondCursor(self.registry)
        self.assertTrue(holder.lock(self.task_id))
        rival = SecondCursor(self.registry)
        self.addCleanup(rival.close)
        self.assertFalse(rival.lock(self.task_id))
        holder._cr._cnx.close()
        self.assertTrue(any(self.tries(rival)), "the lock outlived its connection")

    def tries(self, rival):
        """The server notices within moments that a client is gone, not at once."""
        for _attempt in range(100):
            yield rival.lock(self.task_id)
            with self.registry.cursor() as cr:
                cr.execute("SELECT pg_sleep(0.1)")

    def test_the_scheduled_action_runs_what_waits(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ops.background.task"]._cron_run()
        self.assertEqual(self.seen, [0, 1, 2, 3])
