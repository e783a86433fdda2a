"""What a client may send (R12) and call (R11): tests that each addon inherits, on a
fixture of its own with ``users``, a dict by login.

class TestMassAssignment(MassAssignment, AccessCase):
class TestPublicMethods(PublicMethods, AccessCase):
"""

from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .access import checksum, read_matrix
from .audit_tables import public_names

NOWHERE = 2**31 - 1
# instead of roles: whoever has the right to read, or to write, the model
READERS = "r"
WRITERS = "u"
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
FORGED = {
    "char": "FORGED",
    "text": "FORGED",
    "html": "FORGED",
    "binary": b"Rk9SR0VE",
    "integer": 777,
    "float": 7.5,
    "monetary": 777.77,
    "boolean": True,
    "date": "2031-07-07",
    "datetime": "2031-07-07 07:07:07",
    "json": {"forged": 777},
    "many2one_reference": 777,
}


class AccessCalls:
    """What both have in common. ``logins``: {login: its column of the matrix}."""

    # Odoo's loader otherwise takes only the methods of the class itself
    allow_inherited_tests_method = True
    module = None
    logins = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_matrix(cls.module)

    def as_login(self, login):
        return self.env(user=self.users[login], su=False)

    def checksum(self):
        return checksum(self.env, self.module)


class MassAssignment(AccessCalls):
    """What only the server sets is set by no client: not by write, create, copy or
    default_*. ``logins`` are those who write something."""

    # fields that differ between two creations of the same
    counted = ("number",)

    def creations(self):
        """``[(login, model, values)]`` that the login may create just so."""
        raise NotImplementedError

    def assert_refused(self, act, *message):
        with (
            self.subTest(attempt=message),
            self.assertRaises(UserError),
            self.cr.savepoint(),
        ):
            act()
        self.env.invalidate_all()

    def _models(self, letter, login):
        role = self.logins[login]
        return [name for name, rights in self.matrix.items() if letter in rights[role]]

    def _owned(self, records):
        guarded = hasattr(records, "_server_owned_fields")
        return sorted(records._server_owned_fields()) if guarded else []

    def _forged(self, records, name):
        """A value of the field's type that no record of the fixture has."""
        field = records._fields[name]
        if field.type == "many2one":
            target = self.env[field.comodel_name].sudo().search([], order="id desc")
            return target[:1].id
        if field.type in ("one2many", "many2many"):
            return [Command.clear()]
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        return FORGED[field.type]

    @mute_logger(*QUIET)
    def test_writes_of_server_owned_fields_are_refused(self):
        before = self.checksum()
        for login in self.logins:
            env = self.as_login(login)
            for model in self._models("u", login):
                records = env[model].search([], limit=2, order="id desc")
                for name in self._owned(records):
                    vals = {name: self._forged(records, name)}
                    for record in records or [records]:
                        self.assert_refused(
                            lambda record=record, vals=vals: record.write(vals),
                            login,
                            model,
                            name,
                        )
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_creation_and_copies_with_server_owned_fields_are_refused(self):
        before = self.checksum()
        for login in self.logins:
            env = self.as_login(login)
            for model in self._models("c", login):
                record = env[model].search([], limit=1)
                for name in self._owned(record):
                    vals = {name: self._forged(record, name)}
                    acts = [lambda record=record, vals=vals: record.create([vals])]
                    if record:
                        acts.append(lambda record=record, vals=vals: record.copy(vals))
                    for act in acts:
                        self.assert_refused(act, login, model, name)
        self.assertEqual(self.checksum(), before)

    def test_forged_defaults_have_no_effect(self):
        """default_<field> of every server-owned field at once, in real creations."""
        for login, model, vals in self.creations():
            records = self.as_login(login)[model]
            owned = [
                name
                for name in self._owned(records)
                # the ORM refuses a default of a field that nobody reads
                if name not in vals and records._fields[name].groups != NO_ACCESS
            ]
            context = {f"default_{name}": self._forged(records, name) for name in owned}
            context |= {f"default_{name}": 1 for name in ("create_uid", "write_uid")}
            with self.subTest(login=login, model=model):
                plain = self._created(records, vals, owned)
                forged = self._created(records.with_context(**context), vals, owned)
                self.assertEqual(forged, plain)

    def _created(self, records, vals, owned):
        """What the server set, of a record that is gone again."""
        names = [name for name in owned if name in records.fields_get()]
        with self.cr.savepoint() as savepoint:
            made = records.create([vals])
            self.assertEqual(made.create_uid, records.env.user)
            values = made.read(names)[0]
            savepoint.rollback()
        self.env.invalidate_all()
        unlike = ("id", *self.counted)
        return {name: value for name, value in values.items() if name not in unlike}


