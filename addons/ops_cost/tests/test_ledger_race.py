"""Postings, closes and issues that meet (cost.md 5, example 32; reliability.md R5)."""

import threading
from contextlib import ExitStack

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .race_case import YEAR, RaceCase

USERS, LINES = 20, 10
# written by the tests, children first
TABLES = ("snapshot_item", "assessment", "closing", "entry", "voucher")


@tagged("post_install", "-at_install")
class TestLedgerRace(RaceCase):
    @classmethod
    def _create(cls, env):
        result = super()._create(env)
        plan = env["ops.cost.plan"].browse(cls.ids["plan"])
        plan.block_ids = [Command.create({"item_id": cls.ids["item"], "amount": 100.0})]
        plan._measure()
        return result

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            cls._forget(cr)
            for name in ("block", "fund"):
                cls._delete(cr, name, "plan_id", cls.ids["plan"])
        return super()._remove()

    @classmethod
    def _delete(cls, cr, name, column, value):
        table, key = SQL.identifier(f"ops_cost_{name}"), SQL.identifier(column)
        cr.execute(SQL("DELETE FROM %s WHERE %s = %s", table, key, value))

    @classmethod
    def _forget(cls, cr):
        """The month as it was: open, without entries and closings."""
        company = cls._env(cr).ref("base.main_company").id
        for name in TABLES:
            cls._delete(cr, name, "company_id", company)
        cr.execute(
            "UPDATE ops_cost_period SET state = 'open', last_number = 0, revision = 0"
            " WHERE id = %s",
            [cls.ids["month"]],
        )
        cr.execute(
            "UPDATE ops_cost_version SET state = 'draft' WHERE id = %s",
            [cls.ids["version"]],
        )

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self._forget(cr)
            place = self.ids["month"], self.ids["U"], self.ids["item"], "daily"
            self._version(cr)._set_cells({place: (10000, 0)})

    # steps -----------------------------------------------------------------------
    def submitted(self, count, lines):
        """Ids of documents that wait for somebody to post them."""
        with self.registry.cursor() as cr:
            return self.submit(cr, count, lines)

    def submit(self, cr, count=1, lines=1):
        vouchers = self._env(cr)["ops.cost.voucher"].create(
            [self.prepare(number, lines) for number in range(count)]
        )
        vouchers.action_submit()
        self._env(cr).flush_all()
        return vouchers.ids

    def issued(self):
        with self.registry.cursor() as cr:
            self._version(cr)._issue()

    def prepare(self, number, lines):
        day = f"{YEAR}-01-15"
        return {
            "date": day,
            "recorded_on": day,
            "entry_ids": [
                Command.create(
                    {
                        "node_id": self.teams[(number + line) % len(self.teams)],
                        "item_id": self.ids["item"],
                        "amount": 1.01,
                    }
                )
                for line in range(lines)
            ],
        }

    def post(self, cr, voucher_id):
        self._env(cr)["ops.cost.voucher"].browse(voucher_id)._post()

    def month(self, cr):
        return self._env(cr)["ops.cost.period"].browse(self.ids["month"])

    def posted(self):
        """(numbers, sum in minor units) of the entries of the month."""
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT number, (amount * 100)::bigint FROM ops_cost_entry"
                " WHERE period_id = %s AND state = 'posted' ORDER BY number",
                [self.ids["month"]],
            )
            rows = cr.fetchall()
        return [number for number, _minor in rows], sum(minor for _, minor in rows)

    # tests -----------------------------------------------------------------------
    @mute_logger("odoo.sql_db")
    def test_20_users_post_to_one_unit_at_the_same_time(self):
        vouchers = self.submitted(USERS, LINES)
        barrier = threading.Barrier(USERS, timeout=60)
        outcomes = {}

        def work(cr, voucher_id):
            barrier.wait()
            outcomes[voucher_id] = self._answered(
                cr, lambda cr: self.post(cr, voucher_id)
            )

        with ExitStack() as stack:
            threads = []
            for voucher_id in vouchers:
                cr = stack.enter_context(self.registry.cursor())
                self.assertEqual(self.month(cr).state, "open")
                threads.append(threading.Thread(target=work, args=(cr, voucher_id)))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
        # a deadlock or any other fault would have left its document out
        self.assertEqual(outcomes, dict.fromkeys(vouchers, True))
        numbers, total = self.posted()
        wanted = [f"{YEAR}-01-{n:05d}" for n in range(1, USERS * LINES + 1)]
        self.assertEqual(numbers, wanted)
        self.assertEqual(total, 101 * USERS * LINES)

    @mute_logger("odoo.sql_db")
    def test_no_posting_slips_past_a_close(self):
        """The document is entered and posted while the month is being closed."""
        self.issued()
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertEqual(self.month(cr).state, "open")
            [voucher_id] = self.submit(second)
            self.month(first)._close()
            first.commit()
            with self.assertRaises(SerializationFailure):
                self.post(second, voucher_id)
            second.rollback()
            [voucher_id] = self.submit(second)
            with self.assertRaisesRegex(UserError, "closed"):
                self.post(second, voucher_id)
            second.rollback()
        self.assertEqual(self.posted(), ([], 0))

    @mute_logger("odoo.sql_db")
    def test_a_close_that_meets_a_posting_seals_it(self):
        self.issued()
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertEqual(self.month(cr).state, "open")
            self.post(first, *self.submit(first))
            first.commit()
            with self.assertRaises(SerializationFailure):
                self.month(second)._close()
            second.rollback()
            self.month(second)._close()
            second.commit()
            closing = self.month(second).closing_ids
            self.assertEqual((len(closing), closing.entry_count), (1, 1))

    @mute_logger("odoo.sql_db")
    def test_of_two_issues_one_is_refused(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            for cr in (first, second):
                self.assertEqual(self._version(cr).state, "draft")
            self._version(first)._issue()
            first.commit()
            with self.assertRaises(SerializationFailure):
                self._version(second)._issue()
            second.rollback()
            with self.assertRaises(UserError):
                self._version(second)._issue()
            second.rollback()
            self.assertEqual(self._version(second).state, "issued")
