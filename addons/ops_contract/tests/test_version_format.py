"""Seals outlive the format in which they were made."""

import json

from odoo.tests import tagged

from odoo.addons.ops_base.calc.seal import canonical_json, digest

from .sealed_case import SealedCase


@tagged("post_install", "-at_install")
class TestVersionFormat(SealedCase):
    def as_format_1(self, version):
        """Sealed as the first format did: codes beside the ids, none apart."""

        def with_code(part):
            if isinstance(part, list):
                return [with_code(each) for each in part]
            if not isinstance(part, dict):
                return part
            codes = {"code": "OLD"} if set(part) == {"id"} else {}
            return {**{name: with_code(each) for name, each in part.items()}, **codes}

        old = with_code(json.loads(version.seal_payload))
        del old["codes"]
        text = canonical_json({**old, "format": 1})
        self.env.cr.execute(
            "UPDATE ops_annex_version SET seal_payload = %s, seal_hash = %s"
            " WHERE id = %s",
            [text, digest(text), version.id],
        )
        self.env.invalidate_all()

    def test_seals_of_the_first_format_are_verified_by_it(self):
        for version in self.versions.values():
            with self.subTest(kind=version.kind):
                self.as_format_1(version)
                self.assertTrue(version._verify(version.seal_hash)["intact"])

    def test_a_change_is_found_in_the_first_format_too(self):
        price = self.versions["price"]
        self.as_format_1(price)
        self.env.cr.execute(
            "UPDATE ops_annex_price_line SET unit_price = 1 WHERE version_id = %s",
            [price.id],
        )
        self.env.invalidate_all()
        self.assertFalse(price._seal_is_intact())

    def as_format_2(self, version):
        """Sealed before a deliverable said from when a partial period is kept."""
        old = json.loads(version.seal_payload)
        for row in old["deliverable_line_ids"]:
            del row["keep_partial_bp"]
        text = canonical_json({**old, "format": 2})
        self.env.cr.execute(
            "UPDATE ops_annex_version SET seal_payload = %s, seal_hash = %s"
            " WHERE id = %s",
            [text, digest(text), version.id],
        )
        self.env.invalidate_all()

    def test_seals_of_the_second_format_promise_half_of_a_period(self):
        version = self.versions["reporting"]
        self.assertTrue(version.deliverable_line_ids)
        self.as_format_2(version)
        self.assertTrue(version._verify(version.seal_hash)["intact"])
        self.env.cr.execute(
            "UPDATE ops_annex_deliverable_line SET keep_partial_bp = 0"
            " WHERE version_id = %s",
            [version.id],
        )
        self.env.invalidate_all()
        self.assertFalse(version._seal_is_intact())