class PublicMethods(AccessCalls):
    """Every method that a client can call is written down, and refuses whoever has
    not the role, or not the record; nothing changes."""

    # {model: {method: roles, READERS or WRITERS}}
    public = {}
    # {method or (model, method): [arguments that are no use to anybody]}
    garbage = {}
    # {model: methods of the module's own code}
    private = {}
    # whether the methods take several records, or none, without an error of the server
    takes_sets = False

    def targets(self, login, model):
        """(ids of a record, ids of one that the login must not reach); may be empty"""
        raise NotImplementedError

    def may(self, login, model, method):
        roles, role = self.public[model][method], self.logins[login]
        if roles in (READERS, WRITERS):
            return roles in self.matrix[model].get(role, "")
        return role in roles

    def call(self, login, model, method, ids, args=()):
        """The answer of the call as it comes by RPC, or the sentence that refuses."""
        env = self.as_login(login)
        self.env.invalidate_all()
        args = list(args) if ids is None else [ids, *args]
        try:
            with self.cr.savepoint():
                return call_kw(env[model], method, args, {})
        except UserError as refusal:
            return refusal

    def assert_refused(self, login, model, method, choices):
        for ids in choices:
            for args in self._garbage(model, method):
                with self.subTest(
                    login=login, model=model, method=method, ids=ids, args=args
                ):
                    answer = self.call(login, model, method, ids, args)
                    self.assertIsInstance(answer, UserError)

    def _garbage(self, model, method):
        of_all = self.garbage.get(method, [()])
        return self.garbage.get((model, method), of_all)

    def _methods(self):
        for model, methods in self.public.items():
            for method in methods:
                yield model, method

    def _is_screen(self, model):
        """Without records: its methods take no ids."""
        return self.env[model]._abstract

    def _choices(self, login, model):
        """A record there is, one out of sight, one that does not exist."""
        if self._is_screen(model):
            return [None]
        if not self.env[model]._auto:
            return [[1], [NOWHERE]]
        there, foreign = self.targets(login, model)
        sets = [[*there, *foreign], []] if self.takes_sets else []
        return [*filter(None, (there, foreign)), [NOWHERE], *sets]

    def test_the_record_is_complete(self):
        found = public_names(self.env, self.module)
        recorded = {model: set(methods) for model, methods in self.public.items()}
        self.assertEqual(found, recorded)

    def test_private_methods_stay_private(self):
        for login in self.logins:
            env = self.as_login(login)
            for model, methods in self.private.items():
                for method in methods:
                    with self.subTest(login=login, model=model, method=method):
                        self.assertTrue(hasattr(env[model], method))
                        with self.assertRaises(AccessError):
                            call_kw(env[model], method, [[]], {})

    @mute_logger(*QUIET)
    def test_whoever_has_not_the_role_is_refused(self):
        before = self.checksum()
        for login in self.logins:
            for model, method in self._methods():
                if not self.may(login, model, method):
                    choices = self._choices(login, model)
                    self.assert_refused(login, model, method, choices)
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_whoever_has_the_role_is_refused_foreign_records(self):
        before = self.checksum()
        for login in self.logins:
            for model, method in self._methods():
                if self.env[model]._auto and self.may(login, model, method):
                    foreign = self.targets(login, model)[1]
                    if foreign:
                        self.assert_refused(login, model, method, [foreign])
        self.assertEqual(self.checksum(), before)

    @mute_logger(*QUIET)
    def test_screens_take_any_argument(self):
        """Nonsense gets an answer or a sentence, never an error of the server."""
        before = self.checksum()
        for login in self.logins:
            for model, method in self._methods():
                if self._is_screen(model) and self.may(login, model, method):
                    for args in self._garbage(model, method):
                        with self.subTest(login=login, method=method, args=args):
                            self.call(login, model, method, None, args)
        self.assertEqual(self.checksum(), before)
