"""R11: every method that a client can call is written down, and refuses whoever has
not the role, or not the record."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.audit_tables import public_names

from .access_case import AccessCase
from .access_oracle import GROUPS, Oracle, matrix
from .access_record import PUBLIC, READERS

LOGINS = {
    **{role: role for role in ("recorder", "accountant", "leader", "functional")},
    **{role: role for role in ("finance", "manager", "auditor", "portal", "public")},
    "office": "clerk",
    "employee": "person",
}
NOWHERE = 2**31 - 1
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
class TestPublicMethods(AccessCase):
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

    def may(self, role, model, method):
        roles = PUBLIC[model][method]
        if roles is READERS:
            return "r" in matrix()[model].get(role, "")
        return role in roles

    def targets(self, role, model):
        """(records that are there, ids of a record out of his sight)"""
        if model in self.dialogs:
            return self.dialogs[model].ids, self.dialogs[model].ids
        records = self.everything()[model].search([], limit=40)
        oracle = Oracle(LOGINS[role], self.users[LOGINS[role]], self.company)
        foreign = [record.id for record in records if not oracle.sees(record)]
        seen = [record.id for record in records if record.id not in foreign]
        return (seen or foreign)[:1], foreign[:1]

    def call(self, role, model, method, ids, args=()):
        """The exception, or the answer, of the call as it comes by RPC."""
        env = self.env(user=self.users[LOGINS[role]], su=False)
        self.env.invalidate_all()
        args = list(args) if ids is None else [ids, *args]
        try:
            with self.cr.savepoint():
                return call_kw(env[model], method, args, {})
        except UserError as refusal:
            return refusal

    # -------------------------------------------------------------------------
    def test_the_record_is_complete(self):
        found = public_names(self.env, "ops_cost")
        self.assertEqual(
            found, {model: set(methods) for model, methods in PUBLIC.items()}
        )

    def test_private_methods_stay_private(self):
        env = self.env(user=self.users["manager"], su=False)
        for model, method in (
            ("ops.cost.voucher", "_post"),
            ("ops.cost.voucher", "_server_write"),
            ("ops.cost.version", "_issue"),
            ("ops.cost.version", "_set_cells"),
            ("ops.cost.period", "_close"),
            ("ops.cost.period", "_reopen"),
            ("ops.cost.settlement", "_pay"),
            ("ops.cost.release", "_approve"),
            ("ops.cost.transfer", "_post"),
            ("hr.employee", "_refresh_cost_scopes"),
            ("res.users", "_write_cost_scopes"),
        ):
            with (
                self.subTest(model=model, method=method),
                self.assertRaises(AccessError),
            ):
                call_kw(env[model], method, [[]], {})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_whoever_has_not_the_role_is_refused(self):
        """With records he may read, records he may not, and such as do not exist."""
        for role in LOGINS:
            before = self.checksum()
            for model, methods in PUBLIC.items():
                for method in methods:
                    if not self.may(role, model, method):
                        with self.subTest(role=role, model=model, method=method):
                            self.assert_refuses(role, model, method)
            self.assertEqual(self.checksum(), before, role)

    def assert_refuses(self, role, model, method):
        if not self.env[model]._auto and not self.env[model]._table_query:
            choices = [None]
        elif not self.env[model]._auto:
            choices = [[1], [NOWHERE]]
        else:
            seen, foreign = self.targets(role, model)
            choices = [seen, foreign, [NOWHERE], [*seen, *foreign], []]
        for ids in choices:
            for args in GARBAGE.get(method, [()]):
                answer = self.call(role, model, method, ids, args)
                self.assertIsInstance(answer, UserError, f"{ids} {args}")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_whoever_has_the_role_is_refused_foreign_records(self):
        before = self.checksum()
        for role in LOGINS:
            for model, methods in PUBLIC.items():
                if not self.env[model]._auto:
                    continue
                for method in methods:
                    if self.may(role, model, method):
                        foreign = self.targets(role, model)[1] or [NOWHERE]
                        for args in GARBAGE.get(method, [()]):
                            answer = self.call(role, model, method, foreign, args)
                            with self.subTest(role=role, model=model, method=method):
                                self.assertIsInstance(answer, UserError)
        self.assertEqual(self.checksum(), before)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_screens_take_any_argument(self):
        """Nonsense gets an answer or a sentence, never an error of the server."""
        before = self.checksum()
        for model, methods in PUBLIC.items():
            if self.env[model]._auto or self.env[model]._table_query:
                continue
            for method in methods:
                for role in ("person", "recorder", "accountant", "functional", "clerk"):
                    if not self.may(GROUPS.get(role, role), model, method):
                        continue
                    for args in GARBAGE[method]:
                        with self.subTest(role=role, method=method, args=args):
                            self.call(GROUPS.get(role, role), model, method, None, args)
        self.assertEqual(self.checksum(), before)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
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
                "office",
                "ops.cost.version",
                "save_cells",
                self.draft.ids,
                (change, lock),
            )
            with self.subTest(change=change):
                self.assertIsInstance(answer, UserError)
        self.assertEqual(self.checksum(), before)
