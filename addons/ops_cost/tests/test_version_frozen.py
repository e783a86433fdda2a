"""An issued version stays as it is: every field, for everybody."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import LOG_ACCESS_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase
from .common import CostCase

TALK = ("message_", "activity_", "website_message_", "has_message", "my_activity_")


@tagged("post_install", "-at_install")
class TestIssuedVersion(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.with_user(cls.users["clerk"]).action_measured()
        clerk = cls.plan.with_user(cls.users["clerk"])
        version = clerk._create_version(cls.months["2026-01"], "First")
        version.action_cascade()
        version.with_user(cls.users["manager"]).action_issue()
        cls.version = version.with_env(cls.env)

    def values(self, field):
        """Other values than the present one."""
        if field.type == "one2many":
            present = self.version[field.name].ids
            yield [Command.create({})]
            yield [Command.clear()]
            if present:
                yield [Command.delete(present[0])]
        elif field.type == "many2many":
            yield [Command.clear()]
        elif field.type == "many2one":
            others = self.env[field.comodel_name].search([])
            yield (others - self.version[field.name])[:1].id
            yield False
        elif field.type == "selection":
            keys = {key for key, _label in field._description_selection(self.env)}
            yield from keys - {self.version[field.name]}
        else:
            numbers = {"integer": 77, "float": 7.5, "monetary": 7.5, "boolean": True}
            yield numbers.get(field.type, "2026-05-05")
            yield False

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_no_field_of_it_changes(self):
        self.assertEqual(self.version.state, "issued")
        names = [
            name
            for name in self.version._fields
            if not name.startswith(TALK) and name not in ("id", *LOG_ACCESS_COLUMNS)
        ]
        self.assertIn("reason", names)
        stored = [name for name in names if self.version._fields[name].store]
        before = self.version.read(stored)
        for name in names:
            for value in self.values(self.version._fields[name]):
                for env in (self.env, self.as_("manager"), self.as_("clerk")):
                    with (
                        self.subTest(field=name, value=value, user=env.user.login),
                        self.assertRaises(UserError),
                        self.cr.savepoint(),
                    ):
                        self.version.with_env(env).write({name: value})
        self.env.invalidate_all()
        self.assertEqual(self.version.read(stored), before)

    def test_its_discussion_stays_open(self):
        version = self.version.with_env(self.as_("manager"))
        version.message_post(body="As agreed on the 5th")
        version.message_subscribe(self.users["clerk"].partner_id.ids)
        self.assertIn(self.users["clerk"].partner_id, version.message_partner_ids)


@tagged("post_install", "-at_install")
class TestPlainRefusals(AccessCase):
    """What is refused names the record, the reason and what to do instead."""

    def as_role(self, record, role):
        return record.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    def refusal(self, step):
        with self.assertRaises(UserError) as refused, self.cr.savepoint():
            step()
        return str(refused.exception)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_quota_of_an_issued_version_is_not_deleted(self):
        for kind, node in (("cell", "P01@T11"), ("allotment", "T11")):
            row = self._amount(kind, self.version, node, "MAT", "2026-01")
            self.assertTrue(row)
            for role in ("clerk", "manager", "accountant"):
                text = self.refusal(self.as_role(row, role).unlink)
                for part in (node, "MAT", "2026-01", "is issued", "Make a new version"):
                    self.assertIn(part, text)
            text = self.refusal(
                self.as_role(row, "clerk").with_context(_force_unlink=True).unlink
            )
            self.assertIn("is issued", text)

    def test_a_quota_of_a_draft_is_set_to_zero(self):
        row = self._amount("cell", self.draft, "P01@T11", "MAT", "2026-02")
        text = self.refusal(self.as_role(row, "clerk").unlink)
        for part in ("P01@T11", "MAT", "2026-02", "Set it to 0"):
            self.assertIn(part, text)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_not_see_a_quota_learns_nothing_of_it(self):
        row = self._amount("cell", self.version, "P04@T21", "WAG", "2026-01")
        for role in ("accountant", "recorder", "person"):
            with self.assertRaises(AccessError) as refused, self.cr.savepoint():
                self.as_role(row, role).unlink()
            self.assertNotIn("P04", str(refused.exception))
            self.assertNotIn("is issued", str(refused.exception))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_document_out_of_scope_is_not_posted(self):
        documents = {
            "whole": self.voucher([("P04@T21", "MAT")], "2026-02-20", "accountant2"),
            "part": self.voucher(
                [("P01@T11", "MAT"), ("P04@T21", "MAT")], "2026-02-20", "clerk"
            ),
        }
        for name, document in documents.items():
            document.ref = f"PAPER-{name}"
            document.with_user(document.creator_id).action_submit()
            self.env.invalidate_all()
            seen = self.as_role(document, "accountant")
            text = self.refusal(seen.action_post)
            with self.subTest(document=name):
                label = document.display_name if name == "part" else str(document.id)
                self.assertIn(label, text)
                self.assertIn("outside the area", text)
                self.assertIn("Ask the person in charge", text)
                self.assertNotIn("top-secret", text)
        self.assertNotIn(
            "PAPER", self.refusal(seen.browse(documents["whole"].id).action_post)
        )
