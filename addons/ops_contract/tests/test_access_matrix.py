"""R9: the access rows give each role what security_matrix.csv, written from the
roles of the design, says: no more, no less."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import AccessMatrix, roles_of

# rows about the company, not about one contract
COMPANY_WIDE = {"ops.service.coverage"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrix, TransactionCase):
    module = "ops_contract"
    group_prefix = "ops_contract.group_contract_"
    roles = roles_of(group_prefix, "supervisor", "manager", "finance", "org")
    other_groups = frozenset({"base.group_user", "base.group_portal"})
    readers = ("finance",)

    def test_papers_of_a_contract_have_rules_for_each_role(self):
        """A role with a right and no rule of its own would see every contract."""
        for model, role, operation in self.rights():
            records = self.models[model]
            bound = model == "ops.contract" or "contract_id" in records._fields
            if bound and not records._transient and model not in COMPANY_WIDE:
                self.assert_has_rule(model, role, operation)

    def test_customers_write_nothing_themselves(self):
        for model, rights in self.matrix.items():
            with self.subTest(model=model):
                self.assertLessEqual(set(rights["portal"]), {"r"})
                self.assertFalse(rights["public"])
