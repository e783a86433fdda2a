"""R14 by the way a browser takes: 40 fuzzed files uploaded, previewed and imported over
HTTP as the cost office. Each ends in findings or an import, never in a fault."""

import base64
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .import_case import ImportCase, copy_rows, workbook
from .test_import_fuzz import Files

SEED = 20261127
REFUSALS = {
    f"odoo.exceptions.{name}"
    for name in ("UserError", "ValidationError", "AccessError")
}


@tagged("post_install", "-at_install")
class TestImportFuzzHttp(ImportCase, HttpCase):
    def call(self, method, *args, **kwargs):
        """``(result, None)`` or ``(None, name of the exception)``."""
        model = "ops.cost.import"
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
            timeout=60,
        )
        self.assertEqual(answer.status_code, 200)
        told = answer.json()
        error = told.get("error")
        return told.get("result"), error and error["data"]["name"]

    def send(self, kind, content):
        values = {
            "kind": kind,
            "file": base64.b64encode(content).decode(),
            "filename": "file.xlsx",
        }
        spec = {"state": {}, "issue_count": {}, "issue_ids": {"fields": {"reason": {}}}}
        [record], refused = self.call("web_save", [], values, specification=spec)
        self.assertIsNone(refused)
        return record["id"], spec

    def press(self, button, wizard_id, spec):
        """The dialog after a button; a refusal is one that tells the reason."""
        _action, refused = self.call(button, [wizard_id])
        if refused:
            self.assertIn(refused, REFUSALS)
            return None
        [record], refused = self.call("web_read", [wizard_id], specification=spec)
        self.assertIsNone(refused)
        return record

    @mute_logger("odoo.http", "odoo.models.unlink", "odoo.sql_db")
    def test_40_files(self):
        self.run_import(workbook(copy_rows(entries=[])))
        base = self.row_counts()
        self.authenticate(self.office.login, self.office.login)
        seen = {"imported": 0, "refused": 0}
        for number, (kind, content) in enumerate(Files(SEED).make(40)):
            with self.subTest(number=number, kind=kind):
                wizard_id, spec = self.send(kind, content)
                preview = self.press("action_preview", wizard_id, spec)
                self.assertEqual(self.row_counts(), base)
                done = self.press("action_apply", wizard_id, spec)
                if preview and preview["issue_count"]:
                    self.assertTrue(all(i["reason"] for i in preview["issue_ids"]))
                    self.assertEqual(done["state"], "preview")
                if done and done["state"] == "done":
                    seen["imported"] += 1
                    base = self.row_counts()
                else:
                    seen["refused"] += 1
                    self.assertEqual(self.row_counts(), base)
        self.assertGreater(seen["refused"], 15)
        self.assertGreater(seen["imported"], 3)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_a_recorder_does_not_import_a_company(self):
        recorder = self.new_user("recorder")
        self.authenticate(recorder.login, recorder.login)
        wizard_id, _spec = self.send("company", workbook(copy_rows()))
        before = self.row_counts()
        for button in ("action_preview", "action_apply"):
            _result, refused = self.call(button, [wizard_id])
            self.assertEqual(refused, "odoo.exceptions.AccessError")
        self.assertEqual(self.row_counts(), before)
