"""R9: the access rows give each role what security_matrix.csv, written from the
roles of the design, says: no more, no less."""

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.ops_base.tests.audit_tables import new_models

from .access_oracle import matrix

LETTERS = {"create": "c", "read": "r", "write": "u", "unlink": "d"}
ROLES = {
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
    **{
        role: f"base.group_user,ops_cost.group_cost_{role}"
        for role in (
            "recorder",
            "accountant",
            "leader",
            "functional",
            "finance",
            "office",
            "manager",
            "auditor",
        )
    },
}


@tagged("post_install", "-at_install")
class TestAccessMatrix(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = matrix()
        cls.users = {
            role: new_test_user(cls.env, f"matrix_{role}", groups=groups)
            for role, groups in ROLES.items()
        }

    def stored(self):
        """Models with rows of their own, dialogs included."""
        return new_models(self.env, "ops_cost")

    def test_every_model_has_a_line_and_every_line_a_model(self):
        self.assertEqual(set(self.matrix), set(self.stored()))
        for model, rights in self.matrix.items():
            with self.subTest(model=model):
                self.assertEqual(set(rights), set(ROLES))

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
        rows = self.env["ir.model.access"].search(
            [("model_id.model", "in", list(self.matrix))]
        )
        for row in rows:
            name = row.group_id.get_external_id().get(row.group_id.id, "")
            with self.subTest(row=row.name):
                self.assertTrue(
                    name.startswith("ops_cost.group_cost_") or name == "base.group_user"
                )

    def test_models_with_a_company_have_a_company_rule(self):
        for model, records in self.stored().items():
            if "company_id" not in records._fields or records._transient:
                continue
            rules = self.rules(model).filtered(lambda rule: not rule.groups)
            domains = rules.mapped("domain_force")
            with self.subTest(model=model):
                self.assertIn("[('company_id', 'in', company_ids)]", domains)

    def test_dialogs_belong_to_who_opened_them(self):
        for model, records in self.stored().items():
            if records._transient:
                domains = " ".join(self.rules(model).mapped("domain_force"))
                with self.subTest(model=model):
                    self.assertIn("create_uid', '=', user.id", domains)

    def test_no_role_slips_past_the_rules_of_the_others(self):
        """Where some roles have a rule, a role with a right and no rule of its own
        would see everything."""
        for model, rights in self.matrix.items():
            for role, user in self.users.items():
                for operation, letter in LETTERS.items():
                    if letter in rights[role]:
                        with self.subTest(model=model, role=role, operation=operation):
                            self.assert_has_rule(model, user, operation)

    def assert_has_rule(self, model, user, operation):
        rules = self.rules(model).filtered("groups")
        mine = rules.filtered(
            lambda rule: rule[f"perm_{operation}"] and rule.groups & user.all_group_ids
        )
        self.assertTrue(mine or not rules)

    def rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model)])

    def test_roles_that_only_read_never_widen_another_role(self):
        """Rules of several roles add up: those of readers do not count for writing."""
        readers = ("functional", "finance", "auditor", "employee")
        for role in readers:
            group = self.env.ref(ROLES[role].rpartition(",")[2])
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

    def test_strangers_have_no_screen_either(self):
        for role in ("portal", "public"):
            env = self.env(user=self.users[role])
            for model, method in (
                ("ops.cost.dashboard", "get_dashboard"),
                ("ops.cost.tree", "get_tree"),
                ("ops.cost.matrix", "get_matrix"),
                ("ops.cost.my", "get_my_costs"),
            ):
                with self.subTest(role=role, model=model):
                    with self.assertRaises(Exception) as refusal:
                        getattr(env[model], method)()
                    self.assertEqual(type(refusal.exception).__name__, "AccessError")
