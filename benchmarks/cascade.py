"""W2: a plan cascaded to 10,000 persons and stored, ours against numpy and COPY on
the same tables, and against creating the records one batch after another."""

import io

import _harness as harness
import numpy as np
from _cost_company import Company

from odoo.addons.ops_cost.calc.cascade import decompose
from odoo.addons.ops_cost.queries import decomposition

# scale -> (persons, teams, units, months)
SCALES = {
    "10k": (1_000, 80, 6, 1),
    "100k": (10_000, 800, 60, 1),
    "1m": (10_000, 800, 60, 10),
}
BLOCK, RATE = 98_765_432.10, 0.05
SAMPLE = 2_000


class Bench:
    def __init__(self, cr, scale):
        persons, teams, units, self.months = SCALES[scale]
        self.cr = cr
        self.company = Company(cr, "10k", persons, teams, units)
        self.company.make_tree()
        self.env = self.company.env
        self.vary_weights()
        self.plan = self.make_plan()
        self.version = self.plan._create_version()
        cr.commit()  # pylint: disable=invalid-commit
        self.columns = decomposition.CELL_COLUMNS, decomposition.ALLOTMENT_COLUMNS

    def vary_weights(self):
        self.env.flush_all()
        self.company.run(
            "UPDATE ops_cost_node SET weight = (80 + (id * 7919) %% 51)::numeric / 100"
            " WHERE company_id = %(company)s"
        )
        self.env.invalidate_all()

    def make_plan(self):
        company = self.company.company
        items = self.env["ops.cost.item"].search([("company_id", "=", company.id)])
        plan = self.env["ops.cost.plan"].create(
            {"name": "W2", "year": 2031, "company_id": company.id, "total": 0.0}
        )
        plan.action_generate_periods()
        plan.period_ids.sorted("date_start")[self.months :].unlink()
        plan.total = round(BLOCK * len(items), 2)
        self.env["ops.cost.block"].create(
            [
                {
                    "plan_id": plan.id,
                    "item_id": item.id,
                    "amount": BLOCK,
                    "reduction_rate": RATE,
                }
                for item in items
            ]
        )
        plan.action_measured()
        return plan

    # ours ----------------------------------------------------------------------
    def ours(self):
        self.version._cascade()

    def compute(self):
        """Only the numbers, as the rule gives them."""
        tree = self.env.execute_query(self.version._tree_query())
        return decompose(
            self.version._company_amounts(), [row[:4] for row in tree]
        ).cell_columns()

    # the limit -----------------------------------------------------------------
    def limit(self):
        """The same rows by numpy and two COPYs, without any check."""
        amounts = self.version._company_amounts()
        tree = self.env.execute_query(self.version._tree_query())
        cells, allotments = self.numpy_cascade(amounts, tree)
        stamps = {row[0]: self.version._stamp_text(*row[:3], *row[4:]) for row in tree}
        inner = {node: text.rpartition("\t")[0] for node, text in stamps.items()}
        self.copy_in("ops_cost_cell", self.columns[0], cells, stamps)
        self.copy_in("ops_cost_allotment", self.columns[1], allotments, inner)

    def copy_in(self, table, columns, rows, stamps):
        now = self.cr.now().replace(microsecond=0)
        head, tail = f"{self.version.id}\t", f"\t{now}\t{now}\n"
        text = "".join(
            f"{head}{month}\t{item}\tdaily\t{quota / 100:.2f}\t{saving / 100:.2f}\t"
            f"{(quota - saving) / 100:.2f}\t{stamps[node]}{tail}"
            for month, item, node, quota, saving in rows
        )
        self.cr.copy_expert(decomposition.copy_in(table, columns), io.StringIO(text))

    def numpy_cascade(self, amounts, tree):
        """Rows (month, item, node, quota, saving task): of persons, of the others."""
        levels = list(layout(tree))
        cells, allotments = [], []
        for key, pair in amounts.items():
            for node, quota, saving in divide(levels, tree, *pair):
                target = cells if node[2] == 4 else allotments
                target.append((*key, node[0], quota, saving))
        return cells, allotments

    # the peer ------------------------------------------------------------------
    def create_cells(self):
        """Some of the cells by the ORM, in one batch."""
        columns = self.compute()
        values = [
            {
                "version_id": self.version.id,
                "period_id": month,
                "item_id": item,
                "node_id": node,
                "quota": quota / 100,
                "saving_task": saving / 100,
            }
            for month, item, node, quota, saving in zip(*columns, strict=True)
        ][:SAMPLE]
        self.env.flush_all()
        taken, _rows = harness.seconds(lambda: self.create_batch(values))
        return taken, len(values)

    def create_batch(self, values):
        self.env["ops.cost.cell"]._server_create(values)
        self.env.flush_all()

    # -------------------------------------------------------------------------
    def stored(self):
        self.env.flush_all()
        found = []
        for table in ("cell", "allotment"):
            self.cr.execute(
                "SELECT period_id, item_id, node_id, level, l1_id, l2_id, l3_id,"
                f" quota::text, saving_task::text FROM ops_cost_{table}"
                " WHERE version_id = %s ORDER BY 1, 2, 3",
                [self.version.id],
            )
            rows = self.cr.fetchall()
            found.append([(*row[:7], *map(float, row[7:])) for row in rows])
        return found

    def undone(self, action):
        """The action's own time and what it stored, which is taken back then."""
        self.env.flush_all()
        with self.cr.savepoint(flush=False) as savepoint:
            taken, result = harness.seconds(action)
            rows = self.stored()
            savepoint.rollback()
        self.env.invalidate_all()
        return taken, result, rows


