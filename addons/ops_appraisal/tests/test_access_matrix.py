"""R9: the access rows give each role what security_matrix.csv, written from the roles
of the design, says: no more, no less."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import AccessMatrix, roles_of


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrix, TransactionCase):
    module = "ops_appraisal"
    group_prefix = "ops_appraisal.group_appraisal_"
    roles = {
        **roles_of(group_prefix, "officer", "manager", "committee", "finance"),
        "recorder": "base.group_user,ops_base.group_ops_measure_recorder",
    }
    other_groups = frozenset(
        {"base.group_user", "base.group_system"}
        | {"ops_base.group_ops_measure_recorder"}
    )
    readers = ("finance",)

    def test_payroll_and_committee_get_no_hand_on_results(self):
        for model in ("ops.appraisal.result", "ops.bonus.line", "ops.promotion.line"):
            for role in ("finance", "committee"):
                with self.subTest(model=model, role=role):
                    self.assertLessEqual(set(self.matrix[model][role]), {"r"})
