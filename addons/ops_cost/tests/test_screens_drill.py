"""A number on a screen lists exactly the rows that it adds up, whoever clicks it."""

from odoo.tests import tagged

from .screen_case import ScreenCase


@tagged("post_install", "-at_install")
class TestScreensDrill(ScreenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # February is open; neither of these is assessed
        cls.items["OUT"] = cls.env["ops.cost.item"].create(
            {
                "code": "OUT",
                "name": "Outside",
                "kind": "spare",
                "in_bundle": False,
                "company_id": cls.company.id,
            }
        )
        cls.post(("P01", "OUT", 4200), ("T11", "OUT", 7), date="2026-02-15")
        release = cls.release(period=cls.feb)
        more = {"nature": "contingency", "release_id": release.id}
        cls.post(
            ("P01", "MAT", 9000, more), ("T11", "MAT", 480, more), date="2026-02-16"
        )
        cls.env.flush_all()

    def listed(self, user, place, screen, periods, field="actual"):
        """The sum that the list shows, with the domain of ``screen.js``."""
        domain = [*place, ("period_id", "in", periods), *screen["counted"]]
        if field == "actual":
            model, field = "ops.cost.entry", "amount"
            domain.append(("state", "=", "posted"))
        else:
            model = "ops.cost.fact"
        rows = self.env[model].with_user(self.users[user])
        [(total,)] = rows._read_group(domain, [], [f"{field}:sum"])
        return round(total or 0, 2)

    def walk(self, user, rows, **options):
        tree = self.screen("tree", user)
        for row in rows:
            yield row
            if row["has_children"]:
                found = tree.get_children(row["id"], self.feb.id, **options)
                yield from self.walk(user, found["rows"], **options)

    def assert_tree(self, user, **options):
        screen = self.screen("tree", user).get_tree(self.feb.id, **options)
        seen = {}
        for row in self.walk(user, screen["rows"], **options):
            own = row["own"] or row["level"] == 4
            place = [("node_id" if own else f"l{row['level']}_id", "=", row["id"])]
            for field in ("actual", "quota"):
                self.assertEqual(
                    self.listed(user, place, screen, screen["scope_ids"], field),
                    round(row[field], 2),
                    (user, row["code"], row["own"], field),
                )
            seen[row["code"], row["own"]] = row["actual"]
        return seen

    def test_numbers_of_the_tree(self):
        for user in ("office", "finance", "auditor", "accountant", "leader"):
            self.assertTrue(self.assert_tree(user), user)
        for user in ("recorder", "functional", "employee"):
            self.assertTrue(self.assert_tree(user), user)
        seen = self.assert_tree("office")
        self.assertEqual(seen["T11", False], 6650.29)
        self.assertEqual(seen["T11", True], -50)

    def test_numbers_of_the_year_to_date(self):
        seen = self.assert_tree("office", year_to_date=True)
        self.assertEqual(seen["T11", False], 13300.58)

    def test_numbers_of_the_four_levels(self):
        for user in ("office", "accountant", "leader", "recorder", "functional"):
            for period in (self.jan, self.feb):
                screen = self.dashboard(user, period)
                self.assertTrue(screen["levels"], user)
                for row in screen["levels"]:
                    for field in ("actual", "quota"):
                        self.assertEqual(
                            self.listed(user, row["below"], screen, period.ids, field),
                            round(row[field], 2),
                            (user, period.code, row["level"], field),
                        )

    def test_a_led_item_of_another_unit_is_not_listed(self):
        """The leader reads these entries, but no total that holds them."""
        self.env["ops.cost.charge"].create(
            {
                "company_id": self.company.id,
                "leader_id": self.users["leader"].employee_id.id,
                "item_id": self.items["MAT"].id,
                "date_start": "2026-01-01",
            }
        )
        screen = self.dashboard("leader")
        [unit] = [row for row in screen["levels"] if row["level"] == 2]
        self.assertEqual(unit["actual"], 2850)
        self.assertEqual(
            self.listed("leader", unit["below"], screen, self.feb.ids), 2850
        )

    def test_the_number_of_my_costs(self):
        screen = self.screen("my", "employee").get_my_costs(self.feb.id)
        place = [("node_id", "in", screen["node_ids"])]
        self.assertEqual(screen["total"]["actual"], 3850.30)
        self.assertEqual(self.listed("employee", place, screen, self.feb.ids), 3850.30)
        # the list below holds all of them and says which do not count
        outside = {
            entry["amount"]
            for entry in screen["entries"]
            if entry["contingency"] or not entry["in_bundle"]
        }
        self.assertEqual(outside, {4200, 9000})
