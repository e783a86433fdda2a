"""What holds for every addon of the suite, for this one."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.audit import AddonAudit
from odoo.addons.ops_base.tests.audit_tables import access_table, new_models

from .access_record import PUBLIC, SERVER_OWNED, matrix

GROUPS = {"base.group_user": "employee", "base.group_portal": "portal"}


@tagged("post_install", "-at_install")
class TestContractAudit(AddonAudit, TransactionCase):
    module = "ops_contract"
    public_methods = {model: set(methods) for model, methods in PUBLIC.items()}
    server_owned = SERVER_OWNED
    no_company_rule = {
        "ops.service.picker": "a dialog is seen by who opened it only",
        "ops.service.picker.line": "a dialog is seen by who opened it only",
    }
    cascading = {
        "ops.deliverable.template.item_id": "goes with a draft; published ones stay",
        "ops.service.item.metric.item_id": "goes with a draft; published ones stay",
    }

    def test_access_rows_are_as_recorded(self):
        """A row gives no more than the matrix gives the group's own role; the matrix
        itself is compared right by right in test_access_matrix."""
        found = access_table(self.env, new_models(self.env, "ops_contract"))
        self.assertEqual(set(found), set(matrix()))
        for model, rows in found.items():
            for group, letters in rows.items():
                role = GROUPS.get(group)
                role = role or group.removeprefix("ops_contract.group_contract_")
                with self.subTest(model=model, group=group):
                    self.assertLessEqual(set(letters), set(matrix()[model][role]))
