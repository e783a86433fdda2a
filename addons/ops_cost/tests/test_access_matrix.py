"""R9: the access rows give each role what security_matrix.csv, written from the
roles of the design, says: no more, no less."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import AccessMatrix, roles_of


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrix, TransactionCase):
    module = "ops_cost"
    group_prefix = "ops_cost.group_cost_"
    roles = roles_of(
        group_prefix,
        "recorder",
        "accountant",
        "leader",
        "functional",
        "finance",
        "office",
        "manager",
        "auditor",
    )
    readers = ("functional", "finance", "auditor", "employee")

    def test_no_row_is_shared_between_companies(self):
        for model, records in self.models.items():
            if "company_id" not in records._fields or records._transient:
                continue
            rules = self.rules(model).filtered(lambda rule: not rule.groups)
            domains = rules.mapped("domain_force")
            with self.subTest(model=model):
                self.assertIn("[('company_id', 'in', company_ids)]", domains)

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
