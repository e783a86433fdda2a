"""R12: what only the server sets is set by no client: not by write, create, copy,
default_*, nested commands, or a paper moved to a foreign contract."""

from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase
from .access_record import matrix

WRITERS = ("supervisor", "manager", "org")
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
FORGED = {
    "char": "FORGED",
    "text": "FORGED",
    "html": "FORGED",
    "binary": b"Rk9SR0VE",
    "integer": 777,
    "float": 7.5,
    "monetary": 777.77,
    "boolean": True,
    "date": "2031-07-07",
    "datetime": "2031-07-07 07:07:07",
    "many2one_reference": 777,
}


@tagged("post_install", "-at_install")
class TestMassAssignment(AccessCase):
    def as_role(self, role):
        return self.env(user=self.users[role], su=False)

    def models(self, letter, role):
        return [
            model
            for model, rights in matrix().items()
            if letter in rights[role] and not self.env[model]._transient
        ]

    def owned(self, records):
        return sorted(records._server_owned_fields())

    def forged(self, records, name):
        """A value of the field's type that no record of the fixture has."""
        field = records._fields[name]
        if field.type == "many2one":
            target = self.env[field.comodel_name].sudo().search([], order="id desc")
            return target[:1].id
        if field.type in ("one2many", "many2many"):
            return [Command.clear()]
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        return FORGED[field.type]

    def assert_refused(self, act, *message):
        with (
            self.subTest(attempt=message),
            self.assertRaises(UserError),
            self.cr.savepoint(),
        ):
            act()
        self.env.invalidate_all()

    @mute_logger(*QUIET)
    def test_writes_of_server_owned_fields_are_refused(self):
        before = self.checksum()
        for role in WRITERS:
            env = self.as_role(role)
            for model in self.models("u", role):
                record = env[model].search([], limit=1, order="id desc")
                for name in self.owned(record):
                    vals = {name: self.forged(record, name)}
                    self.assert_refused(
                        lambda record=record, vals=vals: record.write(vals),
                        role,
                        model,
                        name,
                    )
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_creation_and_copies_with_server_owned_fields_are_refused(self):
        before = self.checksum()
        for role in WRITERS:
            env = self.as_role(role)
            for model in self.models("c", role):
                record = env[model].search([], limit=1)
                for name in self.owned(record):
                    vals = {name: self.forged(record, name)}
                    acts = [lambda record=record, vals=vals: record.create([vals])]
                    if record:
                        acts.append(lambda record=record, vals=vals: record.copy(vals))
                    for act in acts:
                        self.assert_refused(act, role, model, name)
        self.assertEqual(self.checksum(), before)

    def test_forged_defaults_have_no_effect(self):
        """default_<field> of every server-owned field at once, in real creations."""
        for role, model, vals in self.creations():
            records = self.as_role(role)[model]
            owned = [
                name
                for name in self.owned(records)
                if name not in vals and records._fields[name].groups != NO_ACCESS
            ]
            read = [n for n in owned if n in records.fields_get()]
            context = {f"default_{name}": self.forged(records, name) for name in owned}
            with self.subTest(role=role, model=model), self.cr.savepoint() as savepoint:
                plain = records.create([vals]).read(read)[0]
                savepoint.rollback()
                self.env.invalidate_all()
                made = records.with_context(**context).create([vals])
                self.assertEqual(made.create_uid, self.users[role])
                found = made.read(read)[0]
                for counted in ("id", "number", "line_key"):
                    plain.pop(counted, None)
                    found.pop(counted, None)
                self.assertEqual(found, plain)
                savepoint.rollback()
            self.env.invalidate_all()

    def creations(self):
        """``[(role, model, values)]`` that the role may create just so."""
        contract = {"contract_id": self.ours.contract.id}
        fact = {"name": "x", "start_at": "2026-11-02 01:00:00", **contract}
        metric = {"metric_id": self.metrics["t_response"].id}
        wish = {"name": "x", "description": "x", "kind": "sla", **contract}
        paper = {
            "name": "x",
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "date_start": "2026-01-01",
            "date_end": "2026-12-31",
            "manager_id": self.users["manager"].id,
        }
        item = {"code": "X1", "name": "x", "category_id": self.category.id}
        return [
            ("supervisor", "ops.sla.clock", {**fact, **metric}),
            ("supervisor", "ops.outage", {**fact, "end_at": "2026-11-02 02:00:00"}),
            ("supervisor", "ops.contract.change", wish),
            ("manager", "ops.contract", paper),
            ("manager", "ops.service.item", {**item, "company_id": self.company.id}),
        ]

    @mute_logger(*QUIET)
    def test_nested_commands_change_nothing_sealed(self):
        """A line through its document."""
        before = self.checksum()
        price, statement = self.ours.price, self.ours.statement
        line = price.price_line_ids
        for role in ("manager", "org"):
            env = self.as_role(role)
            for record, name, commands in (
                (price, "price_line_ids", [Command.update(line.id, {"unit_price": 1})]),
                (price, "price_line_ids", [Command.delete(line.id)]),
                (price, "price_line_ids", [Command.create({"name": "x"})]),
                (
                    price.annex_id,
                    "version_ids",
                    [Command.update(price.id, {"state": "draft"})],
                ),
                (
                    statement,
                    "line_ids",
                    [Command.update(statement.line_ids[0].id, {"credit": 0})],
                ),
                (
                    self.ours.contract,
                    "deliverable_ids",
                    [Command.update(self.ours.deliverable.id, {"state": "accepted"})],
                ),
            ):
                mine = record.with_env(env)
                self.assert_refused(
                    lambda r=mine, n=name, c=commands: r.write({n: c}),
                    role,
                    name,
                    commands,
                )
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_no_paper_moves_to_a_foreign_contract(self):
        before = self.checksum()
        foreign = self.theirs.contract.id
        for role in ("supervisor", "manager"):
            env = self.as_role(role)
            for record in (self.ours.clock, self.ours.outage, self.ours.wish):
                mine = record.with_env(env)
                self.assert_refused(
                    lambda mine=mine: mine.write({"contract_id": foreign}),
                    role,
                    record._name,
                )
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_nobody_widens_the_own_sight(self):
        """Neither by the own record nor by the foreign contract."""
        for role in ("employee", "supervisor", "manager"):
            env = self.as_role(role)
            me = [Command.link(env.uid)]
            # env.user is in superuser mode
            user = env["res.users"].browse(env.uid)
            org = [Command.link(self.env.ref("ops_contract.group_contract_org").id)]
            contract = self.theirs.contract.with_env(env)
            for act in (
                lambda c=contract, m=me: c.write({"member_ids": m}),
                lambda c=contract, u=env.uid: c.write({"manager_id": u}),
                lambda u=user, g=org: u.write({"group_ids": g}),
            ):
                self.assert_refused(act, role)
