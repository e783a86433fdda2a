from odoo.exceptions import UserError, ValidationError

from .ledger_case import LedgerCase


class TestPosting(LedgerCase):
    def test_posting_gives_number_month_and_freezes(self):
        entries = self.post(("P01", "MAT", 100.10), ("P02", "MAT", 50))
        self.assertEqual(entries.mapped("number"), ["2026-01-00001", "2026-01-00002"])
        self.assertEqual(entries.period_id, self.jan)
        self.assertEqual(set(entries.mapped("state")), {"posted"})
        self.assertEqual(entries.voucher_id.state, "posted")
        self.assertEqual(entries.voucher_id.number, "V2026-01-00001")
        self.assertEqual(self.jan.last_number, 2)

    def test_numbers_are_gapless_per_month_over_many_documents(self):
        vouchers = self.env["ops.cost.voucher"]
        for day in ("2026-01-05", "2026-02-05", "2026-01-20"):
            vouchers |= self.voucher(("P01", "MAT", 1), ("P02", "WAG", 2), date=day)
        vouchers._post()
        numbers = [voucher.entry_ids.mapped("number") for voucher in vouchers]
        self.assertEqual(
            numbers,
            [
                ["2026-01-00001", "2026-01-00002"],
                ["2026-02-00001", "2026-02-00002"],
                ["2026-01-00003", "2026-01-00004"],
            ],
        )

    def test_a_refused_posting_takes_no_number(self):
        release = self.release(amount=100, period=self.jan)
        more = {"nature": "contingency", "release_id": release.id}
        voucher = self.voucher(("T11", "PRT", 100.01, more))
        refused = self.assertRaisesRegex(UserError, "has .*100.00.* left")
        with refused, self.env.cr.savepoint():
            voucher._post()
        self.env.invalidate_all()
        self.assertEqual(self.jan.last_number, 0)
        self.assertEqual(
            self.post(("P01", "MAT", 5)).mapped("number"), ["2026-01-00001"]
        )

    def test_amounts_are_exact_in_the_database(self):
        self.post(*[("P01", "MAT", 0.1) for _ in range(3)], ("P01", "MAT", 0.1 + 0.2))
        self.env.cr.execute(
            "SELECT sum(amount)::text FROM ops_cost_entry WHERE company_id = %s",
            [self.company.id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], "0.60")

    def test_unusable_amounts_are_refused(self):
        for amount in (float("nan"), float("inf"), 1e13, -1e308, 0.001, -0.001):
            with self.subTest(amount=amount), self.assertRaises(ValidationError):
                self.voucher(("P01", "MAT", amount))
        with self.assertRaisesRegex(UserError, "no amount"):
            self.voucher(("P01", "MAT", 0))._post()

    def test_a_document_without_lines_is_refused(self):
        with self.assertRaisesRegex(UserError, "no lines"):
            self.voucher().action_submit()

    def test_only_leaf_items_take_entries(self):
        item = self.env["ops.cost.item"]
        item = item.create(
            {"code": "ADM", "name": "Admin", "company_id": self.company.id}
        )
        item.create(
            {
                "code": "ADM1",
                "name": "Paper",
                "parent_id": item.id,
                "company_id": self.company.id,
            }
        )
        with self.assertRaisesRegex(UserError, "sub-items"):
            self.post(("P01", "MAT", 5, {"item_id": item.id}))

    def test_nothing_is_posted_twice(self):
        voucher = self.voucher(("P01", "MAT", 5))
        voucher._post()
        with self.assertRaisesRegex(UserError, "not possible now"):
            voucher._post()
        self.assertEqual(self.jan.last_number, 1)

    def test_a_node_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        node = self.env["ops.cost.node"].create(
            {"code": "X", "name": "X", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.voucher(("P01", "MAT", 5, {"node_id": node.id}))

    def test_entries_stamp_the_node_of_their_day(self):
        entry = self.post(("P03", "MAT", 5))
        self.assertEqual(
            (entry.l1_id, entry.l2_id, entry.l3_id, entry.level),
            (self.nodes["L"], self.nodes["U1"], self.nodes["T12"], 4),
        )


class TestLate(LedgerCase):
    def test_recorded_before_the_closing_day_belongs_to_the_month(self):
        entry = self.post(
            ("P01", "MAT", 5), date="2026-01-28", recorded_on="2026-02-02"
        )
        self.assertEqual((entry.period_id, entry.late), (self.jan, False))

    def test_recorded_on_the_closing_day_goes_to_the_next_month(self):
        entry = self.post(
            ("P01", "MAT", 5), date="2026-01-28", recorded_on="2026-02-03"
        )
        self.assertEqual((entry.period_id, entry.late), (self.feb, True))
        self.assertEqual(str(entry.date), "2026-01-28")
        self.assertEqual(entry.number, "2026-02-00001")

    def test_a_closed_month_takes_nothing_whatever_the_record_date(self):
        self.jan._close()
        entry = self.post(
            ("P01", "MAT", 5), date="2026-01-10", recorded_on="2026-01-10"
        )
        self.assertEqual((entry.period_id, entry.late), (self.feb, True))

    def test_no_month_at_all_is_a_clear_refusal(self):
        with self.assertRaisesRegex(UserError, "no plan has a month for that day"):
            self.post(("L", "MAT", 5), date="2025-12-31")

    def test_without_an_open_month_the_refusal_says_who_can_help(self):
        for month in (self.jan, self.feb, self.mar, self.apr):
            month._close()
        with self.assertRaises(UserError) as refused:
            self.post(("P01", "MAT", 5), date="2026-01-28")
        text = str(refused.exception)
        for part in ("2026-01 is closed", "Next Month", "manager to reopen 2026-04"):
            self.assertIn(part, text)

    def test_recorded_after_the_last_closing_day(self):
        day = {"date": "2026-04-30", "recorded_on": "2026-05-30"}
        self.apr.close_on = "2026-05-03"
        with self.assertRaises(UserError) as refused:
            self.post(("P01", "MAT", 5), **day)
        text = str(refused.exception)
        for part in ("2026-04 takes", "2026-05-03", "2026-05-30", "Next Month"):
            self.assertIn(part, text)

    def test_bill_edited_after_the_close_books_the_difference(self):
        """cost.md 5, example 25: Jan stays, the 100 more come late in Feb."""
        source = {
            "source_model": "res.partner",
            "source_id": self.env.user.partner_id.id,
            "source_key": "bill-1",
        }
        voucher = self.voucher(("P01", "MAT", 1000), date="2026-01-20")
        voucher.entry_ids._server_write({**source, "source_rev": 1})
        voucher._post()
        self.jan._close()
        before = self.checksum()
        change = self.voucher(
            ("P01", "MAT", 100), date="2026-01-20", recorded_on="2026-02-10"
        )
        change.entry_ids._server_write({**source, "source_rev": 2})
        change._post()
        self.assertEqual(self.checksum(), before)
        self.assertEqual(change.entry_ids.period_id, self.feb)
        self.assertTrue(change.entry_ids.late)


class TestZeroSum(LedgerCase):
    def test_a_cheque_moves_cost_between_teams_and_changes_no_total(self):
        """cost.md 5, example 28."""
        entries = self.post(
            ("T12", "PRT", 600, {"pair": "1"}),
            ("T21", "PRT", -600, {"pair": "1"}),
            document="internal_cheque",
        )
        self.assertEqual(sum(entries.mapped("amount")), 0)
        closing = self.jan._close()
        actual = {row.node_id.code: row.actual for row in closing.assessment_ids}
        self.assertEqual((actual["T12"], actual["T21"]), (600, -600))
        self.assertEqual((actual["U1"], actual["U2"], actual["L"]), (600, -600, 0))

    def test_each_pair_must_add_up_to_zero(self):
        lines = [
            ("T12", "PRT", 600, {"pair": "1"}),
            ("T21", "PRT", -599.99, {"pair": "1"}),
            ("T12", "PRT", 10, {"pair": "2"}),
            ("T21", "PRT", -10.01, {"pair": "2"}),
        ]
        with self.assertRaisesRegex(UserError, "must add up to zero"):
            self.voucher(*lines, document="internal_cheque")._post()
        with self.assertRaisesRegex(UserError, "must add up to zero"):
            self.voucher(("T12", "PRT", 5), document="internal_cheque")._post()

    def refuse_unbalanced(self, pattern, *lines, **values):
        voucher = self.voucher(*lines, **values)
        with self.assertRaisesRegex(UserError, pattern), self.cr.savepoint():
            voucher._post()
        self.env.invalidate_all()
        self.assertEqual(voucher.state, "draft")

    def test_daily_costs_do_not_balance_contingency(self):
        """600 daily against -600 contingency would raise the company's daily costs
        and give the release 600 back."""
        release = self.release(amount=1000, period=self.jan)
        fund = {"nature": "contingency", "release_id": release.id}
        self.post(("U1", "PRT", 700, fund))
        for document in ("internal_cheque", "allocation", "transfer"):
            with self.subTest(document=document):
                self.refuse_unbalanced(
                    r"for each item and nature, but those of .*PRT.* \((Daily|"
                    r"Contingency)\) do not",
                    ("T12", "PRT", 600),
                    ("U1", "PRT", -600, fund),
                    document=document,
                )
        release.invalidate_recordset()
        self.assertEqual(release.spent, 700)

    def test_one_item_does_not_balance_another(self):
        self.items["WAG"].in_bundle = False
        for document in ("internal_cheque", "allocation", "transfer"):
            with self.subTest(document=document):
                self.refuse_unbalanced(
                    "for each item and nature",
                    ("T12", "MAT", 600),
                    ("T21", "WAG", -600),
                    document=document,
                )

    def test_several_items_balance_each_for_itself(self):
        release = self.release(amount=1000, period=self.jan)
        fund = {"nature": "contingency", "release_id": release.id}
        self.post(("T11", "PRT", 50, fund))
        lines = [
            ("T12", "PRT", 600),
            ("T21", "PRT", -600),
            ("T12", "MAT", -5),
            ("T21", "MAT", 5),
            ("T11", "PRT", -40, fund),
            ("T12", "PRT", 40, fund),
        ]
        for document in ("internal_cheque", "allocation", "transfer"):
            with self.subTest(document=document):
                entries = self.post(*lines, document=document)
                self.assertEqual(len(entries), 6)
        self.assertEqual(release.spent, 50)

    def test_a_pair_has_one_date(self):
        lines = [
            ("T12", "PRT", 600, {"date": "2026-01-31"}),
            ("T21", "PRT", -600, {"date": "2026-02-01"}),
        ]
        with self.assertRaisesRegex(UserError, "same date"):
            self.voucher(*lines, document="internal_cheque")._post()

    def test_an_allocation_adds_up_to_zero_as_a_whole(self):
        lines = [
            ("T11", "MAT", -100, {"pair": "x"}),
            ("P01", "MAT", 33.34, {"pair": "y"}),
            ("P02", "MAT", 66.66, {"pair": "z"}),
        ]
        self.assertEqual(len(self.post(*lines, document="allocation")), 3)
        with self.assertRaisesRegex(UserError, "must add up to zero"):
            self.post(*lines[:2], document="allocation")


class TestMovedPerson(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nodes["P02"].date_end = "2026-02-15"
        cls.env.flush_all()
        cls.nodes["P02@T12"] = cls._make_person("P02", "T12", "2026-02-16")

    def test_entries_follow_the_node_of_the_day(self):
        self.post(("P02", "MAT", 5), date="2026-02-15")
        self.post(("P02@T12", "MAT", 5), date="2026-02-16")

    def test_the_wrong_node_is_refused_and_the_right_one_named(self):
        with self.assertRaisesRegex(UserError, "belonged to P02@T12, not to P02@T11"):
            self.post(("P02", "MAT", 5), date="2026-02-16")
        with self.assertRaisesRegex(UserError, "belonged to P02@T11, not to P02@T12"):
            self.post(("P02@T12", "MAT", 5), date="2026-02-15")

    def test_a_node_that_ended_is_refused(self):
        with self.assertRaisesRegex(UserError, "P01@T11 is not valid on 2025-12-31"):
            self.post(("P01", "MAT", 5), date="2025-12-31")

    def test_a_reversal_goes_to_the_old_node_on_any_day(self):
        entry = self.post(("P02", "MAT", 5), date="2026-02-10")
        reversal = entry.voucher_id._reverse("2026-02-20", "typo")
        reversal._post()
        self.assertEqual(reversal.entry_ids.node_id, self.nodes["P02"])
