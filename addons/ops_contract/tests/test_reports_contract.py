"""Printed reports: real PDF files in both languages, read back."""

import io
import re
from datetime import date

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .deliverable_case import DeliverableCase

SERVICE = "ops_contract.service_report"
QUARTER = "ops_contract.quarterly_report"
STATEMENT = "ops_contract.sla_statement"
LIST = "ops_contract.deliverable_list"
OCTOBER = {"date_from": "2026-10-01", "date_to": "2026-10-31"}
LATER = "2026-11-05 02:00:00"


@tagged("post_install", "-at_install")
class TestContractReports(DeliverableCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        agree = cls.agree
        response = {
            "name": "Response in time",
            "metric_id": cls.metrics["t_response"].id,
            "priority": "p2",
            "target_minutes": 240,
            "target_bp": 9500,
        }
        sla = agree(cls.version(cls.subject, "sla", date(2026, 1, 1), sla=[response]))
        key = sla.sla_line_ids.line_key
        evaluation = {
            "sla_key": key,
            "weight_bp": 10000,
            "tier_ids": [
                (0, 0, {"low_bp": 0, "high_bp": 9500, "credit_bp": 1000}),
            ],
        }
        agree(
            cls.version(
                cls.subject, "evaluation", date(2026, 1, 1), evaluation=[evaluation]
            )
        )
        fee = {"name": "Service", "unit_price": 80000.0}
        agree(cls.version(cls.subject, "price", date(2026, 1, 1), price=[fee]))
        report = {
            "name": "Monthly report",
            "responsible_id": cls.users["employee"].id,
            "report_id": cls.env.ref("ops_contract.service_report_report").id,
        }
        agree(
            cls.version(
                cls.subject, "reporting", date(2026, 1, 1), deliverable=[report]
            )
        )
        cls.facts()
        cls.env["ops.deliverable"]._generate(cls.subject, date(2026, 10, 31))

    @classmethod
    def facts(cls):
        """Two kept and one missed on Monday 19 October (times are UTC)."""
        cls.env["ops.sla.clock"].create(
            [
                {
                    "name": name,
                    "contract_id": cls.subject.id,
                    "metric_id": cls.metrics["t_response"].id,
                    "priority": "p2",
                    "start_at": "2026-10-19 02:00:00",
                    "reached_at": reached,
                    "note": "The engineer was on another site" if late else False,
                }
                for name, reached, late in (
                    ("INC-1", "2026-10-19 03:00:00", False),
                    ("INC-2", "2026-10-19 04:00:00", False),
                    ("INC-3", "2026-10-19 08:00:00", True),
                )
            ]
        )
        cls.env["ops.outage"].create(
            {
                "name": "Mail server down",
                "contract_id": cls.subject.id,
                "start_at": "2026-10-20 02:00:00",
                "end_at": "2026-10-20 03:30:00",
                "cause": "Disk full",
            }
        )

    def pages(self, user, report, records, data=None):
        who = self.users[user]
        reports = self.env(user=who)["ir.actions.report"].with_context(
            force_report_rendering=True, lang=who.lang
        )
        with self.at(LATER):
            content, kind = reports._render_qweb_pdf(report, records.ids, data)
        self.assertEqual(kind, "pdf")
        text = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        )
        return re.sub(r"\s+", " ", text.replace("‒", "–"))

    def statement(self):
        with self.at(LATER):
            return self.env["ops.sla.statement"]._generate(
                self.subject, date(2026, 10, 1)
            )

    def test_service_report_shows_the_month(self):
        text = self.pages("supervisor", SERVICE, self.subject, OCTOBER)
        for words in (
            "Service Report",
            "2026-10-01 – 2026-10-31",
            "Response in time · P2 Major",
            "4 h · 95 %",
            "3 2 1 0 66.67 %",
            "INC-3",
            "2026-10-19 10:00",
            "6 h / 4 h",
            "The engineer was on another site",
            "Mail server down",
            "2026-10-20 11:30",
            "Disk full",
        ):
            self.assertIn(words, text)
        self.assertNotIn("INC-1", text)
        self.assertNotIn("80,000", text)

    def test_service_report_in_chinese(self):
        self.users["supervisor"].lang = "zh_CN"
        text = self.pages("supervisor", SERVICE, self.subject, OCTOBER)
        self.assertIn("INC-3", text)

    def test_quarterly_report_shows_each_month(self):
        data = {"date_from": "2026-08-01", "date_to": "2026-10-31"}
        text = self.pages("manager", QUARTER, self.subject, data)
        self.assertIn("Quarterly Report", text)
        self.assertIn("2026-08 2026-09 2026-10", text)
        self.assertIn("66.67 %", text)
        self.assertIn("INC-3", text)

    def test_statement_sheet_with_money_in_words(self):
        text = self.pages("manager", STATEMENT, self.statement())
        # 10 % of the whole fee
        for words in (
            "SLA Statement",
            "Response in time",
            "66.67 %",
            "80,000.00",
            "8,000.00",
            "72,000.00",
            "Seventy-two thousand",
        ):
            self.assertIn(words, text)

    def test_statement_sheet_in_chinese_capitals(self):
        self.users["manager"].lang = "zh_CN"
        text = self.pages("manager", STATEMENT, self.statement())
        self.assertIn("柒万贰仟元", text.replace(" ", ""))

    def test_the_supervisor_gets_the_sheet_without_prices(self):
        text = self.pages("supervisor", STATEMENT, self.statement())
        self.assertIn("66.67 %", text)
        for secret in ("80,000", "8,000.00", "72,000", "thousand"):
            self.assertNotIn(secret, text)

    def test_others_get_no_paper_at_all(self):
        statement = self.statement()
        with self.assertRaises(AccessError):
            self.pages("employee", STATEMENT, statement)
        with self.assertRaises(AccessError):
            self.pages("employee", SERVICE, self.subject, OCTOBER)
        with self.assertRaises(AccessError):
            self.pages("manager2", SERVICE, self.subject, OCTOBER)

    def test_deliverable_list(self):
        found = self.all()[-2:]
        text = self.pages("supervisor", LIST, found)
        self.assertIn("Monthly report 2026-09", text)
        self.assertIn("Monthly report 2026-10 2026-11-06", text)

    def test_the_responsible_person_hands_over_the_printed_report(self):
        october = self.all()[-1]
        wizard = (
            self.env["ops.deliverable.deliver"]
            .with_user(self.users["employee"])
            .with_context(force_report_rendering=True)
            .create({"deliverable_id": october.id})
        )
        self.assertTrue(wizard.with_report)
        with self.at(LATER):
            wizard.action_deliver()
        [file] = october.delivery_ids.attachment_ids
        self.assertEqual(file.name, "Monthly report 2026-10.pdf")
        text = PdfReader(io.BytesIO(file.raw)).pages[0].extract_text()
        self.assertIn("INC-3", text)
        self.assertTrue(october.outcome == "open", "the customer has still to accept")

    def test_the_dialog_prints_the_chosen_period(self):
        wizard = (
            self.env["ops.service.report.print"]
            .with_user(self.users["supervisor"])
            .create({"contract_id": self.subject.id, "date": date(2026, 5, 9)})
        )
        self.assertEqual(wizard.period, "2026-05-01 – 2026-05-31")
        wizard.kind = "quarterly"
        action = wizard.action_print()
        self.assertEqual(action["report_name"], QUARTER)
        self.assertEqual(action["data"]["date_from"], "2026-04-01")
        self.assertEqual(action["data"]["date_to"], "2026-06-30")
        self.assertEqual(action["data"]["contract_ids"], self.subject.ids)
