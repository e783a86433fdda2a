"""W1: a month's assessment of 10,861 nodes, ours against plain SQL and the peers."""

import _cost_growth as growth
import _harness as harness
from _cost_company import Company

from odoo.tools import SQL

from odoo.addons.ops_cost.queries import assessment, live

# staged by hand, on the tables' own columns, knowing that the month has one version,
# no transfers, no contingency, and all items in the bundle
PLAIN = """
    WITH leaf AS MATERIALIZED (
        SELECT node_id, SUM(q) AS q, SUM(t) AS t, SUM(a) AS a FROM (
            SELECT node_id, quota AS q, reduction_target AS t, 0 AS a
              FROM ops_cost_cell WHERE version_id = %(version)s
               AND period_id = %(period)s
             UNION ALL
            SELECT node_id, 0, 0, amount FROM ops_cost_entry
             WHERE company_id = %(company)s AND period_id = %(period)s
               AND state = 'posted') x GROUP BY node_id
    ), n4 AS MATERIALIZED (
        SELECT n.level, n.l1_id, n.l2_id, n.l3_id, leaf.* FROM leaf
          JOIN ops_cost_node n ON n.id = node_id
    ), n3 AS MATERIALIZED (
        SELECT l1_id, l2_id, l3_id, SUM(q) AS q, SUM(t) AS t, SUM(a) AS a FROM n4
         WHERE level >= 3 GROUP BY 1, 2, 3
    ), n2 AS MATERIALIZED (
        SELECT l1_id, l2_id, SUM(q) AS q, SUM(t) AS t, SUM(a) AS a FROM (
            SELECT l1_id, l2_id, q, t, a FROM n3 UNION ALL
            SELECT l1_id, l2_id, q, t, a FROM n4 WHERE level = 2) x GROUP BY 1, 2
    ), n1 AS (
        SELECT l1_id, SUM(q) AS q, SUM(t) AS t, SUM(a) AS a FROM (
            SELECT l1_id, q, t, a FROM n2 UNION ALL
            SELECT l1_id, q, t, a FROM n4 WHERE level = 1) x GROUP BY 1
    ), every AS (
        SELECT node_id, q, t, a FROM n4 WHERE level = 4
         UNION ALL SELECT l3_id, q, t, a FROM n3
         UNION ALL SELECT l2_id, q, t, a FROM n2
         UNION ALL SELECT l1_id, q, t, a FROM n1)
    SELECT node_id, q AS quota, t AS target, a AS actual,
           CASE WHEN a > q THEN round(a - q, 2) ELSE 0 END AS penalty,
           CASE WHEN a < t THEN round((t - GREATEST(a, 0)) * 0.5, 2) ELSE 0 END
               AS reward
      FROM every
"""
# the same numbers with their items, written into the tables of the snapshot
PLAIN_ITEMS = """
    INSERT INTO ops_cost_snapshot_item (closing_id, period_id, company_id, currency_id,
        is_current, node_id, level, l1_id, l2_id, l3_id, item_id, nature, quota,
        saving_task, actual, own_quota, own_saving_task, own_actual)
    WITH leaf AS MATERIALIZED (
        SELECT n.level, n.id AS node_id, n.l1_id, n.l2_id, n.l3_id, item_id, q, s, a
          FROM (SELECT node_id, item_id, SUM(q) AS q, SUM(s) AS s, SUM(a) AS a FROM (
            SELECT node_id, item_id, quota AS q, saving_task AS s, 0 AS a
              FROM ops_cost_cell WHERE version_id = %(version)s
               AND period_id = %(period)s
             UNION ALL
            SELECT node_id, item_id, 0, 0, amount FROM ops_cost_entry
             WHERE company_id = %(company)s AND period_id = %(period)s
               AND state = 'posted') x GROUP BY 1, 2) y
          JOIN ops_cost_node n ON n.id = y.node_id
    ), every AS (
        SELECT level, node_id, l1_id, l2_id, l3_id, item_id, q, s, a FROM leaf
         WHERE level = 4
         UNION ALL
        SELECT 3, l3_id, l1_id, l2_id, l3_id, item_id, SUM(q), SUM(s), SUM(a)
          FROM leaf WHERE level >= 3 GROUP BY l1_id, l2_id, l3_id, item_id
         UNION ALL
        SELECT 2, l2_id, l1_id, l2_id, NULL, item_id, SUM(q), SUM(s), SUM(a)
          FROM leaf WHERE level >= 2 GROUP BY l1_id, l2_id, item_id
         UNION ALL
        SELECT 1, l1_id, l1_id, NULL, NULL, item_id, SUM(q), SUM(s), SUM(a)
          FROM leaf GROUP BY l1_id, item_id)
    SELECT %(closing)s, %(period)s, %(company)s, %(currency)s, TRUE, e.node_id, e.level,
           e.l1_id, e.l2_id, e.l3_id, e.item_id, 'daily', e.q, e.s, e.a,
           COALESCE(o.q, 0), COALESCE(o.s, 0), COALESCE(o.a, 0)
      FROM every e LEFT JOIN leaf o USING (node_id, item_id)
"""
PLAIN_NODES = """
    INSERT INTO ops_cost_assessment (closing_id, period_id, company_id, currency_id,
        version_id, is_current, node_id, level, l1_id, l2_id, l3_id, employee_id,
        settlement, quota, saving_task, reduction_target, actual, contingency_actual,
        zone, penalty, reward, net)
    SELECT %(closing)s, %(period)s, %(company)s, %(currency)s, %(version)s, TRUE, n.id,
           n.level, n.l1_id, n.l2_id, n.l3_id, n.employee_id, n.settlement, v.quota,
           v.quota - v.target, v.target, v.actual, 0,
           CASE WHEN v.actual > v.quota THEN 'over' WHEN v.actual < v.target
                THEN 'saved' ELSE 'within' END, v.penalty, v.reward,
           v.reward - v.penalty
"""
SAMPLE = 200


