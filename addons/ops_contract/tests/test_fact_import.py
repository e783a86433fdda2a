"""Facts from a file: findings at their cells, all or nothing, once."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.ops_base.tools import excel

from ..tools.fact_sheet import SHEET, columns
from .statement_case import StatementCase, at

HEAD = "case,metric,priority,service,start,reached,cancelled"
GOOD = f"""{HEAD}
T-1,t_resolve,p1,,2026-11-20 09:00,2026-11-20 10:00,
T-2,t_resolve,,,2026-11-20 09:00,,
"""
BAD = f"""{HEAD}
T-1,t_resolve,p9,,2026-11-20 09:00,2026-11-19 10:00,
T-2,t_nothing,,,yesterday,,
"""


@tagged("post_install", "-at_install")
class TestFactImport(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.case()

    def wizard(self, text, role="supervisor", filename="facts.csv"):
        content = text.encode() if isinstance(text, str) else text
        return self.as_(role)["ops.sla.import"].create(
            {
                "contract_id": self.deal.id,
                "file": base64.b64encode(content),
                "filename": filename,
                "note": "Export of the hotline",
            }
        )

    def cases_of(self):
        domain = [("contract_id", "=", self.deal.id)]
        return self.env["ops.sla.clock"].search(domain, order="name")

    def test_good_rows_are_imported_once(self):
        wizard = self.wizard(GOOD)
        wizard.action_preview()
        self.assertEqual((wizard.findings, wizard.new_count), (False, 2))
        self.assertFalse(self.cases_of())
        wizard.action_apply()
        first, second = self.cases_of()
        self.assertEqual((first.outcome, first.source), ("met", "import"))
        self.assertEqual(first.start_at, at("11-20 09:00"))
        self.assertIn("Export of the hotline", second.note)
        again = self.wizard(GOOD)
        again.action_apply()
        self.assertIn("Nothing to do", again.message)
        self.assertEqual(len(self.cases_of()), 2)

    def test_findings_name_their_cells_and_nothing_is_imported(self):
        wizard = self.wizard(BAD)
        wizard.action_preview()
        for part in ("C2", "F2", "B3", "E3"):
            self.assertIn(part, wizard.findings)
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self.cases_of())

    def test_a_case_stands_once_in_a_file(self):
        row = GOOD.splitlines()[1]
        wizard = self.wizard(f"{HEAD}\n{row}\n{row}\n")
        wizard.action_preview()
        self.assertIn("twice", wizard.findings)

    def test_the_template_is_a_workbook_that_reads_back(self):
        book = excel.WorkbookWriter("Facts")
        row = ["T-1", "t_resolve", "p1", "", "2026-11-20 09:00", "", ""]
        book.add_sheet(SHEET, columns(self.env), [row])
        wizard = self.wizard(book.content(), filename="facts.xlsx")
        wizard.action_preview()
        self.assertEqual((wizard.findings, wizard.new_count), (False, 1))
        self.assertIn("/web/content/", wizard.action_template()["url"])

    def test_evidence_and_role_are_needed(self):
        wizard = self.wizard(GOOD)
        wizard.note = False
        with self.assertRaises(UserError):
            wizard.action_apply()
        with self.assertRaises(AccessError):
            self.wizard(GOOD, "finance")
