from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.ops_base.tools.excel import XLSX_TYPE, Column, WorkbookWriter


class BonusFile(http.Controller):
    @http.route(
        "/ops_appraisal/bonus/<int:run_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def bonus(self, run_id):
        """Amounts of an approved run, for payroll. A run that is foreign and one that
        does not exist answer alike."""
        runs = request.env["ops.bonus.run"]
        if not runs.has_access("read"):
            raise NotFound
        run = runs.search([("id", "=", run_id), ("approval_state", "=", "approved")])
        if not run:
            raise NotFound
        run._check_handed_over()
        content = self._content(run)
        headers = [
            ("Content-Type", XLSX_TYPE),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"bonus-{run.id}.xlsx")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)

    def _content(self, run):
        columns = [
            Column(
                "employee", "integer", run.env._("Number of the employee in Odoo"), 12
            ),
            Column("name", "text", run.env._("Name"), 24),
            Column("unit", "text", run.env._("Unit"), 24),
            Column("amount", "money", run.env._("Amount to be paid"), 16),
            Column("currency", "text", run.env._("Currency"), 10),
        ]
        lines = run.env["ops.bonus.line"].search([("run_id", "=", run.id)])
        rows = [
            [
                line.employee_id.id,
                line.employee_name,
                line.department_id.display_name,
                line.amount,
                line.currency_id.name,
            ]
            for line in lines
        ]
        writer = WorkbookWriter(run.name)
        # sudo: the name of the cycle stands on the paper anyway
        note = f"{run.name} · {run.sudo().cycle_id.name} · {run.seal_hash}"
        writer.add_sheet("bonus", columns, rows, note)
        return writer.content()
