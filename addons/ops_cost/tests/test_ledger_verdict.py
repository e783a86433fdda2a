"""The verdict in SQL is the verdict of calc/dual_index.py, on any numbers."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.ops_base.calc.units import from_minor

from ..calc.dual_index import assess
from ..queries.assessment import verdicts
from .ledger_case import LedgerCase

# penalty rate, reward rate, reward base, tiers
RULES = [
    ("1", "0.5", "target", []),
    ("1", "0.5", "quota", []),
    ("1.5", "0.3333", "target", []),
    ("0", "0", "target", []),
    ("0.0005", "0.0005", "quota", []),
    ("1", "0.1", "target", [("0", "0.2"), ("0.05", "0.3333"), ("1", "0.6")]),
    ("2", "0", "quota", [("0.0001", "0.05"), ("0.3333", "0.6667")]),
]


@st.composite
def amounts(draw):
    """(quota, target, actual) in minor units, often right at a mark."""
    quota = draw(st.integers(0, 10**6) | st.integers(0, 10**12))
    target = draw(st.integers(0, quota) | st.just(quota) | st.just(0))
    marks = st.sampled_from([0, quota, target, target // 2]).flatmap(
        lambda mark: st.integers(mark - 2, mark + 2)
    )
    return quota, target, draw(marks | st.integers(-(10**6), 2 * 10**6 + quota))


class TestVerdict(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = [
            cls.env["ops.cost.plan"].create(
                {
                    "name": f"Rules {number}",
                    "year": 2100 + number,
                    "total": 0,
                    "company_id": cls.company.id,
                    "penalty_rate": float(penalty),
                    "reward_rate": float(reward),
                    "reward_base": base,
                    "tier_ids": [
                        Command.create({"saved_from": float(low), "rate": float(rate)})
                        for low, rate in tiers
                    ],
                }
            )
            for number, (penalty, reward, base, tiers) in enumerate(RULES)
        ]
        cls.env.flush_all()

    def judge(self, plan, rows, step):
        values = [[from_minor(row[index], step) for row in rows] for index in range(3)]
        query = verdicts(
            SQL(
                "SELECT * FROM unnest(%s::int[], %s::numeric[], %s::numeric[],"
                " %s::numeric[]) AS t (node_id, quota, target, actual)",
                list(range(len(rows))),
                *values,
            ),
            plan.id,
            SQL("%s::numeric", step),
        )
        found = self.env.execute_query(
            SQL(
                "SELECT zone, (penalty / %(step)s::numeric)::text,"
                " (reward / %(step)s::numeric)::text FROM (%(query)s) v"
                " ORDER BY node_id",
                step=step,
                query=query,
            )
        )
        return [
            (zone, Decimal(penalty), Decimal(reward)) for zone, penalty, reward in found
        ]

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(
        st.lists(amounts(), min_size=1, max_size=40),
        st.integers(0, len(RULES) - 1),
        st.sampled_from(["0.01", "1", "0.05", "0.001"]),
    )
    def test_equal_to_the_rule(self, rows, rule, step):
        penalty, reward, base, tiers = RULES[rule]
        expected = [
            assess(
                *row,
                Fraction(penalty),
                Fraction(reward),
                base,
                [(Fraction(low), Fraction(rate)) for low, rate in tiers],
            )
            for row in rows
        ]
        self.assertEqual(self.judge(self.plans[rule], rows, step), expected)

    def test_examples_of_the_design(self):
        """cost.md 5, examples 1 to 8: quota, target, actual -> penalty, reward."""
        table = [
            ((1000000, 950000, 1085030), ("over", 85030, 0)),
            ((1000000, 950000, 970000), ("within", 0, 0)),
            ((1000000, 950000, 1000000), ("within", 0, 0)),
            ((1000000, 950000, 950000), ("within", 0, 0)),
            ((1000000, 950000, 920000), ("saved", 0, 15000)),
            ((1000000, 950000, 949999), ("saved", 0, 1)),
            ((0, 0, 12000), ("over", 12000, 0)),
            ((0, 0, 0), ("within", 0, 0)),
            ((0, 0, -5000), ("within", 0, 0)),
            ((100000, 95000, -5000), ("saved", 0, 47500)),
        ]
        found = self.judge(self.plans[0], [row for row, _verdict in table], "0.01")
        self.assertEqual(found, [verdict for _row, verdict in table])
