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
    no_company_rule = {"ops.job.template.use": "a dialog is seen by who opened it only"}
    cascading = {
        "ops.bonus.line.run_id": "lines go with a draft; approved ones stay",
        "ops.promotion.line.check_id": "lines go with a draft; approved ones stay",
    }
