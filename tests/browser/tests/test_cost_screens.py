from odoo.tests import HttpCase, tagged

from odoo.addons.ops_cost.tests.screen_case import ScreenCase


@tagged("post_install", "-at_install")
class TestCostScreens(ScreenCase, HttpCase):
    """The walk from the company's figures down to a document, and the matrix."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.env["ops.cost.version"].create(
            {
                "plan_id": cls.plan.id,
                "effective_period_id": cls.mar.id,
                "reason": "More for U2",
            }
        )
        material = cls.items["MAT"].id
        cls.draft._set_cells(
            {
                (cls.mar.id, cls.nodes[node].id, material, "daily"): (amount, 0)
                for node, amount in (("P01", 400_00), ("P02", 300_00), ("T11", 50_00))
            }
        )

    def test_from_the_dashboard_to_the_document_and_back(self):
        self.start_tour("/odoo/ops-cost", "ops_cost_walk", login="ledger_office")

    def test_a_quota_is_changed_in_the_matrix(self):
        self.start_tour(
            "/odoo/ops-cost-matrix", "ops_cost_matrix", login="ledger_office"
        )
        quotas = {
            cell.node_id.code: cell.quota
            for cell in self.draft.cell_ids
            if cell.period_id == self.mar
        }
        self.assertEqual(quotas, {"P01@T11": 350.01, "P02@T11": 350.00, "T11": 49.99})


@tagged("post_install", "-at_install")
class TestMyCostsOnAPhone(ScreenCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_an_employee_finds_the_own_document(self):
        self.start_tour(
            "/odoo/ops-my-costs", "ops_cost_my_costs", login="ledger_employee"
        )
