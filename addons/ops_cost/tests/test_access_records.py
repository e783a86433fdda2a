"""R10: no role learns a value of a record that the design does not show it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase
from .access_doors import Doors, told_by_text
from .access_oracle import Canaries, Oracle, matrix, values_in

READERS = (
    "person",
    "outsider",
    "recorder",
    "accountant",
    "leader",
    "functional",
    "finance",
    "clerk",
    "manager",
    "auditor",
)
# rows of SQL views have no ids of their own
VIEWS = {
    "ops.cost.fact": ("period_id", "node_id", "item_id", "nature", "actual"),
    "ops.cost.version.diff": ("version_id", "period_id", "node_id", "item_id"),
}


@tagged("post_install", "-at_install")
class TestAccessRecords(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.canaries = Canaries(case.everything(), cls.marks)
        cls.stored = [name for name in sorted(matrix()) if not cls.env[name]._transient]

    def oracle(self, role):
        return Oracle(role, self.users[role], self.company)

    def reader(self, role):
        env = self.env(user=self.users[role], su=False)
        return env(context={**env.context, "active_test": False})

    def keys(self, records):
        names = VIEWS.get(records._name)
        if not names:
            return set(records.ids)
        return {
            tuple(getattr(row[name], "id", row[name]) for name in names)
            for row in records
        }

    def strangers(self, oracle, model):
        if model in VIEWS:
            return []
        records = self.everything()[model].search([])
        return [record.id for record in records if not oracle.sees(record)]

    # -------------------------------------------------------------------------
    def test_each_value_has_its_record(self):
        """The fixture is worth something: figures of every model, mostly unique."""
        everything = self.everything()
        for model in self.stored:
            if model != "ops.cost.reward.tier":
                with self.subTest(model=model):
                    self.assertTrue(everything[model].search_count([]))
        self.assertGreater(len(self.canaries.groups), 500)

    def test_each_role_finds_exactly_its_records(self):
        for role in READERS:
            oracle, env = self.oracle(role), self.reader(role)
            for model in self.stored:
                records = self.everything()[model].search([])
                seen = records.filtered(oracle.sees)
                self.env.invalidate_all()
                with self.subTest(role=role, model=model):
                    try:
                        found = self.keys(env[model].search([]))
                    except AccessError:
                        found = set()
                    self.assertEqual(found, self.keys(seen))

    def test_strangers_see_nothing_at_all(self):
        for role in ("portal", "public"):
            for model in self.stored:
                self._assert_closed(self.env(user=self.users[role])[model])

    def _assert_closed(self, records):
        for attempt in (
            lambda: records.search_read([]),
            lambda: records.name_search(""),
            lambda: records.search_count([]),
        ):
            with self.subTest(model=records._name), self.assertRaises(AccessError):
                attempt()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def _crawl(self, *roles):
        for role in roles:
            oracle, env = self.oracle(role), self.reader(role)
            secrets = self.canaries.forbidden(oracle)
            self.assertTrue(secrets)
            for answer in told_by_text(env, secrets):
                with self.subTest(role=role):
                    self.assertEqual(secrets.intersection(values_in(answer)), set())
            for model in self.stored:
                if not env[model].has_access("read"):
                    continue
                doors = Doors(env[model], self.strangers(oracle, model), secrets)
                for door, answer in doors.all():
                    with self.subTest(role=role, model=model, door=door):
                        self.assertEqual(secrets.intersection(values_in(answer)), set())

    def test_doors_of_employees(self):
        self._crawl("person", "outsider")

    def test_doors_of_the_recorder(self):
        self._crawl("recorder")

    def test_doors_of_the_accountant(self):
        self._crawl("accountant")

    def test_doors_of_the_leader(self):
        self._crawl("leader")

    def test_doors_of_the_functional_owner(self):
        self._crawl("functional")

    def test_doors_to_the_other_company(self):
        self._crawl("auditor")

    # -------------------------------------------------------------------------
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_foreign_records_take_no_hand(self):
        """write, unlink, copy, message, activity, follower, attachment: refused."""
        before = self.checksum(), self._besides()
        for role in (
            "person",
            "recorder",
            "accountant",
            "leader",
            "functional",
            "clerk",
        ):
            oracle, env = self.oracle(role), self.reader(role)
            for model in self.stored:
                for record_id in self.strangers(oracle, model)[:2]:
                    self._touch(role, env[model].browse(record_id))
        self.assertEqual((self.checksum(), self._besides()), before)

    def _besides(self):
        names = ("mail.message", "mail.followers", "mail.activity", "ir.attachment")
        return [self.env[name].search_count([]) for name in names]

    def _touch(self, role, record):
        for attempt, act in self._attempts(record):
            self.env.invalidate_all()
            with (
                self.subTest(role=role, model=record._name, attempt=attempt),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                act()

    def _attempts(self, record):
        name = next(n for n in ("note", "name", "reason", "id") if n in record._fields)
        attachment = {"res_model": record._name, "res_id": record.id, "raw": b"x"}
        attachments = record.env["ir.attachment"]
        yield "write", lambda: record.write({name: "x"})
        yield "unlink", record.unlink
        yield "copy", record.copy
        yield "attach", lambda: attachments.create({"name": "x", **attachment})
        if "message_ids" in record._fields:
            yield "message", lambda: record.message_post(body="x")
            # answers without a word; the count of followers tells
            record.message_subscribe(record.env.user.partner_id.ids)
        if "activity_ids" in record._fields:
            todo = "mail.mail_activity_data_todo"
            yield (
                "activity",
                lambda: record.activity_schedule(todo, user_id=record.env.uid),
            )
