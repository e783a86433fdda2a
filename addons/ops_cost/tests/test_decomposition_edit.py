from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install")
class TestEditOfDraft(CostCase):
    """Editing one amount moves the difference to or from the own amount above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.action_measured()
        cls.version = cls.plan.with_user(cls.users["clerk"])._create_version()
        cls.version.action_cascade()
        cls.version = cls.version.with_env(cls.env)

    def own(self, node, item="UTL"):
        row = self.cell(self.version, node, item)
        return (round(row.quota, 2), round(row.saving_task, 2))

    def test_a_person_gets_from_and_gives_to_the_team(self):
        # T11 keeps 694.71 (saving task 41.69), P01 has 884.18 (53.05)
        cell = self.cell(self.version, "P01@T11", "UTL")
        accountant = cell.with_env(self.as_("accountant"))
        accountant.write({"quota": 900.18, "saving_task": 54.05})
        self.assertEqual(self.own("T11"), (678.71, 40.69))
        accountant.write({"quota": 800.18})
        self.assertEqual(self.own("T11"), (778.71, 40.69))
        self.assertEqual(self.own("P01@T11"), (800.18, 54.05))
        self.version._check_identity()

    def test_a_team_gets_from_the_unit(self):
        # U1 keeps 1337.96 of material with saving task 66.90
        allotment = self.allotment(self.version, "T11", "MAT")
        allotment.with_env(self.as_("accountant")).write({"quota": 3187.61})
        self.assertEqual(self.own("U1", "MAT"), (1237.96, 66.90))
        self.assertEqual(self.own("T11", "MAT"), (100.00, 0.0))
        self.version._check_identity()

    def test_more_than_the_own_amount_above_is_refused_with_the_place(self):
        cell = self.cell(self.version, "P01@T11", "UTL").with_env(self.as_("clerk"))
        with self.assertRaisesRegex(UserError, r"T11.*UTL.*2026-01"):
            cell.write({"quota": 884.18 + 694.72})
        self.assertEqual(self.own("T11"), (694.71, 41.69))
        # the team would keep less than its own saving task
        with self.assertRaises(UserError):
            cell.write({"quota": 884.18 + 694.71 - 41.68})

    def test_what_children_hold_cannot_be_taken_from_their_team(self):
        allotment = self.allotment(self.version, "T11", "MAT")
        with self.assertRaisesRegex(UserError, "T11"):
            allotment.with_env(self.as_("clerk")).write({"quota": 3000.0})

    def test_the_company_amount_follows_from_the_plan(self):
        allotment = self.allotment(self.version, "L", "MAT")
        with self.assertRaises(UserError):
            allotment.with_env(self.as_("clerk")).write({"quota": 1.0})

    def test_a_target_above_the_quota_is_refused_and_nothing_written(self):
        cell = self.cell(self.version, "P01@T11", "UTL").with_env(self.as_("clerk"))
        cell.write({"quota": 1000.0, "saving_task": 50.0})
        with self.assertRaises(ValidationError):
            cell.write({"reduction_target": 1000.01})
        self.assertEqual(self.own("P01@T11"), (1000.0, 50.0))
        cell.write({"reduction_target": 960.0})
        self.assertEqual(self.own("P01@T11"), (1000.0, 40.0))

    def test_impossible_amounts_are_refused(self):
        cell = self.cell(self.version, "P01@T11", "UTL").with_env(self.as_("clerk"))
        for value in (
            float("nan"),
            float("inf"),
            1e308,
            1e13,
            -0.01,
            -0.001,
            884.181,
            0.005,
        ):
            for name in ("quota", "saving_task"):
                with (
                    self.assertRaises(ValidationError, msg=f"{name} {value}"),
                    self.cr.savepoint(),
                ):
                    cell.write({name: value})
        self.assertEqual(self.own("P01@T11"), (884.18, 53.05))

    def test_a_new_cell_draws_from_the_own_amount_above(self):
        clerk = self.as_("clerk")
        values = {
            "version_id": self.version.id,
            "period_id": self.months["2026-01"].id,
            "node_id": self.nodes["T11"].id,
            "item_id": self.items["MAT"].id,
            "quota": 200.0,
        }
        row = clerk["ops.cost.cell"].create(values)
        self.assertEqual(row.l2_id, self.nodes["U1"])
        self.assertEqual(self.own("U1", "MAT"), (1137.96, 66.90))
        self.assertAlmostEqual(
            self.allotment(self.version, "T11", "MAT").quota, 3287.61, 2
        )
        with self.assertRaises(ValidationError), self.cr.savepoint():
            clerk["ops.cost.cell"].create(values)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            clerk["ops.cost.allotment"].create(
                {**values, "node_id": self.nodes["P01@T11"].id}
            )
        for name in ("level", "l2_id", "company_id"):
            with self.assertRaises(UserError), self.cr.savepoint():
                clerk["ops.cost.cell"].create({**values, name: 1})

    def test_places_outside_the_version_are_refused(self):
        clerk = self.as_("clerk")
        values = {
            "version_id": self.version.id,
            "period_id": self.months["2026-01"].id,
            "node_id": self.nodes["T11"].id,
            "item_id": self.items["MAT"].id,
            "quota": 1.0,
        }
        later = self._create_node("T14", "U1", 1.0)
        later.date_start = date(2026, 2, 1)
        group = self.env["ops.cost.item"].create(
            {"code": "GRP", "name": "Group", "company_id": self.company.id}
        )
        self._create_item("SUB", "other", 0.0).parent_id = group
        other = self._create_company("Other Works")
        foreign = self.env["ops.cost.item"].create(
            {"code": "X", "name": "X", "company_id": other.id}
        )
        for name, record in (
            ("node_id", later),
            ("item_id", group),
            ("item_id", foreign),
        ):
            with (
                self.assertRaises(UserError, msg=name),
                self.cr.savepoint(),
            ):
                clerk["ops.cost.cell"].create({**values, name: record.id})

    def test_who_may_edit_what(self):
        person = self.cell(self.version, "P01@T11", "UTL")
        team = self.allotment(self.version, "T11", "UTL")
        unit = self.allotment(self.version, "U1", "UTL")
        other = self.allotment(self.version, "T21", "UTL")
        for row in (person, team):
            row.with_env(self.as_("accountant")).write({"quota": row.quota})
        for name in ("accountant", "accountant2"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                unit.with_env(self.as_(name)).write({"quota": unit.quota - 1})
        with self.assertRaises(AccessError), self.cr.savepoint():
            other.with_env(self.as_("accountant")).write({"quota": other.quota - 1})
        for name in (
            "recorder",
            "leader",
            "functional",
            "finance",
            "auditor",
            "person",
            "outsider",
        ):
            for row in (person, team):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    row.with_env(self.as_(name)).write({"quota": 1.0})

    def change(self, node, quota, saving):
        return {
            "node_id": self.nodes[node].id,
            "period_id": self.months["2026-01"].id,
            "item_id": self.items["MAT"].id,
            "nature": "daily",
            "quota": quota,
            "saving_task": saving,
        }

    def test_matrix_saves_parent_and_child_together(self):
        version = self.version.with_env(self.as_("accountant"))
        lock = version.lock_version

        # T11 received 3087.61 and keeps nothing: only both together fit
        changes = [
            self.change("T11", 300000, 15000),
            self.change("P01@T11", 160000, 8000),
            self.change("P02@T11", 140000, 7000),
        ]
        with self.assertRaises(UserError), self.cr.savepoint():
            version.save_cells(changes[:1], lock)
        answer = version.save_cells(changes, lock)
        self.assertEqual(answer, {"lock_version": lock + 1})
        self.assertEqual(self.own("U1", "MAT"), (1425.57, 71.28))
        self.assertEqual(self.own("P01@T11", "MAT"), (1600.0, 80.0))
        with self.assertRaisesRegex(UserError, "Somebody else"), self.cr.savepoint():
            version.save_cells(changes, lock)
        self.version._check_identity()

    def test_matrix_refuses_what_is_no_amount(self):
        version = self.version.with_env(self.as_("accountant"))
        change = self.change("P01@T11", 160000, 8000)
        for bad in (
            {"quota": 1.5},
            {"quota": -1},
            {"quota": True},
            {"saving_task": 10**9},
            {"quota": 10**16},
            {"node_id": "1"},
        ):
            with self.assertRaises(UserError, msg=bad), self.cr.savepoint():
                version.save_cells([{**change, **bad}], version.lock_version)
        with self.assertRaises(AccessError), self.cr.savepoint():
            version.save_cells([self.change("U1", 1, 0)], version.lock_version)

    def test_given_cells_replace_all_and_allotments_follow(self):
        month = self.months["2026-01"].id
        item = self.items["UTL"].id
        self.version._set_cells(
            {
                (month, self.nodes["P01@T11"].id, item, "daily"): (1000, 10),
                (month, self.nodes["T12"].id, item, "daily"): (500, 0),
                (month, self.nodes["L"].id, item, "daily"): (70, 7),
            }
        )
        for node, quota, saving in (
            ("L", 15.70, 0.17),
            ("U1", 15.0, 0.10),
            ("T11", 10.0, 0.10),
            ("T12", 5.0, 0.0),
        ):
            row = self.allotment(self.version, node, "UTL")
            self.assertEqual((row.quota, row.saving_task), (quota, saving), node)
        self.assertFalse(self.allotment(self.version, "U2", "UTL"))
        with self.assertRaisesRegex(UserError, "plan says"):
            self.version.with_env(self.as_("manager")).action_issue()
