"""Measures that other addons read."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .deliverable_case import DeliverableCase
from .sla_case import at
from .statement_case import AFTER, NOVEMBER, StatementCase

END = date(2026, 11, 30)


@tagged("post_install", "-at_install")
class TestMeasureContract(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.case()

    def measure(self, **params):
        return self.env["ops.measure"].create(
            {
                "code": f"t_{len(params)}_{params}"[:60],
                "name": "Kept",
                "provider": "ops.measure.provider.contract",
                "params": params,
            }
        )

    def test_attainment_of_contract_partner_person_and_department(self):
        self.cases(self.deal, "t_resolve", 47, 3)
        self.cases(self.deal, "t_response", 10, 0)
        department = self.env["hr.department"].create({"name": "Field"})
        person = self.env["hr.employee"].create(
            {
                "name": "Supervisor",
                "user_id": self.users["supervisor"].id,
                "department_id": department.id,
            }
        )
        measure = self.measure(metric="t_resolve")
        for subject in (self.deal, self.customer, person, department):
            value = measure._measure(subject, NOVEMBER, END)[subject.id]
            self.assertEqual((value.value, value.n), (Decimal("0.94"), 50))
            self.assertEqual(len(value.refs), 50)
        value = measure._measure(self.stranger, NOVEMBER, END)[self.stranger.id]
        self.assertEqual(value.state, "no_data")

    def spans_of(self, measure, subject, *spans):
        found = measure._measure_spans(subject, {subject.id: list(spans)})
        return [found[(subject.id, *days)].value for days in spans]

    def test_each_part_of_a_person_has_the_cases_of_its_days(self):
        self.cases(self.deal, "t_resolve", 3, 1, "11-10")
        self.cases(self.deal, "t_resolve", 1, 1, "11-20")
        person = self.env["hr.employee"].create(
            {"name": "Supervisor", "user_id": self.users["supervisor"].id}
        )
        early, late = (NOVEMBER, date(2026, 11, 19)), (date(2026, 11, 20), END)
        measure = self.measure(metric="t_resolve")
        self.assertEqual(
            self.spans_of(measure, person, early, late, (NOVEMBER, END)),
            [Decimal("0.75"), Decimal("0.5"), Decimal("0.666667")],
        )

    def test_one_query_per_source_whatever_the_spans(self):
        self.cases(self.deal, "t_resolve", 3, 1)
        subjects = self.customer | self.stranger
        measure = self.measure(metric="t_resolve")
        measure._measure(subjects, NOVEMBER, END)
        counts = []
        halves = [(NOVEMBER, date(2026, 11, 9)), (date(2026, 11, 10), END)]
        for days in ([(NOVEMBER, END)], halves):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            measure._measure_spans(subjects, dict.fromkeys(subjects.ids, days))
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_availability_of_a_month_is_not_shared_out(self):
        self.outage(self.deal, "11-03 00:00", "11-06 00:00")
        statement = self.statement(self.deal)
        statement._server_write({"sealed_at": at(AFTER)})
        halves = [(NOVEMBER, date(2026, 11, 15)), (date(2026, 11, 16), END)]
        measure = self.measure(kind="availability")
        self.assertEqual(
            self.spans_of(measure, self.deal, *halves, (NOVEMBER, END)),
            [None, None, Decimal("0.9")],
        )

    def test_direction(self):
        self.cases(self.deal, "t_resolve", 1, 0)
        measure = self.measure(direction="purchased")
        value = measure._measure(self.customer, NOVEMBER, END)[self.customer.id]
        self.assertEqual(value.state, "no_data")

    def test_parameters_are_checked(self):
        for params in ({"kind": "x"}, {"metric": "t_none"}, {"unknown": 1}):
            with self.assertRaises(ValidationError):
                self.measure(**params)

    def test_the_report_shows_what_a_statement_counts(self):
        self.cases(self.deal, "t_resolve", 2, 1)
        self.env.flush_all()
        [row] = self.env["ops.sla.report"]._read_group(
            [("contract_id", "=", self.deal.id)],
            ["contract_id"],
            ["cases:sum", "met:sum", "attainment:avg"],
        )
        self.assertEqual(row[1:3], (3, 2))
        self.assertAlmostEqual(row[3], 2 / 3, 6)


@tagged("post_install", "-at_install")
class TestMeasurePunctuality(DeliverableCase):
    def test_each_part_has_what_was_due_in_its_days(self):
        """Of January due in February, of February in March; February alone is late."""
        self.promise()
        self.generate("2026-03-31")
        january, february = self.all()[:2]
        january._server_write(
            {"state": "accepted", "is_on_time": True, "accepted_at": january.date_due}
        )
        measure = self.env["ops.measure"].create(
            {
                "code": "t_due",
                "name": "Due",
                "provider": "ops.measure.provider.contract",
                "params": {"kind": "punctuality"},
            }
        )
        early = (date(2026, 2, 1), february.date_due - timedelta(days=1))
        late = (february.date_due, date(2026, 3, 31))
        with self.at("2026-12-31 09:00:00"):
            found = measure._measure_spans(
                self.subject, {self.subject.id: [early, late, (early[0], late[1])]}
            )
        self.assertEqual(
            [value.value for value in found.values()],
            [Decimal(1), Decimal(0), Decimal("0.5")],
        )
