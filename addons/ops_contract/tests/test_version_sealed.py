"""R6: from the customer's review on a version does not change, by any door."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import LOG_ACCESS_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.addons.ops_base.models.ops_mixin_authors import MAIL_FIELDS
from odoo.addons.ops_base.tests.doors import DoorsMixin

from .common import LINES
from .sealed_case import SealedCase

# of which AccessError and ValidationError are kinds
REFUSED = UserError
# what a mutator writes into a field of a type
OTHER = {
    "char": "mutated",
    "text": "mutated",
    "html": "<p>mutated</p>",
    "integer": 4711,
    "float": 47.11,
    "monetary": 47.11,
    "date": "2026-12-30",
    "datetime": "2026-12-30 10:00:00",
    "binary": "bXV0YXRlZA==",
    "one2many": [Command.clear()],
    "many2many": [Command.clear()],
}


@tagged("post_install", "-at_install")
class TestVersionSealed(DoorsMixin, SealedCase):
    def sealed_records(self):
        for version in self.versions.values():
            yield version
            for name in LINES.values():
                yield from version[name]
        yield from self.versions["evaluation"].evaluation_line_ids.tier_ids

    def assertIntact(self):
        self.env.flush_all()
        self.env.invalidate_all()
        for version in self.versions.values():
            self.assertTrue(version._seal_is_intact(), version.kind)

    def assertRefused(self, call):
        """By a rule of the module, or by the database."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                call()
                self.env.flush_all()
        except (UserError, IntegrityError):
            return
        self.fail("not refused")

    # doors ---------------------------------------------------------------------------
    def test_all_kinds_are_sealed(self):
        self.assertEqual(len(self.versions), 8)
        self.assertEqual(len(list(self.sealed_records())), 8 + 9 + 1)
        self.assertIntact()

    @mute_logger("odoo.sql_db")
    def test_no_field_of_a_sealed_version_can_be_written(self):
        """Every stored field, by the superuser, plainly and as the module's own."""
        open_fields = MAIL_FIELDS | {"employee_ids", "responsible_id", "report_id"}
        open_fields |= {"id", *LOG_ACCESS_COLUMNS}
        tried = 0
        for record in self.sealed_records():
            for name, field in record._fields.items():
                if name in open_fields or not field.store:
                    continue
                value = self._other(record, field)
                with (
                    self.subTest(model=record._name, field=name),
                    self.assertRaises(REFUSED),
                    self.env.cr.savepoint(),
                ):
                    record.write({name: value})
                tried += 1
        self.assertGreater(tried, 200)
        self.assertIntact()

    def _other(self, record, field):
        if field.type == "many2one":
            return self.env[field.comodel_name].search([], limit=1).id
        if field.type == "boolean":
            return not record[field.name]
        if field.type == "selection":
            values = [key for key, _label in field._description_selection(self.env)]
            return next(key for key in values if key != record[field.name])
        return OTHER[field.type]

    def test_the_modules_own_code_does_not_change_lines_either(self):
        for record in self.sealed_records():
            with self.subTest(model=record._name), self.assertRaises(REFUSED):
                name = "date_from" if "date_from" in record._fields else "sequence"
                if name not in record._fields:
                    name = "low_bp"
                record._server_write({name: "2026-05-05" if name == "date_from" else 1})
        self.assertIntact()

    def test_nothing_is_deleted_or_added(self):
        for record in self.sealed_records():
            for uid in (self.env.uid, self.users["manager"].id):
                with (
                    self.subTest(model=record._name, uid=uid),
                    self.assertRaises(REFUSED),
                ):
                    record.with_user(uid).with_context(
                        **{MODULE_UNINSTALL_FLAG: uid != self.env.uid}
                    ).unlink()
        for record in self.sealed_records():
            if record._name != "ops.annex.version":
                with self.subTest(model=record._name):
                    self.assertRefused(record.copy)
        self.assertIntact()

    def test_commands_through_the_parents_are_refused(self):
        for version in self.versions.values():
            for name in LINES.values():
                for line in version[name]:
                    for command in (
                        Command.delete(line.id),
                        Command.unlink(line.id),
                        Command.update(line.id, {"sequence": 99}),
                    ):
                        with (
                            self.subTest(kind=version.kind, line=name, command=command),
                            self.assertRaises(REFUSED),
                        ):
                            version.write({name: [command]})
        contract = self.of_2026
        version = self.versions["sla"]
        with self.assertRaises(REFUSED):
            contract.write({"version_ids": [Command.update(version.id, {"cap_bp": 1})]})
        self.assertIntact()

    def test_no_line_moves_into_or_out_of_it(self):
        other = self.contract()
        draft = self.version(
            other, "price", date(2026, 1, 1), price=[{"name": "x", "unit_price": 1}]
        )
        sealed = self.versions["price"]
        with self.assertRaises(UserError):
            sealed.price_line_ids.version_id = draft
        with self.assertRaises(UserError):
            draft.price_line_ids.version_id = sealed
        with self.assertRaises(UserError):
            draft.write({"annex_id": sealed.annex_id.id})
        with self.assertRaises(UserError):
            sealed.annex_id.write({"kind": "security"})
        self.assertIntact()

    def test_import_does_not_reach_it(self):
        line = self.versions["price"].price_line_ids
        result = self.env["ops.annex.price.line"].load(
            [".id", "unit_price"], [[str(line.id), "1"]]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(line.unit_price, 80000)
        self.assertIntact()

    @mute_logger("odoo.sql_db")
    def test_what_a_seal_names_is_not_deleted(self):
        for record in (
            self.equipment,
            self.mode,
            self.product,
            self.calendar,
            self.item,
            self.skill_type.skill_ids,
            self.metrics["t_resolve"],
        ):
            with self.subTest(model=record._name):
                self.assertRefused(record.unlink)
        self.assertIntact()

    def test_promised_hours_stay(self):
        for calendar in (self.calendar, self.calendar_c):
            for vals in (
                {"tz": "Europe/Brussels"},
                {"attendance_ids": [Command.clear()]},
                {"follow_public_days": False},
            ):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    calendar.write(vals)
            with self.assertRaises(UserError):
                calendar.attendance_ids[0].hour_to = 23
            with self.assertRaises(UserError):
                calendar.attendance_ids[0].unlink()
        self.calendar_c.name = "A new name changes no hours"
        self.calendar_247.tz = "Europe/Brussels"
        self.assertIntact()

    def test_the_terms_that_it_names_stay(self):
        contract = self.of_2026
        contract._server_write({"state": "draft"})
        for vals in (
            {"partner_id": self.stranger.id},
            {"tz": "Europe/Brussels"},
            {"calendar_id": self.calendar_247.id},
            {"direction": "purchased"},
            {"currency_id": self.env.ref("base.USD").id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                contract.write(vals)
        self.assertIntact()

    # what may change ---------------------------------------------------------------
    def test_names_may_change_without_breaking_the_seal(self):
        self.customer.name = "City Hospital Group"
        self.assertIntact()
        clause = self.versions["security"].clause_ids
        self.assertEqual(clause.rendered, "City Hospital agrees.")

    def test_who_carries_it_out_may_change(self):
        line = self.versions["reporting"].deliverable_line_ids
        line.with_env(self.as_("manager")).responsible_id = self.users["employee"]
        employee = self.env["hr.employee"].create(
            {"name": "Wu Min", "company_id": self.company.id}
        )
        self.versions["staff"].staff_line_ids.employee_ids = employee
        self.assertIntact()

    def test_under_internal_review_it_is_fixed_already(self):
        version = self.version(
            self.contract(),
            "price",
            date(2026, 1, 1),
            price=[{"name": "x", "unit_price": 1}],
        )
        version.action_internal_review()
        with self.assertRaises(UserError):
            version.price_line_ids.unit_price = 2
        with self.assertRaises(UserError):
            version.date_from = date(2026, 2, 1)
        with self.assertRaises(UserError):
            version.unlink()
        version.action_reset_draft()
        version.price_line_ids.unit_price = 2
        version.unlink()
        self.assertFalse(version.exists())

    # the seal -----------------------------------------------------------------------
    def test_a_change_by_sql_is_found(self):
        version = self.versions["price"]
        self.env.cr.execute(
            "UPDATE ops_annex_price_line SET unit_price = 1 WHERE version_id = %s",
            [version.id],
        )
        self.env.invalidate_all()
        self.assertFalse(version._seal_is_intact())
        with self.assertRaisesRegex(UserError, "do not sign"):
            version._sign_internal(self.users["manager"])
        self.assertFalse(version._verify(version.seal_hash)["intact"])

    def test_verify_tells_public_facts_only(self):
        version = self.versions["sla"]
        facts = version._verify(version.seal_hash)
        self.assertEqual(facts["number"], self.of_2026.number)
        self.assertEqual((facts["version"], facts["intact"]), (1, True))
        self.assertFalse(facts["signed"])
        self.assertNotIn("City Hospital", str(facts))
        self.assertEqual(version._verify("0" * 64), {})
        self.assertEqual(version._verify(False), {})

    def test_the_payload_shows_no_price_to_who_may_not_see_it(self):
        version = self.versions["price"]
        with self.assertRaises(AccessError):
            version.with_env(self.as_("supervisor")).read(["seal_payload"])
        read = version.with_env(self.as_("finance")).read(["seal_payload"])
        self.assertIn("80000", read[0]["seal_payload"])

    def test_a_stranger_learns_no_name(self):
        stranger = self.new_user(
            "contract_far",
            "ops_contract.group_contract_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for record in self.sealed_records():
            for call in (
                lambda r: r.write({"sequence": 1}),
                lambda r: r.unlink(),
                lambda r: r.read(["display_name"]),
            ):
                with self.assertRaises(AccessError):
                    call(record.with_user(stranger))

    def test_the_words_of_a_sealed_promise_keep_their_meaning(self):
        """The customer reads the metric's formula in the annex that he signed."""
        metric = self.versions["sla"].sla_line_ids[:1].metric_id
        writer = metric.with_user(self.users["org"])
        for change in (
            lambda: writer.write({"formula": "Whatever we like"}),
            lambda: writer.update_field_translations(
                "formula", {"en_US": "Whatever we like"}
            ),
            lambda: writer.write({"evaluator": "count"}),
        ):
            with self.assertRaisesRegex(REFUSED, "sealed annex"):
                change()
        writer.write({"sequence": 11})
