from odoo.exceptions import UserError

from .ledger_case import LedgerCase


class TestContingency(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money = cls.release(amount=9500.0)
        cls.more = {"nature": "contingency", "release_id": cls.money.id}

    def spend(self, amount, node="T11", **values):
        return self.post((node, "PRT", amount, self.more), **values)

    def test_example_24(self):
        """9480 on a release of 9500: 20.00 are left, 20.01 are refused."""
        self.spend(9480, date="2026-02-18")
        self.assertEqual(self.money.spent, 9480)
        with self.assertRaisesRegex(UserError, "20.00.* left"), self.cr.savepoint():
            self.spend(20.01, date="2026-02-19")
        self.env.invalidate_all()
        self.spend(20, date="2026-02-19")
        self.assertEqual(self.money.spent, 9500)
        self.jan._close()
        self.feb._close()
        row = self.feb.assessment_ids.filtered(
            lambda row: row.node_id == self.nodes["T11"]
        )
        self.assertEqual((row.actual, row.contingency_actual), (0, 9500))
        self.assertEqual(row.quota, 2 * 3 * 1000)

    def test_a_release_covers_its_node_and_those_below(self):
        self.spend(10, node="U1")
        self.spend(10, node="P01")
        with self.assertRaisesRegex(UserError, "is for U1, not for T21"):
            self.spend(10, node="T21")

    def test_an_unapproved_release_pays_nothing(self):
        for state in ("draft", "submitted", "rejected", "returned"):
            self.money._server_write({"state": state})
            with (
                self.subTest(state=state),
                self.assertRaisesRegex(UserError, "not approved"),
                self.cr.savepoint(),
            ):
                self.spend(10)

    def test_release_and_nature_go_together(self):
        with self.assertRaisesRegex(UserError, "go together"):
            self.post(("T11", "PRT", 10, {"release_id": self.money.id}))
        self.items["WAG"].allow_contingency = False
        with self.assertRaisesRegex(UserError, "takes no contingency"):
            self.post(("T11", "WAG", 10, self.more))

    def test_a_reversal_gives_the_money_back(self):
        entry = self.spend(9500)
        self.assertEqual(self.money.spent, 9500)
        entry.voucher_id._reverse("2026-01-20", "wrong")._post()
        self.assertEqual(self.money.spent, 0)
        self.spend(9500)

    def test_a_large_material_needs_contingency_or_a_reason(self):
        self.plan.large_threshold = 5000
        self.post(("T11", "MAT", 4999.99))
        self.post(("T11", "WAG", 90000))
        with self.assertRaisesRegex(UserError, "large material cost"):
            self.post(("T11", "MAT", 5000))
        self.spend(5000)
        self.post(("T11", "MAT", 5000, {"large_reason": "yearly stock"}))

    def test_only_the_office_posts_a_large_daily_cost(self):
        self.plan.large_threshold = 5000
        voucher = self.voucher(
            ("T11", "MAT", 5000, {"large_reason": "stock"}), user="accountant"
        )
        voucher.action_submit()
        with self.assertRaisesRegex(UserError, "only the cost office"):
            self.as_user(voucher, "accountant2").action_post()
        self.as_user(voucher, "office").action_post()
        self.assertEqual(voucher.state, "posted")
