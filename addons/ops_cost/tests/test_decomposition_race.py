"""Parallel edits need real cursors: a TransactionCase has one transaction only."""

import threading
from contextlib import ExitStack
from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

YEAR = 2199
THREADS = 8


@tagged("post_install", "-at_install")
class TestRace(BaseCase):
    """U keeps 100.00 of its own; teams ask for parts of it at the same time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls._create(env)
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _create(cls, env):
        company = env.ref("base.main_company")
        node = env["ops.cost.node"]
        top = unit = None
        cls.ids = {}
        for code in ("L", "U"):
            unit = node.create(cls._node(company, code, top))
            top = unit
            cls.ids[code] = unit.id
        cls.teams = [
            node.create(cls._node(company, f"T{number}", unit)).id
            for number in range(THREADS)
        ]
        plan = env["ops.cost.plan"].create(
            {
                "name": "Race",
                "year": YEAR,
                "total": 100.0,
                "company_id": company.id,
            }
        )
        month = env["ops.cost.period"].create(
            {
                "plan_id": plan.id,
                "company_id": company.id,
                "code": f"{YEAR}-01",
                "date_start": date(YEAR, 1, 1),
                "date_end": date(YEAR, 1, 31),
            }
        )
        item = env["ops.cost.item"].create(
            {"code": "RACE", "name": "Race", "company_id": company.id}
        )
        version = env["ops.cost.version"].create(
            {"plan_id": plan.id, "effective_period_id": month.id}
        )
        cls.ids.update(plan=plan.id, month=month.id, item=item.id, version=version.id)

    @classmethod
    def _node(cls, company, code, parent):
        return {
            "code": f"RACE-{code}",
            "name": code,
            "parent_id": parent.id if parent else False,
            "company_id": company.id,
            "date_start": date(YEAR, 1, 1),
            "date_end": date(YEAR, 12, 31),
        }

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "DELETE FROM ops_cost_version WHERE id = %s", [cls.ids["version"]]
            )
            env["ops.cost.period"].browse(cls.ids["month"]).unlink()
            cr.execute("DELETE FROM ops_cost_plan WHERE id = %s", [cls.ids["plan"]])
            env["ops.cost.item"].browse(cls.ids["item"]).unlink()
            env["ops.cost.node"].browse(cls.teams).unlink()
            for code in ("U", "L"):
                env["ops.cost.node"].browse(cls.ids[code]).unlink()

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            place = self.ids["month"], self.ids["U"], self.ids["item"], "daily"
            self._version(cr)._set_cells({place: (10000, 0)})

    def _version(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["ops.cost.version"].browse(self.ids["version"])

    def _give(self, cr, team, minor):
        self._version(cr)._move_amounts(
            [(self.ids["month"], team, self.ids["item"], "daily", minor, 0)]
        )

    def _amounts(self):
        """(own of U, {team: its allotment}) in minor units."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
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
            outcomes[team] = self._ask_until_answered(cr, team, 3000)

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

    def _ask_until_answered(self, cr, team, minor):
        """As Odoo's own loop around a request: again after a serialization failure."""
        while True:
            try:
                self._give(cr, team, minor)
                cr.commit()  # pylint: disable=invalid-commit
                return True
            except SerializationFailure:
                cr.rollback()
            except UserError:
                cr.rollback()
                return False
