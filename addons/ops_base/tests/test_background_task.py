import json
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.progress import NoProgress
from .common import OpsCase

TOO_LATE = "Too late"
RUNNER = "odoo.addons.ops_base.tools.task_runner"


def _count(records, progress, upto=3, **more):
    for number in range(upto):
        progress(number + 1, upto)
    records.function = json.dumps([records.env.uid, records.env.lang, more])


def _fail(records, progress, kind="user"):
    records.function = "half done"
    progress(1, 2)
    if kind == "user":
        raise UserError(TOO_LATE)
    raise {"key": KeyError}[kind]("odd")


def _parts(records, progress, stop_at=None):
    for number in range(progress.marker or 0, 4):
        records.function = f"{records.function or ''}{number}"
        if number == stop_at:
            raise UserError(TOO_LATE)
        progress.checkpoint(number + 1, 4, number + 1)
    return "all parts"


def _show(records, progress):
    return {"type": "ir.actions.act_window", "res_model": "res.partner"}


def _collide(records, progress):
    records.function = "again"
    raise psycopg2.errors.SerializationFailure


def _duplicate(records, progress):
    records.env["ops.measure"].create([{"code": "T", "name": "T"}] * 2)
    records.env.flush_all()


JOBS = {
    "_count": _count,
    "_fail": _fail,
    "_parts": _parts,
    "_show": _show,
    "_collide": _collide,
    "_duplicate": _duplicate,
}


