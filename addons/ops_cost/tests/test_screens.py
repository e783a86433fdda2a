from unittest.mock import patch

from odoo.tests import tagged

from .screen_case import RESULTS, ScreenCase


@tagged("post_install", "-at_install")
class TestScreens(ScreenCase):
    def test_a_sealed_month_shows_what_was_sealed(self):
        self.assertEqual(self.whole_tree("office", self.jan), RESULTS)

    def test_an_open_month_shows_the_same_figures_live(self):
        self.assertEqual(self.whole_tree("office", self.feb), RESULTS)

    def test_year_to_date_adds_the_months_and_their_verdicts(self):
        rows = self.children("office", "U1", year_to_date=True)
        team = next(row for row in rows if row["code"] == "T11")
        self.assertEqual(
            self.figures(team, ("quota", "target", "actual", "penalty", "zone")),
            (12000, 11400, 13300.58, 1300.58, None),
        )

    def test_own_level_leads_the_children_without_a_verdict(self):
        own, *people = self.children("office", "T11")
        self.assertTrue(own["own"])
        self.assertEqual(
            self.figures(own), (0, 0, -50, None, 0, 0), "credit on the team itself"
        )
        self.assertEqual([row["code"] for row in people], ["P01@T11", "P02@T11"])
        for name in ("quota", "target", "actual"):
            total = sum(round(row[name] * 100) for row in [own, *people])
            index = ("quota", "target", "actual").index(name)
            self.assertEqual(total, round(RESULTS["T11"][index] * 100))

    def test_lights(self):
        rows = {row["code"]: row for row in self.children("office", "T11")}
        self.assertEqual(rows["P01@T11"]["light"], "red")
        self.assertEqual(rows["P02@T11"]["light"], "amber")
        march = self.children("office", "T11", self.mar)
        self.assertEqual({row["light"] for row in march}, {"green"})

    def test_children_come_in_pages(self):
        tree = self.screen("tree", "office")
        with patch("odoo.addons.ops_cost.models.ops_cost_tree.PAGE", 1):
            first = tree.get_children(self.nodes["U1"].id, self.feb.id)
            second = tree.get_children(self.nodes["U1"].id, self.feb.id, offset=1)
        self.assertEqual([row["code"] for row in first["rows"]], ["T11"])
        self.assertEqual([row["code"] for row in second["rows"]], ["T12"])
        self.assertEqual((first["more"], second["more"]), (True, False))

    def test_path_leads_from_the_top_to_the_node(self):
        path = self.screen("tree", "office").get_path(self.nodes["P03"].id)
        self.assertEqual(path, [self.nodes[c].id for c in ("L", "U1", "T12", "P03")])

    def test_dashboard_adds_up_each_level(self):
        for period in (self.jan, self.feb):
            levels = self.dashboard("office", period)["levels"]
            names = ("level", "rows", "quota", "actual", "penalty", "reward", "over")
            self.assertEqual(
                [self.figures(row, names) for row in levels],
                [
                    (1, 1, 12000, 12500.29, 500.29, 0, 1),
                    (2, 2, 12000, 12500.29, 650.29, 0, 1),
                    (3, 3, 12000, 12500.29, 650.29, 0, 1),
                    (4, 4, 12000, 12550.29, 850.30, 0.01, 1),
                ],
            )

    def test_dashboard_ranks_the_most_used_first(self):
        ranking = self.dashboard("office")["ranking"]
        self.assertEqual([row["code"] for row in ranking], ["U1", "U2"])
        self.assertEqual([row["light"] for row in ranking], ["red", "amber"])

    def test_trend_shows_sealed_and_open_months(self):
        trend = self.dashboard("office")["trend"]
        self.assertEqual(
            [(row["code"], row["sealed"], row["actual"]) for row in trend],
            [
                ("2026-01", True, 12500.29),
                ("2026-02", False, 12500.29),
                ("2026-03", False, 0),
                ("2026-04", False, 0),
            ],
        )
        self.assertEqual({row["quota"] for row in trend}, {12000})

    def test_items_add_up_to_the_company(self):
        items = self.dashboard("office")["items"]
        self.assertEqual(
            {row["code"]: (row["quota"], row["actual"]) for row in items},
            {"WAG": (4000, 3000), "MAT": (4000, 9550.29), "PRT": (4000, -50)},
        )

    def test_every_line_leads_to_the_records_it_counts(self):
        self.voucher(("P01", "MAT", 5.0), date="2026-02-20")
        steps = {row["key"]: row for row in self.dashboard("office")["steps"]}
        self.assertEqual(
            list(steps),
            [
                "organisation",
                "measurement",
                "decomposition",
                "control",
                "accounting",
                "assessment",
                "analysis",
                "feedback",
            ],
        )
        for step in steps.values():
            for line in step["lines"]:
                action = line["action"]
                self.env[action["model"]].search(action["domain"])
        drafts = steps["accounting"]["lines"][-1]
        self.assertEqual(drafts["text"], "Draft vouchers: 1")
        self.assertTrue(drafts["open"])
        self.assertEqual(steps["accounting"]["state"], "open")
        found = self.env["ops.cost.voucher"].search(drafts["action"]["domain"])
        self.assertEqual(len(found), 1)
        self.assertEqual(
            steps["assessment"]["state"], "open", "should be closed by now"
        )

    def test_units_without_a_leader_are_an_open_matter(self):
        steps = self.dashboard("office")["steps"]
        texts = [line["text"] for line in steps[0]["lines"] if line["open"]]
        self.assertIn("Units without a leader in charge: 1", texts)
        self.assertIn("Items without a leader in charge: 3", texts)

    def test_fund_shows_what_is_left(self):
        self.fund._server_write({"released": 9500})
        fund = self.dashboard("office")["fund"]
        self.assertEqual((fund["released"], fund["left"]), (9500, 70500))

    def test_without_a_plan_the_screens_stay_empty(self):
        empty = self.env["res.company"].create({"name": "Nothing Yet"})
        self.env.user.company_ids += empty
        env = self.env(context={"allowed_company_ids": empty.ids})
        self.assertFalse(env["ops.cost.dashboard"].get_dashboard()["period_id"])
        self.assertEqual(env["ops.cost.tree"].get_tree()["rows"], [])
        self.assertFalse(env["ops.cost.matrix"].get_matrix()["version"])
        self.assertEqual(env["ops.cost.my"].get_my_costs()["entries"], [])

    def test_my_costs_of_a_month_are_those_of_its_teams(self):
        """After a move: the old team in the months before, the new one after, both in
        the month of the move; a late cost brings the old one back."""
        self.nodes["P01"].date_end = "2026-02-15"
        moved = self._make_person("P01", "T12", "2026-02-16")
        self.env.flush_all()
        self.env.invalidate_all()

        def teams(code):
            month = self.plan.period_ids.filtered(lambda row: row.code == code)
            answer = self.screen("my", "employee").get_my_costs(month.id)
            self.assertEqual(answer["own_count"], 2)
            return answer["teams"]

        self.assertEqual(teams("2026-01"), ["P01@T11"])
        self.assertCountEqual(teams("2026-02"), ["P01@T11", moved.code])
        self.assertEqual(teams("2026-03"), [moved.code])
        self.assertEqual(
            len(self.screen("my", "employee").get_my_costs(self.feb.id)["assessments"]),
            1,
        )
        for month in self.plan.period_ids.filtered(lambda row: row.code == "2026-02"):
            month._server_write({"state": "closed"})
        self.post(("P01", "MAT", 5), date="2026-02-10")
        self.assertCountEqual(teams("2026-03"), ["P01@T11", moved.code])

    def test_the_number_of_queries_does_not_grow_with_the_nodes(self):
        before = [self.count(name) for name in ("dashboard", "tree")]
        for number in range(40):
            self.people[f"X{number}"] = self.env["hr.employee"].create(
                {"name": f"X{number}", "company_id": self.company.id}
            )
            self.nodes[f"X{number}"] = self._make_person(
                f"X{number}", "T11", "2026-01-01"
            )
            self.post((f"X{number}", "MAT", 10), date="2026-02-10")
        self.assertEqual([self.count(name) for name in ("dashboard", "tree")], before)

    def count(self, name):
        """Queries with warm registry caches and a cold record cache."""
        call = {
            "dashboard": lambda: self.dashboard("office"),
            "tree": lambda: self.children("office", "T11"),
        }[name]
        self.env.flush_all()
        call()
        self.env.invalidate_all()
        call()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - start
