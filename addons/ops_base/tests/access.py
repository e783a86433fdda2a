"""Who may what (R9), as security/security_matrix.csv of an addon says: a line a model,
a column a role, letters of "crud"; and the tests that hold addon and matrix together.

class TestAccessMatrix(AccessMatrix, TransactionCase):
    module, group_prefix = "ops_cost", "ops_cost.group_cost_"
    roles = roles_of("ops_cost.group_cost_", "office", "manager")
    readers = ("finance",)
"""

import csv

from odoo.tests import new_test_user
from odoo.tools import SQL, file_open

from .audit import AddonAudit
from .audit_tables import access_table, new_models

LETTERS = {"create": "c", "read": "r", "write": "u", "unlink": "d"}
# columns of people without a role of the addon
OUTSIDE = {
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
HASH = "SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM %s t"
OWN_DIALOGS = "create_uid', '=', user.id)"


def read_matrix(module):
    """``{model: {role: letters of "crud"}}``, as written in security_matrix.csv."""
    with file_open(f"{module}/security/security_matrix.csv") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("model"): row for row in rows}


def roles_of(group_prefix, *names):
    """``{role: group xml ids}``: everybody, and the roles ``<prefix><name>``."""
    own = {name: f"base.group_user,{group_prefix}{name}" for name in names}
    return OUTSIDE | own


def checksum(env, module):
    """Hash of each table of the addon, to compare before and after an attempt."""
    env.flush_all()
    tables = set()
    for model in new_models(env, module).values():
        if model._auto:
            tables.add(model._table)
            tables.update(
                field.relation
                for field in model._fields.values()
                if field.type == "many2many" and field.store
            )
    return {table: _hash(env, table) for table in sorted(tables)}


def _hash(env, table):
    return env.execute_query(SQL(HASH, SQL.identifier(table)))[0][0]


class AccessMatrix:
    """Mix into a ``TransactionCase``."""

    # Odoo's loader otherwise takes only the methods of the class itself
    allow_inherited_tests_method = True
    module = None
    group_prefix = None
    # {column of the matrix: group xml ids}; see roles_of
    roles = {}
    # groups of other addons that may have access rows
    other_groups = frozenset({"base.group_user"})
    # roles whose own rules give no hand to anybody who has them besides another role
    readers = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_matrix(cls.module)
        cls.models = new_models(cls.env, cls.module)
        cls.users = {
            role: new_test_user(cls.env, f"matrix_{role}", groups=groups)
            for role, groups in cls.roles.items()
        }

    def rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model)])

    def rights(self):
        """``(model, role, operation)`` of each right that the matrix gives."""
        for model, rights in self.matrix.items():
            for role in self.roles:
                for operation, letter in LETTERS.items():
                    if letter in rights[role]:
                        yield model, role, operation

    def assert_has_rule(self, model, role, operation):
        """A rule of its own, where the others have rules."""
        groups = self.users[role].all_group_ids
        mine = [
            rule
            for rule in self.rules(model)
            if rule[f"perm_{operation}"] and rule.groups & groups
        ]
        with self.subTest(model=model, role=role, operation=operation):
            self.assertTrue(mine)

    def test_every_model_has_a_line_and_every_line_a_model(self):
        self.assertEqual(set(self.matrix), set(self.models))
        for model, rights in self.matrix.items():
            with self.subTest(model=model):
                self.assertEqual(set(rights), set(self.roles))

    def test_no_deviation(self):
        for role, user in self.users.items():
            for model, rights in self.matrix.items():
                records = self.env[model].with_user(user)
                found = {
                    letter
                    for operation, letter in LETTERS.items()
                    if records.has_access(operation)
                }
                with self.subTest(role=role, model=model):
                    self.assertEqual(found, set(rights[role]))

    def test_every_access_row_has_a_group_of_ours(self):
        for model, rows in access_table(self.env, self.matrix).items():
            for group in rows:
                with self.subTest(model=model, group=group):
                    if group not in self.other_groups:
                        self.assertEqual(
                            group[: len(self.group_prefix)], self.group_prefix
                        )

    def test_dialogs_belong_to_who_opened_them(self):
        for model, records in self.models.items():
            if records._transient:
                rules = self.rules(model).filtered(lambda rule: not rule.groups)
                with self.subTest(model=model):
                    self.assertIn(OWN_DIALOGS, " ".join(rules.mapped("domain_force")))

    def test_no_role_slips_past_the_rules_of_the_others(self):
        """Where some roles have a rule, a role with a right and no rule of its own
        would see everything."""
        for model, role, operation in self.rights():
            if self.rules(model).filtered("groups"):
                self.assert_has_rule(model, role, operation)

    def test_readers_never_widen_another_role(self):
        """Rules of several roles add up: those of readers do not count for writing."""
        for role in self.readers:
            group = self.env.ref(self.roles[role].rpartition(",")[2])
            rules = self.env["ir.rule"].search(
                [
                    ("model_id.model", "in", list(self.matrix)),
                    ("groups", "in", group.ids),
                ]
            )
            for rule in rules:
                with self.subTest(role=role, rule=rule.name):
                    self.assertFalse(
                        rule.perm_write or rule.perm_create or rule.perm_unlink
                    )


class MatrixAudit(AddonAudit):
    """The audit of an addon with a matrix; mix into a ``TransactionCase``."""

    group_prefix = None
    # {group of another addon: its column of the matrix}
    other_roles = {}

    def test_access_rows_are_as_recorded(self):
        """A row gives no more than the matrix gives the group's own role; the matrix
        itself is compared right by right in ``AccessMatrix``."""
        matrix = read_matrix(self.module)
        columns = {group: role for role, group in OUTSIDE.items()} | self.other_roles
        found = access_table(self.env, new_models(self.env, self.module))
        self.assertEqual(set(found), set(matrix))
        for model, rows in found.items():
            for group, letters in rows.items():
                role = columns.get(group) or group.removeprefix(self.group_prefix)
                with self.subTest(model=model, group=group):
                    self.assertLessEqual(set(letters), set(matrix[model].get(role, "")))
