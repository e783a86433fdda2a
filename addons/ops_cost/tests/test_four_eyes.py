"""Who enters does not approve; who is assessed does not assess (cost.md 3)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase
from .common import CostCase


@tagged("post_install", "-at_install")
class TestFourEyes(AccessCase):
    def as_role(self, record, role):
        return record.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def assert_refused(self, record, role, action):
        self.env.invalidate_all()
        with (
            self.subTest(role=role, action=action),
            self.assertRaises(UserError),
            self.cr.savepoint(),
        ):
            getattr(self.as_role(record, role), action)()

    def submitted(self, role, node="P01@T11", item="MAT"):
        voucher = self.voucher([(node, item)], "2026-03-05", role)
        self.as_role(voucher, role).action_submit()
        return voucher

    # documents -----------------------------------------------------------------
    def test_who_enters_a_document_does_not_post_it(self):
        for role in ("accountant", "clerk", "manager"):
            self.assert_refused(self.submitted(role), role, "action_post")
        voucher = self.submitted("recorder")
        self.assert_refused(voucher, "recorder", "action_post")
        self.as_role(voucher, "accountant").action_post()
        self.assertEqual(voucher.state, "posted")
        self.assertEqual(voucher.decided_by, self.users["accountant"])

    def test_one_own_document_among_others_stops_all(self):
        own, foreign = self.submitted("accountant"), self.submitted("recorder")
        self.assert_refused(own | foreign, "accountant", "action_post")
        self.assertEqual(set((own | foreign).mapped("state")), {"submitted"})

    def test_who_changes_a_line_does_not_post_it(self):
        voucher = self.voucher([("P01@T11", "MAT")], "2026-03-05", "recorder")
        self.as_role(voucher.entry_ids, "accountant").write({"amount": 9999.0})
        self.as_role(voucher, "recorder").action_submit()
        self.assert_refused(voucher, "accountant", "action_post")
        self.as_role(voucher, "clerk").action_post()
        self.assertEqual(voucher.state, "posted")

    def test_who_adds_a_line_does_not_post_it(self):
        voucher = self.voucher([("P01@T11", "MAT")], "2026-03-05", "recorder")
        line = {"node_id": self.nodes["U1"].id, "item_id": self.items["MAT"].id}
        self.as_role(voucher, "accountant").write(
            {"entry_ids": [Command.create({**line, "amount": 7.0})]}
        )
        self.as_role(voucher, "accountant").action_submit()
        self.assert_refused(voucher, "accountant", "action_post")

    def test_a_second_role_does_not_help(self):
        """The recorder is made accountant as well, the leader too."""
        for role in ("recorder", "leader"):
            user = self.users[role]
            user.group_ids += self.env.ref("ops_cost.group_cost_accountant")
            self.nodes["U1"].accountant_ids += user
            self.assert_refused(self.submitted(role), role, "action_post")

    def test_who_reverses_does_not_post_the_reversal(self):
        dialog = self.env["ops.cost.reverse"].with_user(self.users["accountant"])
        action = dialog.create(
            {"voucher_id": self.posted[0].id, "reason": "wrong node"}
        ).action_reverse()
        reversal = self.env["ops.cost.voucher"].browse(action["res_id"])
        self.assert_refused(reversal, "accountant", "action_post")
        self.as_role(reversal, "clerk").action_post()
        self.assertEqual(reversal.state, "posted")

    def test_who_assigns_a_cost_does_not_post_it(self):
        cost = self.unassigned["U1"]
        self.as_role(cost, "accountant").write({"item_id": self.items["MAT"].id})
        self.as_role(cost, "accountant").action_assign()
        voucher = cost.entry_id.voucher_id
        self.assertEqual(voucher.state, "submitted")
        self.assert_refused(voucher, "accountant", "action_post")

    # transfers and releases ----------------------------------------------------
    def test_who_asks_for_a_transfer_does_not_approve_it(self):
        transfer = self.transfers["P01@T11", "P03@T12", "MAT"]
        self.as_role(transfer, "accountant").action_submit()
        self.assert_refused(transfer, "accountant", "action_approve")
        self.as_role(transfer, "clerk").action_approve()
        self.assertEqual(transfer.state, "posted")

    def test_who_wrote_a_transfer_does_not_approve_it_for_another(self):
        transfer = self.transfers["P01@T11", "P03@T12", "MAT"]
        self.as_role(transfer, "clerk").action_submit()
        self.assert_refused(transfer, "accountant", "action_approve")
        self.assert_refused(transfer, "clerk", "action_approve")
        self.as_role(transfer, "manager").action_approve()

    def test_who_asks_for_a_release_does_not_approve_it(self):
        release = self.releases["T11"]
        self.as_role(release, "manager").action_submit()
        self.assert_refused(release, "manager", "action_approve")
        self.assert_refused(release, "accountant", "action_approve")
        self.as_role(release, "leader").action_approve()
        self.assertEqual(release.state, "approved")

    def test_a_leader_decides_on_the_own_units_only(self):
        for action in ("action_approve", "action_reject"):
            self.assert_refused(self.releases["U2"], "leader", action)
            self.assert_refused(self.releases["U2"], "clerk", action)

    # settlements ---------------------------------------------------------------
    def draft_settlement(self, preparer="clerk"):
        self.settlement._server_write({"state": "draft", "reviewed_by_id": False})
        self.as_role(self.settlement, preparer).action_compute()
        return self.settlement

    def give_role(self, role, name):
        self.users[name].group_ids += self.env.ref(f"ops_cost.group_cost_{role}")

    def test_each_step_of_a_settlement_needs_another_person(self):
        settlement = self.draft_settlement("manager")
        self.assert_refused(settlement, "manager", "action_review")
        self.as_role(settlement, "finance").action_review()
        self.assert_refused(settlement, "manager", "action_sign")
        self.as_role(settlement, "director").action_sign()
        self.assert_refused(settlement, "finance", "action_pay")
        self.give_role("finance", "outsider")
        self.as_role(settlement, "outsider").action_pay()
        self.assertEqual(settlement.state, "paid")

    def test_who_drew_up_a_settlement_before_takes_no_other_step(self):
        """The manager adds a line; the clerk computes anew and covers the trace."""
        settlement = self.draft_settlement()
        self.env["ops.cost.adjustment"].with_user(self.users["manager"]).create(
            {
                "settlement_id": settlement.id,
                "node_id": self.nodes["P01@T11"].id,
                "reward": 1.0,
                "reason": "Forgotten",
            }
        ).action_add()
        self.as_role(settlement, "clerk").action_compute()
        self.assertEqual(settlement.prepared_by_id, self.users["clerk"])
        self.assert_refused(settlement, "manager", "action_review")
        self.as_role(settlement, "finance").action_review()
        self.assert_refused(settlement, "manager", "action_sign")
        self.as_role(settlement, "director").action_sign()
        self.assertEqual(settlement.state, "signed")

    def test_who_reviews_does_not_sign_and_who_signs_does_not_pay(self):
        settlement = self.draft_settlement()
        self.as_role(settlement, "manager").action_review()
        self.assert_refused(settlement, "manager", "action_sign")
        director = self.users["director"]
        director.group_ids += self.env.ref("ops_cost.group_cost_finance")
        self.as_role(settlement, "director").action_sign()
        self.assert_refused(settlement, "director", "action_pay")

    def test_whose_review_was_taken_back_neither_signs_nor_pays(self):
        """The manager reviews; the clerk resets, computes anew, another reviews."""
        settlement = self.draft_settlement()
        self.give_role("finance", "manager")
        self.as_role(settlement, "manager").action_review()
        self.as_role(settlement, "clerk").action_reset()
        self.as_role(settlement, "clerk").action_compute()
        self.as_role(settlement, "finance").action_review()
        self.assertEqual(settlement.reviewed_by_id, self.users["finance"])
        self.assert_refused(settlement, "manager", "action_sign")
        self.as_role(settlement, "director").action_sign()
        self.assert_refused(settlement, "manager", "action_pay")
        self.assert_refused(settlement, "finance", "action_pay")
        self.give_role("finance", "outsider")
        self.as_role(settlement, "outsider").action_pay()

    def test_a_reviewer_may_review_again_and_then_not_draw_up_and_review(self):
        settlement = self.draft_settlement()
        self.give_role("office", "finance")
        self.as_role(settlement, "finance").action_review()
        self.as_role(settlement, "finance").action_reset()
        self.as_role(settlement, "finance").action_review()
        self.as_role(settlement, "finance").action_reset()
        self.as_role(settlement, "finance").action_compute()
        self.as_role(settlement, "clerk").action_compute()
        self.assert_refused(settlement, "finance", "action_review")

    def test_who_is_assessed_does_not_assess(self):
        """The leader in charge of a unit, and whoever answers for a node."""
        settlement = self.draft_settlement()
        office = self.env.ref("ops_cost.group_cost_office")
        self.users["leader"].group_ids += office
        self.assert_refused(settlement, "leader", "action_review")
        self.employees["BOSS"] = self._create_employee("BOSS")
        self.employees["BOSS"].user_id = self.users["manager"]
        self.nodes["T21"].manager_id = self.employees["BOSS"]
        self.assert_refused(settlement, "manager", "action_review")
        self.as_role(settlement, "finance").action_review()
        self.assert_refused(settlement, "leader", "action_sign")
        self.assert_refused(settlement, "manager", "action_sign")
        self.as_role(settlement, "director").action_sign()

    def test_only_the_finance_pays_and_only_what_is_signed(self):
        settlement = self.draft_settlement()
        for role in ("clerk", "manager", "leader", "accountant", "finance"):
            self.assert_refused(settlement, role, "action_pay")


@tagged("post_install", "-at_install")
class TestIssueEyes(CostCase):
    def assert_refused(self, version, role):
        with self.assertRaises(UserError), self.cr.savepoint():
            version.with_env(self.as_(role)).action_issue()
        self.assertEqual(version.state, "draft")

    def test_who_prepares_a_version_does_not_issue_it(self):
        version = self.draft_version()
        version.with_env(self.as_("manager")).action_cascade()
        self.assert_refused(version, "manager")
        self.assert_refused(version, "clerk")
        version.with_env(self.as_("director")).action_issue()
        self.assertEqual(version.state, "issued")

    def test_who_made_the_version_does_not_issue_it(self):
        self.plan.with_env(self.as_("clerk")).action_measured()
        plan = self.plan.with_env(self.as_("manager"))
        version = plan._create_version(self.months["2026-01"]).with_env(self.env)
        version.with_env(self.as_("clerk")).action_cascade()
        self.assert_refused(version, "manager")
        version.with_env(self.as_("director")).action_issue()

    def test_who_changes_a_block_does_not_issue_what_follows_from_it(self):
        """The manager shifts money between blocks; the clerk does all the rest."""
        blocks = {b.item_id.code: b for b in self.plan.block_ids}
        for code, amount in (("WAG", 59000.0), ("MAT", 31000.0)):
            blocks[code].with_env(self.as_("manager")).write({"amount": amount})
        # covers the trace in write_uid
        blocks["WAG"].with_env(self.as_("clerk")).write({"amount": 59000.0})
        version = self.draft_version()
        self.assert_refused(version, "manager")
        self.assert_refused(version, "clerk")
        version.with_env(self.as_("director")).action_issue()

    def test_every_way_to_the_amounts_of_a_plan_counts(self):
        block, share = self.plan.block_ids[0], self.plan.own_share_ids[0]
        self.assertNotIn(self.users["manager"], self.plan._amount_authors())
        for change in (
            lambda plan: block.with_env(plan.env).unlink(),
            lambda plan: plan.write({"total": 120001.0}),
            lambda plan: plan.web_save(
                {"block_ids": [Command.update(block.id, {"amount": 1.0})]}, {}
            ),
            lambda plan: share.with_env(plan.env).write({"share": 0.5}),
            lambda plan: share.with_env(plan.env).unlink(),
            lambda plan: plan.own_share_ids.create(
                {
                    "plan_id": plan.id,
                    "level": 2,
                    "item_id": self.items["UTL"].id,
                    "share": 0.1,
                }
            ),
            lambda plan: plan.copy({"year": 2027}) and None,
            lambda plan: self.nodes["U1"].with_env(plan.env).write({"weight": 9.0}),
            lambda plan: plan.period_ids[0].write({"weight": 9.0}),
            lambda plan: plan.period_ids[-1].unlink(),
            lambda plan: plan.action_add_month(),
        ):
            with self.cr.savepoint() as savepoint:
                plan = self.plan.with_env(self.as_("manager"))
                change(plan)
                self.env.flush_all()
                authors = self.plan._amount_authors()
                made = self.plan.search([("year", "=", 2027)])
                authors |= made.with_env(self.env)._amount_authors()
                self.assertIn(self.users["manager"], authors)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_every_way_to_who_is_assessed_counts(self):
        """A manager who opens a node or moves somebody puts a share where he likes."""
        team, person = self.nodes["T12"], self.nodes["P03@T12"]
        new = {"parent_id": team.id, "employee_id": self.employees["P04"].id}
        new |= {"code": "P04@T12", "name": "P04", "date_start": "2026-01-16"}
        end = {"date_end": "2026-01-15"}
        gone = self._create_node("T13", "U1", 1.0)
        for role in ("manager", "clerk"):
            as_role = self.as_(role)
            for change in (
                lambda env: (
                    self.nodes["P04@T21"].with_env(env).write(end)
                    and env["ops.cost.node"].create(new)
                ),
                lambda env: person.with_env(env).write(end),
                lambda env: person.with_env(env).write({"active": False}),
                lambda env: person.with_env(env).write({"date_start": "2026-01-02"}),
                lambda env: person.with_env(env).write({"sequence": 1}),
                lambda env: person.with_env(env).write({"parent_id": gone.id}),
                lambda env: gone.with_env(env).unlink(),
                lambda env: self._move_to(env, "T11"),
            ):
                with self.cr.savepoint() as savepoint:
                    self.assertNotIn(self.users[role], self.plan._amount_authors())
                    change(as_role)
                    self.env.flush_all()
                    self.assertIn(self.users[role], self.plan._amount_authors())
                    savepoint.rollback()
                self.env.invalidate_all()

    def _move_to(self, env, team):
        wizard = env["ops.cost.move"].create(
            {
                "employee_id": self.employees["P03"].id,
                "team_id": self.nodes[team].id,
                "date": "2026-01-16",
                "reason": "Needed there",
            }
        )
        wizard.action_move()

    def test_who_moves_a_person_does_not_issue_the_next_version(self):
        self.draft_version().with_env(self.as_("manager")).action_issue()
        self._move_to(self.as_("manager"), "T11")
        later = self.draft_version("2026-02")
        self.assert_refused(later, "manager")
        later.with_env(self.as_("director")).action_issue()
        self.assertEqual(later.state, "issued")

    def test_a_closed_plan_and_a_name_keep_no_author(self):
        node = self.nodes["P03@T12"].with_env(self.as_("manager"))
        same = {"date_start": "2026-01-01", "parent_id": self.nodes["T12"].id}
        node.write({"name": "Other", "date_end": False, **same})
        self.assertNotIn(self.users["manager"], self.plan._amount_authors())
        self.plan._server_write({"state": "closed"})
        node.write({"weight": 3.0})
        self.assertNotIn(self.users["manager"], self.plan._amount_authors())

    def test_an_issue_accepts_the_amounts_up_to_then(self):
        self.plan.block_ids[0].with_env(self.as_("manager")).write({"amount": 60000.0})
        first = self.draft_version()
        first.with_env(self.as_("director")).action_issue()
        later = self.draft_version("2026-02")
        later.with_env(self.as_("manager")).action_issue()
        self.assertEqual(later.state, "issued")

    def test_names_and_the_state_are_no_amounts(self):
        plan = self.plan.with_env(self.as_("manager"))
        plan.write({"reward_rate": plan.reward_rate, "name": "Plan"})
        unit = self.nodes["U1"].with_env(self.as_("manager"))
        unit.write({"weight": unit.weight, "name": "Unit 1"})
        plan.action_measured()
        plan.action_draft()
        self.draft_version().with_env(self.as_("manager")).action_issue()

    def test_who_changes_an_amount_does_not_issue_it(self):
        version = self.draft_version()
        cell = self.cell(version, "P01@T11", "WAG")
        cell.with_env(self.as_("manager")).write({"quota": cell.quota - 1})
        self.env.invalidate_all()
        self.assert_refused(version, "manager")
        version.with_env(self.as_("director")).action_issue()
        self.assertEqual(version.state, "issued")
