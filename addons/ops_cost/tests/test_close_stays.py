"""Persons of a month without a quota, and the close."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestCloseStays(LedgerCase):
    def second_stay(self):
        """As a workbook brings it: the person is in a second team, without a move."""
        self.nodes["P02"].date_end = "2026-01-15"
        self.nodes["P02@T12"] = self._make_person("P02", "T12", "2026-01-16")
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_second_stay_without_a_quota(self):
        self.assertFalse(self.jan.close_missing)
        self.second_stay()
        text = "has no quota as P02@T12, it is still on P02@T11"
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            self.jan._close()
        self.env.invalidate_all()
        self.assertIn("to T12 from 2026-01-16", self.jan.close_missing)

    def test_the_move_it_asks_for_cures_it(self):
        self.second_stay()
        wizard = self.as_user(self.env["ops.cost.move"], "office").create(
            {
                "employee_id": self.people["P02"].id,
                "date": "2026-01-16",
                "team_id": self.nodes["T12"].id,
                "reason": "As in the workbook",
            }
        )
        action = wizard.action_move()
        transfers = self.env["ops.cost.transfer"].search(action["domain"])
        for transfer in transfers.filtered(lambda row: row.state == "submitted"):
            self.as_user(transfer, "manager").action_approve()
        self.env.invalidate_all()
        self.assertFalse(self.jan.close_missing)
        self.jan._close()
        self.assertFalse(self.feb.close_missing)

    def test_persons_without_any_quota_only_warn(self):
        employee = self.env["hr.employee"].create(
            {"name": "Newcomer", "company_id": self.company.id}
        )
        self.nodes["P03"].copy(
            {
                "code": "P05@T12",
                "employee_id": employee.id,
                "date_start": "2026-01-20",
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.jan.close_missing)
        self.assertIn("1 persons have no quota", self.jan.close_warning)
        self.assertIn("P05@T12", self.jan.close_warning)
        self.jan._close()
