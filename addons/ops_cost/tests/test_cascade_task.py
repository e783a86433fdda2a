"""The cascade of a large company: in the background, month by month."""

import contextlib
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ops_base.tools.progress import Cancelled, NoProgress

from .common import CostCase

LARGE = "odoo.addons.ops_cost.models.ops_cost_version.LARGE"


class Watched(NoProgress):
    """Notes the checkpoints; ``stop_after`` of them the user cancels."""

    def __init__(self, marker=None, stop_after=None):
        super().__init__(marker)
        self.seen = []
        self.stop_after = stop_after

    def checkpoint(self, done, total=None, marker=None):
        self.marker = marker
        self.seen.append((done, total, list(marker)))
        if done == self.stop_after:
            raise Cancelled


@tagged("post_install", "-at_install")
class TestCascadeTask(CostCase):
    def setUp(self):
        super().setUp()
        self.version = self.draft_version().with_env(self.as_("clerk"))
        self.at_once = self.rows()
        self.assertTrue(self.at_once)
        self.version._drop_all_amounts()
        self.assertFalse(self.rows())
        self.plan._refresh_state()
        self.assertEqual(self.plan.state, "measured")

    def rows(self, *codes):
        """Every amount of the version, of these months."""
        months = [self.months[code].id for code in codes or self.months]
        found = set()
        for kind in ("cell", "allotment"):
            rows = self.env[f"ops.cost.{kind}"].search(
                [("version_id", "=", self.version.id), ("period_id", "in", months)]
            )
            found |= {
                (
                    kind,
                    row.period_id.id,
                    row.node_id.id,
                    row.item_id.id,
                    row.quota,
                    row.saving_task,
                )
                for row in rows
            }
        return found

    def start(self):
        with patch(LARGE, 1):
            action = self.version.action_cascade()
        return self.env["ops.background.task"].browse(action["params"]["task_id"])

    def test_a_large_company_is_cascaded_in_the_background(self):
        task = self.start()
        self.assertTrue(task.chunked)
        self.assertEqual(task.total, 3)
        self.assertFalse(self.rows())
        task._run_now()
        self.assertEqual(task.state, "done", task.message)
        self.env.invalidate_all()
        self.assertEqual(self.rows(), self.at_once)
        self.assertEqual((task.done, task.total), (3, 3))
        self.assertEqual(task.marker, [month.id for month in self.months.values()])
        self.assertEqual(self.plan.state, "decomposed")

    def test_a_small_one_is_not(self):
        self.assertIs(self.version.action_cascade(), True)
        self.assertEqual(self.rows(), self.at_once)

    def test_every_month_is_a_chunk(self):
        progress = Watched()
        self.version._cascade_job(progress)
        january, february, march = (month.id for month in self.months.values())
        self.assertEqual(
            progress.seen,
            [
                (1, 3, [january]),
                (2, 3, [january, february]),
                (3, 3, [january, february, march]),
            ],
        )

    def test_what_was_done_before_a_cancel_stays_and_is_not_done_again(self):
        progress = Watched(stop_after=1)
        # assertRaises would roll back what the checkpoint keeps
        with contextlib.suppress(Cancelled):
            self.version._cascade_job(progress)
        self.assertEqual(len(progress.seen), 1)
        self.env.invalidate_all()
        self.assertEqual(self.rows(), self.rows("2026-01"))
        january = self.env["ops.cost.cell"].search(
            [("version_id", "=", self.version.id)]
        )
        again = Watched(progress.marker)
        self.version._cascade_job(again)
        self.assertEqual([done for done, _total, _marker in again.seen], [2, 3])
        self.env.invalidate_all()
        self.assertEqual(self.rows(), self.at_once)
        # the very rows of January are still there
        self.assertEqual(january.exists(), january)

    def test_a_version_issued_meanwhile_is_left_alone(self):
        task = self.start()
        self.version._cascade()
        self.version.with_env(self.as_("manager")).action_issue()
        before = self.rows()
        task._run_now()
        self.assertEqual(task.state, "failed")
        self.env.invalidate_all()
        self.assertEqual(self.rows(), before)

    def test_an_accountant_does_not_start_it(self):
        with patch(LARGE, 1), self.assertRaises(UserError):
            self.version.with_env(self.as_("accountant")).action_cascade()
