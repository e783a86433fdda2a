from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install")
class TestDecomposition(CostCase):
    """Blocks to months to four levels; expected amounts were worked out by hand with
    largest remainders."""

    def assert_amount(self, row, quota, saving):
        self.assertEqual(len(row), 1)
        self.assertAlmostEqual(row.quota, quota, 2)
        self.assertAlmostEqual(row.saving_task, saving, 2)
        self.assertAlmostEqual(row.reduction_target, quota - saving, 2)

    def test_material_goes_down_four_levels_to_the_cent(self):
        version = self.draft_version()
        self.assert_amount(self.allotment(version, "L", "MAT"), 10677.97, 533.90)
        self.assert_amount(self.allotment(version, "U1", "MAT"), 6689.81, 334.49)
        self.assert_amount(self.allotment(version, "U2", "MAT"), 3988.16, 199.41)
        self.assert_amount(self.cell(version, "U1", "MAT"), 1337.96, 66.90)
        self.assert_amount(self.allotment(version, "T11", "MAT"), 3087.61, 154.38)
        self.assert_amount(self.allotment(version, "T12", "MAT"), 2264.24, 113.21)
        self.assert_amount(self.cell(version, "P01@T11", "MAT"), 1684.15, 84.21)
        self.assert_amount(self.cell(version, "P02@T11", "MAT"), 1403.46, 70.17)

    def test_own_share_of_teams_stays_with_the_team(self):
        version = self.draft_version()
        self.assert_amount(self.cell(version, "T11", "UTL"), 694.71, 41.69)
        self.assert_amount(self.cell(version, "P01@T11", "UTL"), 884.18, 53.05)
        self.assert_amount(self.cell(version, "P02@T11", "UTL"), 736.82, 44.21)

    def test_zero_amounts_are_not_stored(self):
        version = self.draft_version()
        self.assertFalse(version.cell_ids.filtered(lambda cell: not cell.quota))
        self.assertFalse(self.cell(version, "L", "MAT"))

    def test_rows_carry_the_stamps_of_their_nodes(self):
        version = self.draft_version()
        for row in (*version.cell_ids, *version.allotment_ids):
            node = row.node_id
            self.assertEqual(row.level, node.level)
            self.assertEqual(row.l1_id, node.l1_id)
            self.assertEqual(row.l2_id, node.l2_id)
            self.assertEqual(row.l3_id, node.l3_id)
            self.assertEqual(row.company_id, self.company)
            self.assertEqual(row.currency_id, self.company.currency_id)
        cell = self.cell(version, "P01@T11", "MAT")
        self.assertEqual(cell.responsible_id, self.employees["P01"])

    def test_cascading_twice_gives_the_same(self):
        version = self.draft_version()
        fields = ["period_id", "node_id", "item_id", "quota", "saving_task"]
        before = [list(row.values())[1:] for row in version.cell_ids.read(fields)]
        version.with_env(self.as_("clerk")).action_cascade()
        after = [list(row.values())[1:] for row in version.cell_ids.read(fields)]
        self.assertEqual(before, after)

    def test_a_cascade_down_to_teams_leaves_the_rest_to_the_accountant(self):
        version = self.draft_version()
        clerk = version.with_env(self.as_("clerk"))
        clerk.cascade_depth = "3"
        clerk.action_cascade()
        self.assert_amount(self.cell(version, "T11", "MAT"), 3087.61, 154.38)
        self.assertFalse(self.cell(version, "P01@T11", "MAT"))
        wizard = self.as_("accountant")["ops.cost.decompose"].create(
            {"version_id": version.id, "node_id": self.nodes["T11"].id}
        )
        wizard.action_decompose()
        self.assert_amount(self.cell(version, "P01@T11", "MAT"), 1684.15, 84.21)
        self.assertFalse(self.cell(version, "T11", "MAT"))
        version._check_identity()

    def test_an_accountant_divides_nothing_of_another_unit(self):
        version = self.draft_version()
        wizard = self.as_("accountant2")["ops.cost.decompose"].create(
            {"version_id": version.id, "node_id": self.nodes["T21"].id}
        )
        wizard.action_decompose()
        with self.assertRaises(AccessError):
            self.as_("accountant")["ops.cost.decompose"].create(
                {"version_id": version.id, "node_id": self.nodes["T21"].id}
            ).action_decompose()

    def test_only_the_office_cascades(self):
        version = self.draft_version()
        for name in ("accountant", "finance", "leader", "auditor", "outsider"):
            with self.assertRaises(AccessError):
                version.with_env(self.as_(name)).action_cascade()

    def test_an_amount_without_a_weight_is_refused_by_name(self):
        version = self.draft_version()
        self.nodes["P04@T21"].weight = 0
        with self.assertRaisesRegex(UserError, "T21"):
            version.with_env(self.as_("clerk")).action_cascade()

    def test_a_plan_without_months_weights_is_refused(self):
        self.plan.period_ids.write({"weight": 0})
        with self.assertRaises(UserError):
            self.draft_version()

    def test_list_of_cells_takes_as_many_queries_for_few_rows_as_for_many(self):
        version = self.draft_version()
        cells = self.as_("clerk")["ops.cost.cell"]
        fields = {
            name: {"fields": {"display_name": {}}}
            for name in ("version_id", "period_id", "node_id", "item_id", "l2_id")
        }
        spec = {**fields, "quota": {}, "saving_task": {}, "reduction_target": {}}
        domain = [("version_id", "=", version.id)]
        self.assertGreater(len(version.cell_ids), 40)
        counts = []
        for limit in (5, 5, 50):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cells.web_search_read(domain, spec, limit=limit)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestIssue(CostCase):
    def test_four_eyes_and_freezing(self):
        version = self.draft_version()
        with self.assertRaises(AccessError):
            version.with_env(self.as_("clerk")).action_issue()
        mine = self.plan.with_env(self.as_("manager"))._create_version(
            self.months["2026-02"], "Mine"
        )
        mine.action_cascade()
        with self.assertRaisesRegex(UserError, "four eyes"):
            mine.action_issue()
        version.with_env(self.as_("manager")).action_issue()
        self.assertEqual(version.state, "issued")
        self.assertEqual(version.issued_by_id, self.users["manager"])
        self.assertEqual(self.plan.state, "issued")
        self.assertTrue(version._is_seal_intact())

    def test_cells_of_an_issued_version_are_frozen_against_every_door(self):
        version = self.issued_version()
        cell = self.cell(version, "P01@T11", "MAT")
        allotment = self.allotment(version, "T11", "MAT")
        changes = {
            "quota": 1.0,
            "saving_task": 0.0,
            "reduction_target": 0.0,
            "item_id": self.items["WAG"].id,
            "node_id": self.nodes["P02@T11"].id,
            "period_id": self.months["2026-02"].id,
            "version_id": version.id,
            "nature": "contingency",
            "company_id": self.company.id,
            "l2_id": self.nodes["U2"].id,
            "level": 1,
        }
        for env in (self.as_("clerk"), self.as_("manager"), self.env):
            for row in (cell.with_env(env), allotment.with_env(env)):
                for name, value in changes.items():
                    self.refused(row.write, {name: value})
                self.refused(row.unlink)
                self.refused(row.copy)
        self.assertTrue(version._is_seal_intact())

    def test_an_issued_version_is_frozen_itself(self):
        version = self.issued_version()
        values = {
            "version_id": version.id,
            "period_id": self.months["2026-01"].id,
            "node_id": self.nodes["L"].id,
            "item_id": self.items["WAG"].id,
            "quota": 1.0,
        }
        later = {"effective_period_id": self.months["2026-02"].id}
        for env in (self.as_("clerk"), self.as_("manager"), self.env):
            self.refused(version.with_env(env).unlink)
            self.refused(version.with_env(env).action_cascade)
            self.refused(version.with_env(env).write, later)
            self.refused(env["ops.cost.cell"].create, values)
            self.refused(env["ops.cost.allotment"].create, values)
        self.refused(version._set_cells, {})
        self.assertTrue(version._is_seal_intact())

    def refused(self, method, *args):
        with self.assertRaises(UserError), self.cr.savepoint():
            method(*args)

    def test_numbers_tampered_by_sql_are_not_issued(self):
        version = self.draft_version()
        cell = self.cell(version, "P01@T11", "MAT")
        with self.cr.savepoint() as savepoint:
            self.cr.execute(
                "UPDATE ops_cost_cell SET quota = quota + 1,"
                " reduction_target = reduction_target + 1 WHERE id = %s",
                [cell.id],
            )
            with self.assertRaisesRegex(UserError, "T11"):
                version.with_env(self.as_("manager")).action_issue()
            savepoint.rollback()
        self.env.invalidate_all()
        with self.cr.savepoint() as savepoint:
            # the identity holds all the way up, but the company's total does not
            for table in ("cell", "allotment"):
                self.cr.execute(
                    f"UPDATE ops_cost_{table} SET quota = quota + 1,"
                    " reduction_target = reduction_target + 1"
                    " WHERE version_id = %s AND period_id = %s AND item_id = %s"
                    " AND node_id IN %s",
                    [
                        version.id,
                        cell.period_id.id,
                        cell.item_id.id,
                        tuple(
                            self.nodes[code].id
                            for code in ("P01@T11", "T11", "U1", "L")
                        )
                        if table == "allotment"
                        else (cell.node_id.id,),
                    ],
                )
            version._check_identity()
            with self.assertRaisesRegex(UserError, "MAT"):
                version.with_env(self.as_("manager")).action_issue()
            savepoint.rollback()
        self.env.invalidate_all()
        version.with_env(self.as_("manager")).action_issue()
        self.cr.execute(
            "UPDATE ops_cost_cell SET saving_task = 0, reduction_target = quota"
            " WHERE id = %s",
            [cell.id],
        )
        self.assertFalse(version._is_seal_intact())

    def test_persons_without_a_quota_block_the_issue(self):
        version = self.draft_version()
        new = self._create_employee("P09")
        self.nodes["P09"] = self._create_node("P09@T12", "T12", 1.0, employee_id=new.id)
        version.invalidate_recordset()
        self.assertEqual(version.uncovered_node_ids, self.nodes["P09"])
        with self.assertRaisesRegex(UserError, "P09"):
            version.with_env(self.as_("manager")).action_issue()
        version.with_env(self.as_("clerk")).action_cascade()
        version.with_env(self.as_("manager")).action_issue()
        self.assertTrue(self.cell(version, "P09", "MAT"))

    def test_gaps_of_leaders_in_charge_are_listed(self):
        version = self.draft_version()
        self.assertEqual(version.unled_unit_ids, self.nodes["U2"])
        self.assertEqual(
            version.unled_item_ids,
            self.items["WAG"] + self.items["MAT"] + self.items["UTL"],
        )

    def test_an_empty_version_is_not_issued(self):
        self.plan.with_env(self.as_("clerk")).action_measured()
        version = self.plan.with_env(self.as_("clerk"))._create_version()
        with self.assertRaises(UserError):
            version.with_env(self.as_("manager")).action_issue()

    def test_a_later_version_needs_a_reason(self):
        self.issued_version()
        version = self.draft_version("2026-02", False)
        with self.assertRaisesRegex(UserError, "reason"):
            version.with_env(self.as_("manager")).action_issue()

    def test_confirmed_amounts_change_only_after_going_back_to_draft(self):
        self.issued_version()
        clerk = self.as_("clerk")
        block = self.plan.block_ids[0]
        with self.assertRaises(UserError):
            block.with_env(clerk).amount = 1.0
        with self.assertRaises(UserError):
            self.plan.with_env(clerk).total = 130000.0
        with self.assertRaises(UserError):
            block.with_env(clerk).unlink()
        with self.assertRaises(AccessError):
            self.plan.with_env(clerk).action_draft()
        self.plan.with_env(self.as_("manager")).action_draft()
        self.plan.with_env(clerk).total = 130000.0
