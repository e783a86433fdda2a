from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.ops_base.tools.excel import XLSX_TYPE

from ..imports.columns import KINDS_OF_FILE
from ..imports.export import CHARSETS, entries_csv, workbook

TEMPLATE, EXPORT, TEXT = "template", "export", "csv"


class CostWorkbook(http.Controller):
    @http.route(
        "/ops_cost/workbook/<string:what>/<string:kind>/<int:plan_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def workbook(self, what, kind, plan_id, charset="utf-8"):
        """A template, or what the reader may read of a plan. A plan that is foreign
        and one that does not exist answer alike."""
        if what not in (TEMPLATE, EXPORT, TEXT) or kind not in KINDS_OF_FILE:
            raise NotFound
        if charset not in CHARSETS:
            raise NotFound
        plan = self._plan(plan_id, needed=what != TEMPLATE)
        company = plan.company_id or request.env.company
        name = f"{kind}-{plan.year or ''}-{what}".replace("--", "-")
        if what == TEXT:
            content = entries_csv(request.env, company, plan, charset)
            return self._file(content, f"{name}.csv", f"text/csv; charset={charset}")
        content = workbook(request.env, company, kind, plan, what == EXPORT)
        return self._file(content, f"{name}.xlsx", XLSX_TYPE)

    def _plan(self, plan_id, needed):
        plans = request.env["ops.cost.plan"]
        if not plans.has_access("read"):
            raise NotFound
        plan = plans.search([("id", "=", plan_id)])
        if needed and not plan:
            raise NotFound
        return plan

    def _file(self, content, name, mimetype):
        headers = [
            ("Content-Type", mimetype),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
