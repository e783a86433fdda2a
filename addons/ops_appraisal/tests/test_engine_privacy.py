from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.ops_base.tests.doors import REFUSALS, DoorsMixin

from .engine_case import EngineCase

EVERYBODY = (
    "chief", "second", "first", "worker", "mate", "hr", "hr2", "hrboss", "judge",
    "payroll", "stranger",
)  # fmt: skip
HR = ("hr", "hr2", "hrboss")


class PrivacyCase(DoorsMixin, EngineCase):
    def setUp(self):
        super().setUp()
        self.worker = self.start((("worker", 93), ("hr", 93)))

    def assertSeenBy(self, record, canary, *logins):
        """By these, and by nobody else, through no door."""
        shown = [self.users[login] for login in logins]
        others = [user for user in self.users.values() if user not in shown]
        self.assertShown(record, canary, *shown)
        self.assertKept(record, canary, *others)

    def assertNoPath(self, canary, paths, *logins):
        """``paths``: fields of other models that lead to the hidden row."""
        self.env.flush_all()
        for login in logins:
            for model, path in paths:
                with self.subTest(login=login, path=f"{model}.{path}"):
                    self.env.invalidate_all()
                    found = self.count(login, model, [(path, "ilike", canary)])
                    self.assertEqual(found, 0)

    def count(self, login, model, domain):
        try:
            return self.as_(login)[model].search_count(domain)
        except REFUSALS:
            return 0


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
        for login in ("worker", "first", "mate", "judge", "payroll", "stranger"):
            self.users[login].group_ids += may_export
            with self.subTest(login=login):
                self.refuse_results(login)
        # the second reviewer has handed in, and sees the result but not the reasons
        self.assertTrue(self.by("second", result).read(["score"]))
        self.by("hr", self.cycle).action_publish()
        self.assertSeenBy(change, "CANARY-1", "worker", "first", "second", *HR)
        self.assertTrue(self.by("worker", result).read(["score", "final_grade"]))
        self.assertTrue(self.by("first", result).read(["score"]))

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


class TestPrivacyHr(PrivacyCase):
    """HR sees of the own appraisal what every subject sees, and moves nothing of it."""

    def setUp(self):
        super().setUp()
        self.own = self.appraisal("hr")
        self.by("hr", self.own).action_submit_self()
        self.fill(self.own, "first", 80, "CANARY-1", "first")
        self.first_words = self.words(self.own, "first")

    def test_hidden_stages_of_the_own_appraisal_stay_hidden(self):
        self.assertSeenBy(self.first_words, "CANARY-1", "first", "hr2", "hrboss")
        self.assertNoPath(
            "CANARY-1",
            [
                ("ops.appraisal", "statement_ids.body"),
                ("ops.appraisal.cycle", "appraisal_ids.statement_ids.body"),
            ],
            "hr",
        )
        self.by("first", self.own).action_submit_first()
        self.fill(self.own, "second", 80, by="second")
        self.by("second", self.own).action_submit_second()
        with self.assertRaises(AccessError):
            self.by("hr", self.own.result_ids).read(["score"])
        results = self.as_("hr")["ops.appraisal.result"]
        self.assertFalse(results.search([("appraisal_id", "=", self.own.id)]))
        self.assertTrue(self.by("hr2", self.own.result_ids).read(["score"]))

    def test_counts_do_not_give_the_own_grade_away(self):
        self.by("first", self.own).action_submit_first()
        self.fill(self.own, "second", 80, by="second")
        self.by("second", self.own).action_submit_second()
        self.review(self.worker, (70, 75, 90))
        mine = self.by("hr", self.cycle).get_distribution()
        theirs = self.by("hr2", self.cycle).get_distribution()
        self.assertEqual(sum(row["count"] for row in mine), 1)
        self.assertEqual(sum(row["count"] for row in theirs), 2)
        groups = self.as_("hr")["ops.appraisal.result"]._read_group(
            [("cycle_id", "=", self.cycle.id), ("outcome", "=", "ok")],
            ["final_grade"],
            ["__count"],
        )
        self.assertEqual(groups, [("B", 1)])

    def test_hr_does_not_move_the_own_appraisal(self):
        own = self.by("hr", self.own)
        with self.assertRaises(AccessError):
            own.action_return("let me change it")
        with self.assertRaises(AccessError):
            own.action_exclude("not me")
        with self.assertRaises(AccessError):
            own.action_reassign(self.users["mate"].id, None, "a friend")
        with self.assertRaises(AccessError):
            own.action_invite_raters(self.users["mate"].ids)
        self.by("first", self.own).action_submit_first()
        self.fill(self.own, "second", 80, by="second")
        self.by("second", self.own).action_submit_second()
        self.drop_others(self.own)
        self.by("hr", self.cycle).action_calibrate()
        with self.assertRaises(AccessError):
            self.by("hr", self.own.result_ids).action_set_grade("A", "me")

    def test_the_own_trail_is_hidden_too(self):
        log = self.env["ops.appraisal.log"].search([("appraisal_id", "=", self.own.id)])
        self.assertTrue(log)
        with self.assertRaises(AccessError):
            self.by("hr", log).read(["after"])
        found = self.as_("hr")["ops.appraisal.log"].search(
            [("appraisal_id", "=", self.own.id)]
        )
        self.assertFalse(found)
        self.assertTrue(self.by("hr2", log).read(["after"]))

    def test_another_login_does_not_open_the_own_appraisal(self):
        """The person's own hand on the own login changes nothing here."""
        self.users["hr"].group_ids += self.env.ref("hr.group_hr_manager")
        employee = self.by("hr", self.employees["hr"])
        employee.write({"user_id": False})
        self.assertEqual(self.own.user_id, self.users["hr"])
        employee.write({"user_id": self._create_user("other").id})
        self.assertEqual(self.own.user_id, self.users["hr"])
        with self.assertRaises(AccessError):
            self.by("hr", self.first_words).read(["body"])

    def test_a_login_that_comes_later_gets_the_appraisals(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Late",
                "company_id": self.company.id,
                "job_id": self.job.id,
                "parent_id": self.employees["first"].id,
                "date_version": "2025-01-01",
            }
        )
        self.generate()
        late = self.cycle.appraisal_ids.filtered(
            lambda row: row.employee_id == employee
        )
        self.assertFalse(late.user_id)
        self.users["late"] = self._create_user("late")
        self.addCleanup(self.users.pop, "late")
        employee.user_id = self.users["late"]
        self.assertEqual(late.user_id, self.users["late"])
        self.assertTrue(self.by("late", late).read(["state"]))

    def test_a_later_login_of_a_reviewer_leaves_no_own_review(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Late",
                "company_id": self.company.id,
                "job_id": self.job.id,
                "parent_id": self.employees["first"].id,
                "date_version": "2025-01-01",
            }
        )
        self.generate()
        late = self.cycle.appraisal_ids.filtered(
            lambda row: row.employee_id == employee
        )
        self.employees["first"].user_id = False
        employee.user_id = self.users["first"]
        self.assertEqual(late.user_id, self.users["first"])
        self.assertFalse(late.first_user_id)


