"""Measures that other addons read."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .statement_case import NOVEMBER, StatementCase

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
