from odoo.tests import HttpCase, tagged

from odoo.addons.ops_contract.tests.statement_case import StatementCase

from .test_cost_hoot import _suite


@tagged("post_install", "-at_install")
class TestContractScreensInBrowser(StatementCase, HttpCase):
    """From the board of all contracts to the facts behind a service level."""

    def test_from_the_board_to_the_facts(self):
        contract = self.case(contract=self.running_today())
        clock = self.env["ops.sla.clock"].create(
            {
                "name": "t_response 1",
                "contract_id": contract.id,
                "metric_id": self.metrics["t_response"].id,
                "start_at": self.env.cr.now().replace(microsecond=0),
            }
        )
        self.assertEqual(clock.outcome, "running")
        self.start_tour(
            "/odoo/ops-contract-board",
            "ops_contract_board_walk",
            login="contract_manager",
        )

    def running_today(self):
        """The browser has no other day than today: no end in sight."""
        return self.contract(date_end="2099-12-31", calendar_id=self.calendar_247.id)

    def test_rules_of_the_screens_that_run_in_the_browser(self):
        query = "headless&loglevel=2&preset=desktop&timeout=15000"
        self.browser_js(
            f"/web/tests?{query}&id={_suite('@ops_contract')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
        )