class TestPrivacyBaseUser(PrivacyCase):
    def test_a_base_user_opens_assesses_and_signs(self):
        """S19: every view of the addon that leads to the own form, without HR."""
        self.assertFalse(self.users["worker"].has_group("hr.group_hr_user"))
        self.open_form("worker")
        self.fill(self.worker, "self", 80, "fine")
        self.by("worker", self.worker).action_submit_self()
        self.fill(self.worker, "first", 80)
        self.by("first", self.worker).action_submit_first()
        self.fill(self.worker, "second", 80)
        self.by("second", self.worker).action_submit_second()
        self.publish(self.worker)
        shown = self.open_form("worker")
        self.assertEqual(len(shown["score_ids"]), 6)
        self.assertEqual(len(shown["result_ids"]), 1)
        self.by("worker", self.worker).action_sign()
        self.assertEqual(self.worker.state, "signed")

    def open_form(self, login):
        """Everything that the form's view asks for, as the client does."""
        head = self.by(login, self.worker)
        views = head.get_views([(False, "form"), (False, "list"), (False, "search")])
        names = views["models"]["ops.appraisal"]["fields"]
        rows = {"score_ids", "statement_ids", "result_ids", "line_ids", "part_ids"}
        spec = {
            name: {"fields": {"display_name": {}}}
            if name in rows or names[name]["type"] == "many2one"
            else {}
            for name in names
        }
        own = self.as_(login)["ops.appraisal"].search([("user_id", "=", head.env.uid)])
        self.assertEqual(own, head)
        return head.web_read(spec)[0]

    def test_others_see_nothing_of_it(self):
        for login in ("mate", "stranger", "payroll", "judge", "chief"):
            with self.subTest(login=login):
                self.assertEqual(
                    self.count(login, "ops.appraisal", [("id", "=", self.worker.id)]), 0
                )
                with self.assertRaises(AccessError):
                    self.by(login, self.worker).read(["state"])

    def test_no_role_creates_or_deletes_what_the_engine_makes(self):
        made = ("", ".part", ".line", ".score", ".result", ".statement", ".rater")
        made += (".rating", ".calibration.change", ".appeal", ".difference", ".log")
        for login in ("worker", "first", "hr", "hrboss", "judge"):
            for name in made:
                model = self.as_(login)[f"ops.appraisal{name}"]
                with self.subTest(login=login, model=model._name):
                    self.assertFalse(model.has_access("create"))
                    self.assertFalse(model.has_access("unlink"))

    def test_wizards_do_not_name_what_one_may_not_read(self):
        spec = {"appraisal_id": {"fields": {"display_name": {}}}}
        with self.assertRaises(AccessError):
            self.as_("stranger")["ops.appraisal.invite"].onchange(
                {"appraisal_id": self.worker.id}, ["appraisal_id"], spec
            )
        with self.assertRaises(UserError):
            self.as_("stranger")["ops.appraisal.reason"].create(
                {
                    "appraisal_ids": [Command.set(self.worker.ids)],
                    "step": "action_exclude",
                    "reason": "x",
                }
            ).action_confirm()