def layout(tree):
    """Level by level: positions of the nodes, of their parents, whole weights."""
    position = {row[0]: place for place, row in enumerate(tree)}
    for level in (2, 3, 4):
        rows = [row for row in tree if row[2] == level]
        yield (
            np.array([position[row[0]] for row in rows]),
            np.array([position[row[1]] for row in rows]),
            np.array([round(float(row[3]) * 10_000) for row in rows]),
        )


def divide(levels, tree, total, saved):
    """(node, quota, saving task) of one month and item, without zeros."""
    quota, saving = np.zeros((2, len(tree)), dtype=np.int64)
    quota[0], saving[0] = total, saved
    for nodes, parents, weights in levels:
        quota[nodes] = largest_remainder(quota, parents, weights)
        saving[nodes] = largest_remainder(saving, parents, quota[nodes])
    rows = zip(tree, quota.tolist(), saving.tolist(), strict=True)
    return [row for row in rows if row[1]]


def largest_remainder(totals, parents, weights):
    """Each parent's total among its children; the largest remainders get the rest."""
    sums = np.zeros(len(totals), dtype=np.int64)
    np.add.at(sums, parents, weights)
    product = totals[parents] * weights
    divisor = np.maximum(sums[parents], 1)
    parts, rest = product // divisor, product % divisor
    given = np.zeros(len(totals), dtype=np.int64)
    np.add.at(given, parents, parts)
    order = np.lexsort((np.arange(len(parents)), -weights, -rest, parents))
    first = np.searchsorted(parents[order], parents[order], side="left")
    extra = np.empty(len(parents), dtype=bool)
    left = (totals - given)[parents[order]]
    extra[order] = np.arange(len(parents)) - first < left
    return parts + extra


def report(bench, rounds):
    times = {"limit": [], "ours": []}
    rows = {}
    for _round in range(rounds):
        for name, way in (("limit", bench.limit), ("ours", bench.ours)):
            taken, _result, rows[name] = bench.undone(way)
            times[name].append(taken)
    assert rows["limit"] == rows["ours"], "the answers differ"
    limit, ours = (sorted(times[name])[rounds // 2] for name in ("limit", "ours"))
    show(bench, rounds, limit, ours, *map(len, rows["ours"]))


def show(bench, rounds, limit, ours, cells, allotments):
    alone = harness.in_turn({"numbers": bench.compute}, rounds)["numbers"][0]
    peer, count = bench.undone(bench.create_cells)[1]
    peer = peer / count * cells
    harness.table(
        f"{cells} cells and {allotments} allotments, identical both ways",
        [
            ("way", "ms", "of the limit"),
            ("numpy + COPY, no checks", ms(limit), "1.00"),
            ("ours: cascade, stored, identity checked", ms(ours), ratio(ours, limit)),
            ("ours: the numbers alone", ms(alone), ratio(alone, limit)),
            (f"create() (from {count} of them)", ms(peer), ratio(peer, limit)),
        ],
    )


def ms(taken):
    return f"{taken * 1000:.0f}"


def ratio(taken, limit):
    return f"{taken / limit:.2f}"


def main():
    options = harness.arguments(__doc__).parse_args()
    with harness.cursor() as cr:
        report(Bench(cr, options.scale), options.rounds)
        cr.rollback()


if __name__ == "__main__":
    main()
