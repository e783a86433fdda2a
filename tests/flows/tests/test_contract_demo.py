"""The demo company of contracts comes out with the same numbers on any day."""

import base64

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

from odoo.addons.ops_contract.demo.build import DemoContracts, invented

ITEMS = "demo/ops_service_items_demo.xml"


class FlowContracts(DemoContracts):
    """Its own logins, without passwords: the database may hold the demo too."""

    def _credentials(self, facts):
        return {"login": f"flow_{facts['login']}"}


@tagged("post_install", "-at_install", "ops_flow")
class TestContractDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("ops_contract.item_1_1_1", raise_if_not_found=False):
            convert_file(cls.env, "ops_contract", ITEMS, {}, mode="init")
        company = cls.env.ref("ops_contract.item_1_1_1").company_id
        currency = cls.env.ref("base.CNY")
        currency.active = True
        company.write({"currency_id": currency.id, "ops_tz": "Asia/Shanghai"})
        cls.built = FlowContracts(cls.env, company, invented())
        cls.built.build()

    def statements(self, key):
        found = self.built.contracts[key].statement_ids.sorted("date_from")
        return [
            (f"{row.date_from:%Y-%m}", row.state, row.fee, row.credit, row.net)
            for row in found
        ]

    def test_two_months_of_statements(self):
        # bank: weights 30/50/20 %; September one response of 16 late (93.75 %: 5 %);
        # October 16 of 17 and 17 of 18 (5 % each), 90 minutes down (10 %)
        self.assertEqual(
            self.statements("bank"),
            [
                ("2026-09", "settled", 80000.0, 1200.0, 78800.0),
                ("2026-10", "disputed", 80000.0, 4800.0, 75200.0),
            ],
        )
        # supplier: 4 of 5 on site in time (5 % of all)
        self.assertEqual(
            self.statements("supplier"),
            [
                ("2026-09", "confirmed", 18000.0, 0.0, 18000.0),
                ("2026-10", "sent", 18000.0, 900.0, 17100.0),
            ],
        )

    def test_a_second_person_can_record_a_confirmation_on_paper(self):
        hospital = self.built.contracts["hospital"]
        october = hospital.statement_ids.sorted("date_from")[-1]
        self.assertEqual(october.state, "sent")
        paper = {
            "statement_id": october.id,
            "kind": "paper",
            "partner_id": self.built.users["customer_2"].partner_id.id,
            "evidence": base64.b64encode(b"Signed"),
            "evidence_name": "signed.pdf",
        }
        confirm = self.env["ops.sla.confirm"]
        for key in ("manager", "org"):
            mine = confirm.with_user(self.built.users[key]).create(paper)
            with self.assertRaisesRegex(UserError, "another person"):
                mine.action_record()
        confirm.with_user(self.built.users["org_2"]).create(paper).action_record()
        self.assertEqual(october.state, "confirmed")
        self.assertEqual(october.recorded_by_id, self.built.users["org_2"])

    def test_the_version_switch_cuts_october_in_two(self):
        hospital = self.built.contracts["hospital"]
        october = hospital.statement_ids.sorted("date_from")[-1]
        self.assertEqual(
            [f"{part.date_from}" for part in october.segment_ids.sorted("date_from")],
            ["2026-10-01", "2026-10-16"],
        )
        self.assertEqual(sum(october.segment_ids.mapped("fee")), 60000.0)

    def test_november_runs(self):
        facts = self.env["ops.sla.clock"].search(
            [("contract_id", "in", [each.id for each in self.built.contracts.values()])]
        )
        self.assertIn("running", facts.mapped("outcome"))
        self.assertGreater(len(facts), 120)
        states = {each.state for each in self.built.contracts.values()}
        self.assertEqual(states, {"active"})

    def test_everything_is_sealed_and_intact(self):
        for contract in self.built.contracts.values():
            for paper in (*contract.version_ids, *contract.statement_ids):
                self.assertTrue(paper.seal_hash, paper.display_name)
                self.assertTrue(paper._seal_is_intact(), paper.display_name)
