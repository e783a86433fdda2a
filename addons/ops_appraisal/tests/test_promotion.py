"""Promotion by culture over the last cycles, and S24: culture never moves the bonus,
performance never replaces culture."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.doors import DoorsMixin

from .results_case import Q1, Q2, ResultsCase


class PromotionCase(ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.q1, cls.q2 = cls.cycle(Q1), cls.cycle(Q2)
        for cycle in (cls.q1, cls.q2):
            cls.result(cycle, "anna", 92, "A")
            cls.result(cycle, "bert", 78, "C")
        cls.culture = cls.env["ops.measure"].create(
            {"code": "test_culture", "name": "Culture", "company_id": cls.company.id}
        )
        cls.recorders = [
            cls._user(name, "ops_base.group_ops_measure_recorder", *groups)
            for name, groups in (
                ("recorder", ()),
                ("approver", ("ops_base.group_ops_measure_manager",)),
            )
        ]

    def measured(self, subject, cycle, value):
        """An approved value by hand."""
        recorder, approver = self.recorders
        row = self.env(user=recorder)["ops.measure.value"].create(
            {
                "measure_id": self.culture.id,
                "subject_ref": f"{subject._name},{subject.id}",
                "date_from": cycle.date_from,
                "date_to": cycle.date_to,
                "value": value,
                "note": "Survey",
                "evidence_ids": [(0, 0, {"name": "x.txt", "raw": b"x"})],
            }
        )
        row.action_submit()
        row.with_user(approver).action_approve()

    def check(self, **values):
        check = self.as_("officer")["ops.promotion.check"].create(
            {
                "name": "Promotions",
                "date": "2026-07-15",
                "period_kind": "quarter",
                "culture_measure_id": self.culture.id,
                "company_id": self.company.id,
                **values,
            }
        )
        check.action_compute()
        return check

    def of(self, check, name):
        return check.line_ids.filtered(lambda x: x.employee_id == self.people[name])


@tagged("post_install", "-at_install")
class TestPromotion(DoorsMixin, PromotionCase):
    def test_both_at_their_least(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 75)
        check = self.check()
        self.assertEqual(self.of(check, "anna").eligible, "yes")
        self.assertEqual(self.of(check, "bert").eligible, "no")
        self.assertEqual(self.of(check, "bert").reasons, ["performance_low"])

    def test_culture_not_shown_is_for_the_committee(self):
        self.measured(self.field, self.q1, 75)
        line = self.of(self.check(), "anna")
        self.assertEqual(line.eligible, "undetermined")
        self.assertEqual(line.reasons, ["culture_undetermined"])
        self.assertFalse(line.outcome)
        self.assertIn("culture not shown", line.figures_text)

    def test_a_missing_cycle_is_not_a_good_one(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 75)
        line = self.of(self.check(cycle_count=3), "anna")
        self.assertEqual(line.eligible, "undetermined")
        self.assertEqual(line.reasons, ["performance_missing", "culture_undetermined"])

    def test_only_the_last_cycles_count(self):
        self.measured(self.field, self.q1, 20)
        self.measured(self.field, self.q2, 75)
        self.assertEqual(self.of(self.check(), "anna").eligible, "no")
        self.assertEqual(self.of(self.check(cycle_count=1), "anna").eligible, "yes")

    def test_other_terms_leave_no_verdict(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 75)
        check = self.check(p_min=70)
        self.assertEqual(self.of(check, "bert").eligible, "yes")
        check.p_min = 80
        self.assertFalse(check.line_ids or check.computed_at)
        with self.assertRaisesRegex(UserError, "compute it first"):
            check.action_submit()
        check.action_compute()
        self.assertEqual(self.of(check, "bert").eligible, "no")

    def test_culture_of_the_person_where_so_chosen(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 75)
            self.measured(self.people["anna"], cycle, 40)
        line = self.of(self.check(culture_of="employee"), "anna")
        self.assertEqual(line.eligible, "no")
        self.assertEqual(line.reasons, ["culture_low"])

    def test_accountability_blocks_until_its_day(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 75)
        case = self.env["ops.accountability"].create(
            {
                "name": "Outage",
                "date": "2026-02-01",
                "fact": "x",
                "direct_responsible_id": self.people["anna"].id,
                "company_id": self.company.id,
            }
        )
        case._server_write({"state": "decided", "block_until": "2026-07-15"})
        blocked = self.of(self.check(), "anna")
        self.assertEqual((blocked.eligible, blocked.reasons), ("no", ["blocked"]))
        later = self.check(date="2026-07-16")
        self.assertEqual(self.of(later, "anna").eligible, "yes")

    def test_a_case_decided_after_the_check_holds_the_approval(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 75)
        check = self.check()
        check.action_submit()
        case = self.env["ops.accountability"].create(
            {
                "name": "Outage",
                "date": "2026-02-01",
                "fact": "x",
                "direct_responsible_id": self.people["anna"].id,
                "company_id": self.company.id,
            }
        )
        case._server_write({"state": "decided", "block_until": "2026-07-15"})
        with self.assertRaisesRegex(UserError, "decided since"):
            check.with_env(self.as_("manager")).action_approve()
        self.assertEqual(check.approval_state, "submitted")

    # S24 -------------------------------------------------------------------------
    def bonus(self):
        run = self.as_("officer")["ops.bonus.run"].create(
            {"name": "Bonus", "cycle_id": self.q2.id}
        )
        run.action_take_results()
        run.line_ids.filtered(lambda line: not line.base).base = 3000.0
        amounts = {line.employee_name: line.amount for line in run.line_ids}
        run.unlink()
        return amounts

    def test_culture_never_moves_the_bonus(self):
        self.measured(self.field, self.q2, 95)
        before = self.bonus()
        self.assertEqual(before, {"Anna": 3600.0, "Bert": 2400.0})
        self.env["ops.measure.value"].search([]).filtered(
            lambda row: row.measure_id == self.culture
        ).with_user(self.recorders[1]).action_correct()
        self.measured(self.people["anna"], self.q2, 5)
        self.assertEqual(self.bonus(), before)
        fields = self.env["ops.bonus.line"]._fields | self.env["ops.bonus.run"]._fields
        self.assertFalse([name for name in fields if "culture" in name])

    def test_performance_never_replaces_culture(self):
        for cycle in (self.q1, self.q2):
            self.measured(self.field, cycle, 69.99)
            result = self.env["ops.appraisal.result"].search(
                [
                    ("cycle_id", "=", cycle.id),
                    ("employee_id", "=", self.people["anna"].id),
                ]
            )
            result._server_write({"score": 120})
        line = self.of(self.check(), "anna")
        self.assertEqual((line.eligible, line.reasons), ("no", ["culture_low"]))

    # committee -------------------------------------------------------------------
    def test_the_committee_decides_before_the_manager_approves(self):
        check = self.check()
        check.action_submit()
        line = self.of(check, "anna")
        with self.assertRaisesRegex(UserError, "Anna"):
            check.with_env(self.as_("manager")).action_approve()
        with self.assertRaises(AccessError):
            line.with_env(self.as_("officer")).action_decide("yes", "Known well")
        committee = line.with_env(self.as_("committee"))
        self.assertEqual(committee.action_decide()["res_model"], "ops.promotion.decide")
        committee.action_decide("yes", "Known well in three projects")
        self.assertEqual(line.outcome, "yes")
        self.assertEqual(line.committee_user_id, self.users["committee"])
        with self.assertRaises(UserError):
            self.of(check, "bert").with_env(self.as_("committee")).action_decide(
                "yes", "x"
            )
        check.with_env(self.as_("manager")).action_approve()
        with self.assertRaises(UserError):
            committee.action_decide("no", "Other")

    def test_nobody_decides_on_himself(self):
        anna = self.users["anna"]
        anna.group_ids += self.env.ref("ops_appraisal.group_appraisal_committee")
        anna.group_ids += self.env.ref("ops_appraisal.group_appraisal_manager")
        check = self.check()
        line = self.of(check, "anna")
        with self.assertRaisesRegex(AccessError, "about yourself"):
            line.with_env(self.as_("anna")).action_decide("yes", "Me")
        line.with_env(self.as_("committee")).action_decide("yes", "x")
        check.action_submit()
        with self.assertRaises(UserError):
            check.with_env(self.as_("anna")).action_approve()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_the_check_is_for_officers_and_committee(self):
        check = self.check(name="CANARY-CHECK")
        line = self.of(check, "anna")
        for name in ("anna", "rita", "finance"):
            self.assertKept(check, "CANARY-CHECK", self.users[name])
            self.assertKept(line, "Anna", self.users[name])
        self.assertShown(check, "CANARY-CHECK", self.users["committee"])

    def test_one_measure_call_and_few_queries_whatever_the_number(self):
        counts = []
        for names in ((), ("carl", "rita")):
            for cycle in (self.q1, self.q2):
                for name in names:
                    self.result(cycle, name, 85)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.check()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)