class Bench:
    def __init__(self, cr, scale):
        self.cr, self.company = cr, Company(cr, scale)
        self.made, self.period = harness.seconds(self.company.make)
        self.env = self.period.env
        self.version = self.period._version_in_force()
        self.values = {
            "version": self.version.id,
            "period": self.period.id,
            "company": self.company.company.id,
            "currency": self.company.company.currency_id.id,
        }

    def rows(self, query, values=None):
        self.cr.execute(query, values)
        return sorted(self.cr.fetchall())

    # computing -----------------------------------------------------------------
    def plain(self):
        columns = "node_id, quota::text, target::text, actual::text, penalty, reward"
        return self.rows(f"SELECT {columns} FROM ({PLAIN}) v", self.values)

    def ours(self):
        query = assessment.verdicts(
            live.amounts(self.period.ids),
            self.period.plan_id.id,
            SQL("0.01"),
        )
        return sorted(
            self.env.execute_query(
                SQL(
                    "SELECT node_id, quota::text, target::text, actual::text, penalty,"
                    " reward FROM (%s) v",
                    query,
                )
            )
        )

    def peer_nodes(self):
        """Two ORM calls a node, over everything below it (``child_of``): as plain SQL,
        for who knows that there is one version, no transfer, no contingency."""
        found = {}
        entries, cells = self.env["ops.cost.entry"], self.env["ops.cost.cell"]
        month = [("period_id", "=", self.period.id)]
        posted = [("state", "=", "posted")]
        for node in self.sample():
            below = [("node_id", "child_of", node.id)]
            quota = cells._read_group(
                below + month, [], ["quota:sum", "reduction_target:sum"]
            )[0]
            actual = entries._read_group(below + month + posted, [], ["amount:sum"])[0]
            found[node.id] = (*quota, *actual)
        return found

    def peer_whole(self):
        """The same by who knows nothing beforehand: five ORM calls a node for what ours
        answers, with version in force, transfers in and out, bundle, contingency."""
        found = {}
        entries, cells = self.env["ops.cost.entry"], self.env["ops.cost.cell"]
        lines = self.env["ops.cost.transfer.line"]
        month = [("period_id", "=", self.period.id)]
        version = [("version_id", "=", self.version.id)]
        posted = [("state", "=", "posted")]
        daily = [("nature", "=", "daily"), ("item_id.in_bundle", "=", True)]
        sums = ["quota:sum", "saving_task:sum"]
        for node in self.sample():
            below = [("node_id", "child_of", node.id)]
            quota = cells._read_group(below + month + version + daily, [], sums)[0]
            moved = month + version + posted + daily
            to = [("to_node_id", "child_of", node.id)]
            gone = [("from_node_id", "child_of", node.id)]
            quota = zip(
                quota,
                lines._read_group(moved + to, [], sums)[0],
                lines._read_group(moved + gone, [], sums)[0],
                strict=True,
            )
            quota, task = (
                a + b - c for a, b, c in ((x or 0 for x in q) for q in quota)
            )
            booked = below + month + posted
            actual = entries._read_group(booked + daily, [], ["amount:sum"])[0][0]
            entries._read_group(
                [*booked, ("nature", "=", "contingency")], [], ["amount:sum"]
            )
            found[node.id] = (quota, quota - task, actual)
        return found

    def peer_lines(self):
        """One query a budget line, by its dates, as account_budget_oca does."""
        total = 0
        for node in self.sample():
            for item in self.items:
                self.cr.execute(
                    "SELECT SUM(amount) FROM ops_cost_entry e JOIN ops_cost_node n"
                    " ON n.id = e.node_id WHERE n.parent_path LIKE %s AND item_id = %s"
                    " AND e.date BETWEEN %s AND %s AND e.state = 'posted'",
                    [
                        f"{node.parent_path}%",
                        item.id,
                        self.period.date_start,
                        self.period.date_end,
                    ],
                )
                total += 1
        return total

    def sample(self):
        if not hasattr(self, "_sample"):
            domain = [("company_id", "=", self.values["company"])]
            nodes = self.env["ops.cost.node"].search(domain, order="id")
            self.items = self.env["ops.cost.item"].search(domain)
            step = len(nodes) // SAMPLE
            self._sample = nodes[::step][:SAMPLE]
            self._sample.mapped("parent_path")
        return self._sample

    # writing -------------------------------------------------------------------
    def undone(self, action):
        """The action's own time; what it wrote is taken back afterwards."""
        self.env.flush_all()
        with self.cr.savepoint(flush=False) as savepoint:
            taken, result = harness.seconds(action)
            savepoint.rollback()
        self.env.invalidate_all()
        return taken, result

    def plain_snapshot(self):
        closing = self.new_closing()
        values = {**self.values, "closing": closing.id}
        self.cr.execute(PLAIN_ITEMS, values)
        items = self.cr.rowcount
        tail = f" FROM ({PLAIN}) v JOIN ops_cost_node n ON n.id = v.node_id"
        self.cr.execute(PLAIN_NODES + tail, values)
        return items, self.cr.rowcount

    def our_snapshot(self):
        closing = self.new_closing()
        self.cr.execute(assessment.seal_items(closing))
        items = self.cr.rowcount
        self.cr.execute(assessment.seal_assessments(closing, self.version, 1))
        return items, self.cr.rowcount

    def new_closing(self):
        return self.period._close_open_closing(self.env["ops.cost.closing"])

    def our_close(self):
        return self.period._close().node_count


