from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .privacy_case import PrivacyCase


class TestPrivacyHr(PrivacyCase):
    """HR sees of the own appraisal what every subject sees, and moves nothing of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.appraisal("hr")
        cls.by("hr", cls.own).action_submit_self()
        cls.fill(cls.own, "first", 80, "CANARY-1", "first")
        cls.first_words = cls.words(cls.own, "first")

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
        invite = self.as_("stranger")["ops.appraisal.invite"]
        with self.assertRaises(AccessError):
            invite.with_context(default_appraisal_id=self.worker.id).onchange(
                {}, [], spec
            )
        spec = {"appraisal_ids": {"fields": {"display_name": {}}}}
        reason = self.as_("stranger")["ops.appraisal.reason"]
        for hidden in (self.worker.ids, [Command.link(self.worker.id)]):
            with self.assertRaises(AccessError):
                reason.with_context(default_appraisal_ids=hidden).onchange({}, [], spec)
        with self.assertRaises(UserError):
            self.as_("stranger")["ops.appraisal.reason"].create(
                {
                    "appraisal_ids": [Command.set(self.worker.ids)],
                    "step": "action_exclude",
                    "reason": "x",
                }
            ).action_confirm()
