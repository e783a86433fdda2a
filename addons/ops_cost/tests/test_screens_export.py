import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from .screen_case import RESULTS, ScreenCase


@tagged("post_install", "-at_install")
class TestScreensExport(ScreenCase, HttpCase):
    """Workbooks hold what the reader sees on the screen, no more."""

    def sheet(self, user, what, title, period=None):
        login = self.users[user].login
        self.authenticate(login, login)
        period = period or self.feb
        answer = self.url_open(f"/ops_cost/export/{what}?period_id={period.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        book = load_workbook(io.BytesIO(answer.content))
        return [[cell.value for cell in row] for row in book[title].iter_rows()]

    def test_tree(self):
        header, *rows = self.sheet("office", "tree", "Responsibility Tree")
        place = {name: header.index(name) for name in ("Code", "Quota", "Penalty")}
        self.assertEqual(
            {row[place["Code"]]: row[place["Quota"]] for row in rows},
            {code: figures[0] for code, figures in RESULTS.items()},
        )
        self.assertEqual([row[place["Code"]] for row in rows][:3], ["L", "U1", "T11"])
        penalties = {row[place["Code"]]: row[place["Penalty"]] for row in rows}
        self.assertEqual(penalties["P01@T11"], 850.30)

    def test_each_reader_gets_the_own_part(self):
        for user, codes in (
            ("accountant", {"U1", "T11", "T12", "P01@T11", "P02@T11", "P03@T12"}),
            ("employee", {"P01@T11"}),
        ):
            header, *rows = self.sheet(user, "tree", "Responsibility Tree")
            code = header.index("Code")
            self.assertEqual({row[code] for row in rows}, codes)

    def test_dashboard(self):
        header, *rows = self.sheet("office", "dashboard", "Four Levels")
        actual = header.index("Actual")
        self.assertEqual(
            [row[actual] for row in rows], [12500.29, 12500.29, 12500.29, 12550.29]
        )
        months = self.sheet("office", "dashboard", "Months")
        self.assertEqual(len(months), 5)

    def test_assessments_of_a_closed_month(self):
        header, *rows = self.sheet("office", "assessment", "Assessments", self.jan)
        code, reward = header.index("Code"), header.index("Reward")
        self.assertEqual(
            {row[code]: row[reward] for row in rows},
            {code: figures[5] for code, figures in RESULTS.items()},
        )

    def test_the_list_of_assessments_offers_the_workbook(self):
        action = self.env.ref("ops_cost.ops_cost_assessment_export_action")
        result = (
            action.with_user(self.users["accountant"])
            .with_context(
                active_model="ops.cost.assessment",
                active_ids=self.jan.assessment_ids.ids[:1],
            )
            .run()
        )
        self.assertEqual(
            result["url"], f"/ops_cost/export/assessment?period_id={self.jan.id}"
        )

    def test_nobody_exports_without_logging_in(self):
        self.authenticate(None, None)
        answer = self.url_open("/ops_cost/export/tree", allow_redirects=False)
        self.assertIn(answer.status_code, (302, 303))

    def test_odd_parameters_are_harmless(self):
        self.authenticate("ledger_office", "ledger_office")
        for query in ("?period_id=abc", "?period_id=-1", "?period_id=99999999", ""):
            answer = self.url_open(f"/ops_cost/export/tree{query}")
            self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.url_open("/ops_cost/export/secrets").status_code, 404)
