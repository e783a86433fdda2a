from datetime import date
from itertools import combinations

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestChain(ContractCase):
    """Σ(underpinning + OLA) <= SLA (contract.md, row 27)."""

    def setUp(self):
        super().setUp()
        self.sold = self.in_force("sold", 360)
        self.desk = self.in_force("internal", 15, name="Desk")
        self.group = self.in_force("internal", 120, name="Network Group")
        self.carrier = self.in_force("purchased", 240, name="Carrier")

    def in_force(self, direction, minutes, days=0, priority="p1", **values):
        contract = self.contract(direction=direction, **values)
        line = {
            "metric_id": self.metrics["t_resolve"].id,
            "priority": priority,
            "target_minutes": minutes,
            "target_days": days,
        }
        version = self.version(contract, "sla", date(2026, 1, 1), sla=[line])
        version._server_write(
            {
                "state": "effective",
                "effective_from": "2025-12-31 16:00:00",
                "effective_to": "2099-12-31 16:00:00",
            }
        )
        return contract

    def link(self, *others):
        self.sold.underpinning_ids = self.sold.browse([other.id for other in others])
        self.assertQueryAgrees()

    def assertQueryAgrees(self):
        """The query behind field and filter says what the check says."""
        checks = self.sold._chain_checks()
        broken = any(not check.result.ok for check in checks)
        self.sold.invalidate_recordset(["is_chain_broken"])
        self.assertEqual(self.sold.is_chain_broken, broken)
        found = self.env["ops.contract"].search([("is_chain_broken", "=", True)])
        self.assertEqual(self.sold in found, broken)

    def check(self, role="manager"):
        action = self.sold.with_user(self.users[role]).action_check_chain()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_promises_that_fit(self):
        self.link(self.desk, self.group)
        wizard = self.check()
        self.assertEqual(wizard.verdict, "ok")
        self.assertEqual(wizard.line_ids.mapped("slack_minutes"), [360 - 135])
        self.assertFalse(self.sold.is_chain_broken)

    def test_the_worst_path_is_named(self):
        quick = self.in_force("purchased", 60, name="Other Carrier")
        self.link(self.desk, self.group, self.carrier, quick)
        wizard = self.check()
        self.assertEqual(wizard.verdict, "broken")
        # 15 + 120 + 240 = 375 of 360; with the other carrier 195
        self.assertEqual(wizard.line_ids.mapped("slack_minutes"), [-15, 165])
        self.assertEqual(wizard.line_ids.mapped("verdict"), ["short", "ok"])
        self.assertIn("Carrier", wizard.summary)
        self.assertIn("15 minutes", wizard.summary)
        self.assertNotIn("Other Carrier", wizard.summary)
        self.assertTrue(self.sold.is_chain_broken)
        found = self.env["ops.contract"].search([("is_chain_broken", "=", True)])
        self.assertIn(self.sold, found)

    def test_a_leg_without_a_promise_is_named(self):
        silent = self.contract(direction="internal", name="Silent Group")
        self.link(self.desk, silent)
        wizard = self.check()
        self.assertEqual(wizard.line_ids.verdict, "open")
        self.assertIn("Silent Group", wizard.summary)

    def test_what_nobody_underpins_has_no_path(self):
        self.link(self.contract(direction="internal"))
        self.assertEqual(self.check().verdict, "none")
        self.assertFalse(self.sold.is_chain_broken)

    def test_other_hours_are_noted(self):
        self.group._server_write({"calendar_id": self.calendar_247.id})
        self.link(self.desk, self.group)
        wizard = self.check()
        self.assertIn("Network Group", wizard.line_ids.note)

    def test_working_days_count_by_the_hours_of_the_calendar(self):
        self.link(self.in_force("internal", 0, days=1))
        # one day of 9 to 18: 540 minutes of 360
        self.assertEqual(self.check().line_ids.total_minutes, 540)
        self.assertEqual(self.check().line_ids.slack_minutes, -180)

    def test_an_agreement_for_other_services_is_no_leg(self):
        other = self.env["ops.service.category"].create(
            {"name": "Storage", "code": "T2.3", "parent_id": self.category.parent_id.id}
        )
        storage = self.published_item("T2.3.1", "Array Care", category_id=other.id)
        for contract, item in ((self.sold, self.item), (self.carrier, storage)):
            version = self.version(
                contract,
                "service",
                date(2026, 1, 1),
                service=[{"item_id": item.id}],
            )
            version._server_write(
                {
                    "state": "effective",
                    "effective_from": "2025-12-31 16:00:00",
                    "effective_to": "2099-12-31 16:00:00",
                }
            )
        self.link(self.desk, self.group, self.carrier)
        self.assertEqual(self.check().line_ids.total_minutes, 135)
        self.desk._server_write({"state": "closed"})
        self.assertQueryAgrees()

    def test_who_reads_the_contract_checks_its_chain(self):
        self.link(self.desk)
        for role in ("supervisor", "manager", "org"):
            with self.subTest(role=role):
                self.assertEqual(self.check(role).verdict, "ok")
        for role in ("manager2", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.check(role)

    # the query ---------------------------------------------------------------------
    def test_the_query_agrees_in_every_combination(self):
        others = [
            self.desk,
            self.carrier,
            self.in_force("purchased", 400, name="Slow"),
            self.in_force("internal", 0, days=1, name="One Day"),
            self.in_force("internal", 10, name="Any", priority="any"),
            self.in_force("purchased", 10, name="Other", priority="p2"),
            self.contract(direction="internal", name="Silent"),
        ]
        for size in range(4):
            for chosen in combinations(others, size):
                self.link(*chosen)

    def test_ten_times_the_contracts_take_one_query(self):
        self.link(self.desk, self.group, self.carrier)
        contracts = self.sold
        for _number in range(9):
            more = self.in_force("sold", 360)
            more.underpinning_ids = self.desk | self.group | self.carrier
            contracts |= more
        self.env.flush_all()
        for asked in (contracts[:1], contracts):
            with self.assertQueryCount(1):
                self.assertEqual(asked._filtered_chain_broken(), asked)
