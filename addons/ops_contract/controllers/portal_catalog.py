from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from ..models.ops_contract import RUNNING
from ..tools.portal_words import WORDS
from .portal_ground import SHORT, OpsPortal, id_of, text_of

URL = "/my/ops/catalog"
SEARCHED = ("name", "code", "content", "category_id.name")


class PortalCatalog(OpsPortal):
    @http.route(
        URL, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def ops_catalog(self, search="", **_asked):
        """The published items under their classes, without prices."""
        Item = request.env["ops.service.item"]
        if not Item.has_access("read"):
            return self._ops_elsewhere()
        search = text_of(search, SHORT)
        domain = Domain("state", "=", "published")
        if search:
            domain &= Domain.OR(Domain(name, "ilike", search) for name in SEARCHED)
        items = Item.search(domain, order="code, id")
        return self._ops_page(
            "ops_contract.portal_catalog",
            "ops_catalog",
            groups=self._ops_by_class(items),
            search=search,
            item=None,
            contracts=self._ops_own_contracts(),
        )

    def _ops_by_class(self, items):
        """``[(top class, [(class, items)])]`` in the order of the codes."""
        tops = {}
        for category, found in items.grouped("category_id").items():
            top = category
            while top.parent_id:
                top = top.parent_id
            tops.setdefault(top, []).append((category, found))
        return [
            (top, sorted(tops[top], key=lambda pair: pair[0].code or ""))
            for top in sorted(tops, key=lambda top: top.code or "")
        ]

    def _ops_own_contracts(self):
        return request.env["ops.contract"].search(
            self._ops_own_domain(("state", "in", RUNNING), ("direction", "=", "sold")),
            order="name, id",
        )

    @http.route(
        f"{URL}/<int:item_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def ops_catalog_item(self, item_id, **_asked):
        item = self._ops_readable("ops.service.item", item_id)
        if not item or item.state != "published":
            return self._ops_elsewhere()
        return self._ops_page(
            "ops_contract.portal_catalog_item",
            "ops_catalog_item",
            item=item,
            # sudo: the name of the unit, which customers do not read by themselves
            unit=item.sudo().uom_id.name,
            contracts=self._ops_own_contracts(),
            words=WORDS,
        )

    @http.route(
        f"{URL}/request", type="http", auth="user", website=True, methods=["POST"]
    )
    def ops_catalog_request(self, **form):
        """A wish becomes a change request of the contract that is to be extended."""
        done = request.env._("Your request has been sent. We will answer you soon.")
        contract_id = id_of(form.get("contract_id"))
        return self._ops_act(
            "ops.contract", contract_id, self._ops_request_service, form, done
        )

    def _ops_request_service(self, contract, form):
        if contract not in self._ops_own_contracts():
            raise AccessError(request.env._("Nothing can be added to this contract."))
        item = self._ops_readable("ops.service.item", id_of(form.get("item_id")))
        description = text_of(form.get("description"))
        name = item.name if item else text_of(form.get("name"), SHORT)
        if not (name and description):
            raise UserError(request.env._("Say what you need, please."))
        # sudo: the user belongs to the customer; the model refuses duplicates
        request.env["ops.contract.change"].sudo()._request_from_portal(
            request.env.user.partner_id,
            contract.sudo(),
            {
                "name": name,
                "description": description,
                "kind": "service",
                "item_id": item.id,
            },
        )
