from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .engine_case import EngineCase

RATERS = ("mate", "chief", "judge", "payroll")


class TestEngine360(EngineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.start()
        cls.questions = cls.env["ops.appraisal.question"].search([])
        cls.env["ops.appraisal.question"].search([])[2:].active = False
        cls.questions = cls.questions[:2]
        users = [cls.users[login].id for login in RATERS]
        involved = [cls.users[login].id for login in ("worker", "first", "second")]
        cls.by("first", cls.worker).action_invite_raters(users + involved)

    def answer(self, login, scores, comment=None):
        rater = self.as_(login)["ops.appraisal.rater"].search(
            [("user_id", "=", self.users[login].id)]
        )
        pairs = zip(self.questions.ids, scores, strict=True)
        return rater.action_answer(dict(pairs), comment)

    def get(self, login):
        return self.by(login, self.worker).get_ratings()

    def test_raters_are_others_than_the_three_persons(self):
        asked = self.worker.rater_ids.user_id
        self.assertEqual(
            asked, self.env["res.users"].union(*(self.users[login] for login in RATERS))
        )
        for login in ("worker", "mate", "stranger"):
            with self.assertRaises(AccessError):
                self.by(login, self.worker).action_invite_raters(
                    self.users["stranger"].ids
                )

    def test_who_asked_sees_whether_enough_have_answered(self):
        self.answer("mate", (5, 4))
        sheet = self.as_("first")["ops.appraisal.sheet"].get_sheet(self.worker.id)
        names = sorted(self.users[login].name for login in RATERS)
        self.assertEqual(sorted(sheet["raters"]["names"]), names)
        self.assertEqual(
            (sheet["raters"]["answered"], sheet["raters"]["least"]), (1, 3)
        )
        for login in ("worker", "second"):
            sheet = self.as_(login)["ops.appraisal.sheet"].get_sheet(self.worker.id)
            with self.subTest(login=login):
                self.assertEqual(sheet["raters"]["names"], [])
                self.assertEqual(sheet["raters"]["answered"], 0)

    def test_means_and_shuffled_words_without_names_after_the_close(self):
        self.answer("mate", (5, 4), "zeal")
        self.answer("chief", (4, 4), "care")
        self.answer("judge", (3, 2))
        for login in ("first", "second", "hr"):
            self.assertEqual(self.get(login)["state"], "open")
        self.by("first", self.worker).action_close_ratings()
        found = self.get("first")
        self.assertEqual((found["state"], found["n"]), ("ok", 3))
        self.assertEqual([item["mean"] for item in found["items"]], [4.0, 3.33])
        self.assertEqual(sorted(found["comments"]), ["care", "zeal"])
        with self.assertRaisesRegex(UserError, "answered already, or closed"):
            self.answer("payroll", (1, 1))
        self.assertEqual(self.get("worker")["state"], "hidden")
        for login in ("mate", "stranger", "payroll"):
            with self.assertRaises(AccessError):
                self.get(login)

    def test_the_subject_sees_them_after_publication(self):
        for login, scores in zip(RATERS, ((5, 4), (4, 4), (3, 2), (4, 2)), strict=True):
            self.answer(login, scores)
        self.review(self.worker)
        self.assertEqual(self.get("worker")["state"], "hidden")
        self.publish(self.worker)
        found = self.get("worker")
        self.assertEqual([item["mean"] for item in found["items"]], [4.0, 3.0])

    def test_two_raters_are_too_few_for_everybody(self):
        self.answer("mate", (5, 4), "zeal")
        self.answer("chief", (4, 4))
        self.by("first", self.worker).action_close_ratings()
        for login in ("first", "second", "hr", "hrboss"):
            found = self.get(login)
            self.assertEqual((found["state"], found["items"]), ("too_few", []))
            self.assertEqual((found["comments"], found["n"]), ([], 0))

    def test_nobody_answers_twice_for_others_or_halfway(self):
        self.answer("mate", (5, 4))
        with self.assertRaises(UserError):
            self.answer("mate", (1, 1))
        rater = self.worker.rater_ids.filtered(
            lambda row: row.user_id == self.users["chief"]
        )
        for login in ("mate", "worker", "stranger", "hr", "first"):
            with self.assertRaises(AccessError):
                self.by(login, rater).action_answer({})
        for wrong in ((0, 4), (6, 4), ("5", 4), (True, 4), (None, 4)):
            with self.assertRaises(UserError):
                self.answer("chief", wrong)

    def test_single_answers_are_readable_by_nobody_and_carry_no_trace(self):
        self.answer("mate", (5, 4), "CANARY-1")
        self.env.flush_all()
        for login in (*RATERS, "worker", "first", "second", "hr", "hrboss"):
            with self.assertRaises(AccessError):
                self.as_(login)["ops.appraisal.rating"].search([])
        admin = self._create_user("root")
        admin.group_ids += self.env.ref("base.group_system")
        with self.assertRaises(AccessError):
            self.env["ops.appraisal.rating"].with_user(admin).search([])
        for model in ("ops.appraisal.rating", "ops.appraisal.rater"):
            columns = set(self.env[model]._fields)
            self.assertFalse(
                {"create_uid", "write_uid", "create_date", "write_date"} & columns
            )
        self.assertNotIn("user_id", self.env["ops.appraisal.rating"]._fields)
        self.assertNotIn("rater_id", self.env["ops.appraisal.rating"]._fields)
        found = self.env["mail.message"].search([("body", "ilike", "CANARY-1")])
        self.assertFalse(found)

    def test_the_subject_does_not_learn_who_was_asked(self):
        heads = self.as_("worker")["ops.appraisal"]
        self.assertFalse(self.by("worker", self.worker).rater_ids)
        found = heads.search([("rater_ids.user_id", "=", self.users["mate"].id)])
        self.assertFalse(found)
        self.assertFalse(self.as_("worker")["ops.appraisal.rater"].search([]))
        own = self.as_("mate")["ops.appraisal.rater"].search([])
        self.assertEqual(own.mapped("subject_name"), ["Worker"])
        self.assertEqual(own.display_name, "Worker")
        self.assertTrue(own.is_open)

    def test_raters_are_told_and_nobody_else(self):
        found = self.env["mail.message"].search(
            [("subject", "=", "Please rate Worker")]
        )
        self.assertEqual(len(found), len(RATERS))
        self.assertEqual(
            found.partner_ids,
            self.env["res.partner"].union(
                *(self.users[login].partner_id for login in RATERS)
            ),
        )
        for login in ("worker", "second", "stranger"):
            seen = self.as_(login)["mail.message"].search([("id", "in", found.ids)])
            self.assertFalse(seen)

    def test_a_cycle_asks_for_three_raters_at_least(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_cycle(min_raters=2)
