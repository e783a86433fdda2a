from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .common import OpsCase, add_test_models
from .models import OpsTestEntry


@tagged("post_install", "-at_install")
class TestAppend(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_test_models(cls, OpsTestEntry)
        cls.env["ir.model.access"].create(
            [
                {
                    "name": "test",
                    "model_id": cls.env["ir.model"]._get_id("ops.test.entry"),
                    "group_id": cls.env.ref("base.group_user").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
            ]
        )
        cls.user = cls.new_user("append_user")
        cls.model = cls.env["ops.test.entry"].with_user(cls.user)
        cls.posted = cls.model.create([{"name": "posted", "is_posted": True}])
        cls.draft = cls.model.create([{"name": "draft"}])

    def test_an_open_row_can_be_changed_and_deleted(self):
        self.draft.name = "changed"
        self.draft.unlink()
        self.assertFalse(self.draft.exists())

    def test_a_frozen_row_cannot_be_changed(self):
        for records in (self.posted, self.posted | self.draft, self.posted.sudo()):
            with self.assertRaisesRegex(UserError, "posted"):
                records.write({"name": "changed"})
        with self.assertRaises(UserError):
            self.posted.is_posted = False

    def test_open_fields_stay_writable(self):
        self.posted.remark = "read"
        self.assertEqual(self.posted.remark, "read")
        with self.assertRaises(UserError):
            self.posted.write({"remark": "x", "name": "y"})

    def test_its_translations_are_frozen_too(self):
        for text in ("改", False):
            with self.assertRaises(UserError):
                self.posted.update_field_translations("name", {"zh_CN": text})
        self.assertEqual(self.posted.with_context(lang="zh_CN").name, "posted")

    def test_a_frozen_row_cannot_be_deleted(self):
        with self.assertRaises(UserError):
            (self.posted | self.draft).unlink()
        with self.assertRaises(UserError):
            self.posted.sudo().unlink()

    def test_a_client_cannot_pretend_to_uninstall(self):
        with self.assertRaises(UserError):
            self.posted.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()

    def test_an_uninstall_may_delete(self):
        self.posted.sudo().with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
        self.assertFalse(self.posted.exists())

    def test_own_code_may_still_write(self):
        self.posted._server_write({"name": "by the module"})
        self.assertEqual(self.posted.name, "by the module")

    def test_a_copy_is_a_new_row(self):
        self.assertEqual(self.posted.copy({"is_posted": False}).name, "posted")

    def test_the_message_names_few_of_many(self):
        names = self.model.create([{"name": f"n{i}"} for i in range(5)])
        self.assertEqual(names._sample_names(), "n0, n1, n2, …")
