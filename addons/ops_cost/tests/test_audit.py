"""What holds for every addon of the suite, for this one."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.audit import AddonAudit
from odoo.addons.ops_base.tests.audit_tables import access_table, new_models

from .access_oracle import matrix
from .access_record import PUBLIC, SERVER_OWNED


@tagged("post_install", "-at_install")
class TestCostAudit(AddonAudit, TransactionCase):
    module = "ops_cost"
    public_methods = {model: set(methods) for model, methods in PUBLIC.items()}
    server_owned = SERVER_OWNED
    no_company_rule = {"ops.cost.settle": "a dialog is seen by who opened it only"}
    no_views = {
        "ops.cost.fact": "a view of figures: lists and pivots lead to the entries",
        "ops.cost.version.diff": "a view of figures without records of its own",
    }
    cascading = {
        "ops.cost.entry.voucher_id": "lines go with a draft; posted ones stay",
        "ops.cost.settlement.line.settlement_id": "lines go with a draft",
    }

    def _owned_fields(self):
        """Of the models that somebody may write; the others have no hand at all."""
        rights = matrix()
        for model, field in super()._owned_fields():
            letters = set().union(*rights[model._name].values())
            if letters & {"c", "u"}:
                yield model, field

    def test_access_rows_are_as_recorded(self):
        """A row gives no more than the matrix gives the group's own role; the matrix
        itself is compared right by right in test_access_matrix."""
        roles = {"base.group_user": "employee"}
        found = access_table(self.env, new_models(self.env, "ops_cost"))
        self.assertEqual(set(found), set(matrix()))
        for model, rows in found.items():
            for group, letters in rows.items():
                role = roles.get(group, group.removeprefix("ops_cost.group_cost_"))
                with self.subTest(model=model, group=group):
                    self.assertLessEqual(set(letters), set(matrix()[model][role]))
