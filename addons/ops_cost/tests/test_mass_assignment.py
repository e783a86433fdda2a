"""R12: what only the server sets is set by no client: not by write, create, copy,
default_*, saved defaults, nested commands, import of a file, or a foreign company."""

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.access_calls import QUIET, MassAssignment

from .access_case import AccessCase

WILD = (float("nan"), float("inf"), -float("inf"), 1e13, -1e13, "NaN", "Infinity")


@tagged("post_install", "-at_install")
class TestMassAssignment(MassAssignment, AccessCase):
    module = "ops_cost"
    logins = {
        **{role: role for role in ("recorder", "accountant", "leader", "finance")},
        "clerk": "office",
        "manager": "manager",
    }
    counted = ("number", "parent_path")

    def creations(self):
        """``[(role, model, values)]`` that the login may create just so."""
        document = {"company_id": self.company.id, "date": "2026-03-03"}
        return [
            ("recorder", "ops.cost.voucher", document),
            ("accountant", "ops.cost.voucher", document),
            *self.creations_of_books(),
            *self.creations_of_plans(),
        ]

    def creations_of_books(self):
        march, mat = self.months["2026-03"].id, self.items["MAT"].id
        person, team = self.nodes["P01@T11"].id, self.nodes["T11"].id
        entry = {"node_id": person, "item_id": mat, "amount": 5.0}
        entry["voucher_id"] = self.drafts["recorder"].id
        transfer = {"plan_id": self.plan.id, "period_id": march, "reason": "x"}
        line = {"from_node_id": person, "to_node_id": team, "item_id": mat, "quota": 1}
        line["transfer_id"] = self.transfers["P01@T11", "P03@T12", "MAT"].id
        release = {"fund_id": self.fund.id, "period_id": march, "node_id": team}
        release |= {"purpose": "x", "amount": 1.0}
        cost = {"source": "x", "reason": "x", "date": "2026-03-03", "amount": 5.0}
        return [
            ("recorder", "ops.cost.entry", entry),
            ("accountant", "ops.cost.transfer", transfer),
            ("accountant", "ops.cost.transfer.line", line),
            ("accountant", "ops.cost.release", release),
            ("clerk", "ops.cost.unassigned", cost),
        ]

    def creations_of_plans(self):
        march, plan = self.months["2026-03"].id, self.plan.id
        version = {"plan_id": plan, "effective_period_id": march}
        month = {"plan_id": plan, "code": "2026-07"}
        month |= {"date_start": "2026-07-01", "date_end": "2026-07-31"}
        node = {"code": "X", "name": "x", "parent_id": self.nodes["T11"].id}
        node |= {"employee_id": self.employees["LEAD"].id, "date_start": "2026-01-01"}
        change = {"version_id": self.draft.id, "period_id": march, "amount": 5.0}
        change |= {"item_id": self.items["MAT"].id}
        change |= {"from_node_id": self.nodes["U1"].id}
        change |= {"to_node_id": self.nodes["U2"].id}
        return [
            ("clerk", "ops.cost.version", version),
            ("clerk", "ops.cost.plan", {"name": "x", "year": 2031, "total": 100.0}),
            ("clerk", "ops.cost.period", month),
            ("clerk", "ops.cost.node", node),
            ("clerk", "ops.cost.version.change", change),
        ]

    def test_nested_commands_change_nothing(self):
        """A line through its document, in every state of the document."""
        before = self.checksum()
        entry = self.posted[0].entry_ids
        draft_line = self.drafts["clerk"].entry_ids
        for role in ("recorder", "accountant", "clerk", "manager"):
            env = self.as_login(role)
            for voucher, vals in (
                (self.posted[0], [Command.update(entry.id, {"amount": 1.0})]),
                (self.posted[0], [Command.delete(entry.id)]),
                (self.posted[0], [Command.clear()]),
                (self.posted[0], [Command.create({"amount": 1.0})]),
                (self.drafts["clerk"], [Command.link(entry.id)]),
                (self.drafts["clerk"], [Command.update(entry.id, {"amount": 1.0})]),
                (
                    self.drafts["clerk"],
                    [Command.update(draft_line.id, {"state": "posted"})],
                ),
            ):
                self.assert_refused(
                    lambda env=env, voucher=voucher, vals=vals: voucher.with_env(
                        env
                    ).write({"entry_ids": vals}),
                    role,
                    vals,
                )
        settlement = self.settlement.with_env(self.as_login("finance"))
        self.assert_refused(
            lambda: settlement.write(
                {"line_ids": [Command.update(self.settlement.line_ids[0].id, {})]}
            )
        )
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_imported_files_set_nothing_either(self):
        """The generic import of the client: load()."""
        before = self.checksum()
        for role, model, names, rows in (
            (
                "recorder",
                "ops.cost.voucher",
                ["date", "state"],
                [["2026-03-01", "posted"]],
            ),
            ("clerk", "ops.cost.voucher", ["date", "number"], [["2026-03-01", "V1"]]),
            (
                "clerk",
                "ops.cost.voucher",
                [".id", "note"],
                [[str(self.posted[0].id), "changed"]],
            ),
            (
                "clerk",
                "ops.cost.entry",
                [".id", "amount"],
                [[str(self.posted[0].entry_ids.id), "1"]],
            ),
            (
                "clerk",
                "ops.cost.assessment",
                [".id", "penalty"],
                [[str(self.closing.assessment_ids[0].id), "0"]],
            ),
        ):
            with self.subTest(role=role, model=model, names=names):
                result = self.as_login(role)[model].load(names, rows)
                self.assertFalse(result["ids"])
                self.assertTrue(result["messages"])
        self.env.invalidate_all()
        self.assertEqual(self.checksum(), before)

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule")
    def test_wild_numbers_are_refused(self):
        before = self.checksum()
        env = self.as_login("manager")
        for model in self._models("u", "manager"):
            if env[model]._transient:
                continue
            record = env[model].search([], limit=1, order="id desc")
            for name, field in record._fields.items():
                if field.type in ("float", "monetary") and field.store:
                    fine = (0.001,) if field.type == "monetary" else ()
                    for value in (*WILD, *fine):
                        vals = {name: value}
                        self.assert_refused(
                            lambda record=record, vals=vals: record.write(vals),
                            model,
                            vals,
                        )
        self.assertEqual(self.checksum(), before)

    def test_magic_columns_are_the_systems(self):
        env = self.as_login("recorder")
        other = self.users["manager"].id
        voucher = env["ops.cost.voucher"].create(
            {"date": "2026-03-03", "create_uid": other, "write_uid": other}
        )
        self.assertEqual(voucher.create_uid, self.users["recorder"])
        self.assertEqual(voucher.creator_id, self.users["recorder"])
        voucher.write({"create_uid": other, "create_date": "2020-01-01"})
        voucher.invalidate_recordset()
        self.assertEqual(voucher.create_uid, self.users["recorder"])

    @mute_logger(*QUIET)
    def test_nobody_widens_the_own_scope(self):
        scopes = {
            "ops_cost_unit_ids": self.nodes["U2"],
            "ops_cost_team_ids": self.nodes["T21"],
            "ops_cost_item_ids": self.items["WAG"],
            "ops_cost_led_unit_ids": self.nodes["U2"],
            "ops_cost_led_item_ids": self.items["WAG"],
            "ops_cost_node_ids": self.nodes["P04@T21"],
            "group_ids": self.env.ref("ops_cost.group_cost_manager"),
        }
        person = self.employees["P04"]
        for role in ("person", "recorder", "accountant", "functional", "manager"):
            env = self.as_login(role)
            for name, records in scopes.items():
                vals = {name: [Command.set(records.ids)]}
                self.assert_write_refused(env, env.user, vals)
            self.assert_write_refused(env, person, {"user_id": env.uid})

    @mute_logger(*QUIET)
    def test_scopes_are_given_by_the_cost_office(self):
        for role in ("person", "recorder", "accountant", "functional", "finance"):
            env = self.as_login(role)
            me = [Command.link(env.uid)]
            for record, name in (
                (self.nodes["U1"], "accountant_ids"),
                (self.nodes["T11"], "recorder_ids"),
                (self.items["MAT"], "functional_user_ids"),
            ):
                self.assert_write_refused(env, record, {name: me})

    def assert_write_refused(self, env, record, vals):
        self.assert_refused(
            lambda: record.with_env(env).write(vals), env.user.login, vals
        )
