import re

from odoo import http
from odoo.http import request

SEAL = re.compile(r"[0-9a-f]{64}")


class PortalVerify(http.Controller):
    """Whoever holds a sealed document can check its seal, without an account.

    The page says what the seal belongs to, and nothing that is not printed beside it:
    no names, no amounts. An unknown seal, a wrong one and none look the same.
    """

    @http.route(
        ["/ops/verify", "/ops/verify/<string:seal>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def ops_verify(self, seal="", **_asked):
        seal = seal.strip().lower() if isinstance(seal, str) else ""
        facts = self._facts(seal) if SEAL.fullmatch(seal) else None
        response = request.render(
            "ops_contract.portal_verify",
            {"facts": facts, "seal": seal, "asked": bool(seal)},
            status=404 if seal and not facts else 200,
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _facts(self, seal):
        version = request.env["ops.annex.version"]._verify(seal)
        return version or self._statement_facts(seal)

    def _statement_facts(self, seal):
        # sudo: the public may check a seal it knows; one indexed look-up
        statements = request.env["ops.sla.statement"].sudo()
        statement = statements.search([("seal_hash", "=", seal)], limit=1)
        return statement and {
            "kind": request.env._("SLA Statement"),
            "number": statement.number,
            "date_from": statement.date_from,
            "date_to": statement.date_to,
            "sealed_at": statement.sealed_at,
            "intact": statement._seal_is_intact(),
        }
