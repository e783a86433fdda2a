from odoo.exceptions import AccessError, UserError

from odoo.addons.ops_base.calc.seal import canonical_json, digest

from .ledger_case import LedgerCase


class TestSettlement(LedgerCase):
    def settle(self, kind, period):
        return self.env["ops.cost.settlement"]._prepare_settlement(kind, period)

    def lines(self, settlement):
        return {
            line.subject: (line.penalty, line.reward, line.net)
            for line in settlement.line_ids
        }

    def close(self, *periods):
        for period in periods:
            period._close()

    def test_a_month_pays_the_monthly_nodes_only(self):
        self.post(("P01", "MAT", 3850.30))
        self.post(("P04", "MAT", 9000))
        self.close(self.jan)
        settlement = self.settle("monthly", self.jan)
        self.assertEqual(settlement.code, "2026-01")
        self.assertEqual(
            self.lines(settlement),
            {
                "P01": (850.30, 0, -850.30),
                "P02": (0, 1425, 1425),
                "P03": (0, 1425, 1425),
                "T11": (0, 924.85, 924.85),
                "T12": (0, 1425, 1425),
                "U1": (0, 2349.85, 2349.85),
            },
        )
        self.assertEqual((settlement.penalty, settlement.reward), (850.30, 7549.70))

    def test_a_quarter_is_the_sum_of_its_months(self):
        """cost.md 5, example 22: quota 10000, target 9500; the quarter's own total
        would be within and pay nothing."""
        months = (self.jan, self.feb, self.mar)
        self.add_unit_quota(7000, 6650)
        for month, amount in zip(months, (10850, 9000, 9600), strict=True):
            self.post(("P04", "MAT", amount), date=month.date_start)
        self.close(*months)
        settlement = self.settle("quarterly", self.feb)
        self.assertEqual(settlement.code, "2026-Q1")
        self.assertEqual(settlement.period_ids, self.jan | self.feb | self.mar)
        self.assertEqual(self.lines(settlement)["U2"], (850, 250, -600))
        line = settlement.line_ids.filtered(lambda line: line.subject == "U2")
        self.assertEqual(len(line.assessment_ids), 3)

    def add_unit_quota(self, quota, target):
        """The cells of U2 itself; P04 below it has 3000 with target 2850."""
        self.env.cr.execute(
            """
            INSERT INTO ops_cost_cell (version_id, period_id, node_id, level, l1_id,
                l2_id, company_id, currency_id, item_id, nature, quota, saving_task,
                reduction_target)
            SELECT %s, p.id, n.id, 2, n.l1_id, n.id, n.company_id, c.currency_id, %s,
                   'daily', %s, %s, %s
              FROM ops_cost_period p, ops_cost_node n JOIN res_company c
                ON c.id = n.company_id
             WHERE p.company_id = n.company_id AND n.id = %s
            """,
            [
                self.version.id,
                self.items["MAT"].id,
                quota,
                quota - target,
                target,
                self.nodes["U2"].id,
            ],
        )
        self.env.invalidate_all()

    def test_a_person_with_two_nodes_has_one_line(self):
        self.nodes["P02"].date_end = "2026-01-15"
        self.env.flush_all()
        self.nodes["P02@T12"] = self._make_person("P02", "T12", "2026-01-16")
        self.take_along("WAG", self.nodes["P02"], self.nodes["P02@T12"])
        self.post(("P02", "MAT", 2100), date="2026-01-15")
        self.post(("P02@T12", "MAT", 1007.50), date="2026-01-16")
        self.close(self.jan)
        settlement = self.settle("monthly", self.jan)
        self.assertEqual(self.lines(settlement)["P02"], (107.50, 0, -107.50))
        line = settlement.line_ids.filtered(lambda line: line.subject == "P02")
        self.assertEqual(len(line), 1)
        self.assertEqual(line.node_id, self.nodes["P02@T12"])
        self.assertEqual(line.employee_id, self.people["P02"])
        self.assertEqual(len(line.assessment_ids), 2)

    def take_along(self, item, source, target):
        """The January quota of an item goes to the person's second node."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_cost_cell SET node_id = %s, l3_id = %s"
            " WHERE node_id = %s AND item_id = %s AND period_id = %s",
            [target.id, target.l3_id.id, source.id, self.items[item].id, self.jan.id],
        )
        self.env.invalidate_all()

    def test_convexity(self):
        """cost.md 5, example 23: quota = target = 100 twice, actual 200 and 0."""
        self.env.cr.execute(
            """
            UPDATE ops_cost_cell SET saving_task = 0,
                   quota = CASE item_id WHEN %s THEN 100 ELSE 0 END,
                   reduction_target = CASE item_id WHEN %s THEN 100 ELSE 0 END
             WHERE version_id = %s
            """,
            [self.items["MAT"].id, self.items["MAT"].id, self.version.id],
        )
        self.env.invalidate_all()
        self.post(("P01", "MAT", 200))
        self.close(self.jan)
        lines = self.lines(self.settle("monthly", self.jan))
        self.assertEqual(lines["P01"], (100, 0, -100))
        self.assertEqual(lines["P02"], (0, 50, 50))
        self.assertEqual(lines["T11"], (0, 0, 0))

    def test_the_mode_is_that_of_the_close(self):
        self.close(self.jan)
        self.nodes["T12"].settlement = "quarterly"
        self.assertIn("T12", self.lines(self.settle("monthly", self.jan)))

    def test_open_months_are_named(self):
        self.close(self.jan)
        with self.assertRaisesRegex(UserError, "not closed yet are 2026-02, 2026-03"):
            self.settle("quarterly", self.jan)
        with self.assertRaisesRegex(UserError, "not closed yet are 2026-02"):
            self.settle("monthly", self.feb)

    def test_drawing_up_again_takes_the_lines_anew(self):
        self.close(self.jan)
        first = self.settle("monthly", self.jan)
        self.jan._reopen("Bill")
        self.post(("P01", "MAT", 5000), date="2026-01-05")
        self.close(self.jan)
        with self.assertRaisesRegex(UserError, "closed anew"):
            first._review(self.users["office"])
        self.assertEqual(self.settle("monthly", self.jan), first)
        self.assertEqual(self.lines(first)["P01"], (2000, 0, -2000))
        first._review(self.users["office"])


class TestSteps(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.post(("P01", "MAT", 3850.30))
        cls.jan._close()

    def draw_up(self, user="office"):
        wizard = self.env["ops.cost.settle"].with_user(self.users[user])
        action = wizard.create(
            {"kind": "monthly", "period_id": self.jan.id}
        ).action_settle()
        return self.env["ops.cost.settlement"].browse(action["res_id"])

    def test_four_steps_by_different_people(self):
        settlement = self.draw_up()
        self.assertEqual(settlement.prepared_by_id, self.users["office"])
        with self.assertRaisesRegex(UserError, "needs another person"):
            self.as_user(settlement, "office").action_review()
        self.as_user(settlement, "office2").action_review()
        with self.assertRaises(AccessError):
            self.as_user(settlement, "finance").action_sign()
        self.as_user(settlement, "leader").action_sign()
        facts = digest(canonical_json(settlement._seal_facts()))
        self.assertEqual(settlement.seal_hash, facts)
        for name in ("leader", "manager", "office", "auditor"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.as_user(settlement, name).action_pay()
        self.as_user(settlement, "finance").action_pay()
        self.assertEqual(settlement.state, "paid")
        self.assertEqual(
            settlement.reviewed_by_id | settlement.signed_by_id,
            self.users["office2"] | self.users["leader"],
        )
        self.assertEqual(settlement.paid_by_id, self.users["finance"])

    def test_the_reviewer_does_not_pay(self):
        settlement = self.draw_up()
        self.as_user(settlement, "finance").action_review()
        self.as_user(settlement, "manager").action_sign()
        with self.assertRaisesRegex(UserError, "needs another person"):
            self.as_user(settlement, "finance").action_pay()

    def test_the_reviewer_does_not_sign(self):
        settlement = self.draw_up()
        self.as_user(settlement, "manager").action_review()
        with self.assertRaisesRegex(UserError, "needs another person"):
            self.as_user(settlement, "manager").action_sign()

    def test_who_is_assessed_does_not_assess(self):
        leader = self.env["hr.employee"].create(
            {
                "name": "Leader",
                "company_id": self.company.id,
                "user_id": self.users["leader"].id,
            }
        )
        self.nodes["U1"].manager_id = leader
        settlement = self.draw_up()
        self.as_user(settlement, "finance").action_review()
        with self.assertRaisesRegex(UserError, "assesses you or your own units"):
            self.as_user(settlement, "leader").action_sign()
        self.nodes["U1"].manager_id = False
        self.env["ops.cost.charge"].create(
            {
                "leader_id": leader.id,
                "unit_id": self.nodes["U1"].id,
                "date_start": "2026-01-31",
                "company_id": self.company.id,
            }
        )
        with self.assertRaisesRegex(UserError, "assesses you or your own units"):
            self.as_user(settlement, "leader").action_sign()

    def refuse_own_line(self, settlement, user, step):
        """``step`` is refused while ``user`` is the person of a line."""
        self.people["P02"].user_id = self.users[user]
        with self.assertRaisesRegex(UserError, "assesses you or your own units"):
            getattr(self.as_user(settlement, user), step)()
        self.people["P02"].user_id = False

    def test_who_has_a_line_as_a_person_takes_no_step(self):
        settlement = self.draw_up()
        for user in ("office2", "finance"):
            with self.subTest(user=user):
                self.refuse_own_line(settlement, user, "action_review")
        self.assertEqual(settlement.state, "draft")
        self.as_user(settlement, "office2").action_review()
        for user in ("leader", "manager"):
            with self.subTest(user=user):
                self.refuse_own_line(settlement, user, "action_sign")
        self.as_user(settlement, "leader").action_sign()
        self.refuse_own_line(settlement, "finance", "action_pay")
        self.assertEqual(settlement.state, "signed")
        self.as_user(settlement, "finance").action_pay()

    def test_a_person_whom_the_settlement_does_not_pay_may_review_it(self):
        """U2 settles by the quarter: P04 has no line in January's settlement."""
        self.people["P04"].user_id = self.users["finance"]
        settlement = self.draw_up()
        self.as_user(settlement, "finance").action_review()
        self.assertEqual(settlement.state, "reviewed")

    def test_the_person_of_an_adjustment_does_not_decide(self):
        settlement = self.draw_up()
        self.env["ops.cost.adjustment"].with_user(self.users["office2"]).create(
            {
                "settlement_id": settlement.id,
                "node_id": self.nodes["P04"].id,
                "reward": 5,
                "reason": "2025-12: a slip came to light",
            }
        ).action_add()
        self.people["P04"].user_id = self.users["finance"]
        with self.assertRaisesRegex(UserError, "assesses you or your own units"):
            self.as_user(settlement, "finance").action_review()

    def test_other_roles_take_no_step(self):
        for name in ("accountant", "recorder", "functional", "auditor", "employee"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.draw_up(name)
        settlement = self.draw_up()
        for name in ("accountant", "recorder", "functional", "auditor", "employee"):
            record = self.as_user(settlement, name)
            for step in ("compute", "review", "add_adjustment", "reset"):
                with self.subTest(user=name, step=step), self.assertRaises(AccessError):
                    getattr(record, f"action_{step}")()

    def test_steps_come_in_order(self):
        settlement = self.draw_up()
        with self.assertRaisesRegex(UserError, "not possible now"):
            self.as_user(settlement, "manager").action_sign()
        with self.assertRaisesRegex(UserError, "not possible now"):
            self.as_user(settlement, "finance").action_pay()
        self.as_user(settlement, "finance").action_review()
        with self.assertRaisesRegex(UserError, "not possible now"):
            self.as_user(settlement, "office").action_compute()
        self.as_user(settlement, "finance").action_reset()
        self.as_user(settlement, "office").action_compute()

    def test_a_reviewed_settlement_keeps_its_months_closed(self):
        settlement = self.draw_up()
        self.as_user(settlement, "finance").action_review()
        before = self.checksum()
        with self.assertRaisesRegex(UserError, "2026-01, which is reviewed"):
            self.jan._reopen("Bill")
        self.as_user(settlement, "finance").action_reset()
        self.assertEqual(self.checksum(), before)
        self.jan._reopen("Bill")

    def test_later_differences_are_adjustments(self):
        settlement = self.draw_up()
        values = {
            "settlement_id": settlement.id,
            "node_id": self.nodes["P01"].id,
            "penalty": -50.30,
            "reason": "2025-12: a credit note came to light",
        }
        wizard = self.env["ops.cost.adjustment"]
        for name in ("finance", "accountant", "employee"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                wizard.with_user(self.users[name]).create(values)
        wizard.with_user(self.users["office2"]).create(values).action_add()
        line = settlement.line_ids.filtered(lambda line: line.kind == "adjustment")
        self.assertEqual((line.subject, line.net), ("P01", 50.30))
        self.assertEqual(settlement.penalty, 800)
        self.as_user(settlement, "office").action_compute()
        self.assertTrue(line.exists())
        self.as_user(settlement, "finance").action_review()
        with self.assertRaisesRegex(UserError, "not possible now"):
            wizard.with_user(self.users["office"]).create(values).action_add()

    def test_lines_are_written_by_the_computation_only(self):
        settlement = self.draw_up()
        line = settlement.line_ids[0]
        new = {"settlement_id": settlement.id, "node_id": self.nodes["P01"].id}
        for name in ("office", "manager", "finance"):
            record = self.as_user(line, name)
            with self.subTest(user=name), self.assertRaises(UserError):
                record.write({"penalty": 0})
            with self.subTest(user=name), self.assertRaises(UserError):
                record.unlink()
            with self.subTest(user=name), self.assertRaises(UserError):
                record.create({**new, "penalty": 1})
        with self.assertRaises(UserError):
            line.penalty = 0
        for vals in ({"state": "paid"}, {"kind": "quarterly"}, {"seal_hash": "x"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.as_user(settlement, "manager").write(vals)
        settlement._review(self.users["finance"])
        with self.assertRaises(UserError):
            self.as_user(settlement, "manager").unlink()

    def test_a_person_reads_own_lines_once_they_are_no_draft(self):
        settlement = self.draw_up()
        lines = self.env["ops.cost.settlement.line"].with_user(self.users["employee"])
        self.assertFalse(lines.search([]))
        settlement._review(self.users["finance"])
        self.assertEqual(lines.search([]).mapped("subject"), ["P01"])
        self.assertEqual(lines._read_group([], [], ["penalty:sum"]), [(850.30,)])
        self.assertEqual(lines.search([]).display_name, "2026-01 P01")
