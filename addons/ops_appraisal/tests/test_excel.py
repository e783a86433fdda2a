"""KPIs and profiles go out and in through Odoo's own list export and import."""

from odoo.tests import tagged

from .library_case import LibraryCase

KPI = ["code", "name", "category", "method", "direction", "floor", "target", "unit"]
PROFILE = ["name", "job_id", "date_from", "line_ids/kpi_id", "line_ids/weight"]


@tagged("post_install", "-at_install")
class TestExcel(LibraryCase):
    def load(self, model, names, rows, role="officer"):
        return self.as_(role, self.env[model]).load(names, rows)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["officer"].group_ids += cls.env.ref("base.group_allow_export")

    def test_kpis_go_out_and_in(self):
        kpis = self.as_("officer", self.kpis)
        names = ["id", *KPI]
        rows = kpis.with_context(import_compat=True).export_data(names)["datas"]
        self.assertEqual(len(rows), 3)
        target = names.index("target")
        changed = [
            [97 if place == target else cell for place, cell in enumerate(row)]
            for row in rows
        ]
        changed.append(["", "T-four", "Four", "cost", "linear", "down", 8, 4, "h"])
        result = self.load("ops.kpi", names, changed)
        self.assertFalse(result["messages"])
        self.assertEqual(self.kpis.mapped("target"), [97, 97, 97])
        four = self.env["ops.kpi"].search([("code", "=", "T-four")])
        self.assertEqual((four.direction, four.floor), ("down", 8))

    def test_a_bad_row_is_refused_as_a_whole(self):
        rows = [
            ["T-ok", "Fine", "cost", "linear", "up", 1, 2, "h"],
            ["T-bad", "Bad", "cost", "linear", "up", 9, 2, "h"],
        ]
        result = self.load("ops.kpi", KPI, rows)
        self.assertFalse(result["ids"])
        self.assertIn("from bad to good", result["messages"][0]["message"])
        self.assertFalse(self.env["ops.kpi"].search([("code", "like", "T-ok")]))

    def test_profiles_come_in_with_their_lines(self):
        rows = [
            ["Watch 2026", "Night watch", "2026-01-01", "T-one", 60],
            ["", "", "", "T-two", 25],
            ["", "", "", "T-three", 15],
        ]
        result = self.load("ops.kpi.profile", PROFILE, rows)
        self.assertFalse(result["messages"])
        profile = self.as_("officer", self.env["ops.kpi.profile"]).browse(result["ids"])
        self.assertEqual(profile.line_ids.kpi_id, self.kpis)
        self.assertEqual(profile.weight_total, 100)
        profile.action_submit()
        self.assertEqual(profile.approval_state, "submitted")

    def test_profiles_go_out_with_their_lines(self):
        profile = self.profile((33.33, 33.33, 33.34))
        rows = profile.export_data(["name", "line_ids/kpi_id/code", "line_ids/weight"])[
            "datas"
        ]
        self.assertEqual([row[1] for row in rows], ["T-one", "T-two", "T-three"])
        self.assertEqual([float(row[2]) for row in rows], [33.33, 33.33, 33.34])

    def test_no_approval_comes_in(self):
        result = self.load(
            "ops.kpi.profile",
            [*PROFILE[:3], "approval_state"],
            [["Watch", "Night watch", "2026-01-01", "approved"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("kept by the system", result["messages"][0]["message"])

    def test_others_import_nothing(self):
        row = ["T-x", "X", "cost", "linear", "up", 1, 2, "h"]
        for role in ("employee", "finance", "committee", "recorder"):
            result = self.load("ops.kpi", KPI, [row], role)
            with self.subTest(role=role):
                self.assertFalse(result["ids"])
                self.assertTrue(result["messages"])
