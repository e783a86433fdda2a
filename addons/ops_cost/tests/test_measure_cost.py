"""Figures of the cost assessment as measures: whose, of what, and for whose eyes."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import ValidationError

from .ledger_case import LedgerCase

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


class TestMeasureCost(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.env["hr.employee"].create(
            {"name": "Head", "company_id": cls.company.id}
        )
        cls.nodes["T11"].manager_id = cls.head
        cls.nodes["U1"].manager_id = cls.head
        cls.department = cls.env["hr.department"].create(
            {"name": "Field", "company_id": cls.company.id}
        )
        (cls.nodes["U1"] | cls.nodes["T12"]).department_id = cls.department

    def measure(self, kind, place="person"):
        code = f"test_{kind}_{place}"
        known = self.env["ops.measure"].search([("code", "=", code)])
        return known or known.create(
            {
                "code": code,
                "name": "Cost",
                "provider": "ops.measure.provider.cost",
                "params": {"kind": kind, "place": place},
            }
        )

    def value(self, subject, kind, place="person", days=JANUARY, env=None):
        measure = self.measure(kind, place)
        subject = subject.with_env(env or self.env)
        return measure.with_env(subject.env)._measure(subject, *days)[subject.id]

    def sign(self, kind="monthly"):
        settlement = self.env["ops.cost.settlement"]._prepare_settlement(kind, self.jan)
        settlement._review(self.users["office"])
        settlement._sign(self.users["manager"])
        return settlement

    def close_january(self):
        """P01 spends 3 850.30 of 3 000; nobody else spends anything."""
        self.post(("P01", "MAT", 3850.30))
        self.jan._close()

    # values --------------------------------------------------------------------
    def test_actual_of_quota_at_each_place(self):
        self.close_january()
        self.charge("U1", "2026-01-01", False)
        for subject, place, expected in (
            (self.people["P01"], "person", "1.283433"),
            (self.head, "team", "0.641717"),
            (self.head, "unit", "0.427811"),
            (self.leader, "leader", "0.427811"),
            (self.department, "person", "0.427811"),
        ):
            found = self.value(subject, "actual_quota", place)
            with self.subTest(place=place):
                self.assertEqual(found.value, Decimal(expected))
                self.assertEqual(found.n, 1)

    def charge(self, unit, start, end):
        self.leader = self.env["hr.employee"].create(
            {"name": "In Charge", "company_id": self.company.id}
        )
        self.env["ops.cost.charge"].create(
            {
                "company_id": self.company.id,
                "leader_id": self.leader.id,
                "unit_id": self.nodes[unit].id,
                "date_start": start,
                "date_end": end,
            }
        )

    def test_a_month_counts_for_who_leads_on_its_last_day(self):
        self.close_january()
        self.charge("U1", "2026-01-01", "2026-01-30")
        gone = self.value(self.leader, "actual_quota", "leader")
        self.assertEqual(gone.state, "no_data")

    def test_saving_is_the_part_of_the_quota_that_is_left(self):
        self.close_january()
        self.assertEqual(self.value(self.people["P02"], "saving").value, Decimal(1))
        over = self.value(self.people["P01"], "saving")
        self.assertEqual(over.value, Decimal("-0.283433"))

    def test_penalties_and_rewards_come_from_signed_settlements(self):
        self.close_january()
        person, other = self.people["P01"], self.people["P02"]
        self.assertEqual(self.value(person, "penalty").state, "no_data")
        settlement = self.sign()
        penalty = self.value(person, "penalty", days=QUARTER)
        line = settlement.line_ids.filtered(lambda line: line.subject == "P01")
        self.assertEqual(penalty.value, Decimal("850.30"))
        self.assertEqual(penalty.refs, (("ops.cost.settlement.line", line.id),))
        self.assertEqual(self.value(person, "reward").value, Decimal("0.00"))
        self.assertEqual(
            self.value(other, "reward", days=QUARTER).value, Decimal("1425.00")
        )
        self.assertEqual(
            self.value(self.head, "reward", "team").value, Decimal("924.85")
        )

    def test_a_settlement_that_reaches_beyond_the_period_does_not_count(self):
        self.close_january()
        self.sign()
        days = (date(2026, 1, 1), date(2026, 1, 30))
        self.assertEqual(
            self.value(self.people["P01"], "penalty", days=days).state, "no_data"
        )

    def test_nothing_of_open_months(self):
        self.post(("P01", "MAT", 3850.30))
        found = self.value(self.people["P01"], "actual_quota")
        self.assertEqual((found.state, found.value), ("no_data", None))

    def test_a_person_with_two_nodes_has_one_figure(self):
        """The wage quota, 1 000, goes along to the second team; 1 000 of 3 000 spent
        there."""
        old = self.nodes["P02"]
        old.date_end = "2026-01-15"
        self.env.flush_all()
        new = self._make_person("P02", "T12", "2026-01-16")
        self.nodes["P02@T12"] = new
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_cost_cell SET node_id = %s, l3_id = %s"
            " WHERE node_id = %s AND item_id = %s AND period_id = %s",
            [new.id, new.l3_id.id, old.id, self.items["WAG"].id, self.jan.id],
        )
        self.env.invalidate_all()
        self.post(("P02@T12", "WAG", 1000), date="2026-01-16")
        self.jan._close()
        found = self.value(self.people["P02"], "actual_quota")
        self.assertEqual(found.value, Decimal("0.333333"))
        self.assertEqual((found.n, len(found.refs)), (1, 2))

    def two_parts(self, employee, moved_on, kind="actual_quota", place="person"):
        """Values of January before the day, and of January from it on to March."""
        day = date(2026, 1, moved_on)
        parts = [(date(2026, 1, 1), day - timedelta(days=1)), (day, QUARTER[1])]
        measure = self.measure(kind, place)
        found = measure._measure_spans(employee, {employee.id: parts})
        return [found[(employee.id, *days)].value for days in parts]

    def test_the_days_of_a_node_are_those_of_its_part(self):
        """cost.md: a mid-month move splits the quota, and cost goes by date to the
        node of that day; so the two halves of the month are told apart."""
        old, person = self.nodes["P02"], self.people["P02"]
        old.date_end = "2026-01-15"
        self.env.flush_all()
        new = self._make_person("P02", "T12", "2026-01-16")
        self.nodes["P02@T12"] = new
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_cost_cell SET node_id = %s, l3_id = %s"
            " WHERE node_id = %s AND item_id = %s AND period_id = %s",
            [new.id, new.l3_id.id, old.id, self.items["WAG"].id, self.jan.id],
        )
        self.env.invalidate_all()
        # 500 of 2 000 in the first half, 900 of 1 000 in the second
        self.post(("P02", "MAT", 500), date="2026-01-10")
        self.post(("P02@T12", "WAG", 900), date="2026-01-20")
        self.jan._close()
        self.assertEqual(self.two_parts(person, 16), [Decimal("0.25"), Decimal("0.9")])
        # moved in the books on another day than in the job: the month's later figure
        # lies across the parts
        self.assertEqual(self.two_parts(person, 21), [Decimal("0.25"), None])
        # asked for both together, it is the month's
        self.assertEqual(self.value(person, "actual_quota").value, Decimal("0.466667"))

    def test_a_month_across_two_parts_is_of_neither(self):
        self.close_january()
        self.sign()
        for kind in ("actual_quota", "saving", "penalty"):
            with self.subTest(kind=kind):
                found = self.two_parts(self.people["P01"], 16, kind)
                self.assertEqual(found, [None, None])
                whole = self.value(self.people["P01"], kind, days=QUARTER)
                self.assertEqual(whole.state, "ok")

    def test_a_part_from_the_day_in_charge_has_the_month(self):
        self.close_january()
        self.charge("U1", "2026-01-16", False)
        found = self.two_parts(self.leader, 16, place="leader")
        self.assertEqual(found, [None, Decimal("0.427811")])

    def test_one_query_per_source_whatever_the_spans(self):
        self.close_january()
        people = self.env["hr.employee"].union(*self.people.values())
        halves = [(JANUARY[0], date(2026, 1, 15)), (date(2026, 1, 16), JANUARY[1])]
        measure = self.measure("actual_quota")
        measure._measure(people, *JANUARY)  # rules and code cached
        counts = []
        for days in ([JANUARY], [*halves, JANUARY, QUARTER]):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            measure._measure_spans(people, dict.fromkeys(people.ids, days))
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    # readers -------------------------------------------------------------------
    def test_the_reader_measures_what_he_may_read(self):
        self.close_january()
        person, other = self.people["P01"], self.people["P02"]
        employee = self.env(user=self.users["employee"])
        own = self.value(person, "actual_quota", env=employee)
        self.assertEqual(own.value, Decimal("1.283433"))
        foreign = self.value(other, "actual_quota", env=employee)
        self.assertEqual(foreign.state, "no_data")
        recorder = self.env(user=self.users["recorder"])
        team = self.value(self.head, "actual_quota", "team", env=recorder)
        self.assertEqual(team.value, Decimal("0.641717"))

    def test_a_total_with_confidential_items_stays_closed_to_the_recorder(self):
        """A total less the items that he reads would give the confidential one."""
        self.items["WAG"].confidential = True
        self.close_january()
        recorder = self.env(user=self.users["recorder"])
        found = self.value(self.head, "actual_quota", "team", env=recorder)
        self.assertEqual(found.state, "no_data")

    def test_no_figure_carries_the_quota_or_the_actual(self):
        self.close_january()
        self.sign()
        for kind in ("actual_quota", "saving", "penalty", "reward"):
            found = self.value(self.people["P01"], kind)
            with self.subTest(kind=kind):
                self.assertIsNone(found.numerator)
                self.assertIsNone(found.denominator)

    def test_the_other_company_is_not_measured(self):
        other = self.env["res.company"].create({"name": "Next Door"})
        self.close_january()
        env = self.env(
            user=self.users["manager"],
            context={"allowed_company_ids": self.company.ids},
        )
        self.assertEqual(
            self.value(self.people["P01"], "actual_quota", env=env).state, "ok"
        )
        self.users["manager"].company_ids |= other
        abroad = env(context={"allowed_company_ids": other.ids})
        found = self.value(self.people["P01"], "actual_quota", env=abroad)
        self.assertEqual(found.state, "no_data")

    # set-up --------------------------------------------------------------------
    def test_one_query_per_source_whatever_the_number(self):
        self.close_january()
        self.sign()
        for kind in ("actual_quota", "penalty"):
            measure = self.measure(kind)
            measure._measure(self.people["P01"], *JANUARY)  # rules and code cached
            counts = []
            for names in (("P01",), tuple(self.people)):
                people = self.env["hr.employee"].union(
                    *(self.people[name] for name in names)
                )
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                measure._measure(people, *JANUARY)
                counts.append(self.cr.sql_log_count - before)
            with self.subTest(kind=kind):
                self.assertEqual(counts[0], counts[1])

    def test_parameters_are_checked(self):
        for params in ({"kind": "x"}, {"place": "moon"}, {"unknown": 1}):
            with self.subTest(params=params), self.assertRaises(ValidationError):
                self.measure("actual_quota").params = params

    def test_ready_measures_say_what_they_count(self):
        for name in ("cost_vs_quota", "cost_saving", "cost_penalty", "cost_reward"):
            measure = self.env.ref(f"ops_cost.measure_{name}")
            self.assertEqual(measure.code, name)
            self.assertTrue(measure.description)

    def test_suppliers_have_no_cost_quota(self):
        partner = self.env["res.partner"].create({"name": "Supplier"})
        with self.assertRaises(ValidationError):
            self.measure("actual_quota")._measure(partner, *JANUARY)
