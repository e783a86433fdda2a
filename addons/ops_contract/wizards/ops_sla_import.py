import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.tools import excel

from ..tools.fact_sheet import HEADERS, SHEET, FactReader, columns
from ..tools.roles import require_role


class OpsSlaImport(models.TransientModel):
    """Facts of a file: checked cell by cell, then all rows or none; the same rows
    twice are nothing new."""

    _name = "ops.sla.import"
    _description = "Import of SLA Facts"
    _inherit = ["ops.mixin.guard"]
    _server_owned = frozenset({"state", "message", "findings", "new_count"})

    contract_id = fields.Many2one(
        "ops.contract",
        required=True,
        index=True,
        ondelete="cascade",
        help="All rows of the file are cases of this contract.",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    note = fields.Char("Evidence", help="Where the file comes from; kept on each case.")
    state = fields.Selection(
        [("upload", "Upload"), ("preview", "Preview"), ("done", "Done")],
        default="upload",
        required=True,
        readonly=True,
    )
    new_count = fields.Integer("New Cases", readonly=True)
    findings = fields.Text(readonly=True)
    message = fields.Char(readonly=True)

    def action_template(self):
        self._check_may_import()
        book = excel.WorkbookWriter(self.env._("SLA Facts"))
        book.add_sheet(SHEET, columns(self.env), [])
        attachment = self.env["ir.attachment"].create(
            {
                "name": "sla_facts.xlsx",
                "raw": book.content(),
                "mimetype": excel.XLSX_TYPE,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=1",
            "target": "download",
        }

    def action_preview(self):
        self._check_may_import()
        rows, issues = self._read()
        self._server_write(
            {
                "state": "preview",
                "new_count": 0 if issues else len(self._new(rows)),
                "findings": issues.as_text(self.env) if issues else False,
            }
        )
        return self._reopen()

    def action_apply(self):
        """Imports all rows, or none if one of them is wrong."""
        self._check_may_import()
        rows, issues = self._read()
        issues.raise_if_any(self.env)
        if not (self.note or "").strip():
            raise UserError(self.env._("Say where the file comes from: the evidence."))
        new = self._new(rows)
        self.env["ops.sla.clock"]._server_create(
            [
                {
                    **row,
                    "contract_id": self.contract_id.id,
                    "source": "import",
                    "note": f"{self.note} ({self.filename or ''})",
                }
                for row in new
            ]
        )
        message = self.env._("Nothing to do: every row of the file is stored already.")
        if new:
            message = self.env._("Imported cases: %s", len(new))
        self._server_write({"state": "done", "message": message})
        return self._reopen()

    def action_back(self):
        self._check_may_import()
        self._server_write({"state": "upload", "findings": False, "new_count": 0})
        return self._reopen()

    # ---------------------------------------------------------------------------
    def _check_may_import(self):
        self.ensure_one()
        self.check_access("write")
        require_role(self.env, "supervisor", "manager", "org")
        self.contract_id.check_access("read")
        self.env["ops.sla.clock"].check_access("create")

    def _read(self):
        """(values of the rows, issues); nothing is written."""
        content = self._content()
        issues = excel.Issues()
        if (self.filename or "").lower().endswith(".csv"):
            rows = excel.read_csv(self.env, content, issues, SHEET, HEADERS)
        else:
            sheets = excel.read_workbook(self.env, content, issues, {SHEET: HEADERS})
            rows = sheets.get(SHEET)
            if rows is None and not issues:
                text = self.env._("The sheet “%s” is missing.", SHEET)
                issues.add(text, SHEET, 0, 0, "")
        values = FactReader(self.contract_id, issues).values(rows or [])
        return values, issues

    def _content(self):
        try:
            content = base64.b64decode(self.file or b"", validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if not content:
            raise UserError(self.env._("Choose a file first."))
        return content

    def _new(self, rows):
        # sudo: what was imported before, readable or not
        known = (
            self.env["ops.sla.clock"]
            .sudo()
            ._read_group(
                [
                    ("contract_id", "=", self.contract_id.id),
                    ("import_key", "in", [row["import_key"] for row in rows]),
                ],
                ["metric_id", "import_key"],
            )
        )
        stored = {(metric.id, key) for metric, key in known}
        return [
            row for row in rows if (row["metric_id"], row["import_key"]) not in stored
        ]

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import SLA Facts"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
