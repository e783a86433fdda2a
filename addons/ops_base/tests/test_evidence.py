"""Files of a document that is fixed stay as they are, by any door. Files that prove a
document by a many2many are tried with the documents of the addons."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OpsCase, add_test_models
from .models import OpsTestEntry, OpsTestPaper

FORGED = {"raw": b"forged", "name": "forged", "res_id": 0, "url": "/forged"}
SCAN, BETTER = (base64.b64encode(text) for text in (b"scan", b"a better scan"))


@tagged("post_install", "-at_install")
class TestEvidence(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_test_models(cls, OpsTestEntry, OpsTestPaper)
        cls.env["ir.model.access"].create(
            [
                {
                    "name": "test",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": cls.env.ref("base.group_user").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
                for model in ("ops.test.entry", "ops.test.paper")
            ]
        )
        cls.user = cls.new_user("evidence_user")

    def document(self, model, **values):
        Model = self.env[model].with_user(self.user)
        return Model.create({"name": "d", "scan": SCAN, **values})

    def stored(self, document):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", document._name),
                ("res_field", "=", "scan"),
                ("res_id", "=", document.id),
            ]
        )

    def assert_refused(self, act):
        with self.assertRaises(UserError), self.cr.savepoint():
            act()
        self.env.invalidate_all()

    def assert_fixed(self, document):
        file = self.stored(document)
        for env_file in (file, file.sudo(), file.with_user(self.user)):
            for name, value in FORGED.items():
                with self.subTest(name=name, su=env_file.env.su):
                    vals = {name: value}
                    self.assert_refused(lambda f=env_file, v=vals: f.write(v))
            self.assert_refused(env_file.unlink)
        self.assertEqual(document.scan, SCAN)

    def test_of_a_frozen_row(self):
        self.assert_fixed(self.document("ops.test.entry", is_posted=True))

    def test_to_store_it_elsewhere_changes_nothing(self):
        file = self.stored(self.document("ops.test.entry", is_posted=True))
        file.sudo().write({"raw": file.raw, "mimetype": file.mimetype})
        self.assertEqual(file.raw, base64.b64decode(SCAN))

    def test_of_a_sealed_paper(self):
        paper = self.document("ops.test.paper")
        paper._seal()
        self.assert_fixed(paper)

    def test_the_value_of_a_field_has_one_door(self):
        paper = self.document("ops.test.paper")
        paper.scan = BETTER
        stored = self.stored(paper).with_user(self.user)
        own = self.env["ir.attachment"].with_user(self.user)
        forged = {"res_model": paper._name, "res_id": paper.id, "res_field": "scan"}
        file = own.create({"name": "own", "raw": b"own"})
        for act in (
            lambda: stored.write({"raw": b"forged"}),
            stored.unlink,
            lambda: file.write(forged),
            lambda: file.copy(forged),
            lambda: own.create({"name": "x", "raw": b"x", **forged}),
        ):
            self.assert_refused(act)
        self.assertEqual(paper.scan, BETTER)

    def test_a_draft_goes_with_its_files(self):
        entry = self.document("ops.test.entry")
        file = self.stored(entry)
        entry.unlink()
        self.assertFalse(file.exists())
