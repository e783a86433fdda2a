"""What the screens show, each to its reader: S12, S13, S19 by the screens' methods."""

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged

from .screen_case import ScreenCase

# T1 80 × 40 % + T2 100 × 30 % + T3 70 × 30 %, and with T3 90; 70 % and 30 % of them
FIRST, SECOND, SCORE = 83.0, 89.0, 84.8


@tagged("post_install", "-at_install")
class TestSheet(ScreenCase):
    def lines(self, sheet):
        return {line["code"]: line for part in sheet["parts"] for line in part["lines"]}

    def test_an_employee_without_any_role_sees_what_is_asked(self):
        sheet = self.sheet("anna", "anna")
        self.assertEqual((sheet["name"], sheet["cycle"]), ("Anna", "Second quarter"))
        self.assertEqual((sheet["level"], sheet["mine"]), ("self", True))
        self.assertEqual((sheet["first"], sheet["second"]), ("Lead", "Director"))
        lines = self.lines(sheet)
        self.assertEqual(list(lines), ["T1", "T2", "T3"])
        self.assertEqual(lines["T1"]["target_text"], "≥ 90 %")
        self.assertEqual(lines["T1"]["value_text"], "85 %")
        self.assertEqual(lines["T1"]["auto_score"], 80)
        self.assertEqual(lines["T3"]["target_text"], "up to 5")
        self.assertTrue(lines["T3"]["manual"])
        self.assertIsNone(sheet["result"])

    def test_words_and_scores_are_saved_and_handed_in(self):
        my = self.env["ops.appraisal.my"].with_user(self.users["anna"])
        sheet = self.sheet("anna", "anna")
        row = self.lines(sheet)["T3"]["scores"]["self"]
        value = {"has_value": True, "value": 4, "comment": "All written down"}
        my.save_sheet(sheet["id"], [[row["id"], value]], "A good quarter")
        self.appraisal("anna").with_user(self.users["anna"]).action_submit_self()
        sheet = self.sheet("anna", "lead")
        line = self.lines(sheet)["T3"]
        # four of five
        self.assertEqual(line["scores"]["self"]["score"], 80)
        self.assertEqual(line["scores"]["self"]["comment"], "All written down")
        self.assertEqual(line["value_text"], "4")
        self.assertEqual(sheet["words"][0]["body"], "A good quarter")

    def test_nothing_of_a_level_is_seen_before_its_time(self):
        self.score_by_hand("anna", "anna", 95)
        self.words("anna", "anna", "Not for others yet")
        for reader in ("lead", "director", "officer"):
            sheet = self.sheet("anna", reader)
            if reader != "officer":
                self.assertEqual(self.lines(sheet)["T3"]["scores"], {}, reader)
                self.assertEqual(sheet["words"], [], reader)
        self.reach("anna", "manager")
        self.score_by_hand("anna", "lead", 70)
        self.words("anna", "lead", "The draft of the first level")
        self.words("anna", "lead", "Among reviewers only", kind="note")
        for reader in ("anna", "director"):
            sheet = self.sheet("anna", reader)
            self.assertNotIn("first", self.lines(sheet)["T3"]["scores"], reader)
            self.assertNotIn("first", {row["level"] for row in sheet["words"]}, reader)
        self.reach("anna", "calibration")
        sheet = self.sheet("anna", "anna")
        self.assertEqual(list(self.lines(sheet)["T3"]["scores"]), ["self"])
        self.assertIsNone(sheet["result"])
        self.assertIsNone(self.lines(sheet)["T3"]["combined"])

    def test_published_it_is_all_there_but_the_notes(self):
        self.reach("anna", "manager")
        self.words("anna", "lead", "Reliable")
        self.words("anna", "lead", "Among reviewers only", kind="note")
        self.publish()
        sheet = self.sheet("anna", "anna")
        self.assertEqual(sheet["result"]["score"], SCORE)
        self.assertEqual(sheet["result"]["final_grade"], "B")
        self.assertEqual(sheet["result"]["coverage"], 100)
        scores = self.lines(sheet)["T3"]["scores"]
        self.assertEqual(
            {level: row["score"] for level, row in scores.items()},
            {"self": 95, "first": 70, "second": 90},
        )
        # 0.7 × 70 + 0.3 × 90
        self.assertEqual(self.lines(sheet)["T3"]["combined"], 76)
        self.assertEqual(
            {row["level"]: row["total"] for row in sheet["words"]},
            {"self": 90.5, "first": FIRST, "second": SECOND},
        )
        self.assertEqual({row["kind"] for row in sheet["words"]}, {"words"})
        self.assertIn(
            "note", {row["kind"] for row in self.sheet("anna", "lead")["words"]}
        )

    def test_a_stranger_reads_no_sheet(self):
        for reader in ("ben", "committee"):
            with self.assertRaises(AccessError):
                self.sheet("anna", reader)
        with self.assertRaises(MissingError):
            self.env["ops.appraisal.sheet"].get_sheet("1")

    def test_hr_sees_of_the_own_appraisal_what_every_subject_sees(self):
        self.users["anna"].group_ids |= self.env.ref(
            "ops_appraisal.group_appraisal_manager"
        )
        self.reach("anna", "second")
        sheet = self.sheet("anna", "anna")
        self.assertEqual(list(self.lines(sheet)["T3"]["scores"]), ["self"])
        for name in ("anna", "ben", "carl"):
            self.reach(name, "calibration")
        self.cycle.with_user(self.users["officer"]).action_calibrate()
        grid = self.env["ops.appraisal.grid"].with_user(self.users["anna"])
        cards = grid.get_grid(self.cycle.id)["cards"]
        self.assertEqual({card["name"] for card in cards}, {"Ben", "Carl"})

    def test_only_the_level_that_has_the_step_writes(self):
        sheet = self.sheet("anna", "anna")
        row = self.lines(sheet)["T3"]["scores"]["self"]["id"]
        good = [[row, {"has_score": True, "score": 90}]]
        for reader in ("lead", "director", "officer"):
            my = self.env["ops.appraisal.my"].with_user(self.users[reader])
            with self.assertRaises(UserError):
                my.save_sheet(sheet["id"], good)
        with self.assertRaises(AccessError):
            self.env["ops.appraisal.my"].with_user(self.users["ben"]).save_sheet(
                sheet["id"], good
            )

    def test_rows_of_others_and_nonsense_are_refused(self):
        my = self.env["ops.appraisal.my"].with_user(self.users["anna"])
        own = self.appraisal("anna")
        other = (
            self.appraisal("ben")
            .sudo()
            .score_ids.filtered(lambda row: row.level == "self")
        )
        for rows in ([[other[0].id, {"score": 1}]], [[1]], [5], "x", [[{}, {}]], None):
            with self.assertRaises(ValidationError, msg=rows):
                my.save_sheet(own.id, rows)
        with self.assertRaises(UserError):
            my.add_evidence(other[0].id, "x.txt", "eA==")

    def test_evidence_goes_to_the_own_row(self):
        self.reach("anna", "manager")
        sheet = self.sheet("anna", "lead")
        row = self.lines(sheet)["T3"]["scores"]["first"]["id"]
        my = self.env["ops.appraisal.my"].with_user(self.users["lead"])
        my.add_evidence(row, "shift log.txt", "bG9n")
        sheet = self.sheet("anna", "lead")
        files = self.lines(sheet)["T3"]["scores"]["first"]["evidence"]
        self.assertEqual([file["name"] for file in files], ["shift log.txt"])
        file = self.env["ir.attachment"].browse(files[0]["id"])
        with self.assertRaises(AccessError):
            file.with_user(self.users["anna"]).read(["name"])

    def test_a_target_by_steps_says_which_value_earns_what(self):
        line = self.appraisal("anna").line_ids[0]
        steps = {"method": "step_down", "bands": [["0", "100"], ["2.5", "60"]]}
        line.sudo()._server_write(steps)
        self.assertEqual(line._target_text(), "≤ 0: 100; ≤ 2.5: 60")
        line.sudo()._server_write({"method": "step"})
        self.assertEqual(line._target_text(), "≥ 0: 100; ≥ 2.5: 60")

    def test_sources_are_shown_to_whom_may_open_them(self):
        line = self.lines(self.sheet("anna", "officer"))["T1"]
        self.assertEqual(line["sources"]["model"], "ops.measure.value")
        self.assertEqual(len(line["sources"]["ids"]), 1)
        self.assertIsNone(self.lines(self.sheet("anna", "anna"))["T1"]["sources"])

    def test_a_missing_value_is_no_zero(self):
        line = self.lines(self.sheet("carl", "lead"))["T2"]
        self.assertEqual((line["value_text"], line["has_auto_score"]), ("–", False))
        self.publish()
        result = self.sheet("carl", "lead")["result"]
        # T1 and T3 only: (80 × 40 + 70 × 30) / 70 = 75.71, with 90 it is 84.29
        self.assertEqual(result["score"], 78.28)
        self.assertEqual(result["coverage"], 70)

    def test_scores_over_the_cycles(self):
        self.publish()
        later = self._begun("2026-07-01", "2026-09-30", "Third quarter")
        lines = self.lines(self.sheet("anna", "anna", later))
        self.assertEqual(lines["T1"]["trend"], [80, 80])
        self.assertEqual(lines["T3"]["trend"], [76, None])
        # a later cycle is no past of an earlier one
        self.assertEqual(self.lines(self.sheet("anna", "anna"))["T1"]["trend"], [80])

    def test_scores_go_on_over_a_new_version_of_the_kpi(self):
        self.publish()
        later = self._begun("2026-07-01", "2026-09-30", "Third quarter")
        line = self.appraisal("anna", later).line_ids.filtered(
            lambda line: line.kpi_id.code == "T1"
        )
        kpi = line.kpi_id.with_user(self.users["officer"])
        new = self.env["ops.kpi"].browse(kpi.action_new_version()["res_id"])
        line._server_write({"kpi_id": new.id})
        lines = self.lines(self.sheet("anna", "anna", later))
        self.assertEqual(lines["T1"]["trend"], [80, 80])

    def test_a_rating_by_hand_ends_where_its_rule_ends(self):
        lines = self.lines(self.sheet("anna", "anna"))
        self.assertEqual(lines["T3"]["highest"], 100)
        with self.assertRaisesRegex(ValidationError, "from 0 to 100"):
            self.score_by_hand("anna", "anna", 101)

    def test_an_appeal_is_decided_by_somebody_who_took_no_part(self):
        self.publish()
        self.appraisal("anna").with_user(self.users["anna"]).action_appeal("Wrong")
        appeal = self.sheet("anna", "committee")["appeals"][0]
        self.assertEqual((appeal["reason"], appeal["can_decide"]), ("Wrong", True))
        for reader in ("anna", "lead", "director", "officer"):
            self.assertFalse(self.sheet("anna", reader)["appeals"][0]["can_decide"])


