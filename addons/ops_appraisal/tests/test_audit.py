"""What holds for every addon of the suite, for this one."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import MatrixAudit

from .access_record import PUBLIC, SERVER_OWNED


@tagged("post_install", "-at_install")
class TestAppraisalAudit(MatrixAudit, TransactionCase):
    module = "ops_appraisal"
    group_prefix = "ops_appraisal.group_appraisal_"
    other_roles = {"ops_base.group_ops_measure_recorder": "recorder"}
    public_methods = {model: set(methods) for model, methods in PUBLIC.items()}
    server_owned = SERVER_OWNED
    cascading = {
        "ops.bonus.line.run_id": "lines go with a draft; approved ones stay",
        "ops.promotion.line.check_id": "lines go with a draft; approved ones stay",
    }

    def test_zz(self):
        import pprint
        from odoo.addons.ops_base.tests.audit_tables import server_owned_table, public_names, new_models, access_table
        open("/tmp/p4_owned.txt", "w").write(repr((server_owned_table(self.env, "ops_appraisal"), public_names(self.env, "ops_appraisal"), access_table(self.env, new_models(self.env, "ops_appraisal")), {n: m._transient for n,m in new_models(self.env,"ops_appraisal").items()})))
