from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.ops_base.tools.excel import XLSX_TYPE


class CostScreens(http.Controller):
    """Workbooks of what the reader sees on the screens."""

    @http.route(
        "/ops_cost/export/<any(dashboard,tree,assessment):what>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def export(self, what, period_id="", year_to_date="", **_params):
        period_id = int(period_id) if period_id.isdecimal() else None
        exports = request.env["ops.cost.screen.export"]
        name, content = exports._workbook(what, period_id, year_to_date == "1")
        headers = [
            ("Content-Type", XLSX_TYPE),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
