from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CostCase


@tagged("post_install", "-at_install")
class TestTree(CostCase):
    def refused(self, error, method, *args, **kwargs):
        with mute_logger("odoo.sql_db"), self.assertRaises(error), self.cr.savepoint():
            method(*args, **kwargs)
            self.env.flush_all()

    def test_ancestors_are_stamped(self):
        node = self.nodes["P01@T11"]
        self.assertEqual(node.l1_id, self.nodes["L"])
        self.assertEqual(node.l2_id, self.nodes["U1"])
        self.assertEqual(node.l3_id, self.nodes["T11"])
        self.assertEqual(self.nodes["U1"].l2_id, self.nodes["U1"])
        self.assertFalse(self.nodes["U1"].l3_id)

    def test_level_and_kind_follow_the_parent(self):
        node = self.env["ops.cost.node"].create(
            {
                "code": "N",
                "name": "N",
                "parent_id": self.nodes["U1"].id,
                "company_id": self.company.id,
                "date_start": date(2026, 1, 1),
            }
        )
        self.assertEqual((node.level, node.kind), (3, "team"))

    def test_the_tree_has_exactly_four_levels(self):
        person = self._create_employee("P77").id
        for parent, level, kind, employee in (
            ("P01@T11", 5, "person", person),  # a fifth level
            ("U1", 4, "person", person),  # a level is left out
            ("L", 3, "team", False),
            ("T11", 3, "team", False),  # teams do not nest
            (None, 2, "unit", False),  # no parent
            ("L", 1, "leadership", False),  # a parent above level 1
            ("T11", 4, "person", False),  # a person without employee
            ("U1", 3, "team", person),  # an employee above level 4
            ("U1", 3, "unit", False),  # a kind of another level
        ):
            self.refused(
                IntegrityError,
                self._create_node,
                "NEW",
                parent,
                1.0,
                level=level,
                kind=kind,
                employee_id=employee,
            )

    def test_a_parent_of_another_company_is_refused_by_the_database_too(self):
        other = self._create_company("Other Works")
        node = self._create_node("T99", "U1", 1.0)
        self.env.flush_all()
        self.refused(
            IntegrityError,
            self.cr.execute,
            "UPDATE ops_cost_node SET company_id = %s WHERE id = %s",
            [other.id, node.id],
        )

    def test_a_person_is_in_one_team_a_day(self):
        person = self.employees["P01"].id
        self.refused(
            IntegrityError, self._create_node, "X", "T12", 1.0, employee_id=person
        )
        self.nodes["P01@T11"].date_end = date(2026, 1, 31)
        self._create_node(
            "X", "T12", 1.0, employee_id=person, date_start=date(2026, 2, 1)
        )

    def test_a_node_lives_within_the_node_above(self):
        self.refused(
            ValidationError, self.nodes["T11"].write, {"date_end": date(2026, 2, 1)}
        )
        self.refused(
            ValidationError, self.nodes["T11"].write, {"date_start": date(2026, 2, 1)}
        )

    def test_a_place_is_fixed_once_it_is_used(self):
        clerk = self.as_("clerk")
        team = self.nodes["T11"].with_env(clerk)
        team.parent_id = self.nodes["U2"].id
        self.assertEqual(self.nodes["P01@T11"].l2_id, self.nodes["U2"])
        team.parent_id = self.nodes["U1"].id
        self.draft_version()
        for node, values in (
            ("T11", {"parent_id": self.nodes["U2"].id}),
            ("U1", {"company_id": self._create_company("Else").id}),
            ("P01@T11", {"employee_id": self._create_employee("P55").id}),
            ("P01@T11", {"level": 3}),
        ):
            self.refused(UserError, self.nodes[node].with_env(clerk).write, values)
        team.write({"parent_id": self.nodes["U1"].id, "name": "Team One"})

    def test_server_owned_places_are_not_written(self):
        for name in ("l1_id", "l2_id", "l3_id", "parent_level"):
            self.refused(
                UserError,
                self.nodes["T11"].with_env(self.as_("clerk")).write,
                {name: self.nodes["U2"].id},
            )

    def test_only_the_office_changes_the_tree(self):
        for name in ("accountant", "recorder", "leader", "finance", "person"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.nodes["T11"].with_env(self.as_(name)).write({"name": "X"})

    def test_settlement_follows_the_parent_unless_set(self):
        self.nodes["U2"].settlement = "quarterly"
        node = self._create_node("T22", "U2", 1.0)
        self.assertEqual(node.settlement, "quarterly")
        self.assertEqual(self.nodes["T11"].settlement, "monthly")


@tagged("post_install", "-at_install")
class TestItem(CostCase):
    def test_an_item_with_amounts_gets_no_sub_items(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._create_item("SUB", "other", 0.0).parent_id = self.items["MAT"]
        free = self._create_item("FREE", "other", 0.0)
        self._create_item("SUB", "other", 0.0).parent_id = free
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.env["ops.cost.block"].create(
                {"plan_id": self.plan.id, "item_id": free.id, "amount": 1.0}
            )


@tagged("post_install", "-at_install")
class TestCharge(CostCase):
    def charge(self, start, end=False, **values):
        return self.env["ops.cost.charge"].create(
            {
                "company_id": self.company.id,
                "leader_id": self.employees["LEAD"].id,
                "date_start": start,
                "date_end": end,
                **values,
            }
        )

    def test_one_leader_a_day(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.charge(date(2026, 5, 1), unit_id=self.nodes["U1"].id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.charge(
                date(2026, 5, 1),
                unit_id=self.nodes["U2"].id,
                item_id=self.items["MAT"].id,
            )

    def test_leaders_are_in_charge_of_units_not_teams(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.charge(date(2026, 5, 1), unit_id=self.nodes["T11"].id)

    def test_scopes_of_a_leader_follow_the_charges_of_today(self):
        leader = self.users["leader"]
        self.env["ops.cost.charge"].search([]).unlink()
        self.assertFalse(leader.ops_cost_led_unit_ids)
        past = self.charge(
            date(2000, 1, 1), date(2000, 12, 31), unit_id=self.nodes["U1"].id
        )
        self.charge(date(2000, 1, 1), unit_id=self.nodes["U2"].id)
        self.charge(date(2000, 1, 1), item_id=self.items["UTL"].id)
        self.charge(date(9000, 1, 1), item_id=self.items["MAT"].id)
        self.assertEqual(leader.ops_cost_led_unit_ids, self.nodes["U2"])
        self.assertEqual(leader.ops_cost_led_item_ids, self.items["UTL"])
        past.date_end = False
        self.assertEqual(
            leader.ops_cost_led_unit_ids, self.nodes["U1"] + self.nodes["U2"]
        )
        self.nodes["L"].manager_id = self.employees["LEAD"]
        self.assertIn(self.nodes["L"], leader.ops_cost_led_unit_ids)
        self.employees["LEAD"].user_id = self.users["outsider"]
        self.assertFalse(leader.ops_cost_led_unit_ids)
        self.assertIn(self.nodes["U2"], self.users["outsider"].ops_cost_led_unit_ids)

    def test_the_cron_corrects_scopes_that_lapsed(self):
        leader = self.users["leader"]
        self.cr.execute(
            "UPDATE ops_cost_charge SET date_end = '2026-01-01' WHERE leader_id = %s",
            [self.employees["LEAD"].id],
        )
        self.env.invalidate_all()
        self.assertEqual(leader.ops_cost_led_unit_ids, self.nodes["U1"])
        self.env["hr.employee"]._cron_cost_scopes()
        self.assertFalse(leader.ops_cost_led_unit_ids)

    def test_a_new_scope_counts_at_once_for_record_rules(self):
        version = self.draft_version()
        accountant = self.as_("accountant")
        cells = accountant["ops.cost.cell"]
        domain = [
            ("version_id", "=", version.id),
            ("l2_id", "=", self.nodes["U2"].id),
        ]
        self.assertFalse(cells.search_count(domain))
        self.nodes["U2"].accountant_ids += self.users["accountant"]
        self.assertTrue(cells.search_count(domain))
        self.users["accountant"].ops_cost_unit_ids -= self.nodes["U2"]
        self.assertFalse(cells.search_count(domain))
