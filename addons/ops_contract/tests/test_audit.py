"""What holds for every addon of the suite, for this one."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import MatrixAudit
from odoo.addons.ops_base.tests.audit_tables import new_models

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

    def test_a_new_record_is_offered_what_its_company_follows_from(self):
        """Odoo's company domain of a field offers nothing to a record without company,
        and a new one gets its company from that very field."""
        for name in new_models(self.env, self.module):
            company = self.env[name]._fields.get("company_id")
            path = (company is not None and company.related) or ""
            source = self.env[name]._fields.get(path.split(".")[0])
            if source is not None:
                self.assertFalse(source.check_company, f"{name}.{source.name}")
