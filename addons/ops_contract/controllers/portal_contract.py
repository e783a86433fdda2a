from odoo import http
from odoo.http import request

from ..models.ops_contract import ENDED, RUNNING
from .portal_ground import OpsPortal

URL = "/my/ops/contracts"
NEXT_DELIVERABLES, LAST_STATEMENTS = 6, 6


class PortalContract(OpsPortal):
    @http.route(
        [URL, f"{URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def ops_contracts(self, page=1, **asked):
        values = self._ops_listed(
            "ops.contract",
            URL,
            self._ops_own_domain(),
            ("name", "number", "customer_number"),
            self._ops_contract_sortings(),
            self._ops_contract_filters(),
            {**asked, "page": page},
        )
        return self._ops_page(
            "ops_contract.portal_contracts", "ops_contracts", **values
        )

    def _ops_contract_sortings(self):
        return {
            "newest": {
                "label": request.env._("Newest"),
                "order": "date_start desc, id desc",
            },
            "ending": {"label": request.env._("Ending First"), "order": "date_end, id"},
            "name": {"label": request.env._("Name"), "order": "name, id"},
            "number": {
                "label": request.env._("Number"),
                "order": "number desc, id desc",
            },
        }

    def _ops_contract_filters(self):
        running, ended = [("state", "in", RUNNING)], [("state", "in", ENDED)]
        to_sign = [("version_ids.state", "=", "customer_review")]
        return {
            "all": {"label": request.env._("All"), "domain": []},
            "running": {"label": request.env._("Running"), "domain": running},
            "ended": {"label": request.env._("Ended"), "domain": ended},
            "to_sign": {"label": request.env._("To Sign"), "domain": to_sign},
        }

    @http.route(
        f"{URL}/<int:contract_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def ops_contract_page(self, contract_id, **_asked):
        contract = self._ops_readable("ops.contract", contract_id)
        if not contract:
            return self._ops_elsewhere()
        versions = contract.annex_ids.version_ids
        return self._ops_page(
            "ops_contract.portal_contract",
            "ops_contract",
            contract,
            contract=contract,
            # sudo: the fee that the customer pays, made of annexes he may read
            monthly_fee=contract.sudo().monthly_fee,
            contacts=self._ops_contacts(contract),
            to_sign=versions.filtered(
                lambda version: (
                    version.state == "customer_review"
                    and not version.signed_customer_on
                )
            ),
            deliverables=self._ops_next_deliverables(contract),
            statements=request.env["ops.sla.statement"].search(
                [("contract_id", "=", contract.id)], limit=LAST_STATEMENTS
            ),
            changes=contract.change_ids,
        )

    def _ops_contacts(self, contract):
        """The two employees whom the contract names for the customer."""
        # sudo: contact data of exactly these two; customers do not read users
        contract = contract.sudo()
        users = contract.manager_id | contract.project_manager_id
        return [
            {
                "role": contract._fields[name]._description_string(request.env),
                "name": contract[name].name,
                "email": contract[name].email,
                "phone": contract[name].phone,
            }
            for name in ("manager_id", "project_manager_id")
            if contract[name] in users
        ]

    def _ops_next_deliverables(self, contract):
        """What waits for an answer first, then what comes next."""
        Deliverable = request.env["ops.deliverable"]
        domain = [("contract_id", "=", contract.id)]
        waiting = Deliverable.search([*domain, ("state", "=", "delivered")])
        coming = Deliverable.search(
            [*domain, ("state", "in", ("planned", "due", "rejected"))],
            order="date_due, id",
            limit=NEXT_DELIVERABLES,
        )
        return (waiting | coming)[:NEXT_DELIVERABLES]
