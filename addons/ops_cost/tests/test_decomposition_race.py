"""Parallel edits of a draft version."""

import threading
from contextlib import ExitStack

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_case import THREADS, RaceCase


@tagged("post_install", "-at_install")
class TestRace(RaceCase):
    """U keeps 100.00 of its own; teams ask for parts of it at the same time."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            place = self.ids["month"], self.ids["U"], self.ids["item"], "daily"
            self._version(cr)._set_cells({place: (10000, 0)})

    def _give(self, cr, team, minor):
        self._version(cr)._move_amounts(
            [(self.ids["month"], team, self.ids["item"], "daily", minor, 0)]
        )

    def _amounts(self):
        """(own of U, {team: its allotment}) in minor units."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            cells = env["ops.cost.cell"].search(
                [("version_id", "=", self.ids["version"])]
            )
            minor = {cell.node_id.id: round(cell.quota * 100) for cell in cells}
            self._version(cr)._check_identity()
        return minor.pop(self.ids["U"], 0), minor

    @mute_logger("odoo.sql_db")
    def test_the_second_of_two_edits_runs_again_and_is_refused(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertEqual(self._version(cr).state, "draft")
            self._give(first, self.teams[0], 6000)
            first.commit()
            with self.assertRaises(SerializationFailure):
                self._give(second, self.teams[1], 6000)
            second.rollback()
            with self.assertRaisesRegex(UserError, "RACE-U"):
                self._give(second, self.teams[1], 6000)
            second.rollback()
        self.assertEqual(self._amounts(), (4000, {self.teams[0]: 6000}))

    @mute_logger("odoo.sql_db")
    def test_an_edit_does_not_slip_past_an_issue(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertEqual(self._version(cr).state, "draft")
            first.execute(
                "UPDATE ops_cost_version SET state = 'issued' WHERE id = %s",
                [self.ids["version"]],
            )
            first.commit()
            with self.assertRaises(SerializationFailure):
                self._give(second, self.teams[1], 100)
            second.rollback()
            with self.assertRaises(UserError):
                self._give(second, self.teams[1], 100)
            second.rollback()
            first.execute(
                "UPDATE ops_cost_version SET state = 'draft' WHERE id = %s",
                [self.ids["version"]],
            )
            first.commit()
        self.assertEqual(self._amounts(), (10000, {}))

    @mute_logger("odoo.sql_db")
    def test_many_edits_at_once_never_give_more_than_there_is(self):
        barrier = threading.Barrier(THREADS, timeout=60)
        outcomes = {}

        def ask(cr, team):
            barrier.wait()
            outcomes[team] = self._answered(cr, lambda cr: self._give(cr, team, 3000))

        with ExitStack() as stack:
            threads = []
            for team in self.teams:
                # an environment needs the registry's lock, which this thread holds
                cr = stack.enter_context(self.registry.cursor())
                self.assertEqual(self._version(cr).state, "draft")
                threads.append(threading.Thread(target=ask, args=(cr, team)))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        refused = [False] * (THREADS - 3)
        self.assertEqual(sorted(outcomes.values()), [*refused, True, True, True])
        own, teams = self._amounts()
        self.assertEqual(own, 1000)
        self.assertEqual(
            teams, {team: 3000 for team, given in outcomes.items() if given}
        )