@tagged("post_install", "-at_install")
class TestMyAppraisal(ScreenCase):
    def my(self, name):
        my = self.env["ops.appraisal.my"].with_user(self.users[name])
        return my.get_my_appraisals()

    def test_own_appraisals_only(self):
        mine = self.my("anna")
        self.assertEqual(
            [(row["cycle"], row["state"], row["score"]) for row in mine["rows"]],
            [("Second quarter", "self", None)],
        )
        self.assertEqual(mine["waiting"], 0)
        self.assertEqual(self.my("officer")["rows"], [])

    def test_a_result_appears_with_its_publication(self):
        self.reach("anna", "calibration")
        self.assertIsNone(self.my("anna")["rows"][0]["score"])
        self.publish()
        row = self.my("anna")["rows"][0]
        self.assertEqual((row["score"], row["final_grade"]), (SCORE, "B"))
        self.assertTrue(row["appeal_deadline"])

    def test_reviews_that_wait(self):
        # Carl has no login, so nobody assesses himself there
        self.assertEqual(self.my("lead")["waiting"], 1)
        self.reach("anna", "manager")
        self.assertEqual(self.my("lead")["waiting"], 2)
        self.reach("anna", "second")
        self.assertEqual(self.my("lead")["waiting"], 1)
        self.assertEqual(self.my("director")["waiting"], 1)

    def test_colleagues_are_rated_by_a_form_of_their_own(self):
        appraisal = self.appraisal("anna").with_user(self.users["officer"])
        appraisal.action_invite_raters(self.users["ben"].ids)
        asked = self.my("ben")
        self.assertEqual(
            [(row["subject"], row["cycle"]) for row in asked["ratings"]],
            [("Anna", "Second quarter")],
        )
        self.assertEqual(self.my("anna")["ratings"], [])
        scores = {question["id"]: 4 for question in asked["questions"]}
        rater = self.env["ops.appraisal.rater"].with_user(self.users["ben"])
        rater.browse(asked["ratings"][0]["id"]).action_answer(scores)
        self.assertEqual(self.my("ben")["ratings"], [])

    def test_inbox_finds_what_waits_and_what_is_late(self):
        appraisals = self.env["ops.appraisal"].with_user(self.users["lead"])
        self.assertEqual(
            appraisals.search([("waits_for_me", "=", True)]), self.appraisal("carl")
        )
        waiting = appraisals.search([("waits_for_me", "=", False)])
        self.assertEqual(waiting, self.appraisal("anna") | self.appraisal("ben"))
        late = self.cycle.appraisal_ids
        # due in July 2026, or in 2099
        self.assertEqual(appraisals.search([("is_overdue", "=", True)]), late)
        self.assertEqual(set(late.mapped("is_overdue")), {True})
        self.reach("carl", "second")
        self.assertFalse(self.appraisal("carl").is_overdue)
        self.assertNotIn(
            self.appraisal("carl"), appraisals.search([("is_overdue", "!=", False)])
        )


