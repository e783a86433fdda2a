from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.ops_mixin_guard import named_ids
from .common import OpsCase, add_test_models
from .models import OpsTestGuarded


@tagged("post_install", "-at_install")
class TestGuard(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_test_models(cls, OpsTestGuarded)
        cls.model = cls.env["ops.test.guarded"]
        cls.record = cls.model.create([{"name": "one"}])

    def test_create_with_a_server_owned_field_is_refused(self):
        with self.assertRaisesRegex(UserError, "Document Number"):
            self.model.create([{"name": "x", "number": 3}])

    def test_even_its_default_value_is_refused(self):
        with self.assertRaises(UserError):
            self.model.create([{"name": "x", "state": "draft"}])

    def test_write_and_assignment_are_refused(self):
        with self.assertRaises(UserError):
            self.record.write({"state": "closed"})
        with self.assertRaises(UserError):
            self.record.state = "closed"
        self.assertEqual(self.record.state, "draft")

    def test_web_save_and_import_are_refused(self):
        with self.assertRaises(UserError):
            self.record.web_save({"state": "closed"}, {"state": {}})
        result = self.model.load(["name", "state"], [["x", "closed"]])
        self.assertFalse(result["ids"])

    def test_a_parent_cannot_smuggle_them_in(self):
        commands = (
            Command.create({"name": "child", "number": 3}),
            Command.update(self.record.id, {"state": "closed"}),
        )
        parent = self.model.create([{"name": "parent"}])
        self.record.parent_id = parent
        for command in commands:
            with self.assertRaises(UserError):
                parent.write({"child_ids": [command]})

    def test_context_defaults_are_ignored(self):
        forged = self.model.with_context(default_state="closed", default_number=99)
        self.assertEqual(forged.create([{"name": "x"}]).state, "draft")
        self.assertEqual(forged.default_get(["state"]), {"state": "draft"})
        self.assertEqual(forged.default_get(["number"]), {})

    def test_a_default_names_no_hidden_record(self):
        self.env["ir.model.access"].create(
            {
                "name": "guarded",
                "model_id": self.env["ir.model"]._get_id("ops.test.guarded"),
                "group_id": self.env.ref("base.group_user").id,
                "perm_read": True,
            }
        )
        self.env["ir.rule"].create(
            {
                "name": "own ones",
                "model_id": self.env["ir.model"]._get_id("ops.test.guarded"),
                "domain_force": "[('create_uid', '=', user.id)]",
            }
        )
        user = self.new_user("guarded_reader")
        model = self.model.with_user(user)
        forged = model.with_context(default_parent_id=self.record.id)
        with self.assertRaises(AccessError):
            forged.default_get(["parent_id"])
        self.env["ir.default"].set(
            "ops.test.guarded", "parent_id", self.record.id, user_id=user.id
        )
        with self.assertRaises(AccessError):
            model.default_get(["parent_id"])
        own = self.model.create({"name": "own"})
        self.env.cr.execute(
            "UPDATE ops_test_guarded SET create_uid = %s WHERE id = %s",
            [user.id, own.id],
        )
        self.env.invalidate_all()
        mine = model.with_context(default_parent_id=own.id)
        self.assertEqual(mine.default_get(["parent_id"]), {"parent_id": own.id})

    def test_records_are_named_by_one_or_by_many(self):
        for value, ids in (
            (7, [7]),
            ([7, 8], [7, 8]),
            ([Command.link(7), Command.update(8, {})], [7, 8]),
            ([Command.set([7, 8])], [7, 8]),
            ([(6, 0, [7]), Command.create({}), Command.clear()], [7]),
            ([Command.unlink(7), Command.delete(8)], []),
            (False, []),
            ("7", []),
            ([None, [], "x", [6, 0, ["x"]]], []),
        ):
            with self.subTest(value=value):
                self.assertEqual(named_ids(value), ids)

    def test_saved_defaults_are_ignored(self):
        self.env["ir.default"].set("ops.test.guarded", "state", "closed")
        self.env["ir.default"].set("ops.test.guarded", "name", "by default")
        record = self.model.create([{}])
        self.assertEqual(record.state, "draft")
        self.assertEqual(record.name, "by default")

    def test_copy_drops_them(self):
        self.record._server_write({"state": "closed", "number": 42})
        copied = self.record.copy()
        self.assertEqual((copied.state, copied.number), ("draft", 7))
        with self.assertRaises(UserError):
            self.record.copy({"number": 42})

    def test_own_code_may_set_them_through_every_override(self):
        record = self.model._server_create([{"name": "x", "number": 12}])
        self.assertEqual(record.number, 12)
        record._server_write({"state": "closed"})
        self.assertEqual(record.state, "closed")

    def test_a_plain_copy_of_own_values_is_no_longer_trusted(self):
        vals = self.model._as_server({"number": 1})
        with self.assertRaises(UserError):
            self.record.write(dict(vals))

    def test_what_follows_from_others_cannot_be_claimed(self):
        with self.assertRaises(UserError):
            self.record.write({"double": 5})
        with self.assertRaises(UserError):
            self.model.create([{"amount": 1, "double": 5}])
        self.record.amount = 2
        self.assertEqual(self.record.double, 4)

    def test_only_records_that_one_may_read_can_be_named(self):
        user, secret = self._user_and_secret()
        records = self.model.with_user(user)
        mine = records.create([{"name": "mine"}])
        spec = {"parent_id": {}, "parent_name": {}}
        for step in (
            lambda: records.create([{"parent_id": secret.id}]),
            lambda: mine.write({"parent_id": secret.id}),
            lambda: records.onchange({"parent_id": secret.id}, ["parent_id"], spec),
        ):
            with self.assertRaises(AccessError):
                step()
        mine._server_write({"parent_id": secret.id})
        self.assertEqual(mine.sudo().parent_id, secret)

    def _user_and_secret(self):
        model_id = self.env["ir.model"]._get_id("ops.test.guarded")
        group = self.env.ref("base.group_user")
        rights = dict.fromkeys(("read", "write", "create", "unlink"), True)
        self.env["ir.model.access"].create(
            {
                "name": "test",
                "model_id": model_id,
                "group_id": group.id,
                **{f"perm_{name}": right for name, right in rights.items()},
            }
        )
        self.env["ir.rule"].create(
            {
                "name": "test",
                "model_id": model_id,
                "domain_force": "[('name', '!=', 'secret')]",
            }
        )
        return self.new_user("pointer"), self.model.create([{"name": "secret"}])

    def test_numbers_that_are_none_are_refused(self):
        for value in (float("nan"), float("inf"), float("-inf"), 1e13, -1e13, "NaN"):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.model.create([{"amount": value}])
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.record.write({"amount": value})
        self.record.amount = 9_999_999_999_999.0
        self.record.amount = -9_999_999_999_999.0

    def test_numbers_from_the_context_are_checked_too(self):
        for value in (float("nan"), 1e13):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.model.with_context(default_amount=value).create([{}])

    def test_integers_and_json_have_their_limits(self):
        for vals in ({"count": 2**31}, {"count": -(2**31)}, {"data": [float("nan")]}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.record.write(vals)
        self.record.write({"count": 2**31 - 1, "data": {"a": [1.5]}})

    def test_own_code_cannot_store_them_either(self):
        with self.assertRaises(ValidationError):
            self.record._server_write({"amount": float("nan")})

    def test_message_names_the_field_in_the_readers_language(self):
        self.env["ir.model.fields"]._get(
            "ops.test.guarded", "number"
        ).update_field_translations("field_description", {"zh_CN": "单据号"})
        self.env.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "单据号"):
            self.record.with_context(lang="zh_CN").write({"number": 1})
