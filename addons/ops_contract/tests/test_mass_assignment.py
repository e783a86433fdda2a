"""R12: what only the server sets is set by no client: not by write, create, copy,
default_*, nested commands, or a paper moved to a foreign contract."""

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.access_calls import QUIET, MassAssignment

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestMassAssignment(MassAssignment, AccessCase):
    module = "ops_contract"
    logins = {role: role for role in ("supervisor", "manager", "org")}
    counted = ("number", "line_key")

    def creations(self):
        """``[(login, model, values)]`` that the login may create just so."""
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
            env = self.as_login(role)
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
            env = self.as_login(role)
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
            env = self.as_login(role)
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
