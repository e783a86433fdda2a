import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_base.tools.excel import Issues
from odoo.addons.ops_base.tools.progress import NoProgress

from ..imports.apply import apply
from ..imports.checks import check
from ..imports.columns import KINDS_OF_FILE
from ..imports.hints import hints
from ..imports.known import Known
from ..imports.reading import read
from ..tools.roles import require_role

# From this number of rows on the import runs with a progress bar.
LARGE = 2000
ROLES = {
    "company": ("office",),
    "quotas": ("office", "accountant"),
    "entries": ("office", "accountant", "recorder"),
}


class OpsCostImport(models.TransientModel):
    """Upload, preview with every finding at its cell, then all rows or none."""

    _name = "ops.cost.import"
    _description = "Import of a Workbook"
    _inherit = ["ops.mixin.guard"]
    _server_owned = frozenset({"state", "issue_count", "file_hash", "message", "hint"})
    _ops_task_methods = frozenset({"_import_job"})

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("company", "Whole Company"),
            ("quotas", "Quotas Only"),
            ("entries", "Entries Only"),
        ],
        "Content",
        required=True,
        default="entries",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    file_hash = fields.Char("Hash of the File", readonly=True)
    plan_id = fields.Many2one(
        "ops.cost.plan",
        ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
        help="Plan that a download is about.",
    )
    charset = fields.Selection(
        [("utf-8", "UTF-8"), ("gb18030", "GB18030")],
        "Text Encoding",
        required=True,
        default="utf-8",
        help="Of a CSV download; older programs in Chinese expect GB18030.",
    )
    state = fields.Selection(
        [("upload", "Upload"), ("preview", "Preview"), ("done", "Done")],
        default="upload",
        required=True,
        readonly=True,
    )
    message = fields.Char(readonly=True)
    hint = fields.Text("To Be Done by Hand", readonly=True)
    issue_count = fields.Integer("Findings", readonly=True)
    issue_ids = fields.One2many("ops.cost.import.issue", "import_id", "Findings ")
    count_ids = fields.One2many("ops.cost.import.count", "import_id", "Sheets")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "plan_id" in fields_list and "plan_id" not in values:
            plans = self.env["ops.cost.plan"]
            if plans.has_access("read"):
                domain = [("company_id", "=", self.env.company.id)]
                values["plan_id"] = plans.search(domain, limit=1).id
        return values

    # buttons -------------------------------------------------------------------
    def action_preview(self):
        self._check_may_import()
        self._show(*self._read_and_check(), state="preview")
        return self._reopen()

    def action_apply(self):
        """Imports all rows, or shows the findings and imports none."""
        self._check_may_import()
        context, issues = self._read_and_check()
        if issues:
            self._show(context, issues, state="preview")
            return self._reopen()
        if self._count_new(context) > LARGE:
            return self.env["ops.background.task"]._launch(
                self,
                "_import_job",
                name=self.env._("Import %(file)s", file=self.filename or self.kind),
                total=context.file.size,
                params={},
                chunked=False,
            )
        self._apply(context, NoProgress())
        return self._reopen()

    def action_back(self):
        self._check_may_import()
        self.issue_ids.unlink()
        self.count_ids.unlink()
        self._server_write(
            {"state": "upload", "issue_count": 0, "message": False, "hint": False}
        )
        return self._reopen()

    def action_template(self):
        self._check_may_import()
        return self._download("template")

    def action_export(self):
        self._check_may_import()
        self._check_plan()
        return self._download("export")

    def action_export_entries(self):
        """The entries alone, as text."""
        self._check_may_import()
        self._check_plan()
        url = f"/ops_cost/workbook/csv/entries/{self.plan_id.id}"
        return self._get(f"{url}?charset={self.charset}")

    # ---------------------------------------------------------------------------
    def _check_may_import(self):
        self.check_access("write")
        require_role(self.env, *ROLES[self.kind])
        self.ensure_one()

    def _check_plan(self):
        if not self.plan_id:
            raise UserError(self.env._("Choose the plan to download."))

    def _read_and_check(self):
        """(checked context, issues); nothing is written."""
        content = self._content()
        issues = Issues()
        places = self.company_id.currency_id.decimal_places
        file = read(self.env, content, self.kind, places, issues)
        known = Known(self.env, self.company_id, self._plan(file))
        known.load(KINDS_OF_FILE[self.kind])
        lines = file.lines
        if lines.get("entries"):
            known.load_entries([line["ref"] for line in lines["entries"]])
        if lines.get("quotas"):
            versions = self.env["ops.cost.version"].union(*known.versions.values())
            known.load_quotas(versions)
        context = check(self.env, file, known)
        self._server_write({"file_hash": hashlib.sha256(content).hexdigest()})
        return context, issues

    def _content(self):
        try:
            content = base64.b64decode(self.file or b"", validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if not content:
            raise UserError(self.env._("Choose a file first."))
        return content

    def _plan(self, file):
        """The plan whose year the file names; for quotas alone the chosen one."""
        plans = self.env["ops.cost.plan"]
        if self.kind == "quotas":
            return self.plan_id
        years = [line["year"] for line in file.lines.get("plan", ()) if line["year"]]
        domain = [("company_id", "=", self.company_id.id), ("year", "in", years[:1])]
        return plans.search(domain) if years else plans

    def _import_job(self, progress):
        """The same again, in the background and with the state of now."""
        context, issues = self._read_and_check()
        issues.raise_if_any(self.env)
        self._apply(context, progress)
        return self.message

    def _apply(self, context, progress):
        issues = Issues()
        self._show(context, issues, state="done")
        counts = apply(self.env, context, progress)
        total = sum(counts.values())
        message = self.env._("Nothing to do: every row of the file is stored already.")
        if total:
            message = self.env._("%(count)s rows imported.", count=total)
        self._server_write({"message": message})
        self.env.registry.clear_cache()

    @staticmethod
    def _count_new(context):
        return sum(line.is_new for line in context.file)

    def _show(self, context, issues, state):
        """Findings and numbers of rows, for the dialog."""
        self.issue_ids.unlink()
        self.count_ids.unlink()
        self._server_write(
            {
                "state": state,
                "issue_count": len(issues),
                "message": False,
                "hint": "\n".join(hints(context)),
                "issue_ids": [
                    fields.Command.create(values) for values in issues.as_dicts()
                ],
                "count_ids": [
                    fields.Command.create(self._prepare_count(name, lines))
                    for name, lines in context.file.lines.items()
                    if lines
                ],
            }
        )

    @staticmethod
    def _prepare_count(name, lines):
        return {
            "sheet": name,
            "row_count": len(lines),
            "new_count": sum(line.is_new and line.sound for line in lines),
            "known_count": sum(not line.is_new and line.sound for line in lines),
            "bad_count": sum(not line.sound for line in lines),
        }

    def _download(self, what):
        plan = self.plan_id.id or 0
        return self._get(f"/ops_cost/workbook/{what}/{self.kind}/{plan}")

    def _get(self, url):
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
