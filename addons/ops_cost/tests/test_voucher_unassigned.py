from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .ledger_case import LedgerCase


class TestUnassigned(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cost = cls.env["ops.cost.unassigned"].create(
            {
                "source": "Bill 17",
                "source_model": "res.partner",
                "source_id": cls.env.user.partner_id.id,
                "source_key": "17",
                "document": "vendor_bill",
                "date": "2026-01-20",
                "recorded_on": "2026-01-21",
                "amount": 120.5,
                "reason": "Account 6602 belongs to no item",
                "company_id": cls.company.id,
            }
        )

    def refused_twice(self):
        return mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError)

    def test_the_same_source_waits_once_with_and_without_a_key(self):
        for changes in ({}, {"source_key": False}, {"source_id": False}):
            with self.subTest(changes=changes):
                other = self.cost.copy({"source": "Bill 18", "source_key": "18"})
                other.write(changes)
                self.env.flush_all()
                quiet, refused = self.refused_twice()
                with quiet, refused, self.cr.savepoint():
                    other.copy({"source": "Bill 18 again"})
                    self.env.flush_all()
                self.env.invalidate_all()
                other.unlink()
        # without a document of the system any number may wait
        free = self.cost.copy({"source_model": False, "source_key": False})
        free.copy()
        self.env.flush_all()

    def test_the_same_source_is_booked_once_with_and_without_a_key(self):
        for key in ("17", False):
            self.cost.write(
                {
                    "node_id": self.nodes["P01"].id,
                    "item_id": self.items["MAT"].id,
                    "source_key": key,
                }
            )
            again = self.cost.copy({"source": "Bill 17 again", "source_id": 0})
            self.cost.action_assign()
            self.env.flush_all()
            # the first is settled, so the queue takes the source once more
            again.write({"source_id": self.cost.source_id})
            self.env.flush_all()
            quiet, refused = self.refused_twice()
            with self.subTest(key=key), quiet, refused, self.cr.savepoint():
                again.action_assign()
                self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(again.state, "open")
            again.unlink()
            self.cost.entry_id.voucher_id.action_cancel()

    def test_what_waits_holds_up_the_close(self):
        refused = self.assertRaisesRegex(UserError, "1 unassigned costs wait")
        with refused, self.cr.savepoint():
            self.jan._close()
        self.env.invalidate_all()
        self.assertEqual(self.jan.state, "open")

    def test_a_later_cost_does_not(self):
        self.cost.date = "2026-02-01"
        self.jan._close()

    def test_a_cost_recorded_after_the_closing_day_holds_up_the_next_month(self):
        self.cost.recorded_on = "2026-02-03"
        self.jan._close()
        refused = self.assertRaisesRegex(UserError, "1 unassigned costs wait")
        with refused, self.cr.savepoint():
            self.feb._close()

    def test_assigning_makes_a_submitted_document_that_another_posts(self):
        self.cost.write(
            {"node_id": self.nodes["P01"].id, "item_id": self.items["MAT"].id}
        )
        self.as_user(self.cost, "accountant").action_assign()
        self.assertEqual(self.cost.state, "assigned")
        voucher = self.cost.entry_id.voucher_id
        self.assertEqual((voucher.state, voucher.amount_total), ("submitted", 120.5))
        self.assertEqual(self.cost.entry_id.source_key, "17")
        with self.assertRaisesRegex(UserError, "is submitted"), self.cr.savepoint():
            self.jan._close()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.as_user(voucher, "accountant").action_post()
        self.as_user(voucher, "office").action_post()
        self.jan._close()
        with self.assertRaisesRegex(UserError, "already settled"):
            self.cost.action_assign()

    def test_a_cancelled_document_puts_the_cost_back(self):
        self.cost.write(
            {"node_id": self.nodes["P01"].id, "item_id": self.items["MAT"].id}
        )
        self.cost.action_assign()
        self.cost.entry_id.voucher_id.action_cancel()
        self.assertEqual(self.cost.state, "open")
        self.cost.action_assign()
        self.assertEqual(self.cost.state, "assigned")

    def test_node_and_item_are_needed(self):
        with self.assertRaisesRegex(UserError, "Choose node and item"):
            self.cost.action_assign()

    def test_dismissing_needs_a_note_and_the_office(self):
        with self.assertRaisesRegex(UserError, "Write why"):
            self.as_user(self.cost, "office").action_dismiss()
        self.cost.note = "Private purchase, paid back"
        with self.assertRaises(AccessError):
            self.as_user(self.cost, "accountant").action_dismiss()
        self.as_user(self.cost, "office").action_dismiss()
        self.assertEqual(self.cost.resolved_by_id, self.users["office"])
        self.jan._close()
        for user in ("office", "accountant"):
            with self.assertRaisesRegex(UserError, "already settled"):
                self.as_user(self.cost, user).amount = 1

    def test_others_do_not_see_or_touch_the_queue(self):
        for user in ("recorder", "employee", "leader", "functional"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.as_user(self.cost, user).read(["amount"])
        for user in ("finance", "auditor"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.as_user(self.cost, user).action_dismiss()
