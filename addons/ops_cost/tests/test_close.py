from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_base.tools.progress import NoProgress

from ..queries import live
from .ledger_case import LedgerCase


class Boom(Exception):
    pass


class TestClose(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # quota of every person is 3000.00, target 2850.00 in each month
        cls.post(("P01", "MAT", 3850.30), date="2026-01-10")
        cls.post(("P02", "MAT", 2849.99), date="2026-01-11")
        cls.post(("P03", "MAT", 3000), date="2026-01-12")
        cls.post(("P04", "MAT", 2850), date="2026-01-13")
        cls.post(("T11", "PRT", -50), date="2026-01-14")

    def rows(self, period):
        return {
            row.node_id.code: (
                row.quota,
                row.reduction_target,
                row.actual,
                row.zone,
                row.penalty,
                row.reward,
            )
            for row in period.assessment_ids
        }

    def test_each_node_is_assessed_on_its_own_totals(self):
        closing = self.jan._close()
        self.assertEqual(
            self.rows(self.jan),
            {
                "P01@T11": (3000, 2850, 3850.30, "over", 850.30, 0),
                "P02@T11": (3000, 2850, 2849.99, "saved", 0, 0.01),
                "P03@T12": (3000, 2850, 3000, "within", 0, 0),
                "P04@T21": (3000, 2850, 2850, "within", 0, 0),
                "T11": (6000, 5700, 6650.29, "over", 650.29, 0),
                "T12": (3000, 2850, 3000, "within", 0, 0),
                "T21": (3000, 2850, 2850, "within", 0, 0),
                "U1": (9000, 8550, 9650.29, "over", 650.29, 0),
                "U2": (3000, 2850, 2850, "within", 0, 0),
                "L": (12000, 11400, 12500.29, "over", 500.29, 0),
            },
        )
        self.assertEqual((closing.revision, closing.node_count), (1, 10))
        self.assertEqual(closing.entry_count, 5)
        self.assertEqual(len(closing.seal_hash), 64)

    def test_items_out_of_the_bundle_and_contingency_stay_apart(self):
        self.as_user(self.items["WAG"], "office").in_bundle = False
        release = self.release(amount=100, period=self.jan)
        self.post(
            ("P01", "MAT", 40, {"nature": "contingency", "release_id": release.id})
        )
        self.post(("P01", "WAG", 999))
        self.jan._close()
        self.assertEqual(
            self.rows(self.jan)["P01@T11"],
            (2000, 1900, 3850.30, "over", 1850.30, 0),
        )
        row = self.jan.assessment_ids.filtered(
            lambda row: row.node_id == self.nodes["P01"]
        )
        self.assertEqual(row.contingency_actual, 40)

    def test_a_node_without_quota_is_assessed_when_it_has_costs(self):
        person = self.env["hr.employee"].create(
            {"name": "New", "company_id": self.company.id}
        )
        self.people["P09"] = person
        self.nodes["P09"] = self._make_person("P09", "T12", "2026-01-01")
        self.post(("P09", "MAT", 120))
        self.jan._close()
        self.assertEqual(self.rows(self.jan)["P09@T12"], (0, 0, 120, "over", 120, 0))

    def test_the_snapshot_holds_items_rolled_up_and_own(self):
        self.jan._close()
        item = self.env["ops.cost.snapshot.item"].search(
            [
                ("period_id", "=", self.jan.id),
                ("node_id", "=", self.nodes["T11"].id),
                ("item_id", "=", self.items["PRT"].id),
            ]
        )
        self.assertEqual((item.quota, item.saving_task, item.actual), (2000, 100, -50))
        self.assertEqual((item.own_quota, item.own_actual), (0, -50))

    def test_an_open_month_shows_what_its_close_will_seal(self):
        release = self.release(amount=100, period=self.jan)
        self.as_user(self.items["WAG"], "office").in_bundle = False
        self.post(
            ("U1", "MAT", 40, {"nature": "contingency", "release_id": release.id}),
            ("L", "WAG", 7),
        )
        found = [row[1:] for row in self.env.execute_query(live.amounts(self.jan.ids))]
        self.jan._close()
        sealed = [
            (
                row.node_id.id,
                row.level,
                row.l1_id.id,
                row.l2_id.id or None,
                row.l3_id.id or None,
                row.quota,
                row.reduction_target,
                row.actual,
                row.contingency_actual,
            )
            for row in self.jan.assessment_ids
        ]
        self.assertEqual(sorted(found), sorted(sealed))

    def test_three_closes_are_one(self):
        first = self.jan._close()
        before = self.checksum()
        for _again in range(2):
            self.assertEqual(self.jan._close(), first)
        self.assertEqual(self.checksum(), before)
        self.assertEqual(self.jan.closing_ids, first)

    def test_closing_again_after_a_reopening_gives_the_same_hash(self):
        first = self.jan._close()
        self.jan._reopen("A bill was forgotten")
        self.assertEqual(self.jan.state, "open")
        second = self.jan._close()
        self.assertEqual(second.seal_hash, first.seal_hash)
        self.assertEqual((second.revision, first.is_current), (2, False))
        self.assertEqual(len(first.assessment_ids), 10)
        self.assertFalse(any(first.assessment_ids.mapped("is_current")))
        self.assertEqual(len(self.jan.assessment_ids), 10)
        self.assertEqual(first.reopen_reason, "A bill was forgotten")

    def test_a_changed_number_changes_the_hash(self):
        first = self.jan._close()
        self.jan._reopen("A cent was forgotten")
        self.post(("P04", "MAT", 0.01), date="2026-01-13")
        second = self.jan._close()
        self.assertNotEqual(second.seal_hash, first.seal_hash)
        self.assertEqual(self.rows(self.jan)["P04@T21"][2], 2850.01)
        old = first.assessment_ids.filtered(
            lambda row: row.node_id == self.nodes["P04"]
        )
        self.assertEqual(old.actual, 2850)

    def test_a_tampered_snapshot_is_found(self):
        closing = self.jan._close()
        self.assertTrue(closing._is_intact())
        self.assertEqual(closing.action_verify()["params"]["type"], "success")
        self.env.cr.execute(
            "UPDATE ops_cost_assessment SET penalty = 0 WHERE closing_id = %s",
            [closing.id],
        )
        self.assertFalse(closing._is_intact())
        self.assertEqual(closing.action_verify()["params"]["type"], "danger")

    def test_the_proof_finds_what_the_hash_cannot(self):
        closing = self.jan._close()
        self.assertEqual(closing._faults(), [])
        self.env.cr.execute(
            "UPDATE ops_cost_entry SET amount = amount + 1 WHERE id ="
            " (SELECT MIN(id) FROM ops_cost_entry WHERE period_id = %s)",
            [self.jan.id],
        )
        self.assertTrue(closing._is_intact())
        self.assertEqual(len(closing._faults()), 1)
        self.env.cr.execute(
            "UPDATE ops_cost_snapshot_item SET own_actual = own_actual + 1 WHERE id ="
            " (SELECT MIN(id) FROM ops_cost_snapshot_item"
            " WHERE closing_id = %s AND level = 3)",
            [closing.id],
        )
        self.assertEqual(len(closing._faults()), 3)
        self.assertEqual(closing.action_verify()["params"]["type"], "danger")

    def test_every_step_of_the_close_is_all_or_nothing(self):
        """R4: a fault injected after each step leaves no trace, and the close that
        runs afterwards is the one that would have run."""
        names = [step.__name__ for step in self.jan._close_steps()]
        self.assertEqual(len(names), 6)
        before = self.everything()
        for name in names:
            for when in ("before", "after"):
                with self.subTest(step=name, when=when):
                    self.fail_at(name, when)
                    self.assertEqual(self.everything(), before)
        closing = self.jan._close()
        self.assertEqual(closing.revision, 1)
        self.assertTrue(closing._is_intact())

    def fail_at(self, name, when):
        model = type(self.jan)
        step = getattr(model, name)

        def fail(period, closing):
            if when == "after":
                step(period, closing)
            raise Boom

        with (
            self.assertRaises(Boom),
            self.cr.savepoint(),
            patch.object(model, name, fail),
        ):
            self.jan._close()
        self.env.invalidate_all()

    def everything(self):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT (SELECT count(*) FROM ops_cost_closing),
                   (SELECT count(*) FROM ops_cost_assessment),
                   (SELECT count(*) FROM ops_cost_snapshot_item),
                   (SELECT md5(string_agg(p::text, '' ORDER BY id))
                      FROM ops_cost_period p WHERE company_id = %s),
                   (SELECT md5(string_agg(e::text, '' ORDER BY id))
                      FROM ops_cost_entry e WHERE company_id = %s)
            """,
            [self.company.id] * 2,
        )
        return self.env.cr.fetchone()


class TestMissing(LedgerCase):
    def refused(self, text, period=None):
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            (period or self.jan)._close()
        self.env.invalidate_all()
        self.assertEqual((period or self.jan).state, "open")

    def test_earlier_months_first(self):
        self.refused("2026-01 is still open", self.feb)

    def test_no_version(self):
        self.version._server_write({"state": "draft"})
        self.refused("No quotas are issued")

    def test_submitted_documents(self):
        voucher = self.voucher(("P01", "MAT", 5), ref="Slip 7")
        voucher.action_submit()
        self.refused("Slip 7 of 2026-01-15 is submitted")
        self.assertIn("Slip 7", self.jan.close_missing)
        voucher._cancel()
        self.jan._close()

    def test_drafts_only_warn_and_are_late_afterwards(self):
        voucher = self.voucher(("P01", "MAT", 5))
        self.assertFalse(self.jan.close_missing)
        self.assertIn("1 draft documents", self.jan.close_warning)
        self.jan._close()
        voucher._post()
        self.assertEqual(voucher.entry_ids.period_id, self.feb)
        self.assertTrue(voucher.entry_ids.late)

    def test_a_document_recorded_after_the_closing_day_holds_up_the_next_month(self):
        voucher = self.voucher(("P01", "MAT", 5), recorded_on="2026-02-03")
        voucher.action_submit()
        self.jan._close()
        self.refused("is submitted", self.feb)

    def test_transfers(self):
        transfer = self.env["ops.cost.transfer"].create(
            {
                "plan_id": self.plan.id,
                "period_id": self.jan.id,
                "reason": "More work in T12",
            }
        )
        self.refused("is not decided")
        transfer.unlink()
        self.jan._close()

    def test_submitted_releases(self):
        """After the close nobody could approve them any more."""
        waiting = self.release(amount=100, period=self.jan, state="submitted")
        self.refused("Release C100U1 of U1 is submitted: approve or reject it")
        self.assertIn("C100U1", self.jan.close_missing)
        waiting.with_user(self.users["manager"]).action_reject("not needed")
        self.jan._close()
        self.assertEqual(self.jan.state, "closed")

    def test_other_releases_do_not_hold_up_the_close(self):
        for number, state in enumerate(("draft", "approved", "rejected", "returned")):
            self.release(amount=100 + number, period=self.jan, state=state)
        self.release(amount=200, period=self.feb, state="submitted")
        self.assertFalse(self.jan.close_missing)
        self.jan._close()
        self.assertEqual(self.jan.state, "closed")

    def test_many_submitted_releases_are_counted(self):
        for amount in range(1, 13):
            self.release(amount=amount, period=self.jan, state="submitted")
        missing = self.jan._missing()
        self.assertEqual(len(missing), 10 + 1)
        self.assertIn("2 more releases", missing[-1])

    def test_everything_is_listed_at_once(self):
        for day in range(1, 13):
            self.voucher(
                ("P01", "MAT", 5), date=f"2026-02-{day:02d}", ref=f"Slip {day}"
            ).action_submit()
        missing = self.feb._missing()
        self.assertEqual(len(missing), 1 + 10 + 1)
        self.assertIn("2026-01 is still open", missing[0])
        self.assertIn("2 more documents", missing[-1])


class TestCloseRoles(LedgerCase):
    def test_the_office_closes_in_the_background(self):
        self.post(("P01", "MAT", 5))
        action = self.as_user(self.jan, "office").action_close()
        task = self.env["ops.background.task"].browse(action["params"]["task_id"])
        task._run_now()
        self.assertEqual(task.state, "done", task.message)
        self.assertEqual(self.jan.state, "closed")
        self.assertEqual(self.jan.closed_by_id, self.users["office"])
        self.assertEqual(self.jan.closing_ids.closed_by_id, self.users["office"])

    def test_several_months_in_order(self):
        (self.feb | self.jan)._close_job(NoProgress())
        self.assertEqual((self.jan | self.feb).mapped("state"), ["closed", "closed"])

    def test_what_is_missing_is_said_before_the_job_starts(self):
        self.voucher(("P01", "MAT", 5)).action_submit()
        with self.assertRaisesRegex(UserError, "is submitted"):
            self.as_user(self.jan, "office").action_close()

    def test_nobody_else_closes(self):
        for name in ("accountant", "finance", "leader", "recorder", "functional"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.as_user(self.jan, name).action_close()
        for name in ("auditor", "employee"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.as_user(self.jan, name).action_close()

    def test_only_a_manager_reopens_with_a_reason(self):
        self.jan._close()
        for name in ("office", "accountant", "finance", "auditor", "employee"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.as_user(self.jan, name).action_reopen()
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.env["ops.cost.reopen"].with_user(self.users[name]).create(
                    {"period_id": self.jan.id, "reason": "x"}
                )
        self.as_user(self.jan, "manager").action_reopen()
        wizard = self.env["ops.cost.reopen"].with_user(self.users["manager"])
        wizard.create(
            {"period_id": self.jan.id, "reason": "Bill", "close_on": "2026-02-20"}
        ).action_reopen()
        closing = self.jan.closing_ids
        self.assertEqual(closing.reopened_by_id, self.users["manager"])
        self.assertEqual(str(self.jan.close_on), "2026-02-20")
        entry = self.post(
            ("P01", "MAT", 5), date="2026-01-31", recorded_on="2026-02-19"
        )
        self.assertEqual(entry.period_id, self.jan)

    def test_months_are_reopened_from_the_last_one_back(self):
        self.jan._close()
        self.feb._close()
        with self.assertRaisesRegex(UserError, "reopen that one first"):
            self.jan._reopen("x")
        self.feb._reopen("x")
        self.jan._reopen("x")
        with self.assertRaisesRegex(UserError, "is not closed"):
            self.jan._reopen("x")

    def test_a_reader_of_months_does_not_see_documents_in_the_checklist(self):
        for name in ("employee", "accountant", "recorder"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.as_user(self.jan, name).read(["close_missing"])