@tagged("post_install", "-at_install")
class TestCycleScreens(ScreenCase):
    def grid(self, **options):
        grid = self.env["ops.appraisal.grid"].with_user(self.users["officer"])
        return grid.get_grid(self.cycle.id, **options)

    def dashboard(self):
        screen = self.env["ops.appraisal.dashboard"].with_user(self.users["officer"])
        return screen.get_dashboard(self.cycle.id)

    def test_both_are_for_hr(self):
        for reader in ("anna", "lead", "committee"):
            env = self.env(user=self.users[reader])
            with self.assertRaises(AccessError):
                env["ops.appraisal.grid"].get_grid(self.cycle.id)
            with self.assertRaises(AccessError):
                env["ops.appraisal.dashboard"].get_dashboard(self.cycle.id)

    def test_the_grid_shows_grades_and_their_cards(self):
        self.reach("anna", "calibration", second=100)
        for name in ("ben", "carl"):
            self.reach(name, "calibration")
        self.cycle.with_user(self.users["officer"]).action_calibrate()
        grid = self.grid()
        self.assertTrue(grid["open"])
        counts = [(g["grade"], g["bound"], g["count"]) for g in grid["grades"]]
        self.assertEqual(counts, [("A", 90, 0), ("B", 75, 3), ("C", 0, 0)])
        # three people have no shares
        self.assertEqual({grade["hint"] for grade in grid["grades"]}, {None})
        self.assertEqual(
            [(card["name"], card["score"], card["first"]) for card in grid["cards"]],
            # Anna 0.7 × 83 + 0.3 × 92
            [("Anna", 85.7, "Lead"), ("Ben", SCORE, "Lead"), ("Carl", 78.28, "Lead")],
        )
        self.assertEqual(grid["departments"][0]["count"], 3)
        unit = grid["departments"][0]["id"]
        self.assertEqual(self.grid(department_id=unit)["department_id"], unit)
        self.assertFalse(self.grid(department_id=-1)["department_id"])

    def test_the_grid_says_how_many_have_no_total(self):
        for name in ("anna", "ben", "carl"):
            self.reach(name, "calibration")
        self.assertEqual(self.grid()["no_total"], 0)
        result = self.appraisal("ben").result_ids
        result._server_write({"outcome": "insufficient"})
        grid = self.grid()
        self.assertEqual((grid["no_total"], len(grid["cards"])), (1, 2))

    def test_a_change_has_a_reason_and_is_counted(self):
        self.reach("anna", "calibration")
        for name in ("ben", "carl"):
            self.reach(name, "calibration")
        officer = self.cycle.with_user(self.users["officer"])
        officer.action_calibrate()
        result = officer.env["ops.appraisal.result"].browse(
            self.grid()["cards"][0]["result_id"]
        )
        with self.assertRaises(UserError):
            result.action_set_grade("A", " ")
        result.action_set_grade("A", "Led the move to the new system")
        grid = self.grid()
        self.assertEqual(grid["changes"], 1)
        self.assertEqual([card["changed"] for card in grid["cards"]].count(True), 1)
        self.assertEqual([grade["count"] for grade in grid["grades"]], [1, 2, 0])
        officer.action_publish()
        self.assertFalse(self.grid()["open"])

    def test_the_dashboard_counts(self):
        data = self.dashboard()
        states = {row["state"]: row["count"] for row in data["states"] if row["count"]}
        self.assertEqual(states, {"self": 2, "manager": 1})
        counters = {row["key"]: row["count"] for row in data["counters"]}
        self.assertEqual(counters["overdue"], 3)
        late = {(row["name"], row["state"]): row["count"] for row in data["late"]}
        self.assertEqual(
            late, {("Anna", "self"): 1, ("Ben", "self"): 1, ("Lead", "manager"): 1}
        )
        self.publish()
        data = self.dashboard()
        unit = data["units"][0]
        self.assertEqual((unit["name"], unit["all"], unit["done"]), ("Desk", 3, 3))
        # (84.8 + 84.8 + 78.28) / 3, coverage (100 + 100 + 70) / 3
        self.assertAlmostEqual(unit["score"], 82.63, 2)
        self.assertAlmostEqual(unit["coverage"], 90, 2)
        self.assertEqual(data["late"], [])

    def test_counters_open_the_records_that_they_count(self):
        self.publish()
        self.appraisal("anna").with_user(self.users["anna"]).action_appeal("Wrong")
        for counter in self.dashboard()["counters"]:
            model = self.env[counter["model"]].with_user(self.users["officer"])
            with self.subTest(counter=counter["key"]):
                found = model.search_count(counter["domain"])
                self.assertEqual(found, counter["count"])
                self.assertEqual(found, 1 if counter["key"] == "appeals" else 0)

    def test_people_whom_the_cycle_leaves_out(self):
        data = self.dashboard()
        # the cycle is for one job, so nobody is left out by mistake
        self.assertIsNone(data["without"])
