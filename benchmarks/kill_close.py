"""R4 and R5: a month's close killed with SIGKILL at random points, 20 times, then
closed by two processes at the same moment, 5 times. After each kill the month is
either open with nothing sealed, or closed as the oracle says; one more close makes it
right, without duplicates; two closes are one."""

import os
import random
import signal
import sys
import time

import _harness as harness
from _cost_company import Company
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, sql_db

KILLS = 20
RACES = 5
TRIES = 5
# independent of the code under test: every node by its path, in plain SQL
ORACLE = """
    SELECT n.id, q.quota::text, q.target::text, a.actual::text,
           GREATEST(a.actual - q.quota, 0)::numeric(16, 2)::text,
           CASE WHEN a.actual < q.target THEN round(
               (q.target - GREATEST(a.actual, 0)) * 0.5, 2) ELSE 0 END
               ::numeric(16, 2)::text
      FROM ops_cost_node n,
   LATERAL (SELECT COALESCE(SUM(c.quota), 0)::numeric(16, 2) AS quota,
                   COALESCE(SUM(c.reduction_target), 0)::numeric(16, 2) AS target
              FROM ops_cost_cell c JOIN ops_cost_node below ON below.id = c.node_id
             WHERE c.period_id = %(period)s
               AND below.parent_path LIKE n.parent_path || '%%') q,
   LATERAL (SELECT COALESCE(SUM(e.amount), 0)::numeric(16, 2) AS actual
              FROM ops_cost_entry e JOIN ops_cost_node below ON below.id = e.node_id
             WHERE e.period_id = %(period)s AND e.state = 'posted'
               AND below.parent_path LIKE n.parent_path || '%%') a
     WHERE n.company_id = %(company)s ORDER BY n.id
"""
SEALED = """
    SELECT node_id, quota::numeric(16, 2)::text,
           reduction_target::numeric(16, 2)::text, actual::numeric(16, 2)::text,
           penalty::numeric(16, 2)::text, reward::numeric(16, 2)::text
      FROM ops_cost_assessment WHERE period_id = %(period)s AND is_current
     ORDER BY node_id
"""
ROWS = """
    SELECT (SELECT state FROM ops_cost_period WHERE id = %(period)s),
           (SELECT count(*) FROM ops_cost_closing WHERE period_id = %(period)s),
           (SELECT count(*) FROM ops_cost_assessment WHERE period_id = %(period)s),
           (SELECT count(*) FROM ops_cost_snapshot_item WHERE period_id = %(period)s)
"""


class Killer:
    def __init__(self, database):
        self.database = database
        with self.transaction() as env:
            company = Company(env.cr, "10k", persons=400, teams=40, units=5)
            period = company.make()
            self.values = {"period": period.id, "company": company.company.id}
            self.oracle = self.rows(env, ORACLE)
        started = time.perf_counter()
        with self.transaction() as env:
            self.hash = self.period(env)._close().seal_hash
        self.duration = time.perf_counter() - started
        with self.transaction() as env:
            self.check_sealed(env)
            self.per_close = self.rows(env, ROWS)[0][1:]
            self.period(env)._reopen("next kill")

    def transaction(self):
        return Transaction(self.database)

    def period(self, env):
        return env["ops.cost.period"].browse(self.values["period"])

    def rows(self, env, query):
        env.flush_all()
        env.cr.execute(query, self.values)
        return env.cr.fetchall()

    def check_sealed(self, env):
        assert self.rows(env, SEALED) == self.oracle, "the books do not reconcile"
        closing = self.period(env).closing_ids.filtered("is_current")
        assert len(closing) == 1, closing
        assert closing._is_intact(), closing
        return closing

    def kill_once(self, delay):
        """Where the kill left the month: "open" or "closed"."""
        with self.transaction() as env:
            before = self.rows(env, ROWS)[0]
        sql_db.close_all()
        child = os.fork()
        if not child:
            self.close_in_child()
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        wait_for_backend(self.database)
        with self.transaction() as env:
            after = self.rows(env, ROWS)[0]
            if after[0] == "closed":
                grown = tuple(
                    old + new
                    for old, new in zip(before[1:], self.per_close, strict=True)
                )
                assert after[1:] == grown, (before, after)
                self.check_sealed(env)
            else:
                assert after == before, (before, after)
        return after[0]

    def close_in_child(self):
        try:
            with self.transaction() as env:
                self.period(env)._close()
            time.sleep(60)
        finally:
            os._exit(0)

    def race(self):
        """Two processes close at once, each tried again as Odoo tries a request."""
        with self.transaction() as env:
            before = self.rows(env, ROWS)[0]
        sql_db.close_all()
        go = time.time() + 0.5
        children = []
        for _ in range(2):
            child = os.fork()
            if not child:
                self.close_at(go)
            children.append(child)
        ended = [os.waitstatus_to_exitcode(os.waitpid(c, 0)[1]) for c in children]
        assert ended == [0, 0], ended
        with self.transaction() as env:
            after = self.rows(env, ROWS)[0]
            grown = [a + b for a, b in zip(before[1:], self.per_close, strict=True)]
            assert after == ("closed", *grown), (before, after)
            assert self.check_sealed(env).seal_hash == self.hash
            self.period(env)._reopen("next race")

    def close_at(self, moment):
        status = 1
        try:
            time.sleep(max(0, moment - time.time()))
            for _ in range(TRIES):
                try:
                    with self.transaction() as env:
                        self.period(env)._close()
                    status = 0
                    break
                except SerializationFailure:
                    continue
        finally:
            os._exit(status)

    def run_again(self):
        with self.transaction() as env:
            assert self.period(env)._close().seal_hash == self.hash
        with self.transaction() as env:
            self.check_sealed(env)
            self.period(env)._reopen("next kill")


class Transaction:
    """A cursor that is committed, with the superuser's environment."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        self.cr = harness.Registry(self.database).cursor()
        env = api.Environment(self.cr, SUPERUSER_ID, {"tracking_disable": True})
        companies = env["res.company"].search([]).ids
        return env(context={**env.context, "allowed_company_ids": companies})

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.cr.commit()
        self.cr.close()


def wait_for_backend(database):
    """Until PostgreSQL has noticed that its client is dead."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with Transaction(database) as env:
            env.cr.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
                " AND pid <> pg_backend_pid()",
                [database],
            )
            if not env.cr.fetchone()[0]:
                return
        time.sleep(0.05)
    raise TimeoutError("the killed session is still there")


def main():
    harness.arguments(__doc__).parse_args()
    seed = int.from_bytes(os.urandom(4), "big")
    chance = random.Random(seed)
    killer = Killer(os.environ["OPS_BENCH_DB"])
    left = {"open": 0, "closed": 0}
    for number in range(KILLS):
        delay = chance.uniform(0, killer.duration * 1.2)
        state = killer.kill_once(delay)
        left[state] += 1
        print(f"kill {number + 1} after {delay:.3f} s: {state}", flush=True)
        killer.run_again()
    for _ in range(RACES):
        killer.race()
    print(f"{RACES} times two closes at once: one closing each time, the same hash.")
    print(
        f"{KILLS} kills (seed {seed}), close takes {killer.duration:.2f} s: "
        f"{left['open']} times nothing was done, {left['closed']} times all of it; "
        f"0 partial, 0 duplicates, {len(killer.oracle)} nodes reconciled each time."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
