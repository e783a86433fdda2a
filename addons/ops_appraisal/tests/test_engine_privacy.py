from odoo.exceptions import AccessError
from odoo.fields import Command

from .privacy_case import HR, PrivacyCase


class TestPrivacyStages(PrivacyCase):
    """S12, R10: each stage, every door."""

    WORDS = (
        ("ops.appraisal", "statement_ids.body"),
        ("ops.appraisal.line", "appraisal_id.statement_ids.body"),
        ("ops.appraisal.part", "appraisal_id.statement_ids.body"),
        ("ops.appraisal.score", "appraisal_id.statement_ids.body"),
        ("ops.appraisal.result", "appraisal_id.statement_ids.body"),
        ("ops.appraisal.cycle", "appraisal_ids.statement_ids.body"),
    )
    COMMENTS = (
        ("ops.appraisal", "score_ids.comment"),
        ("ops.appraisal.line", "score_ids.comment"),
        ("ops.appraisal.part", "line_ids.score_ids.comment"),
        ("ops.appraisal.cycle", "appraisal_ids.score_ids.comment"),
    )

    def comment(self, login, level, canary):
        row = self.by(login, self.rows(self.worker, level)[1])
        row.write({"comment": canary, "reason": canary})
        return row

    def test_the_self_assessment_is_the_subjects_until_it_is_handed_in(self):
        self.fill(self.worker, "self", 80, "CANARY-1")
        row = self.comment("worker", "self", "CANARY-2")
        words = self.words(self.worker, "self")
        self.assertSeenBy(words, "CANARY-1", "worker", *HR)
        self.assertSeenBy(row, "CANARY-2", "worker", *HR)
        self.assertNoPath("CANARY-1", self.WORDS, "first", "second", "mate", "judge")
        self.assertNoPath("CANARY-2", self.COMMENTS, "first", "second", "mate")
        self.by("worker", self.worker).action_submit_self()
        self.assertSeenBy(words, "CANARY-1", "worker", "first", "second", *HR)
        self.assertSeenBy(row, "CANARY-2", "worker", "first", "second", *HR)

    def test_the_first_level_is_its_authors_then_the_seconds_then_published(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80, "CANARY-1")
        row = self.comment("first", "first", "CANARY-2")
        words = self.words(self.worker, "first")
        self.assertSeenBy(words, "CANARY-1", "first", *HR)
        self.assertSeenBy(row, "CANARY-2", "first", *HR)
        self.assertNoPath("CANARY-1", self.WORDS, "worker", "second", "mate", "judge")
        self.assertNoPath("CANARY-2", self.COMMENTS, "worker", "second", "payroll")
        self.by("first", self.worker).action_submit_first()
        self.assertSeenBy(words, "CANARY-1", "first", "second", *HR)
        self.assertNoPath("CANARY-1", self.WORDS, "worker", "mate", "judge")
        self.fill(self.worker, "second", 80)
        self.by("second", self.worker).action_submit_second()
        self.assertSeenBy(row, "CANARY-2", "first", "second", *HR)
        self.publish(self.worker)
        self.assertSeenBy(words, "CANARY-1", "worker", "first", "second", *HR)
        self.assertSeenBy(row, "CANARY-2", "worker", "first", "second", *HR)

    def test_the_second_level_is_no_draft_for_the_first(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        self.by("first", self.worker).action_submit_first()
        self.fill(self.worker, "second", 80, "CANARY-1")
        words = self.words(self.worker, "second")
        self.assertSeenBy(words, "CANARY-1", "second", *HR)
        self.assertNoPath("CANARY-1", self.WORDS, "worker", "first", "mate")
        self.by("second", self.worker).action_submit_second()
        self.assertSeenBy(words, "CANARY-1", "first", "second", *HR)
        self.assertNoPath("CANARY-1", self.WORDS, "worker", "mate")

    def test_notes_of_reviewers_are_never_the_subjects(self):
        self.by("worker", self.worker).action_submit_self()
        note = self.words(self.worker, "first", "note")
        self.by("first", note).write({"body": "CANARY-1"})
        self.fill(self.worker, "first", 80)
        self.by("first", self.worker).action_submit_first()
        self.fill(self.worker, "second", 80)
        self.by("second", self.worker).action_submit_second()
        self.publish(self.worker)
        self.by("worker", self.worker).action_appeal("why")
        self.assertSeenBy(note, "CANARY-1", "first", "second", *HR)
        self.assertNoPath("CANARY-1", self.WORDS, "worker", "judge", "mate")

    def test_results_and_calibration_wait_for_publication(self):
        self.review(self.worker, (70, 75, 90))
        self.drop_others(self.worker)
        self.by("hr", self.cycle).action_calibrate()
        result = self.worker.result_ids
        self.by("hr2", result).action_set_grade("A", "CANARY-1")
        change = self.worker.change_ids
        self.assertSeenBy(change, "CANARY-1", *HR)
        self.assertNoPath(
            "CANARY-1",
            [
                ("ops.appraisal", "change_ids.reason"),
                ("ops.appraisal.cycle", "appraisal_ids.change_ids.reason"),
            ],
            "worker", "first", "second", "mate",
        )  # fmt: skip
        may_export = self.env.ref("base.group_allow_export")
        # calibration is HR's: the second reviewer, too, sees what comes of it later
        logins = ("worker", "first", "second", "mate", "judge", "payroll", "stranger")
        for login in logins:
            self.users[login].group_ids += may_export
            with self.subTest(login=login):
                self.refuse_results(login)
        self.by("hr", self.cycle).action_publish()
        self.assertSeenBy(change, "CANARY-1", "worker", "first", "second", *HR)
        self.assertTrue(self.by("worker", result).read(["score", "final_grade"]))
        for login in ("first", "second"):
            self.assertTrue(self.by(login, result).read(["final_grade"]))

    def refuse_results(self, login):
        """Not by reading, searching, sorting, grouping, counting, exporting."""
        results = self.as_(login)["ops.appraisal.result"]
        result = self.by(login, self.worker.result_ids)
        with self.assertRaises(AccessError):
            result.read(["score"])
        with self.assertRaises(AccessError):
            result.export_data(["score", "final_grade"])
        self.assertFalse(results.search([], order="score desc"))
        self.assertFalse(results.search([("final_grade", "=", "A")]))
        groups = results.formatted_read_group(
            [], ["final_grade"], ["score:avg", "__count"]
        )
        self.assertEqual(groups, [])
        for model, path in (
            ("ops.appraisal", "result_ids.score"),
            ("ops.appraisal.line", "appraisal_id.result_ids.score"),
            ("ops.appraisal.cycle", "appraisal_ids.result_ids.score"),
        ):
            self.assertEqual(self.count(login, model, [(path, ">", 0)]), 0)
            self.assertEqual(self.count(login, model, [(path, "=", 82.2)]), 0)
        heads = self.as_(login)["ops.appraisal"]
        for group in ("result_ids.final_grade", "result_ids", "score_ids"):
            with self.assertRaises(ValueError, msg=group):
                heads.formatted_read_group([], [group], ["__count"])
        for head in heads.search([]).web_read(
            {"result_ids": {"fields": {"score": {}}}, "change_ids": {"fields": {}}}
        ):
            self.assertEqual((head["result_ids"], head["change_ids"]), ([], []))
        data = heads.search([]).export_data(["result_ids/score", "change_ids/reason"])
        self.assertFalse(any(any(row) for row in data["datas"]))

    def test_the_existence_of_a_result_tells_nothing(self):
        """Generated with the appraisal, whatever comes of it."""
        self.assertEqual(
            len(self.cycle.appraisal_ids.result_ids), len(self.cycle.appraisal_ids)
        )

    def test_nothing_hidden_is_written_to_chatter_mail_or_activities(self):
        self.fill(self.worker, "self", 80, "CANARY-1")
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80, "CANARY-2")
        self.comment("first", "first", "CANARY-3")
        self.by("first", self.worker).action_submit_first()
        self.by("second", self.worker).action_return("CANARY-4")
        self.by("first", self.worker).action_submit_first()
        self.fill(self.worker, "second", 80, "CANARY-5")
        self.by("second", self.worker).action_submit_second()
        self.drop_others(self.worker)
        self.by("hr", self.cycle).action_calibrate()
        self.by("hr", self.worker.result_ids).action_set_grade("A", "CANARY-6")
        self.env.flush_all()
        for model, names in (
            ("mail.message", ("body", "subject", "preview")),
            ("mail.mail", ("body_html", "subject")),
            ("mail.activity", ("note", "summary")),
            ("mail.tracking.value", ("old_value_char", "new_value_char")),
            ("mail.tracking.value", ("old_value_text", "new_value_text")),
        ):
            for name in names:
                with self.subTest(model=model, field=name):
                    if name == "preview":
                        continue
                    found = self.env[model].search([(name, "ilike", "CANARY-")])
                    self.assertFalse(found)

    def test_files_follow_their_row(self):
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        row = self.rows(self.worker, "first")[1]
        file = self.upload("first", "CANARY-1.txt", b"CANARY-2")
        self.by("first", row).write({"evidence_ids": [Command.link(file.id)]})
        for login in ("worker", "second", "mate", "judge", "payroll", "stranger"):
            with self.subTest(login=login):
                found = self.as_(login)["ir.attachment"].search(
                    [("name", "ilike", "CANARY-1")]
                )
                self.assertFalse(found)
                with self.assertRaises(AccessError):
                    self.by(login, file).read(["name", "datas"])
                with self.assertRaises(AccessError):
                    self.by(login, row).read(["evidence_ids"])

    def test_only_participants_talk_on_the_head(self):
        for login in ("mate", "stranger", "payroll", "judge", "second", "first"):
            with self.assertRaises(AccessError):
                self.by(login, self.worker).message_post(body="hello")
        self.by("worker", self.worker).message_post(body="CANARY-1")
        for login in ("mate", "stranger", "payroll", "judge"):
            found = self.as_(login)["mail.message"].search(
                [("body", "ilike", "CANARY-1")]
            )
            self.assertFalse(found)

    def test_followers_are_no_list_of_who_is_appraised_by_whom(self):
        """Core lets every internal user list them, of every record."""
        domain = [("res_model", "=", "ops.appraisal"), ("res_id", "=", self.worker.id)]
        people = self.users["worker"] | self.users["first"]
        self.worker.sudo().message_subscribe(people.partner_id.ids)
        rows = self.env["mail.followers"].search(domain)
        self.assertLessEqual(people.partner_id, rows.partner_id)
        for login in ("mate", "stranger", "payroll", "judge"):
            followers = self.as_(login)["mail.followers"]
            with self.subTest(login=login):
                self.assertFalse(followers.search_count(domain))
                with self.assertRaises(AccessError):
                    self.by(login, rows).read(["partner_id"])
        found = self.as_("first")["mail.followers"].search(domain)
        self.assertEqual(found.partner_id, self.users["first"].partner_id)
