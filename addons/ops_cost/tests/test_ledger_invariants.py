"""R7: random sequences of operations against an oracle in plain Decimal."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..queries.quota import effective_cells
from .ledger_case import LedgerCase

CENT = Decimal("0.01")
MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04"]
PERSONS = ["P01", "P02", "P03", "P04"]
ABOVE = {
    "L": ["L"],
    "U1": ["U1", "L"],
    "U2": ["U2", "L"],
    "T11": ["T11", "U1", "L"],
    "T12": ["T12", "U1", "L"],
    "T21": ["T21", "U2", "L"],
    "P01": ["P01", "T11", "U1", "L"],
    "P02": ["P02", "T11", "U1", "L"],
    "P03": ["P03", "T12", "U1", "L"],
    "P04": ["P04", "T21", "U2", "L"],
}
ITEMS = ["WAG", "MAT", "PRT"]
amounts = st.integers(-500_00, 4000_00).filter(bool).map(lambda n: Decimal(n) / 100)
nodes = st.sampled_from(sorted(ABOVE))
items = st.sampled_from(ITEMS)
days = st.tuples(st.integers(0, 3), st.integers(1, 28)).map(
    lambda pair: f"{MONTHS[pair[0]]}-{pair[1]:02d}"
)


class Ledger(RuleBasedStateMachine):
    """``case`` is the running test; each example undoes itself by a savepoint."""

    case = None

    def __init__(self):
        super().__init__()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.savepoint.__enter__()
        self.booked = []  # (month, node, item, nature, amount)
        self.numbers = dict.fromkeys(MONTHS, 0)
        self.closed = {}  # month -> {node: (quota, target, actual, …)}
        self.quota = {
            (month, node, item): [Decimal(1000), Decimal(50)]
            for month in MONTHS
            for node in PERSONS
            for item in ITEMS
        }
        self.posted, self.waiting = [], []
        self.spent = Decimal(0)

    def teardown(self):
        self.env.clear()
        self.savepoint.rollback()
        self.savepoint.close(rollback=False)
        self.env.invalidate_all()

    # operations ----------------------------------------------------------------
    @rule(node=nodes, item=items, amount=amounts, day=days)
    def post(self, node, item, amount, day):
        self.book(self.case.voucher((node, item, float(amount)), date=day))

    @rule(giver=nodes, taker=nodes, item=items, amount=amounts, day=days)
    def cheque(self, giver, taker, item, amount, day):
        lines = [(giver, item, float(-amount)), (taker, item, float(amount))]
        self.book(self.case.voucher(*lines, date=day, document="internal_cheque"))

    @rule(amount=st.integers(1, 3000_00), day=days)
    def contingency(self, amount, day):
        amount = Decimal(amount) / 100
        more = {"nature": "contingency", "release_id": self.case.money.id}
        voucher = self.case.voucher(("T11", "PRT", float(amount), more), date=day)
        if self.spent + amount > 5000:
            with self.case.assertRaises(UserError):
                voucher._post()
            return
        self.book(voucher)

    @rule(node=nodes, item=items, amount=amounts, day=days)
    def submit(self, node, item, amount, day):
        voucher = self.case.voucher((node, item, float(amount)), date=day)
        voucher.action_submit()
        self.waiting.append(voucher)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def void(self, data):
        voucher = data.draw(st.sampled_from(self.waiting))
        self.waiting.remove(voucher)
        voucher.action_cancel()

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def approve(self, data):
        voucher = data.draw(st.sampled_from(self.waiting))
        self.waiting.remove(voucher)
        self.book(voucher)

    @precondition(lambda self: self.posted)
    @rule(data=st.data(), day=days)
    def reverse(self, data, day):
        voucher = data.draw(st.sampled_from(self.posted))
        self.posted.remove(voucher)
        self.book(voucher._reverse(day, "random"), keep=False)

    @rule(
        giver=st.sampled_from(PERSONS),
        taker=st.sampled_from(PERSONS),
        item=items,
        month=st.sampled_from(MONTHS),
        quota=st.integers(0, 1300_00),
        share=st.integers(0, 100),
    )
    def transfer(self, giver, taker, item, month, quota, share):
        if giver == taker or not quota:
            return
        quota = Decimal(quota) / 100
        saving = (quota * share / 1000).quantize(CENT)
        transfer = self.new_transfer(giver, taker, item, month, quota, saving)
        old = self.quota[month, giver, item]
        left = [old[0] - quota, old[1] - saving]
        if month in self.closed or not 0 <= left[1] <= left[0]:
            with self.case.assertRaises(UserError):
                transfer._post()
            transfer.unlink()
            return
        transfer._post()
        self.quota[month, giver, item] = left
        received = self.quota[month, taker, item]
        received[0] += quota
        received[1] += saving

    @rule()
    def close(self):
        month = MONTHS[len(self.closed)] if len(self.closed) < 3 else None
        if month is None:
            return
        period = self.case.periods[month]
        if any(str(v.date)[:7] <= month for v in self.waiting):
            with self.case.assertRaises(UserError):
                period._close()
            return
        closing = period._close()
        self.case.assertEqual(period._close(), closing)
        self.case.assertTrue(closing._is_intact())
        self.closed[month] = self.judge(month)

    @precondition(lambda self: self.closed)
    @rule()
    def reopen(self):
        month = max(self.closed)
        self.case.periods[month]._reopen("random")
        del self.closed[month]

    # oracle --------------------------------------------------------------------
    def book(self, voucher, keep=True):
        """Posts the document, and does the same by hand."""
        month = str(voucher.date)[:7]
        voucher._post()
        while month in self.closed:
            month = MONTHS[MONTHS.index(month) + 1]
        for entry in voucher.entry_ids.sorted("id"):
            self.numbers[month] += 1
            self.case.assertEqual(entry.number, f"{month}-{self.numbers[month]:05d}")
            amount = Decimal(str(entry.amount)).quantize(CENT)
            node = entry.node_id.code.partition("@")[0]
            key = (month, node, entry.item_id.code, entry.nature)
            self.booked.append((*key, amount))
            if entry.nature == "contingency":
                self.spent += amount
        if keep:
            self.posted.append(voucher)

    def new_transfer(self, giver, taker, item, month, quota, saving):
        return self.env["ops.cost.transfer"].create(
            {
                "plan_id": self.case.plan.id,
                "period_id": self.case.periods[month].id,
                "reason": "random",
                "line_ids": [
                    Command.create(
                        {
                            "from_node_id": self.case.nodes[giver].id,
                            "to_node_id": self.case.nodes[taker].id,
                            "item_id": self.case.items[item].id,
                            "quota": float(quota),
                            "saving_task": float(saving),
                        }
                    )
                ],
            }
        )

    def judge(self, month):
        """{node: (quota, target, actual, contingency, penalty, reward)}, by hand."""
        rows = {}
        for (at, person, _item), (quota, saving) in self.quota.items():
            if at == month:
                for node in ABOVE[person]:
                    row = rows.setdefault(node, [Decimal(0)] * 4)
                    row[0] += quota
                    row[1] += quota - saving
        for at, place, _item, nature, amount in self.booked:
            if at == month:
                for node in ABOVE[place]:
                    row = rows.setdefault(node, [Decimal(0)] * 4)
                    row[2 if nature == "daily" else 3] += amount
        return {node: (*row, *self.verdict(*row[:3])) for node, row in rows.items()}

    def verdict(self, quota, target, actual):
        if actual > quota:
            return actual - quota, Decimal(0)
        if actual >= target:
            return Decimal(0), Decimal(0)
        saved = (target - max(actual, Decimal(0))) / 2
        return Decimal(0), saved.quantize(CENT, ROUND_HALF_UP)

    # invariants ----------------------------------------------------------------
    @invariant()
    def actuals_are_what_was_booked(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.code, split_part(n.code, '@', 1), i.code, e.nature,
                       SUM(e.amount)::text
                  FROM ops_cost_entry e JOIN ops_cost_period p ON p.id = e.period_id
                  JOIN ops_cost_node n ON n.id = e.node_id
                  JOIN ops_cost_item i ON i.id = e.item_id
                 WHERE e.company_id = %s AND e.state = 'posted'
                 GROUP BY 1, 2, 3, 4
                """,
                self.case.company.id,
            )
        )
        sums = {}
        for *key, amount in self.booked:
            sums[tuple(key)] = sums.get(tuple(key), Decimal(0)) + amount
        found = {tuple(key): Decimal(total) for *key, total in rows}
        self.case.assertEqual(found, sums)

    @invariant()
    def numbers_have_no_gaps(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.code, p.last_number, COUNT(e.id), COUNT(DISTINCT e.number),
                       COALESCE(MAX(right(e.number, 5)::int), 0)
                  FROM ops_cost_period p LEFT JOIN ops_cost_entry e
                    ON e.period_id = p.id AND e.state = 'posted'
                 WHERE p.company_id = %s GROUP BY p.id
                """,
                self.case.company.id,
            )
        )
        for month, *counts in rows:
            self.case.assertEqual(counts, [self.numbers[month]] * 4)

    @invariant()
    def releases_are_spent_as_booked(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT spent::text FROM ops_cost_release WHERE id = %s",
                self.case.money.id,
            )
        )
        self.case.assertEqual(Decimal(rows[0][0]), self.spent)

    @invariant()
    def quotas_are_cells_and_transfers(self):
        periods = [period.id for period in self.case.periods.values()]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.code, split_part(n.code, '@', 1), i.code,
                       cell.quota::text, cell.saving_task::text
                  FROM (%s) cell JOIN ops_cost_period p ON p.id = cell.period_id
                  JOIN ops_cost_node n ON n.id = cell.node_id
                  JOIN ops_cost_item i ON i.id = cell.item_id
                """,
                effective_cells(periods),
            )
        )
        found = {
            tuple(key): [Decimal(quota), Decimal(saving)]
            for *key, quota, saving in rows
        }
        expected = {key: pair for key, pair in self.quota.items() if any(pair)}
        self.case.assertEqual(found, expected)

    @invariant()
    def own_and_children_add_up_in_every_version(self):
        self.case.version._check_identity()

    @invariant()
    def closed_months_stay_as_they_were_judged(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.code, split_part(n.code, '@', 1), a.quota::text,
                       a.reduction_target::text, a.actual::text,
                       a.contingency_actual::text, a.penalty::text, a.reward::text
                  FROM ops_cost_assessment a JOIN ops_cost_node n ON n.id = a.node_id
                  JOIN ops_cost_period p ON p.id = a.period_id
                 WHERE a.company_id = %s AND a.is_current
                """,
                self.case.company.id,
            )
        )
        found = {}
        for month, node, *numbers in rows:
            found.setdefault(month, {})[node] = tuple(map(Decimal, numbers))
        self.case.assertEqual(found, self.closed)

    @invariant()
    def nothing_is_nan_or_minus_zero(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FROM ops_cost_snapshot_item s
                 WHERE s.company_id = %s AND (quota = 'NaN' OR actual = 'NaN'
                       OR own_quota > quota OR quota < saving_task)
                """,
                self.case.company.id,
            )
        )
        self.case.assertEqual(rows[0][0], 0)


class TestInvariants(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for period in cls.periods.values():
            period.close_on = False
        cls.money = cls.release(amount=5000, period=cls.jan)
        cls.env.flush_all()

    def test_random_sequences(self):
        Ledger.case = self
        run_state_machine_as_test(
            Ledger,
            settings=settings(
                max_examples=60,
                stateful_step_count=15,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
