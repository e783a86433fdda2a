from odoo.http import request

from .portal_ground import OpsPortal

# counter on the home page: model, what is counted of the own organisation's records
COUNTERS = {
    "ops_contract_count": ("ops.contract", []),
    "ops_deliverable_count": ("ops.deliverable", []),
    "ops_statement_count": ("ops.sla.statement", []),
    "ops_to_sign_count": (
        "ops.annex.version",
        [("state", "=", "customer_review"), ("signed_customer_on", "=", False)],
    ),
    "ops_to_accept_count": (
        "ops.deliverable",
        [("state", "=", "delivered"), ("contract_id.direction", "=", "sold")],
    ),
    "ops_to_answer_count": ("ops.sla.statement", [("state", "=", "sent")]),
}


class PortalHome(OpsPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        for name, (model, domain) in COUNTERS.items():
            if name in counters:
                values[name] = self._ops_count_own(model, domain)
        if "ops_item_count" in counters:
            values["ops_item_count"] = self._ops_count_items()
        return values

    def _ops_count_own(self, model, conditions):
        Model = request.env[model]
        if not Model.has_access("read"):
            return 0
        return Model.search_count(self._ops_own_domain(*conditions))

    def _ops_count_items(self):
        Item = request.env["ops.service.item"]
        if not request.env.user.share or not Item.has_access("read"):
            return 0
        return Item.search_count([("state", "=", "published")])
