"""From a confirmed statement to a draft credit note, once. Months of the past."""

from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_contract.tests.statement_case import StatementCase

JANUARY = date(2026, 1, 1)


@tagged("post_install", "-at_install")
class TestCreditNote(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_accounts()
        cls.users["finance"].group_ids += cls.env.ref("account.group_account_invoice")

    @classmethod
    def create_accounts(cls):
        accounts = cls.env["account.account"].create(
            [
                {
                    "code": f"OPS{number}",
                    "name": kind,
                    "account_type": kind,
                    "reconcile": number < 3,
                    "company_ids": [Command.set(cls.company.ids)],
                }
                for number, kind in enumerate(
                    ["asset_receivable", "liability_payable", "income", "expense"], 1
                )
            ]
        )
        receivable, payable, income, expense = accounts
        for kind, account in [("sale", income), ("purchase", expense)]:
            cls.env["account.journal"].create(
                {
                    "name": kind,
                    "code": f"O{kind[:3]}",
                    "type": kind,
                    "company_id": cls.company.id,
                    "default_account_id": account.id,
                }
            )
        cls.customer.with_company(cls.company).write(
            {
                "property_account_receivable_id": receivable.id,
                "property_account_payable_id": payable.id,
            }
        )

    def confirmed(self, direction="sold", breached=3):
        contract = self.contract(direction=direction, calendar_id=self.calendar_247.id)
        deal = self.case(contract)
        self.cases(deal, "t_resolve", 47, breached, "01-13")
        statement = self.env["ops.sla.statement"]._generate(deal, JANUARY)
        self.confirm(statement)
        return statement

    def confirm(self, statement):
        statement.with_user(self.users["supervisor"]).action_project_review()
        statement.with_user(self.users["org"]).action_org_review()
        statement.with_user(self.users["manager"]).action_send()
        statement._confirm(self.customer)

    def note(self, statement):
        action = statement.with_user(self.users["finance"]).action_credit_note()
        return self.env["account.move"].browse(action["res_id"])

    def test_a_draft_of_the_credit_once(self):
        for direction, kind in [("sold", "out_refund"), ("purchased", "in_refund")]:
            statement = self.confirmed(direction)
            move = self.note(statement)
            self.assertEqual((move.move_type, move.state), (kind, "draft"))
            self.assertEqual(move.invoice_line_ids.price_unit, 2000)
            self.assertEqual(move.partner_id, self.customer)
            self.assertEqual(self.note(statement), move)
            self.assertTrue(statement._seal_is_intact())

    def settled_with(self, direction, amount):
        """January confirmed; February, all met, settles an adjustment of it."""
        january = self.confirmed(direction)
        adjustments = self.env["ops.sla.statement.adjustment"]
        adjustment = adjustments.with_user(self.users["manager"]).create(
            {
                "contract_id": january.contract_id.id,
                "corrects_id": january.id,
                "reason": "A case was counted twice",
                "amount": amount,
            }
        )
        adjustment.action_submit()
        adjustment.with_user(self.users["org"]).action_approve()
        deal = january.contract_id
        self.cases(deal, "t_resolve", 47, 3, "02-10")
        february = self.env["ops.sla.statement"]._generate(deal, date(2026, 2, 1))
        self.confirm(february)
        return february

    def test_corrections_of_earlier_months_are_lines(self):
        """2000 for February's misses, less or more what January was off by."""
        for direction, kind in [("sold", "out_refund"), ("purchased", "in_refund")]:
            move = self.note(self.settled_with(direction, 500))
            lines = move.invoice_line_ids.sorted("price_unit", reverse=True)
            self.assertEqual(move.move_type, kind)
            self.assertEqual(lines.mapped("price_unit"), [2000, -500])
            self.assertIn("A case was counted twice", lines[1].name)
            self.assertEqual(move.amount_untaxed, 1500)

    def test_what_is_owed_on_top_is_a_draft_debit_note(self):
        for direction, kind in [("sold", "out_invoice"), ("purchased", "in_invoice")]:
            statement = self.settled_with(direction, 3000)
            move = self.note(statement)
            self.assertEqual((move.move_type, move.state), (kind, "draft"))
            self.assertEqual(move.amount_untaxed, 1000)
            self.assertEqual(self.note(statement), move)

    def test_its_lines_are_in_the_language_of_the_other_side(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        line = self.note(self.confirmed()).invoice_line_ids
        self.assertRegex(line.name, "2026/01/01 – 2026/01/31 服务扣减")
        self.customer.lang = "en_US"
        lines = self.note(self.settled_with("sold", 3000)).invoice_line_ids
        names = " ".join(lines.mapped("name"))
        self.assertIn("Service credit of 02/01/2026 – 02/28/2026", names)

    def test_what_the_month_itself_gives_on_top_is_no_credit(self):
        statement = self.confirmed(breached=0)
        self.env.cr.execute(
            "UPDATE ops_sla_statement SET net = fee + 100 WHERE id = %s", statement.ids
        )
        statement.invalidate_recordset()
        [line] = self.note(statement).invoice_line_ids
        self.assertIn("Owed besides the fee of", line.name)

    def test_who_invoices_finds_the_statement_and_the_way_back(self):
        move = self.note(self.confirmed())
        finance = self.users["finance"]
        arch = move.with_user(finance).get_view(view_type="form")["arch"]
        self.assertIn('name="ops_statement_id"', arch)
        arch = move.ops_statement_id.with_user(finance).get_view(view_type="form")
        self.assertIn("Draft Debit Note", arch["arch"])
        clerk = self.new_user(
            "contract_clerk",
            "account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        arch = move.with_user(clerk).get_view(view_type="form")["arch"]
        self.assertNotIn('name="ops_statement_id"', arch)

    def test_the_database_keeps_it_unique(self):
        move = self.note(self.confirmed())
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            move.copy()._credits_ops_statement(move.ops_statement_id)
            self.env.flush_all()

    def test_nobody_says_by_hand_what_is_credited(self):
        """Else one statement would be credited twice, or never."""
        statement = self.confirmed()
        moves = self.env["account.move"].with_user(self.users["finance"])
        moves = moves.with_company(self.company)
        vals = {"move_type": "out_refund", "partner_id": self.customer.id}
        link = {"ops_statement_id": statement.id}
        other = moves.create(vals)
        note = self.note(statement).with_user(self.users["finance"])
        free = self.confirmed("purchased")
        default = moves.with_context(default_ops_statement_id=free.id)
        for act in (
            lambda: moves.create({**vals, "ops_statement_id": free.id}),
            lambda: default.create(vals),
            lambda: other.write(link),
            lambda: note.write({"ops_statement_id": False}),
        ):
            refused = self.assertRaisesRegex(UserError, "button of the statement")
            with refused, self.cr.savepoint():
                act()
        self.assertEqual(statement.credit_move_ids, note.sudo())
        self.assertFalse(free.credit_move_ids)

    def test_not_before_it_is_confirmed_and_not_without_a_credit(self):
        statement = self.confirmed(breached=0)
        with self.assertRaisesRegex(UserError, "nothing"):
            self.note(statement)
        statement._server_write({"state": "sent"})
        with self.assertRaises(UserError):
            self.note(statement)

    def test_it_needs_the_right_to_make_invoices(self):
        statement = self.confirmed()
        with self.assertRaises(AccessError):
            statement.with_user(self.users["org"]).action_credit_note()
