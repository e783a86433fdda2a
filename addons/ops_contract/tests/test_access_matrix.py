"""R9: the access rows give each role what security_matrix.csv, written from the
roles of the design, says: no more, no less."""

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.ops_base.tests.audit_tables import new_models

from .access_record import matrix

LETTERS = {"create": "c", "read": "r", "write": "u", "unlink": "d"}
ROLES = {
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
    **{
        role: f"base.group_user,ops_contract.group_contract_{role}"
        for role in ("supervisor", "manager", "finance", "org")
    },
}
# rows about the company, not about one contract
COMPANY_WIDE = {"ops.service.coverage"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = matrix()
        cls.models = new_models(cls.env, "ops_contract")
        cls.users = {
            role: new_test_user(cls.env, f"matrix_contract_{role}", groups=groups)
            for role, groups in ROLES.items()
        }

    def rules(self, model):
        return self.env["ir.rule"].search([("model_id.model", "=", model)])

    def test_every_model_has_a_line_and_every_line_a_model(self):
        self.assertEqual(set(self.matrix), set(self.models))
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
                    name.startswith("ops_contract.group_contract_")
                    or name in ("base.group_user", "base.group_portal")
                )

    def test_dialogs_belong_to_who_opened_them(self):
        for model, records in self.models.items():
            if records._transient:
                rules = self.rules(model).filtered(lambda rule: not rule.groups)
                with self.subTest(model=model):
                    self.assertIn(
                        "[('create_uid', '=', user.id)]", rules.mapped("domain_force")
                    )

    def test_papers_of_a_contract_have_rules_for_each_role(self):
        """A role with a right and no rule of its own would see every contract."""
        for model, rights in self.matrix.items():
            records = self.models[model]
            bound = model == "ops.contract" or "contract_id" in records._fields
            if not bound or records._transient or model in COMPANY_WIDE:
                continue
            for role, user in self.users.items():
                for operation, letter in LETTERS.items():
                    if letter in rights[role]:
                        with self.subTest(model=model, role=role, operation=operation):
                            self.assert_has_rule(model, user, operation)

    def test_no_role_slips_past_the_rules_of_the_others(self):
        for model, rights in self.matrix.items():
            if not self.rules(model).filtered("groups"):
                continue
            for role, user in self.users.items():
                for operation, letter in LETTERS.items():
                    if letter in rights[role]:
                        with self.subTest(model=model, role=role, operation=operation):
                            self.assert_has_rule(model, user, operation)

    def assert_has_rule(self, model, user, operation):
        rules = self.rules(model).filtered("groups")
        self.assertTrue(
            rules.filtered(
                lambda rule: (
                    rule[f"perm_{operation}"] and rule.groups & user.all_group_ids
                )
            )
        )

    def test_readers_never_widen_another_role(self):
        """Rules of several roles add up: those of finance do not count for writing."""
        finance = self.env.ref("ops_contract.group_contract_finance")
        rules = self.env["ir.rule"].search(
            [("model_id.model", "in", list(self.matrix)), ("groups", "in", finance.ids)]
        )
        self.assertTrue(rules)
        for rule in rules:
            with self.subTest(rule=rule.name):
                self.assertFalse(
                    rule.perm_write or rule.perm_create or rule.perm_unlink
                )

    def test_customers_write_nothing_themselves(self):
        for model, rights in self.matrix.items():
            with self.subTest(model=model):
                self.assertLessEqual(set(rights["portal"]), {"r"})
                self.assertFalse(rights["public"])