def snapshots(bench, rounds):
    ways = {
        "plain SQL": bench.plain_snapshot,
        "ours": bench.our_snapshot,
        "whole close": bench.our_close,
    }
    times, results = {name: [] for name in ways}, {}
    for _round in range(rounds):
        for name, way in ways.items():
            taken, results[name] = bench.undone(way)
            times[name].append(taken)
    assert results["plain SQL"] == results["ours"]
    assert results["whole close"] == results["ours"][1]
    return {name: sorted(times[name])[rounds // 2] for name in ways}, results["ours"]


def report_verdicts(bench, rounds):
    nodes = bench.company.nodes
    computed = harness.in_turn({"plain": bench.plain, "ours": bench.ours}, rounds)
    limit, ours = computed["plain"][0], computed["ours"][0]
    assert numbers(computed["plain"][1]) == numbers(computed["ours"][1])
    peer, sample = harness.seconds(bench.peer_nodes)
    check_sample(computed["ours"][1], sample)
    whole, sample = harness.seconds(bench.peer_whole)
    check_sample(computed["ours"][1], sample)
    lines, count = harness.seconds(bench.peer_lines)
    share = nodes / len(sample)
    peer, whole, lines = peer * share, whole * share, lines * share
    harness.table(
        f"Verdicts of {len(computed['ours'][1])} nodes, computed",
        [
            ("way", "ms", "of plain SQL", "peer / ours"),
            ("plain SQL, staged", ms(limit), "1.00", ""),
            ("ours", ms(ours), f"{ours / limit:.2f}", ""),
            (
                f"child_of a node ({len(sample)} of them)",
                ms(peer),
                *both(peer, limit, ours),
            ),
            ("child_of with transfers", ms(whole), *both(whole, limit, ours)),
            (f"a query a line ({count} of them)", ms(lines), *both(lines, limit, ours)),
        ],
    )


def report_snapshots(bench, rounds):
    written, rows = snapshots(bench, rounds)
    limit = written["plain SQL"]
    harness.table(
        f"Snapshot written: {rows[0]} node × item rows and {rows[1]} nodes",
        [
            ("way", "ms", "of plain SQL"),
            *(
                (name, ms(taken), f"{taken / limit:.2f}")
                for name, taken in written.items()
            ),
        ],
    )
    peak = growth.peak_memory(lambda: bench.undone(bench.our_close))
    print(f"\nPython's memory at the peak of a whole close: {peak:.1f} MiB")


def report_growth(bench, rounds):
    few, before, many, after, exponent = growth.month_exponent(bench, rounds)
    harness.table(
        "Growth with the month's own entries",
        [
            ("entries", "ms", "entries", "ms", "exponent"),
            (few, ms(before), many, ms(after), f"{exponent:.2f}"),
        ],
    )


def report_year(bench, rounds):
    tail = f" FROM ({PLAIN}) v JOIN ops_cost_node n ON n.id = v.node_id"
    closed = growth.seal_closed_months(
        bench, lambda values: bench.cr.execute(PLAIN_NODES + tail, values)
    )
    found = growth.year(bench, PLAIN, closed, rounds)
    limit, ours = found["plain"][0], found["ours"][0]
    harness.table(
        f"Year to date of {len(found['ours'][1])} nodes, {len(closed)} closed months",
        [
            ("way", "ms", "of plain SQL"),
            ("plain SQL", ms(limit), "1.00"),
            ("ours", ms(ours), f"{ours / limit:.2f}"),
        ],
    )


def both(taken, limit, ours):
    return f"{taken / limit:.0f}", f"{taken / ours:.0f}"


def ms(taken):
    return f"{taken * 1000:.0f}"


def numbers(rows):
    """As numbers: 1.50 and 1.5000 are the same answer."""
    return [tuple(map(float, row)) for row in rows]


def check_sample(rows, sample):
    by_node = {row[0]: tuple(map(float, row[1:4])) for row in rows}
    for node_id, sums in sample.items():
        found = by_node.get(node_id, (0, 0, 0))
        pairs = zip(found, sums, strict=True)
        assert all(abs(a - (b or 0)) < 0.01 for a, b in pairs), node_id


def main():
    options = harness.arguments(__doc__).parse_args()
    with harness.cursor() as cr:
        bench = Bench(cr, options.scale)
        entries = bench.company.months * bench.company.entries
        harness.table(
            f"Company made in {bench.made:.0f} s",
            [
                ("entries", "cells", "months"),
                (entries, bench.company.cells, bench.company.months),
            ],
        )
        report_verdicts(bench, options.rounds)
        report_year(bench, options.rounds)
        report_snapshots(bench, options.rounds)
        report_growth(bench, options.rounds)
        cr.rollback()


if __name__ == "__main__":
    main()
