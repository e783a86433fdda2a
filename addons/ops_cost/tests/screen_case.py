from odoo.fields import Command

from .ledger_case import LedgerCase

# The same costs in both months: January is closed, February stays open.
COSTS = (
    ("P01", "MAT", 3850.30, 10),
    ("P02", "MAT", 2849.99, 11),
    ("P03", "WAG", 3000.00, 12),
    ("P04", "MAT", 2850.00, 13),
    ("T11", "PRT", -50.00, 14),
)
# node: (quota, target, actual, zone, penalty, reward), by hand
RESULTS = {
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
}
NAMES = ("quota", "target", "actual", "zone", "penalty", "reward")


class ScreenCase(LedgerCase):
    """January is closed and February open, with the same costs in both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.lang = "en_US"
        leader = cls.env["hr.employee"].create(
            {
                "name": "Leader",
                "company_id": cls.company.id,
                "user_id": cls.users["leader"].id,
            }
        )
        cls.env["ops.cost.charge"].create(
            {
                "company_id": cls.company.id,
                "leader_id": leader.id,
                "unit_id": cls.nodes["U2"].id,
                "date_start": "2026-01-01",
            }
        )
        cls.items["WAG"].confidential = True
        cls.users["portal"] = cls.env["res.users"].create(
            {
                "name": "Customer",
                "login": "ledger_portal",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        for month in ("01", "02"):
            for node, item, amount, day in COSTS:
                cls.post((node, item, amount), date=f"2026-{month}-{day}")
        cls.jan._close()
        cls.env.flush_all()

    def screen(self, model, user):
        return self.env[f"ops.cost.{model}"].with_user(self.users[user])

    def dashboard(self, user, period=None):
        period = period or self.feb
        return self.screen("dashboard", user).get_dashboard(period.id)

    def children(self, user, node, period=None, **options):
        tree = self.screen("tree", user)
        period = period or self.feb
        return tree.get_children(self.nodes[node].id, period.id, **options)["rows"]

    def figures(self, row, names=NAMES):
        return tuple(row[name] for name in names)

    def whole_tree(self, user, period):
        """``{code: figures}`` by opening every node, as the screen does."""
        found = {}

        def walk(rows):
            for row in rows:
                if not row["own"]:
                    found[row["code"]] = self.figures(row)
                if row["has_children"]:
                    walk(
                        self.screen("tree", user).get_children(row["id"], period.id)[
                            "rows"
                        ]
                    )

        walk(self.screen("tree", user).get_tree(period.id)["rows"])
        return found
