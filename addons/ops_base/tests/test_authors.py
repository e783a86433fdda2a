"""Whoever ever changed a document or a line of it does not decide on it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OpsCase, add_test_models
from .models import OpsTestRequest, OpsTestRequestLine

ROLE = "base.group_partner_manager"


@tagged("post_install", "-at_install")
class TestAuthors(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_test_models(cls, OpsTestRequest, OpsTestRequestLine)
        for name in ("ops.test.request", "ops.test.request.line"):
            cls.env["ir.model.access"].create(
                {
                    "name": name,
                    "model_id": cls.env["ir.model"]._get_id(name),
                    "group_id": cls.env.ref("base.group_user").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
            )
        cls.maker, cls.boss, cls.third = (
            cls.new_user(f"authors_{name}", ROLE, "base.group_allow_export")
            for name in ("maker", "boss", "third")
        )
        cls.request = cls.make("R1")
        cls.line = cls.request.line_ids[0]

    @classmethod
    def make(cls, name):
        lines = [{"name": "a", "amount": 1.0}, {"name": "b", "amount": 2.0}]
        return (
            cls.env["ops.test.request"]
            .with_user(cls.maker)
            .create({"name": name, "line_ids": [Command.create(x) for x in lines]})
        )

    def as_boss(self, record):
        return record.with_user(self.boss)

    def assert_author(self, request=None):
        """The boss may not decide, whoever submits; somebody else may."""
        request = request or self.request
        # what the maker does afterwards covers every trace of the last change
        request.with_user(self.maker).write({"name": "Last"})
        request.line_ids.with_user(self.maker).write({"amount": 9.0, "name": "z"})
        request.with_user(self.maker).action_submit()
        self.env.invalidate_all()
        request = self.as_boss(request)
        self.assertFalse(request.can_decide)
        for step in (request.action_approve, lambda: request.action_reject("no")):
            with self.assertRaisesRegex(UserError, "four eyes"), self.cr.savepoint():
                step()
        self.assertTrue(request.with_user(self.third).can_decide)
        request.with_user(self.third).action_approve()
        self.assertEqual(request.approval_state, "approved")

    def test_who_changed_nothing_decides(self):
        self.as_boss(self.request).read(["name", "line_ids"])
        self.request.with_user(self.maker).action_submit()
        self.as_boss(self.request).action_approve()
        self.assertEqual(self.request.decided_by, self.boss)

    def test_a_change_that_was_overwritten(self):
        self.as_boss(self.request).name = "R1 bigger"
        self.assert_author()

    def test_a_change_of_a_line(self):
        """Its override of write adds a value of the server."""
        self.as_boss(self.line).write({"amount": 99.0})
        self.assertEqual(self.line.number, 1)
        self.assert_author()

    def test_a_line_added(self):
        self.as_boss(self.line).create({"request_id": self.request.id, "name": "c"})
        self.assert_author()

    def test_a_line_deleted(self):
        self.as_boss(self.line).unlink()
        self.assert_author()

    def test_a_line_deleted_with_the_flag_of_an_uninstall(self):
        self.as_boss(self.line).with_context(_force_unlink=True).unlink()
        self.assert_author()

    def test_commands_of_the_document(self):
        commands = {
            "create": Command.create({"name": "c"}),
            "update": Command.update(self.line.id, {"amount": 5.0}),
            "delete": Command.delete(self.line.id),
            "clear": Command.clear(),
        }
        for name, command in commands.items():
            with self.subTest(command=name):
                request = self.make(name)
                if name in ("update", "delete"):
                    command = (command[0], request.line_ids[0].id, command[2])
                self.as_boss(request).web_save({"line_ids": [command]}, {})
                self.assert_author(request)

    def test_a_line_moved_counts_for_both_documents(self):
        other = self.make("R2")
        self.as_boss(self.line).write({"request_id": other.id})
        self.assert_author(other)
        self.assert_author()

    def test_an_import_over_it(self):
        self.env["ir.model.data"].create(
            {
                "module": "ops_base",
                "name": "authors_request",
                "model": "ops.test.request",
                "res_id": self.request.id,
            }
        )
        model = self.env["ops.test.request"].with_user(self.boss)
        result = model.load(["id", "name"], [["ops_base.authors_request", "Imported"]])
        self.assertFalse(result["messages"])
        self.assertEqual(self.request.name, "Imported")
        self.assert_author()

    def test_a_translation(self):
        self.as_boss(self.request).update_field_translations("name", {"en_US": "other"})
        self.assert_author()

    def test_a_translation_of_a_line(self):
        self.as_boss(self.line).update_field_translations("name", {"en_US": "other"})
        self.assert_author()

    def test_a_copy_begins_anew(self):
        self.as_boss(self.request).name = "R1 bigger"
        copy = self.request.with_user(self.third).copy()
        copy.action_submit()
        self.as_boss(copy).action_approve()
        with self.assertRaises(UserError):
            self.make("R3").with_user(self.third).action_approve()

    def test_a_decision_is_no_change(self):
        """Who rejected may decide again on what the maker changed since."""
        for _round in range(2):
            self.request.with_user(self.maker).action_submit()
            self.as_boss(self.request).action_reject("too much")
        self.request.with_user(self.maker).write({"name": "smaller"})
        self.as_boss(self.request).remark = "no content"
        self.request.with_user(self.maker).action_submit()
        self.as_boss(self.request).action_approve()
        self.assertEqual(self.request.decided_by, self.boss)

    def test_nobody_writes_or_reads_the_list(self):
        for vals in (
            {"author_ids": [Command.clear()]},
            {"author_ids": [Command.set([])]},
        ):
            with self.assertRaises(UserError):
                self.request.write(vals)
        with self.assertRaises(UserError):
            self.env["ops.test.request"].create([{"author_ids": []}])
        for user in (self.maker, self.boss):
            request = self.request.with_user(user)
            self.assertNotIn("author_ids", request.fields_get())
            domain = [("author_ids", "=", user.id)]
            for method, argument in (
                (request.read, ["author_ids"]),
                (request.search, domain),
                (request.export_data, ["author_ids"]),
            ):
                with self.assertRaises(AccessError):
                    method(argument)

    def test_an_archived_author_stays_one(self):
        self.as_boss(self.request).name = "R1 bigger"
        self.boss.active = False
        self.env.invalidate_all()
        self.assertIn(self.boss, self.request.with_user(self.third)._authors())
