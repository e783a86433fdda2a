"""What holds for every addon of the suite, for this one."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import MatrixAudit

from .access_record import PUBLIC, SERVER_OWNED


@tagged("post_install", "-at_install")
class TestContractAudit(MatrixAudit, TransactionCase):
    module = "ops_contract"
    no_translation = frozenset({"GB/T 29264"})
    group_prefix = "ops_contract.group_contract_"
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
