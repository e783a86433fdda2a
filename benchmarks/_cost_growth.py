"""W1 over a year, growth with the month's own entries, and memory of a close."""

import math
import tracemalloc

import _harness as harness

from odoo.addons.ops_cost.queries import screens

MORE = 10
MIB = 1 << 20
# The open month staged by hand, the closed ones from what their closing sealed.
PLAIN_YEAR = """
    SELECT node_id, COUNT(*), (SUM(quota) / 0.01)::bigint,
           (SUM(target) / 0.01)::bigint, (SUM(actual) / 0.01)::bigint,
           (SUM(contingency) / 0.01)::bigint, (SUM(penalty) / 0.01)::bigint,
           (SUM(reward) / 0.01)::bigint, COUNT(*) FILTER (WHERE actual > quota),
           COUNT(*) FILTER (WHERE actual <= quota AND actual >= target),
           COUNT(*) FILTER (WHERE actual < target)
      FROM (SELECT node_id, quota, target, actual, 0 AS contingency, penalty, reward
              FROM (%s) AS live
             UNION ALL
            SELECT node_id, quota, reduction_target, actual, contingency_actual,
                   penalty, reward
              FROM ops_cost_assessment
             WHERE period_id = ANY(%%(closed)s) AND is_current) AS month
     GROUP BY node_id
     ORDER BY SUM(actual) / NULLIF(SUM(quota), 0) DESC NULLS LAST, node_id
"""


def seal_closed_months(bench, insert):
    """Assessments of the closed months of the year, as their closings wrote them."""
    periods = bench.period.plan_id.period_ids
    closed = periods.filtered(lambda month: month.state == "closed")
    for month in closed:
        closing = month._close_open_closing(bench.env["ops.cost.closing"])
        insert({**bench.values, "closing": closing.id, "period": month.id})
    bench.cr.commit()
    vacuum(bench, "assessment")
    return closed


def vacuum(bench, table):
    bench.cr._cnx.autocommit = True
    bench.cr.execute(f"VACUUM ANALYZE ops_cost_{table}")
    bench.cr._cnx.autocommit = False


def year(bench, plain, closed, rounds):
    """``{way: (seconds, rows)}``: year to date of all nodes, in minor units."""
    query, values = PLAIN_YEAR % plain, {**bench.values, "closed": closed.ids}
    screen = bench.env["ops.cost.screen"]
    months = closed | bench.period

    def ours():
        parts = screen._parts(months)
        rows = bench.env.execute_query(screens.add_up(parts, "node_id", screen._step()))
        # all but the zone, which is shown of a single month only
        return [(*row[:8], *row[9:]) for row in rows]

    def by_hand():
        bench.cr.execute(query, values)
        return bench.cr.fetchall()

    ways = {"plain": by_hand, "ours": ours}
    found = harness.in_turn(ways, rounds)
    assert found["plain"][1] == found["ours"][1]
    return found


def month_exponent(bench, rounds):
    """Growth of a month's query when its entries grow ten times: (entries, seconds,
    entries, seconds, exponent)."""
    few = bench.company.entries
    before = harness.in_turn({"ours": bench.ours}, rounds)["ours"][0]
    bench.company.add_entries(bench.period, few + 1, few * MORE)
    bench.cr.commit()
    vacuum(bench, "entry")
    after = harness.in_turn({"ours": bench.ours}, rounds)["ours"][0]
    return few, before, few * MORE, after, math.log(after / before, MORE)


def peak_memory(action):
    """MiB of Python at the peak of ``action``."""
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MIB
