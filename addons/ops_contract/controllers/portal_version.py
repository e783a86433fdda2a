from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools.portal_words import WORDS
from .portal_ground import LONG, SHORT, OpsPortal, text_of

URL = "/my/ops/versions/<int:version_id>"
IMAGE_PREFIX = "data:image/png;base64,"
REPORT = "ops_contract.annex_document_report"
MODEL = "ops.annex.version"


def image_of(value):
    """What the pad sends, as base64 text; "" if it is no picture of a pad."""
    if not isinstance(value, str) or not value.startswith(IMAGE_PREFIX):
        return ""
    return value.removeprefix(IMAGE_PREFIX)


class PortalVersion(OpsPortal):
    @http.route(
        URL, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def ops_version_page(self, version_id, **_asked):
        version = self._ops_readable(MODEL, version_id)
        if not version:
            return self._ops_elsewhere()
        # sudo: names of the items, hours, places and parts that this version lists
        content = version.sudo()
        return self._ops_page(
            "ops_contract.portal_version",
            "ops_version",
            version,
            version=version,
            contract=version.contract_id,
            content=content,
            intact=content._seal_is_intact(),
            signed_by_us=content.signed_internal_by_id.name,
            to_sign=version.state == "customer_review"
            and not version.signed_customer_on,
            signer=request.env.user.name,
            words=WORDS,
        )

    @http.route(f"{URL}/pdf", type="http", auth="user", methods=["GET"], readonly=True)
    def ops_version_pdf(self, version_id, **_asked):
        version = self._ops_readable(MODEL, version_id)
        if not version:
            return self._ops_elsewhere()
        return self._ops_pdf(REPORT, version, self._ops_version_name(version))

    @http.route(
        f"{URL}/sealed", type="http", auth="user", methods=["GET"], readonly=True
    )
    def ops_version_sealed(self, version_id, **_asked):
        """The sealed text, byte by byte: its SHA-256 is the seal."""
        version = self._ops_readable(MODEL, version_id)
        if not version or not version.seal_payload:
            return self._ops_elsewhere()
        name = f"{self._ops_version_name(version)}.json"
        return self._ops_file(version.seal_payload.encode(), name, "application/json")

    def _ops_version_name(self, version):
        contract = version.contract_id.number or version.contract_id.id
        return f"{contract}-{version.kind}-v{version.number}".replace("/", "-")

    @http.route(f"{URL}/sign", type="http", auth="user", website=True, methods=["POST"])
    def ops_version_sign(self, version_id, **form):
        done = request.env._("Thank you. Your signature is kept with the seal.")
        return self._ops_act(MODEL, version_id, self._ops_sign_version, form, done)

    def _ops_sign_version(self, version, form):
        name = text_of(form.get("name"), SHORT)
        image = image_of(form.get("signature"))
        if not (name and image):
            raise UserError(
                request.env._("Write your name and draw your signature, please.")
            )
        if not text_of(form.get("accepted")):
            raise UserError(request.env._("Tick that you have read the annex, please."))
        # sudo: the signer belongs to the customer; the model checks state and seal
        version.sudo()._sign_customer(
            request.env.user.partner_id,
            name,
            signature=image,
            accept_hash=text_of(form.get("accept_hash"), SHORT),
        )

    @http.route(
        f"{URL}/reject", type="http", auth="user", website=True, methods=["POST"]
    )
    def ops_version_reject(self, version_id, **form):
        done = request.env._("Your answer has been sent. You will get a new version.")
        return self._ops_act(MODEL, version_id, self._ops_reject_version, form, done)

    def _ops_reject_version(self, version, form):
        reason = text_of(form.get("reason"), LONG)
        if not reason:
            raise UserError(request.env._("Say what has to be changed, please."))
        # sudo: the author belongs to the customer; the model checks the state
        version.sudo()._reject_customer(request.env.user.partner_id, reason)
