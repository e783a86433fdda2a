import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..calc.seal import digest
from .common import OpsCase, add_test_models
from .models import OpsTestPaper


@tagged("post_install", "-at_install")
class TestSealed(OpsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_test_models(cls, OpsTestPaper)
        cls.paper = cls.env["ops.test.paper"].create(
            [{"name": "结算单", "amount": 1200.5, "day": "2026-03-31"}]
        )

    def test_the_payload_is_canonical(self):
        self.paper._seal()
        self.assertEqual(
            self.paper.seal_payload,
            '{"amount":"1200.5","day":"2026-03-31","name":"结算单"}',
        )
        # sha256sum of that line, computed outside of this code
        self.assertEqual(
            self.paper.seal_hash,
            "0204098d6c4ffcaf8bd19642e3091a1b47f9868b396f24208c535eceedf4a8e5",
        )
        self.assertTrue(self.paper.sealed_at)

    def test_sealing_again_changes_nothing(self):
        self.paper._seal()
        before = self.paper.read(["sealed_at", "seal_hash", "seal_payload"])
        self.paper._seal()
        self.assertEqual(
            self.paper.read(["sealed_at", "seal_hash", "seal_payload"]), before
        )

    def test_nobody_changes_or_deletes_a_sealed_record(self):
        self.paper._seal()
        for vals in ({"name": "x"}, {"amount": 1}, {"replaced": True}):
            with self.assertRaises(UserError):
                self.paper.write(vals)
        with self.assertRaises(UserError):
            self.paper._server_write({"amount": 1})
        with self.assertRaises(UserError):
            self.paper.unlink()
        with self.assertRaises(UserError):
            self.paper.update_field_translations("name", {"zh_CN": "改"})

    def test_own_code_may_change_what_is_open(self):
        self.paper._seal()
        self.paper._server_write({"replaced": True})
        self.assertTrue(self.paper.replaced)

    def test_the_seal_cannot_be_forged(self):
        for name in ("sealed_at", "seal_hash", "seal_payload"):
            with self.assertRaises(UserError):
                self.paper.write({name: False})

    def test_an_unsealed_record_has_no_intact_seal(self):
        self.assertFalse(self.paper._seal_is_intact())

    def test_tampering_with_a_value_shows(self):
        self.paper._seal()
        self.assertTrue(self.paper._seal_is_intact())
        self._tamper("amount", 999)
        self.assertFalse(self.paper._seal_is_intact())

    def test_tampering_with_the_text_shows(self):
        self.paper._seal()
        self._tamper("seal_payload", '{"amount":"1"}')
        self.assertFalse(self.paper._seal_is_intact())

    def test_tampering_with_both_shows_by_the_values(self):
        self.paper._seal()
        text = json.dumps({"amount": "1", "day": "2026-03-31", "name": "结算单"})
        self._tamper("seal_payload", text)
        self._tamper("seal_hash", digest(text))
        self.assertFalse(self.paper._seal_is_intact())

    def test_a_fact_added_by_a_later_version_breaks_no_seal(self):
        self.paper._seal()
        old = type(self.paper)._seal_payload
        self.patch(
            type(self.paper), "_seal_payload", lambda paper: {**old(paper), "new": 1}
        )
        self.assertTrue(self.paper._seal_is_intact())

    def test_a_copy_is_not_sealed(self):
        self.paper._seal()
        self.assertFalse(self.paper.copy().sealed_at)

    def _tamper(self, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE ops_test_paper SET {column} = %s WHERE id = %s",
            [value, self.paper.id],
        )
        self.paper.invalidate_recordset()
