from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestContractFramework(ContractCase):
    def setUp(self):
        super().setUp()
        clock = patch.object(
            self.env.cr, "_now", datetime.fromisoformat("2026-03-10 04:00:00")
        )
        clock.start()
        self.addCleanup(clock.stop)
        self.draft = self.contract(state="draft")

    def test_a_contract_lies_within_its_framework(self):
        child = self.contract(parent_id=self.draft.id, date_start=date(2026, 2, 1))
        self.assertEqual(self.draft.child_count, 1)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.contract(parent_id=self.draft.id, date_end=date(2027, 1, 1))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.contract(parent_id=self.draft.id, direction="purchased")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.draft.date_start = date(2026, 2, 2)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.draft.parent_id = child

    def test_contracts_unfold_under_their_framework(self):
        child = self.contract(parent_id=self.draft.id, state="draft")
        below = self.contract(parent_id=child.id)
        alone = self.draft.with_context(default_root_id=child.id).copy()
        family = self.draft | child | below
        self.assertEqual(family.root_id, self.draft)
        self.assertEqual(alone.root_id, alone)
        action = self.env.ref("ops_contract.ops_contract_framework_action")
        found = self.env["ops.contract"].search(safe_eval(action.domain))
        self.assertEqual(found & (family | alone), family)
        child.parent_id = False
        self.assertEqual(below.root_id, child)

    def test_a_contract_is_found_by_its_numbers(self):
        self.draft.customer_number = "QH-77"
        Contract = self.env["ops.contract"]
        for text in (self.draft.number, "QH-77", "Hospital Sys"):
            with self.subTest(text):
                found = dict(Contract.name_search(text))
                self.assertIn(self.draft.id, found)
