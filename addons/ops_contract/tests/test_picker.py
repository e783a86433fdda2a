from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestPicker(ContractCase):
    def setUp(self):
        super().setUp()
        clock = patch.object(
            self.env.cr, "_now", datetime.fromisoformat("2026-03-10 04:00:00")
        )
        clock.start()
        self.addCleanup(clock.stop)
        self.subject = self.contract(state="draft")
        self.network = self.publish("T2.1.2", "Network Care", 1200, "Network Report")
        self.server = self.publish("T2.1.3", "Server Care", 500, "Server Report")

    def publish(self, code, name, price, report, promise=()):
        item = self.as_("org")["ops.service.item"].create(
            {
                "code": code,
                "name": name,
                "category_id": self.category.id,
                "company_id": self.company.id,
                "list_price": price,
                "mode_ids": [Command.link(self.env.ref("ops_contract.mode_remote").id)],
                "metric_tmpl_ids": [
                    Command.create(
                        {
                            "metric_id": self.metrics["t_resolve"].id,
                            "priority": "p2",
                            "target_minutes": 480,
                            **dict(promise),
                        }
                    )
                ],
                "deliverable_tmpl_ids": [
                    Command.create({"name": report, "frequency": "monthly"})
                ],
            }
        )
        item.action_publish()
        return item

    def pick(self, role="manager", **quantities):
        return self.as_(role)["ops.service.picker"].create(
            {
                "contract_id": self.subject.id,
                "line_ids": [
                    Command.create(
                        {"item_id": getattr(self, name).id, "quantity": quantity}
                    )
                    for name, quantity in quantities.items()
                ],
            }
        )

    def test_items_become_four_draft_annexes(self):
        picker = self.pick(network=3, server=2)
        self.assertEqual(picker.line_ids.mapped("amount"), [3600, 1000])
        self.assertEqual(picker.monthly_total, 4600)
        picker.action_draft()
        found = {version.kind: version for version in self.subject.version_ids}
        self.assertEqual(set(found), {"service", "sla", "reporting", "price"})
        self.assertEqual(set(self.subject.version_ids.mapped("state")), {"draft"})
        self.assertEqual(
            set(self.subject.version_ids.mapped("date_from")), {date(2026, 1, 1)}
        )
        services = found["service"].service_line_ids
        self.assertEqual(services.item_id, self.network | self.server)
        self.assertEqual(services.mapped("unit_price"), [1200, 500])
        # both items promise the same: one service level for the two
        level = found["sla"].sla_line_ids
        self.assertEqual(len(level), 1)
        self.assertEqual((level.priority, level.target_minutes), ("p2", 480))
        self.assertEqual(level.service_line_ids, services)
        self.assertEqual(
            found["reporting"].deliverable_line_ids.mapped("name"),
            ["Network Report", "Server Report"],
        )
        prices = found["price"].price_line_ids
        self.assertEqual(sum(prices.mapped("monthly_amount")), 4600)
        self.assertEqual(prices.service_line_id, services)

    def test_a_target_in_working_days_is_taken_over(self):
        promise = {"priority": "p4", "target_minutes": 0, "target_days": 5}
        self.advice = self.publish("T5.1.9", "Advice", 10, "R", promise)
        self.pick(advice=1).action_draft()
        level = self.subject.version_ids.sla_line_ids
        self.assertEqual(
            (level.priority, level.target_days, level.target_minutes), ("p4", 5, 0)
        )

    def test_a_second_pick_goes_on_with_the_drafts(self):
        self.pick(network=1).action_draft()
        self.pick(server=1).action_draft()
        self.assertEqual(len(self.subject.version_ids), 4)
        service = self.subject.version_ids.filtered(lambda row: row.kind == "service")
        self.assertEqual(service.service_line_ids.item_id, self.network | self.server)

    def test_spare_parts_become_a_draft_annex_each_part_once(self):
        disk, fan = self.env["product.product"].create(
            [{"name": "Disk"}, {"name": "Fan"}]
        )
        parts = {"network": disk, "server": disk | fan}
        for name, products in parts.items():
            item = self.publish(f"T2.1.9-{name}", name.title(), 10, "R")
            item._server_write(
                {"spare_need": True, "spare_product_ids": [Command.set(products.ids)]}
            )
            setattr(self, name, item)
        self.pick(network=1).action_draft()
        self.pick(network=1, server=1).action_draft()
        spares = self.subject.version_ids.filtered(lambda row: row.kind == "spares")
        self.assertEqual(spares.spare_line_ids.product_id, disk | fan)
        self.assertEqual(len(spares.spare_line_ids), 2)
        self.assertEqual(spares.state, "draft")

    def test_only_published_items_of_the_company(self):
        picker = self.pick(network=1)
        self.network.action_retire()
        with self.assertRaisesRegex(UserError, "not published"):
            picker.action_draft()

    def test_nothing_picked_and_ended_contracts_are_refused(self):
        with self.assertRaises(UserError):
            self.pick().action_draft()
        picker = self.pick(network=1)
        self.subject._server_write({"state": "expired"})
        with self.assertRaises(UserError):
            picker.action_draft()

    def test_roles(self):
        for role in ("supervisor", "finance", "employee", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.pick(role, network=1)
        with self.assertRaises(AccessError):
            self.pick("manager2", network=1).action_draft()

    def test_from_the_catalogue(self):
        Picker = self.as_("manager")["ops.service.picker"].with_context(
            active_model="ops.service.item",
            active_ids=(self.network | self.server).ids,
        )
        values = Picker.default_get(["line_ids"])
        self.assertEqual(
            [line[2]["item_id"] for line in values["line_ids"]],
            (self.network | self.server).ids,
        )
