from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .ledger_case import LedgerCase


class TestReversal(LedgerCase):
    def test_a_reversal_is_a_new_document_with_all_amounts_turned(self):
        entries = self.post(("P01", "MAT", 100.10), ("P02", "WAG", -3))
        reversal = entries.voucher_id._reverse("2026-01-20", "wrong team")
        self.assertEqual(reversal.state, "submitted")
        reversal._post()
        lines = reversal.entry_ids.sorted("id")
        self.assertEqual(lines.mapped("amount"), [-100.10, 3])
        self.assertEqual(lines.reverse_of_id, entries)
        self.assertEqual(entries.mapped("amount"), [100.10, -3])
        self.assertEqual(entries.voucher_id.state, "posted")

    def test_an_entry_is_reversed_once(self):
        entry = self.post(("P01", "MAT", 5))
        entry.voucher_id._reverse("2026-01-20", "wrong")
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            entry.voucher_id._reverse("2026-01-20", "wrong")

    def test_a_cancelled_reversal_can_be_made_again(self):
        entry = self.post(("P01", "MAT", 5))
        entry.voucher_id._reverse("2026-01-20", "wrong")._cancel()
        entry.voucher_id._reverse("2026-01-20", "wrong")._post()

    def test_the_reversal_of_a_closed_month_lands_in_the_open_one(self):
        entry = self.post(("P01", "MAT", 5))
        self.jan._close()
        before = self.checksum()
        reversal = entry.voucher_id._reverse("2026-01-20", "wrong")
        reversal._post()
        self.assertEqual(reversal.entry_ids.period_id, self.feb)
        self.assertTrue(reversal.entry_ids.late)
        self.assertEqual(self.checksum(), before)

    def test_the_wizard_needs_a_posted_document_and_a_role(self):
        voucher = self.voucher(("P01", "MAT", 5), user="accountant")
        with self.assertRaisesRegex(UserError, "not possible now"):
            voucher.action_reverse()
        voucher.action_submit()
        self.as_user(voucher, "office").action_post()
        wizard = {"voucher_id": voucher.id, "reason": "typo", "date": "2026-01-20"}
        with self.assertRaises(AccessError):
            self.env["ops.cost.reverse"].with_user(self.users["recorder"]).create(
                wizard
            )
        reverse = self.env["ops.cost.reverse"].with_user(self.users["accountant"])
        action = reverse.create(wizard).action_reverse()
        reversal = self.env["ops.cost.voucher"].browse(action["res_id"])
        self.assertEqual(reversal.creator_id, self.users["accountant"])
        with self.assertRaisesRegex(UserError, "four eyes"):
            self.as_user(reversal, "accountant").action_post()
        self.as_user(reversal, "accountant2").action_post()


class TestFourEyes(LedgerCase):
    def test_who_enters_does_not_post(self):
        voucher = self.voucher(("P01", "MAT", 5), user="accountant")
        voucher.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"):
            voucher.action_post()
        self.as_user(voucher, "accountant2").action_post()
        self.assertEqual(voucher.decided_by, self.users["accountant2"])

    def test_a_recorder_enters_for_his_team_and_never_posts(self):
        voucher = self.voucher(("P01", "MAT", 5), user="recorder")
        voucher.action_submit()
        other = self.voucher(("P01", "MAT", 6), user="accountant")
        other.action_submit()
        for document in (voucher, other):
            with self.assertRaises(AccessError):
                self.as_user(document, "recorder").action_post()
        with self.assertRaises(AccessError):
            self.voucher(("P04", "MAT", 5), user="recorder")

    def test_an_accountant_posts_own_units_only(self):
        voucher = self.voucher(("P01", "MAT", 5), ("P04", "MAT", 5), user="office")
        voucher.action_submit()
        with self.assertRaises(AccessError):
            self.as_user(voucher, "accountant").action_post()
        self.as_user(voucher, "office2").action_post()

    def test_other_roles_neither_enter_nor_post(self):
        voucher = self.voucher(("P01", "MAT", 5), user="accountant")
        voucher.action_submit()
        for name in ("finance", "leader", "functional", "auditor", "employee"):
            with self.subTest(user=name):
                with self.assertRaises(AccessError):
                    self.voucher(("P01", "MAT", 5), user=name)
                with self.assertRaises(AccessError):
                    self.as_user(voucher, name).action_post()

    def test_a_draft_cannot_be_posted_by_the_button(self):
        voucher = self.voucher(("P01", "MAT", 5), user="accountant")
        with self.assertRaisesRegex(UserError, "not possible now"):
            self.as_user(voucher, "accountant2").action_post()

    def test_submitted_can_be_taken_back_and_cancelled(self):
        voucher = self.voucher(("P01", "MAT", 5), user="accountant")
        voucher.action_submit()
        with self.assertRaisesRegex(UserError, "back to draft first"):
            voucher.note = "x"
        voucher.action_reset()
        voucher.note = "x"
        voucher.action_submit()
        voucher.action_cancel()
        with self.assertRaises(UserError):
            voucher.action_submit()


