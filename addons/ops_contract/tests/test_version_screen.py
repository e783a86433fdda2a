from datetime import date

from odoo.tests import Form, tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestVersionScreen(ContractCase):
    """The form in the hands of the contract manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2026 = cls.contract()
        cls.levels = cls.version(
            cls.of_2026,
            "sla",
            date(2026, 1, 1),
            sla=[{"metric_id": cls.metrics["t_resolve"].id, "target_minutes": 480}],
        )

    def form(self, kind):
        version = self.version(self.of_2026, kind, date(2026, 1, 1))
        return Form(version.with_env(self.as_("manager")))

    def test_services_are_entered(self):
        with self.form("service") as form, form.service_line_ids.new() as line:
            line.item_id = self.item
            line.quantity = 3
            line.unit_price = 100
            self.assertEqual(line.amount, 300)
        self.assertEqual(form.record.service_line_ids.amount, 300)

    def test_an_evaluation_names_a_service_level(self):
        with self.form("evaluation") as form, form.evaluation_line_ids.new() as line:
            line.sla_line_id = self.levels.sla_line_ids
            line.weight_bp = 4000
            with line.tier_ids.new() as tier:
                tier.low_bp, tier.high_bp, tier.credit_bp = 0, 9500, 1000
        found = form.record.evaluation_line_ids
        self.assertEqual(found.sla_key, self.levels.sla_line_ids.line_key)
        self.assertEqual(found.tier_ids.credit_bp, 1000)

    def test_prices_and_clauses_are_entered(self):
        with self.form("price") as form:
            with form.price_line_ids.new() as line:
                line.name, line.unit_price, line.billing = "Licences", 1200, "yearly"
                self.assertEqual(line.monthly_amount, 100)
            with form.clause_ids.new() as clause:
                clause.number, clause.text = "1", "For ${customer}"
        self.assertEqual(form.record.price_line_ids.amount, 1200)
        self.assertEqual(form.record.clause_ids.rendered, "For City Hospital")

    def test_staff_is_assigned_after_sealing(self):
        version = self.version(
            self.of_2026, "staff", date(2026, 1, 1), staff=[{"name": "Engineer"}]
        )
        self.agree(version)
        employee = self.env["hr.employee"].create(
            {"name": "Wu Min", "company_id": self.company.id}
        )
        action = version.with_env(self.as_("manager")).action_assign()
        lines = self.as_("manager")[action["res_model"]].search(action["domain"])
        view = "ops_contract.ops_annex_staff_line_view_list"
        with Form(lines, view=view) as form:
            form.employee_ids.add(employee)
        self.assertEqual(version.staff_line_ids.employee_ids, employee)
        self.assertTrue(version._seal_is_intact())

    def test_each_role_opens_what_it_may_read(self):
        for role in ("supervisor", "manager", "finance", "org"):
            with self.subTest(role=role):
                form = Form(self.levels.with_env(self.as_(role)))
                self.assertEqual(form.state, "draft")
