from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .screen_case import ScreenCase


@tagged("post_install", "-at_install")
class TestScreensMatrix(ScreenCase):
    """The matrix reads a version level by level and saves through the version."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.env["ops.cost.version"].create(
            {
                "plan_id": cls.plan.id,
                "effective_period_id": cls.mar.id,
                "reason": "More for U2",
            }
        )
        cls.draft._set_cells(
            {
                (cls.mar.id, cls.nodes[node].id, cls.items["MAT"].id, "daily"): amounts
                for node, amounts in {
                    "P01": (400_00, 20_00),
                    "P02": (300_00, 10_00),
                    "T11": (50_00, 0),
                    "P03": (200_00, 0),
                    "P04": (100_00, 5_00),
                }.items()
            }
        )
        cls.env.flush_all()

    def matrix(self, user, node):
        matrix = self.screen("matrix", user)
        return matrix.get_matrix(self.draft.id, self.nodes[node].id)

    def amounts(self, data):
        codes = {node.id: code for code, node in self.nodes.items()}
        return {
            (codes[node], self.env["ops.cost.item"].browse(item).code): (quota, saving)
            for node, month, item, quota, saving in data["amounts"]
            if month == self.mar.id
        }

    def test_parent_and_parts_in_minor_units(self):
        self.assertEqual(
            self.amounts(self.matrix("office", "T11")),
            {
                ("T11", "MAT"): (750_00, 30_00),
                ("P01", "MAT"): (400_00, 20_00),
                ("P02", "MAT"): (300_00, 10_00),
            },
        )
        data = self.matrix("office", "L")
        self.assertEqual([row["code"] for row in data["children"]], ["U1", "U2"])
        self.assertEqual(self.amounts(data)["U1", "MAT"], (950_00, 30_00))
        self.assertEqual(
            [row["code"] for row in data["months"]], ["2026-03", "2026-04"]
        )

    def test_a_draft_is_preferred_and_the_top_node_is_shown_first(self):
        data = self.screen("matrix", "office").get_matrix()
        self.assertEqual(data["version"]["id"], self.draft.id)
        self.assertEqual(data["parent"]["code"], "L")

    def test_who_may_edit(self):
        editable = {
            user: self.matrix(user, node)["version"]["editable"]
            for user, node in {
                "office": "L",
                "manager": "U2",
                "accountant": "U1",
                "auditor": "L",
                "finance": "L",
                "leader": "U2",
                "recorder": "T11",
            }.items()
        }
        self.assertEqual(
            [user for user, answer in editable.items() if answer],
            ["office", "manager", "accountant"],
        )

    def test_an_issued_version_is_read_only(self):
        data = self.screen("matrix", "office").get_matrix(self.version.id)
        self.assertFalse(data["version"]["editable"])

    def test_changes_are_saved_and_the_rest_stays_with_the_parent(self):
        data = self.matrix("office", "T11")
        saved = self.save("office", data, {"P01": (350_00, 20_00)})
        after = self.matrix("office", "T11")
        self.assertEqual(saved["lock_version"], after["version"]["lock_version"])
        self.assertEqual(self.amounts(after)["P01", "MAT"], (350_00, 20_00))
        self.assertEqual(self.amounts(after)["T11", "MAT"], (750_00, 30_00))

    def test_a_second_editor_is_told(self):
        data = self.matrix("office", "T11")
        self.save("office", data, {"P01": (350_00, 20_00)})
        with self.assertRaisesRegex(UserError, "Somebody else changed"):
            self.save("office2", data, {"P02": (200_00, 10_00)})

    def test_an_auditor_cannot_save(self):
        data = self.matrix("auditor", "T11")
        with self.assertRaises(AccessError):
            self.save("auditor", data, {"P01": (350_00, 20_00)})

    def test_actuals_of_parent_and_parts(self):
        """February is open: its costs stand beside the quotas of version 1."""
        data = self.screen("matrix", "office").get_matrix(
            self.version.id, self.nodes["T11"].id
        )
        codes = {node.id: code for code, node in self.nodes.items()}
        items = {item.id: code for code, item in self.items.items()}
        found = {
            (codes[node], items[item]): actual
            for node, month, item, actual in data["actuals"]
            if month == self.feb.id
        }
        self.assertEqual(
            found,
            {
                ("T11", "MAT"): 6700_29,
                ("T11", "PRT"): -50_00,
                ("P01", "MAT"): 3850_30,
                ("P02", "MAT"): 2849_99,
            },
        )
        above = self.screen("matrix", "office").get_matrix(
            self.version.id, self.nodes["L"].id
        )
        units = {
            codes[node]: actual
            for node, month, item, actual in above["actuals"]
            if month == self.feb.id and items[item] == "MAT"
        }
        self.assertEqual(units, {"L": 9550_29, "U1": 6700_29, "U2": 2850_00})
        self.assertFalse(self.matrix("office", "T11")["actuals"])

    def test_a_recorder_gets_no_wages_in_the_matrix(self):
        self.post(("P02", "WAG", 100), date="2026-02-15")
        data = self.screen("matrix", "recorder").get_matrix(
            self.version.id, self.nodes["T11"].id
        )
        wages = self.items["WAG"].id
        rows = data["amounts"] + data["actuals"]
        self.assertTrue(rows)
        self.assertFalse([row for row in rows if row[2] == wages])

    def test_an_amount_is_spread_exactly(self):
        spread = self.screen("matrix", "accountant").get_spread
        self.assertEqual(spread(100_00, [1, 1, 1]), [33_34, 33_33, 33_33])
        self.assertEqual(spread(1000_01, [1, 2, 4]), [142_86, 285_72, 571_43])
        self.assertEqual(spread(10_00, [5, 3, 2], [3_00, 9_00, 9_00]), [300, 400, 300])
        self.assertEqual(spread(0, [0, 0]), [0, 0])

    def test_what_cannot_be_spread_is_refused(self):
        spread = self.screen("matrix", "office").get_spread
        for arguments in (
            (5, [0, 0]),
            (5, []),
            (5, [1, -1]),
            (5, [1, 1], [1, 1]),
            (5, [1, 1], [9]),
            (5.5, [1]),
            ("5", [1]),
            (5, [True]),
            (5, "11"),
            (10**16, [1]),
            (None, None),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                spread(*arguments)
        for user in ("auditor", "recorder", "employee", "finance"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.screen("matrix", user).get_spread(5, [1, 1])

    def test_a_person_has_no_parts(self):
        with self.assertRaisesRegex(UserError, "no parts"):
            self.matrix("office", "P01")

    def save(self, user, data, changes):
        rows = [
            {
                "node_id": self.nodes[node].id,
                "period_id": self.mar.id,
                "item_id": self.items["MAT"].id,
                "nature": "daily",
                "quota": quota,
                "saving_task": saving,
            }
            for node, (quota, saving) in changes.items()
        ]
        version = self.as_user(self.draft, user)
        return version.save_cells(rows, data["version"]["lock_version"])