class TestGuards(LedgerCase):
    def test_a_posted_entry_never_changes(self):
        """cost.md 5, example 31."""
        entry = self.post(("P01", "MAT", 5))
        for user in ("office", "manager", "accountant"):
            line = self.as_user(entry, user)
            for vals in (
                {"amount": 6},
                {"node_id": self.nodes["P02"].id},
                {"date": "2026-01-01"},
                {"item_id": self.items["WAG"].id},
                {"note": "x"},
            ):
                with self.subTest(user=user, vals=vals), self.assertRaises(UserError):
                    line.write(vals)
            with self.assertRaises(UserError):
                line.unlink()
            with self.assertRaises(UserError):
                line.voucher_id.unlink()
        with self.assertRaises(UserError):
            entry.with_context(_force_unlink=True).with_user(
                self.users["manager"]
            ).unlink()

    def test_no_line_slips_into_a_posted_document(self):
        voucher = self.post(("P01", "MAT", 5)).voucher_id
        draft = self.voucher(("P02", "MAT", 7))
        new = {
            "node_id": self.nodes["P01"].id,
            "item_id": self.items["MAT"].id,
            "amount": 1,
        }
        entry_model = self.env["ops.cost.entry"].with_user(self.users["office"])
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            entry_model.create({**new, "voucher_id": voucher.id})
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            entry_model.with_context(default_voucher_id=voucher.id).create(new)
        with self.assertRaises(UserError):
            self.as_user(voucher, "office").write({"entry_ids": [Command.create(new)]})
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self.as_user(draft.entry_ids, "office").voucher_id = voucher

    def test_server_owned_fields_are_refused(self):
        voucher = self.voucher(("P01", "MAT", 5), user="accountant")
        for vals in (
            {"state": "posted"},
            {"number": "V1"},
            {"creator_id": self.users["office"].id},
            {"decided_by": self.users["office"].id},
            {"reverse_of_id": voucher.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                voucher.write(vals)
        entry = voucher.entry_ids
        for vals in (
            {"state": "posted"},
            {"number": "2026-01-00001"},
            {"period_id": self.jan.id},
            {"late": True},
            {"l2_id": self.nodes["U2"].id},
            {"source_model": "res.partner"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                entry.write(vals)
        forged = self.env["ops.cost.voucher"].with_user(self.users["accountant"])
        voucher = forged.with_context(
            default_state="posted", default_creator_id=self.users["office"].id
        ).create({"date": "2026-01-15", "company_id": self.company.id})
        self.assertEqual(voucher.state, "draft")
        self.assertEqual(voucher.creator_id, self.users["accountant"])

    def test_a_foreign_document_takes_no_lines_from_others(self):
        voucher = self.voucher(("P04", "MAT", 5), user="office")
        line = {
            "voucher_id": voucher.id,
            "node_id": self.nodes["P01"].id,
            "item_id": self.items["MAT"].id,
            "amount": 1,
        }
        for user in ("recorder", "accountant"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.env["ops.cost.entry"].with_user(self.users[user]).create(line)

    def test_a_copy_starts_as_a_draft_of_the_copier(self):
        voucher = self.post(("P01", "MAT", 5)).voucher_id
        copy = self.as_user(voucher, "office").copy()
        self.assertEqual((copy.state, copy.number), ("draft", "/"))
        self.assertEqual(copy.creator_id, self.users["office"])
        self.assertEqual(copy.entry_ids.state, "draft")
        self.assertFalse(copy.entry_ids.number)

    def test_a_form_enters_a_document(self):
        form = Form(
            self.env["ops.cost.voucher"].with_user(self.users["accountant"]),
            view="ops_cost.ops_cost_voucher_view_form",
        )
        form.date = "2026-01-15"
        with form.entry_ids.new() as line:
            line.node_id = self.nodes["P01"].with_user(self.users["accountant"])
            line.item_id = self.items["MAT"].with_user(self.users["accountant"])
            line.amount = 12.34
        voucher = form.save()
        self.assertEqual(voucher.amount_total, 12.34)
        self.assertEqual(voucher.entry_ids.date, voucher.date)

    def test_posting_many_documents_takes_few_queries(self):
        vouchers = self.env["ops.cost.voucher"]
        for _number in range(40):
            vouchers |= self.voucher(("P01", "MAT", 5))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            vouchers._post()
