from odoo.exceptions import AccessError
from odoo.tests import tagged

from .screen_case import RESULTS, ScreenCase

UNIT_1 = {"U1", "T11", "T12", "P01@T11", "P02@T11", "P03@T12"}


@tagged("post_install", "-at_install")
class TestScreensRoles(ScreenCase):
    """Each role sees the nodes of its scope, with the figures all others see."""

    def seen(self, user):
        return {
            period.code: self.whole_tree(user, period)
            for period in (self.jan, self.feb)
        }

    def test_who_sees_which_nodes(self):
        everything = set(RESULTS)
        scopes = {
            "office": everything,
            "manager": everything,
            "finance": everything,
            "auditor": everything,
            "accountant": UNIT_1,
            "leader": {"U2", "T21", "P04@T21"},
            "employee": {"P01@T11"},
        }
        for user, codes in scopes.items():
            expected = {code: RESULTS[code] for code in codes}
            for month, figures in self.seen(user).items():
                with self.subTest(user=user, month=month):
                    self.assertEqual(figures, expected)

    def test_a_recorder_sees_the_own_team_without_wages(self):
        """MAT and PRT only, and no verdict: WAG is confidential."""
        expected = {
            "T11": (4000, 3800, 6650.29, None, 0, 0),
            "P01@T11": (2000, 1900, 3850.30, None, 0, 0),
            "P02@T11": (2000, 1900, 2849.99, None, 0, 0),
        }
        for month, figures in self.seen("recorder").items():
            with self.subTest(month=month):
                self.assertEqual(figures, expected)
        self.items["WAG"].confidential = False
        for month, figures in self.seen("recorder").items():
            with self.subTest(month=month):
                self.assertEqual(figures, {"T11": RESULTS["T11"]})

    def test_a_functional_owner_sees_the_own_items_without_verdicts(self):
        for period in (self.jan, self.feb):
            tree = self.whole_tree("functional", period)
            self.assertEqual(tree["L"], (4000, 3800, 9550.29, None, 0, 0))
            self.assertEqual(tree["T12"], (1000, 950, 0, None, 0, 0))
            data = self.dashboard("functional", period)
            self.assertFalse(data["judged"])
            self.assertEqual([row["code"] for row in data["items"]], ["MAT"])

    def test_items_follow_the_rules_of_entries(self):
        seen = {
            user: {row["code"]: row["actual"] for row in self.dashboard(user)["items"]}
            for user in ("accountant", "leader", "recorder", "employee")
        }
        self.assertEqual(seen["accountant"], {"WAG": 3000, "MAT": 6700.29, "PRT": -50})
        self.assertEqual(seen["leader"], {"WAG": 0, "MAT": 2850, "PRT": 0})
        self.assertEqual(seen["recorder"], {"MAT": 6700.29, "PRT": -50})
        self.assertEqual(seen["employee"], {"WAG": 0, "MAT": 3850.30, "PRT": 0})

    def test_a_foreign_node_cannot_be_opened(self):
        for user, node in (("accountant", "U2"), ("employee", "T11"), ("leader", "U1")):
            tree = self.screen("tree", user)
            with self.subTest(user=user), self.assertRaises(AccessError):
                tree.get_children(self.nodes[node].id, self.feb.id)
            with self.subTest(user=user), self.assertRaises(AccessError):
                tree.get_path(self.nodes[node].id)
            with self.subTest(user=user), self.assertRaises(AccessError):
                matrix = self.screen("matrix", user)
                matrix.get_matrix(self.version.id, self.nodes[node].id)

    def test_children_of_an_own_node_are_not_shown_to_the_person(self):
        self.assertEqual(self.children("employee", "P01"), [])

    def test_customers_see_nothing_at_all(self):
        calls = (
            ("dashboard", "get_dashboard", ()),
            ("tree", "get_tree", ()),
            ("tree", "get_children", (self.nodes["L"].id, self.feb.id)),
            ("tree", "get_path", (self.nodes["L"].id,)),
            ("matrix", "get_matrix", ()),
            ("my", "get_my_costs", ()),
        )
        for model, method, arguments in calls:
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.screen(model, "portal"), method)(*arguments)

    def test_another_company_stays_out_of_sight(self):
        other = self.env["res.company"].create({"name": "Other Works"})
        stranger = self.users["manager"].copy({"login": "stranger"})
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        env = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        self.assertEqual(env["ops.cost.dashboard"].get_dashboard()["periods"], [])
        data = env["ops.cost.dashboard"].get_dashboard(self.feb.id)
        self.assertFalse(data["period_id"])
        self.assertEqual(env["ops.cost.tree"].get_tree(self.feb.id)["rows"], [])
        with self.assertRaises(AccessError):
            env["ops.cost.tree"].get_children(self.nodes["L"].id, self.feb.id)

    def test_my_costs_hold_own_rows_only(self):
        data = self.screen("my", "employee").get_my_costs(self.feb.id)
        self.assertEqual(self.figures(data["total"]), RESULTS["P01@T11"])
        self.assertEqual([row["amount"] for row in data["entries"]], [3850.30])
        self.assertEqual(data["teams"], ["P01@T11"])
        self.assertEqual(
            [(row["month"], row["penalty"]) for row in data["assessments"]],
            [("2026-01", 850.30)],
        )
        self.assertEqual(
            {row["name"]: row["quota"] for row in data["items"]},
            {"WAG": 1000, "MAT": 1000, "PRT": 1000},
        )

    def test_my_costs_of_somebody_with_a_wider_role_are_still_the_own(self):
        self.people["P02"].user_id = self.users["recorder"]
        data = self.screen("my", "recorder").get_my_costs(self.jan.id)
        self.assertEqual(self.figures(data["total"]), RESULTS["P02@T11"])
        self.assertEqual([row["amount"] for row in data["entries"]], [2849.99])
        self.assertEqual(len(data["assessments"]), 1)

    def test_my_costs_of_somebody_without_a_node_are_empty(self):
        data = self.screen("my", "finance").get_my_costs(self.jan.id)
        self.assertEqual(self.figures(data["total"], ("quota", "actual")), (0, 0))
        self.assertEqual(data["entries"] + data["assessments"] + data["items"], [])

    def test_my_settlement_shows_once_it_is_reviewed(self):
        settlement = self.env["ops.cost.settlement"]._prepare_settlement(
            "monthly", self.jan
        )
        my = self.screen("my", "employee")
        self.assertEqual(my.get_my_costs(self.jan.id)["settlements"], [])
        settlement._review(self.users["finance"])
        self.assertEqual(
            [
                (row["code"], row["state"], row["net"])
                for row in my.get_my_costs(self.jan.id)["settlements"]
            ],
            [("2026-01", "reviewed", -850.30)],
        )

    def test_the_menu_of_an_employee_is_my_costs_only(self):
        self.assertEqual(self.menus("employee"), ["My Costs"])
        self.assertEqual(self.menus("office")[0], "Dashboard")
        self.assertLessEqual({"Accounting", "Control"}, set(self.menus("accountant")))

    def menus(self, user):
        menus = self.env["ir.ui.menu"].with_user(self.users[user]).load_menus(False)
        root = self.env.ref("ops_cost.menu_cost_root").id
        return [menus[child]["name"] for child in menus[root]["children"]]
