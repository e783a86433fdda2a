"""What holds for every addon of the suite, for this bridge."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.audit import AddonAudit


@tagged("post_install", "-at_install")
class TestContractAccountAudit(AddonAudit, TransactionCase):
    module = "ops_contract_account"
    public_methods = {"ops.sla.statement": {"action_credit_note"}}
