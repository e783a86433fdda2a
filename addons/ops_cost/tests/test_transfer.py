from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CostCase


@tagged("post_install", "-at_install")
class TestTransfer(CostCase):
    def post(self, transfer, approver="manager"):
        transfer.action_submit()
        transfer.with_env(self.as_(approver)).action_approve()

    def test_quotas_in_effect_change_and_cells_do_not(self):
        version = self.issued_version()
        # P01 has 1684.15 (84.21), P03 of T12 as sole person 2264.24 (113.21)
        transfer = self.transfer("P01@T11", "P03@T12", "MAT", 100.0, 5.0)
        self.post(transfer)
        self.assertEqual(transfer.state, "posted")
        self.assertEqual(transfer.version_id, version)
        self.assertEqual(self.effective("2026-01", "P01@T11", "MAT"), (158415, 7921))
        self.assertEqual(self.effective("2026-01", "P03@T12", "MAT"), (236424, 11821))
        self.assertAlmostEqual(self.cell(version, "P01@T11", "MAT").quota, 1684.15, 2)
        self.assertTrue(version._is_seal_intact())
        self.assertEqual(self.effective("2026-02", "P01@T11", "MAT"), (128316, 6416))

    def test_nobody_gives_what_he_does_not_have(self):
        self.issued_version()
        for quota, saving in ((1684.16, 84.21), (100.0, 84.22), (1684.15, 84.20)):
            transfer = self.transfer(
                "P01@T11", "P03@T12", "MAT", quota, min(saving, quota)
            )
            transfer.action_submit()
            with self.assertRaisesRegex(UserError, "P01"), self.cr.savepoint():
                transfer.with_env(self.as_("manager")).action_approve()
        everything = self.transfer("P01@T11", "P03@T12", "MAT", 1684.15, 84.21)
        self.post(everything)
        self.assertEqual(self.effective("2026-01", "P01@T11", "MAT"), (0, 0))

    def test_the_requester_does_not_approve(self):
        self.issued_version()
        transfer = self.transfer("P01@T11", "P03@T12", "MAT", 1.0)
        with self.assertRaises(UserError), self.cr.savepoint():
            transfer.with_env(self.as_("manager")).action_approve()
        transfer.action_submit()
        with self.assertRaisesRegex(UserError, "four eyes"), self.cr.savepoint():
            transfer.action_approve()
        for name in ("recorder", "leader", "finance", "auditor", "person"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                transfer.with_env(self.as_(name)).action_approve()

    def test_an_accountant_stays_within_the_own_unit(self):
        self.issued_version()
        env = self.as_("accountant")

        def asked(source, target):
            return env["ops.cost.transfer"].create(
                {
                    "plan_id": self.plan.id,
                    "period_id": self.months["2026-01"].id,
                    "reason": "More work",
                    "line_ids": [
                        Command.create(
                            {
                                "from_node_id": self.nodes[source].id,
                                "to_node_id": self.nodes[target].id,
                                "item_id": self.items["MAT"].id,
                                "quota": 1.0,
                            }
                        )
                    ],
                }
            )

        for target in ("P04@T21", "L"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                asked("P01@T11", target).action_submit()
        inside = asked("P01@T11", "P03@T12")
        inside.action_submit()
        with self.assertRaises(AccessError), self.cr.savepoint():
            inside.with_env(self.as_("accountant2")).action_approve()
        inside.with_env(self.as_("clerk")).action_approve()
        self.assertEqual(inside.state, "posted")

    def test_a_posted_transfer_stays(self):
        self.issued_version()
        transfer = self.transfer("P01@T11", "P03@T12", "MAT", 1.0)
        self.post(transfer)
        line = transfer.line_ids
        for env in (self.as_("clerk"), self.as_("manager"), self.env):
            for record, values in (
                (transfer, {"reason": "X"}),
                (transfer, {"period_id": self.months["2026-02"].id}),
                (transfer, {"state": "draft"}),
                (transfer, {"line_ids": [Command.delete(line.id)]}),
                (line, {"quota": 2.0}),
                (line, {"to_node_id": self.nodes["T12"].id}),
                (line, {"state": "draft"}),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    record.with_env(env).write(values)
            for record in (transfer, line):
                with self.assertRaises(UserError), self.cr.savepoint():
                    record.with_env(env).unlink()
            for method in ("action_cancel", "action_submit", "action_approve"):
                with self.assertRaises(UserError), self.cr.savepoint():
                    getattr(transfer.with_env(env), method)()

    def test_impossible_lines_are_refused(self):
        self.issued_version()
        for error, quota, saving in (
            (IntegrityError, -1.0, 0.0),
            (IntegrityError, 1.0, 1.01),
            (ValidationError, 0.001, 0.0),
            (ValidationError, float("nan"), 0.0),
            (ValidationError, 1.0, 0.005),
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                self.transfer("P01@T11", "P03@T12", "MAT", quota, saving)
                self.env.flush_all()

    def test_a_closed_month_takes_no_transfer(self):
        self.issued_version()
        transfer = self.transfer("P01@T11", "P03@T12", "MAT", 1.0)
        transfer.action_submit()
        self.months["2026-01"]._server_write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "2026-01"), self.cr.savepoint():
            transfer.with_env(self.as_("manager")).action_approve()

    def test_without_an_issued_version_there_is_nothing_to_shift(self):
        self.draft_version()
        transfer = self.transfer("P01@T11", "P03@T12", "MAT", 1.0)
        transfer.action_submit()
        with self.assertRaises(UserError), self.cr.savepoint():
            transfer.with_env(self.as_("manager")).action_approve()

    def test_nodes_that_are_not_valid_in_the_month_are_refused(self):
        self.issued_version()
        self.nodes["T15"] = self._create_node(
            "T15", "U1", 1.0, date_start=date(2026, 2, 1)
        )
        with self.assertRaisesRegex(UserError, "T15"), self.cr.savepoint():
            self.transfer("P01@T11", "T15", "MAT", 1.0).action_submit()


@tagged("post_install", "-at_install")
class TestMove(CostCase):
    def wizard(self, role="clerk", **values):
        return self.as_(role)["ops.cost.move"].create(
            {
                "employee_id": self.employees["P01"].id,
                "date": date(2026, 2, 16),
                "team_id": self.nodes["T12"].id,
                "reason": "Help in T12",
                **values,
            }
        )

    def test_a_move_takes_the_rest_of_the_month_along(self):
        self.issued_version()
        self.wizard(following_months="new_version").action_move()
        old = self.nodes["P01@T11"]
        self.assertEqual(old.date_end, date(2026, 2, 15))
        new = self.env["ops.cost.node"].search([("code", "=", "P01@T12")])
        self.nodes["new"] = new
        self.assertEqual(new.date_start, date(2026, 2, 16))
        self.assertEqual(new.employee_id, self.employees["P01"])
        self.assertEqual(new.weight, 1.2)
        # 1283.16 (64.16) of February: 15 days stay, 13 go along
        self.assertEqual(self.effective("2026-02", "P01@T11", "MAT"), (68741, 3437))
        self.assertEqual(self.effective("2026-02", "new", "MAT"), (59575, 2979))
        self.assertEqual(self.effective("2026-03", "new", "MAT"), (0, 0))
        transfer = self.env["ops.cost.transfer"].search([("kind", "=", "move")])
        self.assertEqual(transfer.period_id, self.months["2026-02"])
        self.assertEqual(transfer.state, "posted")
        self.assertEqual(transfer.requested_by, self.users["clerk"])

    def test_following_months_go_along_whole(self):
        self.issued_version()
        before = self.effective("2026-03", "P01@T11", "MAT")
        self.wizard().action_move()
        self.nodes["new"] = self.env["ops.cost.node"].search([("code", "=", "P01@T12")])
        self.assertEqual(self.effective("2026-03", "P01@T11", "MAT"), (0, 0))
        self.assertEqual(self.effective("2026-03", "new", "MAT"), before)

    def test_a_second_move_divides_what_is_left_of_the_month(self):
        self.issued_version()
        self.wizard().action_move()
        self.wizard(date=date(2026, 2, 23), team_id=self.nodes["T11"].id).action_move()
        back = self.env["ops.cost.node"].search([("code", "=", "P01@T11#2")])
        self.nodes["back"] = back
        self.assertEqual(back.date_start, date(2026, 2, 23))
        middle = self.env["ops.cost.node"].search([("code", "=", "P01@T12")])
        self.nodes["middle"] = middle
        # 595.75 over 7 and 6 days
        self.assertEqual(self.effective("2026-02", "middle", "MAT")[0], 32079)
        self.assertEqual(self.effective("2026-02", "back", "MAT")[0], 27496)

    def test_a_new_version_counts_the_person_in_the_new_team(self):
        self.issued_version()
        self.wizard(following_months="new_version").action_move()
        version = self.draft_version("2026-03", "P01 moved")
        self.nodes["new"] = self.env["ops.cost.node"].search([("code", "=", "P01@T12")])
        self.assertTrue(self.cell(version, "new", "MAT", "2026-03"))
        self.assertFalse(self.cell(version, "P01@T11", "MAT", "2026-03"))

    def test_a_stay_that_is_there_already_only_gets_the_transfer(self):
        self.issued_version()
        self.nodes["P01@T11"].date_end = date(2026, 2, 15)
        self.nodes["new"] = self._create_node(
            "P01@T12",
            "T12",
            1.2,
            employee_id=self.employees["P01"].id,
            date_start=date(2026, 2, 16),
        )
        self.wizard(following_months="new_version").action_move()
        self.assertEqual(self.effective("2026-02", "new", "MAT"), (59575, 2979))
        nodes = self.env["ops.cost.node"].search_count(
            [("employee_id", "=", self.employees["P01"].id)]
        )
        self.assertEqual(nodes, 2)

    def test_without_quotas_only_the_tree_changes(self):
        self.wizard().action_move()
        self.assertEqual(self.nodes["P01@T11"].date_end, date(2026, 2, 15))
        self.assertFalse(self.env["ops.cost.transfer"].search([("kind", "=", "move")]))

    def test_who_moves_whom(self):
        self.issued_version()
        self.wizard("accountant").action_move()
        for role, values in (
            ("accountant2", {}),
            ("accountant", {"team_id": self.nodes["T21"].id, "date": date(2026, 3, 2)}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.wizard(role, **values).action_move()
        for role in ("recorder", "leader", "auditor", "person"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.wizard(role).action_move()

    def test_impossible_moves_are_refused(self):
        self.issued_version()
        for values in (
            {"team_id": self.nodes["T11"].id},
            {"team_id": self.nodes["U2"].id},
            {"date": date(2025, 12, 31)},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.wizard(**values).action_move()
        self.months["2026-02"]._server_write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "2026-02"), self.cr.savepoint():
            self.wizard().action_move()
