"""Accountability: who is heard, who decides, who reads; cases by rule; development."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.doors import DoorsMixin

from .results_case import Q1, Q2, ResultsCase

Q3 = (date(2026, 7, 1), date(2026, 9, 30))


class AccountabilityCase(ResultsCase):
    def case(self, **values):
        return self.as_("committee")["ops.accountability"].create(
            {
                "name": "CANARY-CASE",
                "date": "2026-02-01",
                "fact": "A backup was not made.",
                "direct_responsible_id": self.people["anna"].id,
                "overall_responsible_id": self.people["rita"].id,
                "company_id": self.company.id,
                **values,
            }
        )

    def step(self, case, name, step, text="In words", **values):
        """The dialog, as the user fills it in."""
        env = self.as_(name)
        action = getattr(case.with_env(env), f"action_{step}")()
        dialog = Form(env[action["res_model"]].with_context(**action["context"]))
        dialog.text = text
        for field, value in values.items():
            dialog[field] = value
        return dialog.save().action_confirm()

    def decided(self, **values):
        case = self.case()
        case.action_submit()
        self.step(case, "committee2", "decide", bonus_factor=0.5, **values)
        return case

    def age(self, case, days):
        """The decision was so many days ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_accountability SET decided_at = decided_at - %s * interval"
            " '1 day' WHERE id = %s",
            [days, case.id],
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAccountability(DoorsMixin, AccountabilityCase):
    def test_hearing_decision_appeal_closure(self):
        case = self.case()
        case.action_submit()
        self.step(case, "anna", "state", "I was ill.")
        self.step(case, "committee", "state", "The roster says so too.")
        self.assertEqual(
            case.statement, "Anna: I was ill.\nCommittee: The roster says so too."
        )
        self.step(
            case,
            "committee2",
            "decide",
            "A reprimand",
            bonus_factor=0.5,
            block_until=date(2026, 12, 31),
        )
        self.assertEqual(case.state, "decided")
        self.assertEqual((case.bonus_factor, case.measure), (0.5, "A reprimand"))
        self.step(case, "anna", "appeal", "Too hard")
        with self.assertRaisesRegex(UserError, "You made this decision"):
            self.step(case, "committee2", "close")
        with self.assertRaisesRegex(UserError, "You filed or changed"):
            self.step(case, "committee", "close")
        self.step(case, "committee3", "close", "Softer", bonus_factor=0.8)
        self.assertEqual((case.state, case.bonus_factor), ("closed", 0.8))
        self.assertEqual(case.block_until, date(2026, 12, 31))

    def test_who_filed_it_does_not_decide(self):
        case = self.case()
        case.action_submit()
        for step in ("decide", "dismiss"):
            with self.subTest(step=step), self.assertRaises(UserError):
                self.step(case, "committee", step)
        self.step(case, "committee2", "dismiss", "Nothing in it")
        self.assertEqual(case.state, "dismissed")
        self.assertEqual(case.decision_note, "Nothing in it")

    def test_a_party_in_the_committee_is_a_party(self):
        committee = self.env.ref("ops_appraisal.group_appraisal_committee")
        self.users["anna"].group_ids += committee
        case = self.case()
        with self.assertRaises(AccessError):
            case.with_env(self.as_("anna")).write({"fact": "x"})
        case.action_submit()
        with self.assertRaises(UserError):
            self.step(case, "anna", "decide")
        self.step(case, "anna", "state", "My words")

    def test_another_login_moves_no_case(self):
        """The parties are fixed at the hearing; the person is no judge meanwhile."""
        case = self.case()
        other = self._user("other")
        self.people["anna"].user_id = other
        self.assertEqual(case.direct_user_id, other, "a draft follows")
        self.people["anna"].user_id = self.users["anna"]
        case.action_submit()
        self.people["anna"].user_id = self.users["committee3"]
        self.assertEqual(case.direct_user_id, self.users["anna"])
        self.step(case, "anna", "state", "I was ill.")
        with self.assertRaises(UserError):
            self.step(case, "committee3", "decide")
        with self.assertRaises(AccessError):
            case.with_env(self.as_("committee3")).write({"severity": "grave"})

    def test_a_person_without_a_login_is_heard_once_there_is_one(self):
        self.people["anna"].user_id = False
        case = self.case()
        case.action_submit()
        self.people["anna"].user_id = self.users["anna"]
        self.step(case, "anna", "state", "I was ill.")
        self.assertIn("I was ill", case.statement)

    def test_only_parties_and_committee_step(self):
        case = self.case()
        case.action_submit()
        for name in ("bert", "officer", "manager", "finance"):
            for step in ("state", "decide", "dismiss", "appeal", "close"):
                with self.subTest(name=name, step=step):
                    with self.assertRaises(UserError):
                        self.step(case, name, step)
                    with self.assertRaises(UserError), self.cr.savepoint():
                        self.as_(name)["ops.accountability.step"].create(
                            {"case_id": case.id, "step": step, "text": "x"}
                        ).action_confirm()
        self.assertEqual(case.state, "submitted")

    def test_the_person_changes_nothing_but_the_own_words(self):
        case = self.decided()
        mine = case.with_env(self.as_("anna"))
        for step in (
            lambda: mine.write({"fact": "x"}),
            lambda: mine.write({"bonus_factor": 1}),
            mine.unlink,
            mine.action_close,
            mine.action_submit,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()

    def test_appeals_have_a_deadline_and_closing_waits_for_it(self):
        case = self.decided()
        with self.assertRaisesRegex(UserError, "An appeal is possible until"):
            self.step(case, "committee", "close")
        self.age(case, 6)
        with self.assertRaisesRegex(UserError, "were possible until"):
            self.step(case, "anna", "appeal")
        self.as_("committee")["ops.accountability.step"].create(
            {"case_id": case.id, "step": "close", "text": "x", "bonus_factor": 1.0}
        ).action_confirm()
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.bonus_factor, 0.5, "without an appeal it stays")

    def test_a_decided_case_stays(self):
        case = self.decided()
        for step in (
            lambda: case.write({"fact": "x"}),
            lambda: case.write({"severity": "grave"}),
            case.unlink,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()

    def test_factors_of_several_cases_multiply(self):
        q1 = self.cycle(Q1)
        for factor in (0.5, 0.8):
            case = self.case(cycle_id=q1.id)
            case.sudo()._server_write({"state": "closed", "bonus_factor": factor})
        factors = self.env["ops.accountability"]._factors(q1)
        self.assertEqual(factors[self.people["anna"].id], 0.4)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_the_person_reads_the_own_case_from_the_hearing_on(self):
        case = self.case()
        parties = (self.users["anna"], self.users["rita"])
        others = [
            self.users[name]
            for name in ("bert", "sam", "officer", "manager", "finance")
        ]
        self.assertKept(case, "CANARY-CASE", *parties, *others)
        case.action_submit()
        self.assertShown(case, "CANARY-CASE", *parties, self.users["committee2"])
        self.assertKept(case, "CANARY-CASE", *others)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_the_dialog_tells_nothing_of_a_hidden_case(self):
        case = self.case()
        spec = {"case_id": {"fields": {"display_name": {}}}, "case_state": {}}
        context = {"default_case_id": case.id, "default_step": "state"}
        for name in ("anna", "bert", "officer"):
            dialog = self.as_(name)["ops.accountability.step"].with_context(**context)
            with self.subTest(name=name), self.assertRaises(AccessError):
                dialog.onchange({}, [], spec)


@tagged("post_install", "-at_install")
class TestAccountabilityRule(AccountabilityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sla = cls.kpi()
        cls.quarters = [cls.cycle(days) for days in (Q1, Q2, Q3)]
        cls.rule = cls.env["ops.accountability.rule"].create(
            {
                "kpi_id": cls.sla.id,
                "period_kind": "quarter",
                "periods": 2,
                "company_id": cls.company.id,
            }
        )

    def scored(self, name, *scores, level=None):
        for cycle, score in zip(self.quarters, scores, strict=True):
            self.line(self.result(cycle, name, 70), self.sla, score, level)

    def find(self):
        action = self.rule.with_env(self.as_("committee")).action_find()
        return self.env["ops.accountability"].browse(action["domain"][0][2])

    def test_below_the_floor_in_a_row(self):
        self.scored("anna", 90, 59.99, 0)
        self.scored("bert", 0, 0, 60)
        self.scored("carl", 0, 60, 0)
        case = self.find()
        self.assertEqual(case.direct_responsible_id, self.people["anna"])
        self.assertEqual(case.overall_responsible_id, self.people["rita"])
        self.assertEqual((case.trigger, case.state), ("rule", "draft"))
        self.assertEqual(case.cycle_id, self.quarters[2])
        self.assertFalse(self.find(), "found once")

    def test_an_excluded_appraisal_does_not_count(self):
        self.scored("anna", 90, 0, 0)
        last = self.env["ops.appraisal.result"].search(
            [
                ("cycle_id", "=", self.quarters[2].id),
                ("employee_id", "=", self.people["anna"].id),
            ]
        )
        last._server_write({"outcome": "excluded"})
        self.assertFalse(self.find())

    def test_scores_of_the_second_level_count(self):
        self.scored("anna", 0, 0, 0, level="second")
        self.scored("bert", 0, 0, 0, level="first")
        self.assertEqual(self.find().direct_responsible_id, self.people["anna"])

    def test_a_new_version_of_the_kpi_breaks_no_chain(self):
        new = self.env["ops.kpi"].browse(self.sla.action_new_version()["res_id"])
        for cycle, kpi, score in zip(
            self.quarters, (self.sla, self.sla, new), (90, 0, 0), strict=True
        ):
            self.line(self.result(cycle, "anna", 70), kpi, score)
        self.assertEqual(self.find().direct_responsible_id, self.people["anna"])
        self.rule.kpi_id = new
        self.assertFalse(self.find(), "on the list already, by the version before")

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_one_case_of_a_rule(self):
        self.scored("anna", 90, 0, 0)
        case = self.find()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            case.sudo()._server_create(
                [
                    {
                        "name": "Again",
                        "fact": "x",
                        "date": case.date,
                        "direct_responsible_id": case.direct_responsible_id.id,
                        "rule_id": self.rule.id,
                        "cycle_id": case.cycle_id.id,
                        "company_id": self.company.id,
                    }
                ]
            )

    def test_open_cycles_do_not_count(self):
        self.scored("anna", 90, 0, 0)
        self.quarters[2]._server_write({"state": "reviewing"})
        self.assertFalse(self.find())

    def test_the_daily_job_finds_them_too(self):
        self.scored("anna", 90, 0, 0)
        self.env["ops.accountability.rule"]._cron_find()
        self.assertEqual(
            self.env["ops.accountability"].search_count(
                [("rule_id", "=", self.rule.id)]
            ),
            1,
        )

    def test_others_do_not_let_a_rule_run(self):
        for name in ("anna", "finance"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.rule.with_env(self.as_(name)).action_find()