class TaskCase(OpsCase):
    """``res.partner`` lends its class to the jobs of the tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = type(cls.env["res.partner"])
        allowed = frozenset(JOBS)
        cls.startClassPatcher(
            patch.object(partner, "_ops_task_methods", allowed, create=True)
        )
        for name, job in JOBS.items():
            cls.startClassPatcher(patch.object(partner, name, job, create=True))
        cls.user = cls.new_user("tasker", "base.group_partner_manager")
        cls.other = cls.new_user("other")
        cls.tasks = cls.env["ops.background.task"].with_user(cls.user)
        cls.partner = cls.env["res.partner"].with_user(cls.user).create([{"name": "P"}])

    def launch(self, method, **kwargs):
        action = self.tasks._launch(self.partner, method, name=method, **kwargs)
        return self.tasks.browse(action["params"]["task_id"])


@tagged("post_install", "-at_install")
class TestBackgroundTask(TaskCase):
    def test_it_runs_as_the_asking_user_in_his_language(self):
        self.user.lang = "zh_CN"
        tasks = self.tasks.with_context(lang="zh_CN")
        action = tasks._launch(self.partner, "_count", "T", params={"tag": "甲"})
        self.assertEqual(action["tag"], "ops_background_task")
        task = self.tasks.browse(action["params"]["task_id"])
        self.assertEqual(task.state, "queued")
        task._run_now()
        self.assertEqual(task.state, "done")
        self.assertEqual(
            json.loads(self.partner.function), [self.user.id, "zh_CN", {"tag": "甲"}]
        )

    def test_progress_and_result_show(self):
        task = self.launch("_show", total=5)
        self.assertEqual((task.done, task.total), (0, 5))
        task._run_now()
        self.assertTrue(task.get_progress()["has_result"])
        action = task.action_open_result()
        self.assertEqual(action["views"], [[False, "list"], [False, "form"]])
        counted = self.launch("_count", params={"upto": 7})._run_now()
        self.assertEqual((counted.done, counted.total), (7, 7))
        self.assertEqual(counted.percent_done, 100.0)
        with self.assertRaises(UserError):
            counted.action_open_result()

    def test_a_refusal_undoes_everything_and_says_why(self):
        task = self.launch("_fail")._run_now()
        self.assertEqual(task.state, "failed")
        self.assertEqual(task.message, TOO_LATE)
        self.assertFalse(self.partner.function)

    def test_a_fault_is_logged_and_told_without_its_innards(self):
        with self.assertLogs(RUNNER, "ERROR"):
            task = self.launch("_fail", params={"kind": "key"})._run_now()
        self.assertEqual(task.state, "failed")
        self.assertIn(str(task.id), task.message)
        self.assertNotIn("odd", task.message)
        self.assertIn("KeyError", task.sudo().error_detail)
        with self.assertRaises(AccessError):
            task.read(["error_detail"])

    @mute_logger("odoo.sql_db")
    def test_a_broken_constraint_is_told_in_words(self):
        task = self.launch("_duplicate")
        self.user.group_ids += self.env.ref("ops_base.group_ops_measure_manager")
        task._run_now()
        self.assertEqual(task.message, "Another measure has this code.")

    def test_collisions_are_tried_three_times(self):
        calls = []
        partner = type(self.env["res.partner"])

        def collide(records, progress):
            calls.append(1)
            if len(calls) < 3:
                raise psycopg2.errors.SerializationFailure
            records.function = "at last"

        with patch.object(partner, "_count", collide):
            task = self.launch("_count")._run_now()
        self.assertEqual((task.state, len(calls)), ("done", 3))

    def test_lasting_collisions_end_with_advice(self):
        task = self.launch("_collide")._run_now()
        self.assertEqual(task.state, "failed")
        self.assertIn("same time", task.message)
        self.assertFalse(self.partner.function)

    def test_cancelling_while_it_waits(self):
        task = self.launch("_count")
        task.action_cancel()
        self.assertEqual(task.state, "cancelled")

    def test_cancelling_while_it_runs_undoes_everything(self):
        task = self.launch("_count")
        self.env["ops.background.progress"].search(
            [("task_id", "=", task.id)]
        )._server_write({"cancel_requested": True})
        task._run_now()
        self.assertEqual(task.state, "cancelled")
        self.assertEqual(task.message, "Cancelled. Nothing was changed.")
        self.assertFalse(self.partner.function)

    def test_finished_parts_stay_and_a_restart_goes_on(self):
        task = self.launch("_parts", chunked=True, params={"stop_at": 2})._run_now()
        self.assertEqual(task.state, "failed")
        self.assertEqual(task.marker, 2)
        self.assertEqual(self.partner.function, "01")
        task.action_restart()
        self.assertEqual((task.state, task.done, task.message), ("queued", 2, False))
        task._server_write({"params": {}})
        task._run_now()
        self.assertEqual((task.state, task.message), ("done", "all parts"))
        self.assertEqual(self.partner.function, "0123")

    def test_cancelling_in_parts_keeps_the_finished_ones(self):
        task = self.launch("_parts", chunked=True)
        self.env["ops.background.progress"].search(
            [("task_id", "=", task.id)]
        )._server_write({"cancel_requested": True})
        task._run_now()
        self.assertEqual((task.state, task.marker), ("cancelled", 1))
        self.assertEqual(self.partner.function, "0")
        self.assertIn("is kept", task.message)

    def test_the_same_job_runs_once(self):
        task = self.launch("_count")
        self.assertEqual(self.launch("_count"), task)
        self.assertNotEqual(self.launch("_count", params={"upto": 4}), task)
        manager = self.new_user("second", "base.group_partner_manager")
        with self.assertRaisesRegex(UserError, "tasker"):
            self.tasks.with_user(manager)._launch(
                self.partner.with_user(manager), "_count", "T"
            )
        task._run_now()
        self.assertNotEqual(self.launch("_count"), task)

    def test_only_listed_methods_run(self):
        for method in ("unlink", "write", "_write", "_no_such"):
            with self.assertRaises(ValueError):
                self.launch(method)
        task = self.launch("_count")
        task._server_write({"method": "unlink"})
        with self.assertLogs(RUNNER, "ERROR"):
            task._run_now()
        self.assertTrue(self.partner.exists())

    def test_nobody_makes_or_changes_a_task_by_hand(self):
        vals = {"name": "x", "model": "res.partner", "method": "unlink"}
        for user in (self.user, self.env.ref("base.user_admin"), self.env.user):
            with self.assertRaises(UserError):
                self.tasks.with_user(user).create([vals])
        task = self.launch("_count")
        for name, value in vals.items():
            with self.assertRaises(UserError):
                task.write({name: value})

    def test_others_do_not_see_it(self):
        task = self.launch("_count")
        stranger = task.with_user(self.other)
        self.assertFalse(stranger.search([("id", "=", task.id)]))
        for step in (
            stranger.get_progress,
            stranger.action_cancel,
            stranger.action_restart,
            stranger.action_open,
            stranger.action_open_result,
        ):
            with self.assertRaises(AccessError):
                step()

    def test_a_dead_workers_task_is_found_and_offered_again(self):
        task = self.launch("_count", total=10)
        task._server_write({"state": "running", "started_at": "2026-03-01 00:00:00"})
        self.assertTrue(task.is_stalled)
        self.assertEqual(task.get_progress()["state"], "failed")
        self.assertIn("Nothing was changed", task.get_progress()["message"])
        self.env["ops.background.task"]._cron_mark_stalled()
        self.assertEqual(task.state, "failed")
        task.action_restart()
        self.assertEqual(task.state, "queued")

    def test_a_living_workers_task_is_left_alone(self):
        task = self.launch("_count")
        task._server_write({"state": "running"})
        self.env.cr.execute("SELECT pg_advisory_lock(745190219, %s)", [task.id])
        self.addCleanup(
            self.env.cr.execute, "SELECT pg_advisory_unlock(745190219, %s)", [task.id]
        )
        self.assertFalse(task.is_stalled)
        self.env["ops.background.task"]._cron_mark_stalled()
        self.assertEqual(task.state, "running")
        with self.assertRaisesRegex(UserError, "has not stopped"):
            task.action_restart()

    def test_a_stalled_task_does_not_block_a_new_one(self):
        task = self.launch("_count")
        task._server_write({"state": "running"})
        fresh = self.launch("_count")
        self.assertNotEqual(fresh, task)
        self.assertEqual(task.state, "failed")

    def test_records_gone_before_the_start_are_told(self):
        task = self.launch("_count")
        self.partner.unlink()
        self.assertIn("deleted", task._run_now().message)

    def test_an_archived_users_task_does_not_run(self):
        task = self.launch("_count")
        self.user.active = False
        task.sudo()._run_now()
        self.assertEqual(task.sudo().state, "failed")
        self.assertFalse(self.partner.sudo().function)

    def test_parameters_must_be_plain_and_finite(self):
        with self.assertRaises(ValueError):
            self.launch("_count", params={"a": float("nan")})
        with self.assertRaises(TypeError):
            self.launch("_count", params={"a": object()})

    def test_old_finished_tasks_are_cleared(self):
        old, young, waiting = (
            self.launch("_count", params={"upto": number}) for number in (1, 2, 3)
        )
        old._server_write({"state": "done", "finished_at": "2020-01-01 00:00:00"})
        young._run_now()
        self.env["ops.background.task"]._gc_tasks()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists() and waiting.exists())

    def test_a_job_can_be_called_directly(self):
        self.partner._parts(NoProgress(marker=3))
        self.assertEqual(self.partner.function, "3")
