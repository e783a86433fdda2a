"""What holds for every addon of the suite, for this one."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.ops_base.tests.access import MatrixAudit

from .access_oracle import matrix
from .access_record import PUBLIC, SERVER_OWNED


@tagged("post_install", "-at_install")
class TestCostAudit(MatrixAudit, TransactionCase):
    module = "ops_cost"
    # names of encodings
    no_translation = frozenset({"GB18030", "UTF-8"})
    group_prefix = "ops_cost.group_cost_"
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
