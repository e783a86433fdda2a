from odoo.tests import HttpCase, tagged

from odoo.addons.ops_appraisal.tests.screen_case import ScreenCase

from .test_cost_hoot import _suite

PHONE = "375x812"


@tagged("post_install", "-at_install")
class TestEmployeeOnAPhone(ScreenCase, HttpCase):
    """S19: a base internal user, without any role of HR."""

    browser_size = PHONE
    touch_enabled = True

    def test_an_employee_assesses_and_hands_in(self):
        self.start_tour(
            "/odoo/ops-my-appraisal", "ops_appraisal_self", login="apr_anna"
        )
        appraisal = self.appraisal("anna")
        self.assertEqual(appraisal.state, "manager")
        row = appraisal.score_ids.filtered(lambda row: row.has_score)
        self.assertEqual((row.score, row.comment), (95, "All written down"))
        words = appraisal.statement_ids.filtered(lambda row: row.level == "self")
        self.assertEqual(words.body, "A good quarter")

    def test_an_employee_signs_the_result(self):
        self.publish()
        self.start_tour(
            "/odoo/ops-my-appraisal", "ops_appraisal_sign", login="apr_anna"
        )
        appraisal = self.appraisal("anna")
        self.assertEqual(appraisal.state, "signed")
        self.assertTrue(appraisal.signature)

    def test_an_employee_appeals(self):
        self.publish()
        self.start_tour(
            "/odoo/ops-my-appraisal", "ops_appraisal_appeal", login="apr_anna"
        )
        self.assertEqual(self.appraisal("anna").state, "appealed")

    def test_dialogs_speak_the_language_of_the_reader(self):
        self.publish()
        self.users["anna"].lang = "zh_CN"
        self.start_tour(
            "/odoo/ops-my-appraisal", "ops_appraisal_appeal_zh", login="apr_anna"
        )
        self.assertEqual(self.appraisal("anna").state, "published")

    def test_a_colleague_rates_by_a_short_form(self):
        self.reach("anna", "manager")
        appraisal = self.appraisal("anna")
        asked = appraisal.with_user(self.users["lead"])
        asked.action_invite_raters(self.users["ben"].ids)
        self.start_tour("/odoo/ops-my-appraisal", "ops_appraisal_rate", login="apr_ben")
        self.assertTrue(appraisal.rater_ids.has_answered)
        self.assertEqual(asked.get_ratings()["items"], [])


@tagged("post_install", "-at_install")
class TestReviewersInBrowser(ScreenCase, HttpCase):
    def test_both_levels_review_from_their_inbox(self):
        row = self.score_by_hand("anna", "anna", 95)
        row.comment = "All written down"
        row.appraisal_id.action_submit_self()
        inbox = "/odoo/ops-appraisal-reviews"
        self.start_tour(inbox, "ops_appraisal_first", login="apr_lead")
        appraisal = self.appraisal("anna")
        self.assertEqual(appraisal.state, "second")
        first = appraisal.score_ids.filtered(lambda row: row.level == "first")
        # the measured line keeps its score by rule
        self.assertEqual(first.filtered("has_score").mapped("score"), [70])
        self.assertEqual(first.evidence_ids.mapped("name"), ["shift log.txt"])
        self.start_tour(inbox, "ops_appraisal_second", login="apr_director")
        self.assertEqual(appraisal.state, "calibration")
        self.assertEqual(appraisal.result_ids.score, 84.8)

    def test_the_committee_decides_on_an_appeal(self):
        self.publish()
        appraisal = self.appraisal("anna")
        appraisal.with_user(self.users["anna"]).action_appeal("Not my queue")
        self.start_tour(
            f"/odoo/{appraisal.id}/ops-appraisal-sheet",
            "ops_appraisal_decide",
            login="apr_committee",
        )
        self.assertEqual(appraisal.state, "decided")
        self.assertEqual(appraisal.result_ids.final_grade, "A")
        self.assertEqual(appraisal.result_ids.grade, "B")

    def test_a_grade_is_calibrated_with_a_reason(self):
        for name in ("anna", "ben", "carl"):
            self.reach(name, "calibration")
        self.cycle.with_user(self.users["officer"]).action_calibrate()
        self.start_tour(
            "/odoo/ops-appraisal-calibration",
            "ops_appraisal_calibrate",
            login="apr_officer",
        )
        change = self.appraisal("anna").change_ids
        self.assertEqual((change.grade_before, change.grade_after), ("B", "A"))
        self.assertEqual(change.reason, "Led the move")

    def test_colleagues_are_asked_and_their_names_stay_off(self):
        self.reach("anna", "manager")
        inbox = "/odoo/ops-appraisal-reviews"
        self.start_tour(inbox, "ops_appraisal_ask", login="apr_lead")
        appraisal = self.appraisal("anna")
        self.assertEqual(appraisal.rater_ids.user_id, self.users["ben"])
        raters = [self.users[name] for name in ("ben", "officer", "manager")]
        raters.append(self.users["committee"])
        asked = appraisal.with_user(self.users["lead"])
        asked.action_invite_raters([user.id for user in raters[1:]])
        questions = self.env["ops.appraisal.question"].search([]).ids
        for user, mark in zip(raters, (4, 5, 5, 5), strict=True):
            row = appraisal.rater_ids.filtered(lambda row, by=user: row.user_id == by)
            row.with_user(user).action_answer(dict.fromkeys(questions, mark))
        self.start_tour(inbox, "ops_appraisal_close_ratings", login="apr_lead")
        ratings = asked.get_ratings()
        self.assertEqual((ratings["state"], ratings["n"]), ("ok", 4))

    def test_results_as_list_pivot_and_graph(self):
        self.publish()
        self.start_tour(
            "/odoo/action-ops_appraisal.ops_appraisal_result_action",
            "ops_appraisal_results",
            login="apr_officer",
        )

    def test_rules_of_the_screens_that_run_in_the_browser(self):
        query = "headless&loglevel=2&preset=desktop&timeout=15000"
        self.browser_js(
            f"/web/tests?{query}&id={_suite('@ops_appraisal')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
        )
