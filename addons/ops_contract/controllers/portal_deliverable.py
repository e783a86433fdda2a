from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal_ground import OpsPortal, text_of

URL = "/my/ops/deliverables"
ONE = f"{URL}/<int:deliverable_id>"
MODEL = "ops.deliverable"
COMING = ("planned", "due", "rejected")


class PortalDeliverable(OpsPortal):
    @http.route(
        [URL, f"{URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def ops_deliverables(self, page=1, **asked):
        values = self._ops_listed(
            MODEL,
            URL,
            self._ops_own_domain(),
            ("name", "event", "contract_id.name", "contract_id.number"),
            self._ops_deliverable_sortings(),
            self._ops_deliverable_filters(),
            {**asked, "page": page},
        )
        return self._ops_page(
            "ops_contract.portal_deliverables", "ops_deliverables", **values
        )

    def _ops_deliverable_sortings(self):
        return {
            "latest": {
                "label": request.env._("Latest"),
                "order": "date_due desc, id desc",
            },
            "next": {"label": request.env._("Due First"), "order": "date_due, id"},
            "name": {
                "label": request.env._("Name"),
                "order": "name, date_due desc, id",
            },
        }

    def _ops_deliverable_filters(self):
        def state(*names):
            return [("state", "in", names)]

        return {
            "all": {"label": request.env._("All"), "domain": []},
            "to_accept": {
                "label": request.env._("To Accept"),
                "domain": state("delivered"),
            },
            "coming": {"label": request.env._("Coming"), "domain": state(*COMING)},
            "accepted": {
                "label": request.env._("Accepted"),
                "domain": state("accepted"),
            },
        }

    @http.route(
        ONE, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def ops_deliverable_page(self, deliverable_id, **_asked):
        deliverable = self._ops_readable(MODEL, deliverable_id)
        if not deliverable:
            return self._ops_elsewhere()
        return self._ops_page(
            "ops_contract.portal_deliverable",
            "ops_deliverable",
            deliverable,
            deliverable=deliverable,
            contract=deliverable.contract_id,
            # sudo: names of the files; the deliveries themselves were read above
            deliveries=deliverable.delivery_ids.sorted("id", reverse=True).sudo(),
            to_accept=deliverable.state == "delivered"
            and deliverable.contract_id.direction == "sold",
        )

    @http.route(
        f"{ONE}/files/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def ops_deliverable_file(self, deliverable_id, attachment_id, **_asked):
        deliverable = self._ops_readable(MODEL, deliverable_id)
        # sudo: the files of the deliveries that the user may read, no others
        files = deliverable.delivery_ids.sudo().attachment_ids
        found = files.filtered(lambda file: file.id == attachment_id)
        if not found:
            return self._ops_elsewhere()
        stream = request.env["ir.binary"]._get_stream_from(found)
        return stream.get_response(as_attachment=True)

    @http.route(
        f"{ONE}/accept", type="http", auth="user", website=True, methods=["POST"]
    )
    def ops_deliverable_accept(self, deliverable_id, **form):
        done = request.env._("Accepted. Thank you.")
        return self._ops_act(
            MODEL, deliverable_id, self._ops_accept_deliverable, form, done
        )

    def _ops_accept_deliverable(self, deliverable, form):
        # sudo: the user belongs to the customer; the model checks the state
        deliverable.sudo()._accept(
            request.env.user.partner_id, text_of(form.get("note"))
        )

    @http.route(
        f"{ONE}/reject", type="http", auth="user", website=True, methods=["POST"]
    )
    def ops_deliverable_reject(self, deliverable_id, **form):
        done = request.env._("Rejected. You will be handed over a better one.")
        return self._ops_act(
            MODEL, deliverable_id, self._ops_reject_deliverable, form, done
        )

    def _ops_reject_deliverable(self, deliverable, form):
        reason = text_of(form.get("reason"))
        if not reason:
            raise UserError(request.env._("Say what has to be better, please."))
        # sudo: the user belongs to the customer; the model checks the state
        deliverable.sudo()._reject(request.env.user.partner_id, reason)
