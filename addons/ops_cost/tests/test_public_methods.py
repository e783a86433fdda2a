"""R11: every method that a client can call is written down, and refuses whoever has
not the role, or not the record."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.access_calls import NOWHERE, QUIET, PublicMethods

from .access_case import AccessCase
from .access_oracle import Oracle
from .access_record import PUBLIC

# arguments that are no use to anybody
GARBAGE = {
    "get_children": [[NOWHERE, NOWHERE], [-1, 0, "x", -5], ["1 OR 1=1", None]],
    "get_path": [[NOWHERE], [0], ["x"]],
    "get_tree": [[NOWHERE, "yes"], [None, None], ["x"]],
    "get_dashboard": [[NOWHERE], [None], ["x"], [[1, 2]]],
    "get_my_costs": [[NOWHERE], [None], ["x"]],
    "get_matrix": [[NOWHERE, NOWHERE], [None, NOWHERE], ["x", "y"]],
    "get_spread": [[None, None], ["x", [1]], [5, [0]], [5, {"a": 1}, 7], [1.5, [-1]]],
    "save_cells": [
        [[{"node_id": NOWHERE}], 0],
        [[{}], "x"],
        [
            [
                {
                    "node_id": 1,
                    "period_id": 1,
                    "item_id": 1,
                    "quota": 1,
                    "saving_task": 2,
                }
            ],
            0,
        ],
    ],
}


@tagged("post_install", "-at_install")
class TestPublicMethods(PublicMethods, AccessCase):
    module = "ops_cost"
    logins = {
        **{role: role for role in ("recorder", "accountant", "leader", "functional")},
        **{role: role for role in ("finance", "manager", "auditor")},
        **{role: role for role in ("portal", "public")},
        "clerk": "office",
        "person": "employee",
    }
    public = PUBLIC
    garbage = GARBAGE
    takes_sets = True
    private = {
        "ops.cost.voucher": ("_post", "_server_write"),
        "ops.cost.version": ("_issue", "_set_cells"),
        "ops.cost.period": ("_close", "_reopen"),
        "ops.cost.settlement": ("_pay",),
        "ops.cost.release": ("_approve",),
        "ops.cost.transfer": ("_post",),
        "hr.employee": ("_refresh_cost_scopes",),
        "res.users": ("_write_cost_scopes",),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dialogs = cls._make_dialogs()
        cls.env.flush_all()

    @classmethod
    def _make_dialogs(cls):
        """A dialog of each kind, opened by the superuser, ready to be carried out."""
        team, january = cls.nodes["T11"], cls.months["2026-01"]
        values = {
            "adjustment": {
                "settlement_id": cls.settlement.id,
                "node_id": team.id,
                "reason": "x",
            },
            "decompose": {"version_id": cls.draft.id, "node_id": team.id},
            "import": {"kind": "entries"},
            "move": {
                "employee_id": cls.employees["P01"].id,
                "team_id": cls.nodes["T12"].id,
                "date": "2026-03-05",
                "reason": "x",
            },
            "reopen": {"period_id": january.id, "reason": "x"},
            "reverse": {"voucher_id": cls.posted[0].id, "reason": "x"},
            "settle": {"company_id": cls.company.id, "period_id": january.id},
        }
        return {
            f"ops.cost.{name}": cls.env[f"ops.cost.{name}"].create(vals)
            for name, vals in values.items()
        }

    def targets(self, login, model):
        if model in self.dialogs:
            return self.dialogs[model].ids, self.dialogs[model].ids
        records = self.everything()[model].search([], limit=40)
        oracle = Oracle(login, self.users[login], self.company)
        foreign = [record.id for record in records if not oracle.sees(record)]
        seen = [record.id for record in records if record.id not in foreign]
        return (seen or foreign)[:1], foreign[:1] or [NOWHERE]

    @mute_logger(*QUIET)
    def test_the_matrix_refuses_nonsense_of_whoever_may_write(self):
        before = self.checksum()
        changes = [
            {"node_id": self.nodes[node].id, "period_id": self.months[month].id}
            | {"item_id": self.items["MAT"].id, "nature": nature, **amounts}
            for node, month, nature, amounts in (
                ("P01@T11", "2026-03", "daily", {"quota": -1, "saving_task": 0}),
                ("P01@T11", "2026-03", "daily", {"quota": 1.5, "saving_task": 0}),
                ("P01@T11", "2026-03", "daily", {"quota": 10**16, "saving_task": 0}),
                ("P01@T11", "2026-03", "daily", {"quota": 5, "saving_task": 6}),
                ("P01@T11", "2026-03", "daily", {"quota": True, "saving_task": False}),
                ("P01@T11", "2026-03", "other", {"quota": 5, "saving_task": 0}),
                ("P01@T11", "2026-01", "daily", {"quota": 5, "saving_task": 0}),
                ("L", "2026-03", "daily", {"quota": 5, "saving_task": 0}),
                ("P04@T21", "2026-03", "daily", {"quota": 5, "saving_task": 0}),
                ("U2", "2026-03", "daily", {"quota": 5, "saving_task": 0}),
            )
        ]
        lock = self.draft.lock_version
        for change in changes:
            answer = self.call(
                "accountant",
                "ops.cost.version",
                "save_cells",
                self.draft.ids,
                ([change], lock),
            )
            with self.subTest(change=change):
                self.assertIsInstance(answer, UserError)
        for change in ("x", [["x"]], [None], None, {"a": 1}):
            answer = self.call(
                "clerk",
                "ops.cost.version",
                "save_cells",
                self.draft.ids,
                (change, lock),
            )
            with self.subTest(change=change):
                self.assertIsInstance(answer, UserError)
        self.assertEqual(self.checksum(), before)
