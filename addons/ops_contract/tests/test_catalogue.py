from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase

SECOND_LEVEL = {
    *("1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"),
    *("4.1", "4.2", "5.1", "5.2", "6.1"),
}


@tagged("post_install", "-at_install")
class TestCatalogue(ContractCase):
    def setUp(self):
        super().setUp()
        self.draft = self.new_item("N1", "Network Care")

    def new_item(self, code, name, role="org", **values):
        return self.as_(role)["ops.service.item"].create(
            {
                "code": code,
                "name": name,
                "category_id": self.category.id,
                "company_id": self.company.id,
                "list_price": 100,
                "mode_ids": [Command.link(self.env.ref("ops_contract.mode_remote").id)],
                "metric_tmpl_ids": [
                    Command.create({"metric_id": self.metrics["t_resolve"].id})
                ],
                "deliverable_tmpl_ids": [
                    Command.create({"name": "Report", "frequency": "monthly"})
                ],
                **values,
            }
        )

    def by(self, role, record):
        return record.with_user(self.users[role])

    # data ---------------------------------------------------------------------
    def test_six_and_thirteen_classes_come_along(self):
        classes = self.env["ops.service.category"].search(
            [("standard", "=", "gb29264"), ("company_id", "=", False)]
        )
        first = classes.filtered(lambda row: row.level == 1)
        second = classes.filtered(lambda row: row.level == 2)
        self.assertEqual(first.mapped("code"), ["1", "2", "3", "4", "5", "6"])
        self.assertEqual(set(second.mapped("code")), SECOND_LEVEL)
        # the essay names the six, and three of the thirteen
        named = second.filtered(lambda row: not row.to_verify)
        self.assertEqual(named.mapped("code"), ["2.1", "2.2", "3.3"])
        self.assertFalse(any(first.mapped("to_verify")))

    def test_metrics_say_what_they_measure(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "ops_contract"), ("model", "=", "ops.sla.metric")]
        )
        metrics = self.env["ops.sla.metric"].browse(data.mapped("res_id"))
        self.assertGreaterEqual(len(metrics), 20)
        self.assertTrue(all(metrics.mapped("formula")))
        self.assertEqual(
            set(metrics.mapped("evaluator")),
            {"clock", "availability", "deliverable", "ratio", "count", "value"},
        )
        self.assertGreaterEqual(
            set(metrics.mapped("code")),
            {"response", "arrival", "workaround", "restore", "next_update", "rca"},
        )

    # levels -------------------------------------------------------------------
    def test_items_hang_at_the_second_level_or_below(self):
        top = self.category.parent_id
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.new_item("N2", "Too Coarse", category_id=top.id)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.by("org", self.category).parent_id = False
        with self.assertRaises(UserError), self.cr.savepoint():
            self.by("org", top).parent_id = self.category

    def test_items_and_classes_are_found_by_their_code(self):
        item = self.new_item("N7.1", "Cable ducts")
        for record, code in ((item, "N7.1"), (self.category, self.category.code)):
            found = self.by("manager", record).name_search(code)
            self.assertIn(record.id, [found_id for found_id, _name in found])

    def test_an_item_is_too_coarse_where_the_catalogue_goes_deeper(self):
        self.draft.action_publish()
        self.assertFalse(self.draft._too_coarse())
        deeper = self.env["ops.service.category"].create(
            {"name": "Blades", "code": "T2.1.1", "parent_id": self.category.id}
        )
        blade = self.new_item("B1", "Blade Care", category_id=deeper.id)
        self.assertFalse(self.draft._too_coarse())
        blade.action_publish()
        self.assertEqual((self.draft | blade)._too_coarse(), self.draft)
        self.assertEqual(blade._second_level_id(), self.category.id)
        blade.action_retire()
        self.assertFalse(self.draft._too_coarse())

    # revisions ----------------------------------------------------------------
    def test_publishing_needs_the_role_and_a_mode(self):
        for role in ("manager", "supervisor", "finance", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, self.draft).action_publish()
        bare = self.new_item("N3", "Bare", mode_ids=False)
        with self.assertRaisesRegex(UserError, "modes"):
            bare.action_publish()
        self.draft.action_publish()
        self.assertEqual(self.draft.state, "published")
        with self.assertRaises(UserError):
            self.draft.action_publish()

    def test_a_published_item_does_not_change_by_any_door(self):
        self.draft.action_publish()
        item, metric = self.draft, self.draft.metric_tmpl_ids
        deliverable = self.draft.deliverable_tmpl_ids
        remove = [Command.delete(metric.id)]
        add = [Command.create({"name": "More", "frequency": "weekly"})]
        doors = {
            "write": lambda: item.write({"list_price": 1}),
            "write as superuser": lambda: item.sudo().write({"name": "Other"}),
            "delete": item.unlink,
            "translate": lambda: item.update_field_translations(
                "name", {"en_US": "Other"}
            ),
            "line": lambda: metric.write({"target_minutes": 1}),
            "line by the item": lambda: item.write({"metric_tmpl_ids": remove}),
            "delete a line": deliverable.unlink,
            "new line": lambda: item.write({"deliverable_tmpl_ids": add}),
            "new line alone": lambda: deliverable.copy(),
            "moved line": lambda: self.new_item(
                "N9", "Other"
            ).deliverable_tmpl_ids.write({"item_id": item.id}),
            "state": lambda: item.write({"state": "draft"}),
            "import": lambda: self._import(item),
        }
        for name, door in doors.items():
            with (
                self.subTest(door=name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                door()
        self.assertEqual(item.list_price, 100)

    def _import(self, item):
        result = item.load([".id", "name"], [[str(item.id), "Other"]])
        if result["ids"] is False:
            raise UserError(result["messages"][0]["message"])

    def test_the_next_revision_replaces_the_last(self):
        self.draft.action_publish()
        action = self.by("manager", self.draft).action_new_revision()
        second = self.as_("org")["ops.service.item"].browse(action["res_id"])
        self.assertEqual((second.code, second.revision), ("N1", 2))
        self.assertEqual(second.state, "draft")
        self.assertEqual(second.deliverable_tmpl_ids.mapped("name"), ["Report"])
        # the same draft again, no second one
        again = self.by("manager", self.draft).action_new_revision()
        self.assertEqual(again["res_id"], second.id)
        second.list_price = 120
        with self.assertRaises(UserError):
            second.code = "N1b"
        second.action_publish()
        self.assertEqual(self.draft.state, "retired")
        self.assertEqual(self.draft.replaced_by_id, second)
        self.assertEqual(self.draft.list_price, 100)
        for role in ("supervisor", "finance", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.by(role, second).action_new_revision()

    def test_a_copy_has_a_code_of_its_own(self):
        copy = self.draft.copy()
        self.assertEqual(
            (copy.code, copy.revision, copy.state), ("N1-copy", 1, "draft")
        )

    def test_employees_read_the_catalogue_without_prices(self):
        self.draft.action_publish()
        item = self.by("employee", self.draft)
        self.assertEqual(item.name, "Network Care")
        with self.assertRaises(AccessError):
            item.read(["list_price"])
        with self.assertRaises(AccessError):
            self.new_item("N4", "Other", role="employee")

    def test_a_sealed_metric_keeps_its_meaning(self):
        metric = self.metrics["t_resolve"]
        metric.unit = "minutes"
        line = {"metric_id": metric.id, "priority": "p2", "target_minutes": 60}
        version = self.version(
            self.contract(), "sla", self.contract().date_start, sla=[line]
        )
        self.agree(version)
        with self.assertRaisesRegex(UserError, "sealed"):
            self.by("org", metric).write({"unit": "ratio"})
        self.by("org", metric).write({"name": "Solved in time"})

    def test_items_are_imported_and_exported(self):
        rows = self.as_("org")["ops.service.item"].load(
            ["code", "name", "category_id/id", "company_id/.id", "list_price"],
            [["I1", "In", "ops_contract.category_2_1", str(self.company.id), "7"]],
        )
        self.assertFalse(rows["messages"])
        self.users["org"].group_ids += self.env.ref("base.group_allow_export")
        item = self.as_("org")["ops.service.item"].browse(rows["ids"])
        data = item.export_data(["code", "category_id/code", "list_price", "state"])
        self.assertEqual(data["datas"], [["I1", "2.1", 7.0, "Draft"]])

    # prints -------------------------------------------------------------------
    def render(self, role, name, records):
        """The page's text, as a user of that role sees it."""
        Report = self.as_(role)["ir.actions.report"]
        page, _kind = Report._render_qweb_html(f"ops_contract.{name}", records.ids)
        return page.decode()

    def test_the_printed_catalogue_shows_prices_by_role(self):
        self.draft.action_publish()
        text = self.render("org", "service_catalogue", self.category.parent_id)
        for word in ("Network Care", "Report", "Monthly", "Remote", "100.00"):
            with self.subTest(word=word):
                self.assertIn(word, text)
        text = self.render("employee", "service_catalogue", self.category.parent_id)
        self.assertIn("Network Care", text)
        self.assertNotIn("100.00", text)

    def test_the_coverage_is_printed(self):
        text = self.render("manager", "service_coverage", self.coverage("manager"))
        self.assertIn("Servers", text)
        self.assertIn("Offered Only", text)

    # coverage -----------------------------------------------------------------
    def coverage(self, role="org"):
        return self.as_(role)["ops.service.coverage"].search(
            [
                ("category_id", "=", self.category.id),
                ("company_id", "=", self.company.id),
            ]
        )

    def test_coverage_counts_items_and_running_contracts(self):
        row = self.coverage()
        # the common case publishes one item
        self.assertEqual((row.item_count, row.contract_count), (1, 0))
        self.assertEqual(row.coverage, "offered")
        contract = self.contract()
        version = self.version(
            contract,
            "service",
            contract.date_start,
            service=[{"item_id": self.item.id}],
        )
        version._server_write(
            {
                "state": "effective",
                "effective_from": "2025-12-31 16:00:00",
                "effective_to": "2099-12-31 16:00:00",
            }
        )
        row.invalidate_recordset()
        self.assertEqual(row.contract_count, 1)
        self.assertEqual(row.coverage, "contracted")
        contract._server_write({"state": "terminated"})
        row.invalidate_recordset()
        self.assertEqual(row.contract_count, 0)
        self.assertTrue(self.coverage("manager"))
        for role in ("employee", "supervisor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.coverage(role)

    def test_every_class_of_the_second_level_is_listed(self):
        rows = self.as_("org")["ops.service.coverage"].search(
            [("company_id", "=", self.company.id), ("standard", "=", "gb29264")]
        )
        self.assertEqual(set(rows.category_id.mapped("code")), SECOND_LEVEL)
        self.assertEqual(set(rows.mapped("coverage")), {"missing"})
