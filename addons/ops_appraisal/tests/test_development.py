"""Plans for development: from low KPIs, and by hand."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.doors import DoorsMixin

from .results_case import Q1, ResultsCase


@tagged("post_install", "-at_install")
class TestDevelopment(DoorsMixin, ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.q1 = cls.cycle(Q1, state="published")
        cls.sla = cls.kpi("CANARYKPI")
        for name, score in (("anna", 69.99), ("bert", 70), ("carl", 30)):
            cls.line(cls.result(cls.q1, name, score), cls.sla, score)

    def propose(self):
        self.q1.with_env(self.as_("officer")).action_propose_development()
        return self.env["ops.development.line"].search([("cycle_id", "=", self.q1.id)])

    def of(self, lines, name):
        return lines.filtered(lambda x: x.employee_id == self.people[name])

    def test_low_kpis_go_into_the_plan_once(self):
        lines = self.propose()
        self.assertEqual(
            {line.employee_id: line.score for line in lines},
            {self.people["anna"]: 69.99, self.people["carl"]: 30},
        )
        self.assertEqual(self.propose(), lines)

    def test_hidden_scores_of_an_excluded_appraisal_stay_hidden(self):
        out = self.result(self.q1, "rita", 20, outcome="excluded")
        self.line(out, self.sla, 20, "second")
        self.assertFalse(self.of(self.propose(), "rita"))

    def test_not_before_publication(self):
        self.q1._server_write({"state": "reviewing"})
        with self.assertRaisesRegex(UserError, "not published yet"):
            self.propose()
        with self.assertRaises(AccessError):
            self.q1.with_env(self.as_("rita")).action_propose_development()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_the_person_reads_and_the_first_reviewer_plans(self):
        line = self.of(self.propose(), "anna")
        line.name = "CANARY-GOAL"
        self.assertShown(line, "CANARY-GOAL", self.users["anna"], self.users["rita"])
        self.assertKept(
            line,
            "CANARY-GOAL",
            *[self.users[n] for n in ("bert", "sam", "committee", "finance")],
        )
        plan = line.with_env(self.as_("rita"))
        plan.write({"kind": "rotation", "state": "planned", "name": "Three months"})
        for env in (self.as_("anna"), self.as_("bert")):
            with self.assertRaises(AccessError):
                line.with_env(env).write({"state": "done"})
        with self.assertRaises(UserError):
            plan.write({"score": 100})

    def test_an_officer_does_not_change_the_own_plan(self):
        self.users["anna"].group_ids += self.env.ref(
            "ops_appraisal.group_appraisal_officer"
        )
        line = self.of(self.propose(), "anna").with_env(self.as_("anna"))
        with self.assertRaises(AccessError):
            line.write({"state": "done"})
        with self.assertRaises(AccessError):
            line.unlink()

    def add(self, login, person="anna", **values):
        head = self.env["ops.appraisal"].search(
            [
                ("cycle_id", "=", self.q1.id),
                ("employee_id", "=", self.people[person].id),
            ]
        )
        vals = {"appraisal_id": head.id, "name": "CANARY-HAND", **values}
        return self.as_(login)["ops.development.line"].create(vals)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_the_first_reviewer_and_hr_add_lines_by_hand(self):
        line = self.add("rita")
        self.assertEqual(line.manager_user_id, self.users["rita"])
        self.assertShown(
            line,
            "CANARY-HAND",
            *[self.users[n] for n in ("anna", "rita", "officer")],
        )
        self.assertKept(
            line, "CANARY-HAND", *[self.users[n] for n in ("bert", "sam", "finance")]
        )
        self.add("officer", kpi_id=self.sla.id)
        for name in ("anna", "bert", "sam", "committee", "finance"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.add(name)

    def test_an_officer_adds_nothing_to_the_own_plan(self):
        self.users["anna"].group_ids += self.env.ref(
            "ops_appraisal.group_appraisal_officer"
        )
        with self.assertRaises(AccessError):
            self.add("anna")
        self.add("anna", "bert")

    def test_a_line_has_a_goal_and_stays_where_it_is(self):
        with self.assertRaisesRegex(ValidationError, "what is to be learned"):
            self.add("rita", name=" ")
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.add("rita", score=10)
        line = self.add("rita")
        other = self.env["ops.appraisal"].search(
            [("employee_id", "=", self.people["bert"].id)], limit=1
        )
        for vals in ({"appraisal_id": other.id}, {"kpi_id": self.sla.id}):
            with self.assertRaisesRegex(UserError, "stays with its person"):
                line.write(vals)
