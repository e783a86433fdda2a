"""R24 for the routes that give files: a stranger gets neither data nor a fault."""

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .screen_case import ScreenCase

SHEETS = ("assessment_sheet", "settlement_sheet")
KINDS = ("company", "quotas", "entries")
# where a request without a login is sent
LOGIN = "/web/login"
HUGE = 10**20
# refusals of the framework that a test provokes on purpose
MUTED = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.sql_db")


@tagged("post_install", "-at_install")
class TestHttpAccess(ScreenCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["portal"].password = "ledger_portal"
        settlements = cls.env["ops.cost.settlement"]
        cls.settlement = settlements._prepare_settlement("monthly", cls.jan)
        cls.env.flush_all()

    def routes(self):
        """Every route of the addon with sound arguments, and the prints."""
        for what in ("dashboard", "tree", "assessment"):
            yield f"/ops_cost/export/{what}?period_id={self.jan.id}&year_to_date=1"
        for what in ("template", "export", "csv"):
            for kind in KINDS:
                yield f"/ops_cost/workbook/{what}/{kind}/{self.plan.id}"
        for report in SHEETS:
            for record in self.printed(report):
                for converter in ("html", "text"):
                    name = f"ops_cost.{report}"
                    yield f"/report/{converter}/{name}/{record.id}"

    def printed(self, report):
        if report.startswith("settlement"):
            return self.settlement
        domain = [("period_id", "=", self.jan.id), ("is_current", "=", True)]
        return self.env["ops.cost.assessment"].search(domain)[:3]

    def nonsense(self):
        yield "/ops_cost/export/everything"
        yield f"/ops_cost/export/tree?period_id={HUGE}"
        yield "/ops_cost/export/tree?period_id=-1&year_to_date=x"
        yield f"/ops_cost/workbook/export/company/{HUGE}"
        yield "/ops_cost/workbook/export/company/0"
        yield "/ops_cost/workbook/export/everything/1"
        yield "/ops_cost/workbook/anything/company/1"
        yield f"/ops_cost/workbook/csv/entries/{self.plan.id}?charset=utf-7"
        yield f"/report/html/ops_cost.{SHEETS[0]}/{2**31 - 1}"

    def get(self, url):
        """The last answer: prints are first sent to the user's language."""
        return self.url_open(url, timeout=60)

    def texts(self):
        """Words and numbers that an answer with data would hold."""
        return [*self.nodes, "2026-01", "850.30", "3,850.30"]

    def assert_closed(self, url, statuses=(400, 403, 404)):
        """Refused, or sent to the login."""
        answer = self.get(url)
        with self.subTest(url=url, status=answer.status_code):
            if LOGIN not in answer.url:
                self.assertIn(answer.status_code, statuses)
            self.assertNotIn("spreadsheet", answer.headers.get("Content-Type", ""))
            self.assertFalse(answer.content.startswith((b"PK", b"%PDF")))
            told = [text for text in self.texts() if f">{text}<" in answer.text]
            self.assertEqual(told, [])
        return answer

    @mute_logger(*MUTED)
    def test_without_a_login(self):
        for url in self.routes():
            self.assertIn(LOGIN, self.assert_closed(url, ()).url)
        for url in self.nonsense():
            self.assert_closed(url)

    @mute_logger(*MUTED)
    def test_as_a_portal_user(self):
        self.authenticate("ledger_portal", "ledger_portal")
        for url in (*self.routes(), *self.nonsense()):
            self.assert_closed(url)

    @mute_logger(*MUTED)
    def test_as_an_employee_without_a_role(self):
        """The own screens, but no plan, and no sheet of others."""
        self.authenticate("ledger_employee", "ledger_employee")
        for url in self.routes():
            if "/workbook/" in url or "/report/" in url:
                self.assert_closed(url)

    @mute_logger(*MUTED)
    def test_nonsense_is_no_fault_of_the_server(self):
        self.authenticate("ledger_office", "ledger_office")
        for url in self.nonsense():
            with self.subTest(url=url):
                self.assertIn(self.get(url).status_code, (200, 400, 403, 404))

    @mute_logger(*MUTED)
    def test_only_reading(self):
        self.authenticate("ledger_office", "ledger_office")
        for url in (
            "/ops_cost/export/tree",
            f"/ops_cost/workbook/export/company/{self.plan.id}",
        ):
            with self.subTest(url=url):
                answer = self.url_open(url, data={"x": "1"})
                self.assertEqual(answer.status_code, 405)

    def test_the_entries_as_text_from_the_button_of_the_import(self):
        self.authenticate("ledger_office", "ledger_office")
        for charset, bom in (("utf-8", b"\xef\xbb\xbf"), ("gb18030", b"")):
            self.items["MAT"].code = "材料"
            wizard = self.env["ops.cost.import"].with_user(self.users["office"])
            action = wizard.create({"plan_id": self.plan.id, "charset": charset})
            answer = self.get(action.action_export_entries()["url"])
            self.assertEqual(
                answer.headers["Content-Type"], f"text/csv; charset={charset}"
            )
            self.assertTrue(answer.content.startswith(bom + b"ref,"))
            lines = answer.content.decode(charset).splitlines()
            # five costs in each of two months, and the header
            self.assertEqual(len(lines), 11)
            self.assertEqual(sum("材料" in line for line in lines), 6)

    def test_whoever_may_gets_the_file(self):
        """The tests above are worth something: the same routes work."""
        self.authenticate("ledger_office", "ledger_office")
        for url in self.routes():
            answer = self.get(url)
            with self.subTest(url=url):
                self.assertEqual(answer.status_code, 200)
                self.assertTrue(answer.content)
                if "/workbook/csv" not in url and "/report/" not in url:
                    self.assertTrue(answer.content.startswith(b"PK"))
