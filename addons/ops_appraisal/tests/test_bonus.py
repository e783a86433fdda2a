"""Money by performance: the worked examples BONUS and POOL, four eyes, the seal, and
what payroll may read."""

import io
import re

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.doors import DoorsMixin

from .results_case import ResultsCase

BASES = {"anna": 3000.0, "bert": 3000.0, "carl": 2500.0}


class BonusCase(ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.q1 = cls.cycle()
        for name, score, grade in (
            ("anna", 93, "A"),
            ("bert", 85, "B"),
            ("carl", 65, "C"),
        ):
            cls.result(cls.q1, name, score, grade)
        cls.env.flush_all()

    def run_of(self, bases=None, **values):
        """A draft run of the officer with the results taken and the bases entered."""
        run = self.as_("officer")["ops.bonus.run"].create(
            {"name": "Bonus Q1", "cycle_id": self.q1.id, **values}
        )
        run.action_take_results()
        for name, base in (bases or BASES).items():
            self.of(run, name).base = base
        return run

    def of(self, run, name):
        return run.line_ids.filtered(lambda x: x.employee_id == self.people[name])

    def approved(self, **values):
        run = self.run_of(**values)
        run.action_submit()
        run.with_env(self.as_("manager")).action_approve()
        return run

    def amounts(self, run):
        return {name: self.of(run, name).amount for name in BASES}


@tagged("post_install", "-at_install")
class TestBonus(BonusCase):
    # worked examples -------------------------------------------------------------
    def test_bonus_example(self):
        """3000 × 1.0 × 20/22 = 2 727.27."""
        run = self.run_of(days_of=22)
        self.of(run, "bert").days = 20
        self.assertEqual(self.of(run, "bert").amount, 2727.27)

    def test_pool_example(self):
        """10 000 over 3000/3000/2500 with 1.2/1.0/0.8; the sum is exact."""
        run = self.run_of(mode="pool", pool_amount=10000.0)
        self.assertEqual(
            self.amounts(run), {"anna": 4186.05, "bert": 3488.37, "carl": 2325.58}
        )
        self.assertEqual(run.amount_total, 10000.0)

    def test_the_whole_period_pays_base_times_coefficient(self):
        run = self.run_of()
        self.assertEqual(run.days_of, 90)
        self.assertEqual(
            self.amounts(run), {"anna": 3600.0, "bert": 3000.0, "carl": 2000.0}
        )
        self.assertEqual(run.amount_total, 8600.0)

    def test_the_family_of_the_post_chooses_the_coefficient(self):
        head = self.env["ops.appraisal"].search(
            [("employee_id", "=", self.people["anna"].id)]
        )
        head._server_write({"family": "mgmt"})
        run = self.run_of()
        self.assertEqual(self.of(run, "anna").amount, 3900.0)

    def test_the_scale_frozen_with_the_cycle_counts(self):
        run = self.run_of()
        self.scale.line_ids = [
            (0, 0, {"grade": "A", "bound": 90, "coef_service": 9.0}),
            (0, 0, {"grade": "D", "bound": 0}),
        ]
        run.action_take_results()
        self.assertEqual(self.of(run, "anna").coef, 1.2)

    def test_the_final_grade_counts_not_that_of_the_score(self):
        result = self.env["ops.appraisal.result"].search(
            [("employee_id", "=", self.people["carl"].id)]
        )
        result._server_write({"final_grade": "B"})
        self.assertEqual(self.of(self.run_of(), "carl").amount, 2500.0)

    def test_accountability_reduces_the_bonus(self):
        case = self.env["ops.accountability"].create(
            {
                "name": "Outage",
                "date": "2026-02-01",
                "fact": "A backup was not made.",
                "direct_responsible_id": self.people["bert"].id,
                "overall_responsible_id": self.people["anna"].id,
                "cycle_id": self.q1.id,
                "company_id": self.company.id,
            }
        )
        case._server_write(
            {"state": "decided", "bonus_factor": 0.5, "overall_factor": 0.9}
        )
        self.assertEqual(
            self.amounts(self.run_of()),
            {"anna": 3240.0, "bert": 1500.0, "carl": 2000.0},
        )
        case._server_write({"state": "dismissed"})
        run = self.env["ops.bonus.run"].search([("cycle_id", "=", self.q1.id)])
        run.with_env(self.as_("officer")).action_take_results()
        self.assertEqual(self.of(run, "bert").amount, 3000.0)

    def test_the_base_of_the_last_run_is_taken_over(self):
        self.approved()
        q2 = self.cycle(days=(self.q1.date_to.replace(month=4, day=1),) * 2)
        self.result(q2, "anna", 93, "A")
        run = self.as_("officer")["ops.bonus.run"].create(
            {"name": "Bonus Q2", "cycle_id": q2.id}
        )
        run.action_take_results()
        self.assertEqual(self.of(run, "anna").base, 3000.0)

    # states ----------------------------------------------------------------------
    def test_taking_results_twice_keeps_bases_and_makes_no_second_line(self):
        run = self.run_of()
        run.action_take_results()
        self.assertEqual(len(run.line_ids), 3)
        self.assertEqual(self.of(run, "anna").base, 3000.0)

    def test_a_person_has_one_bonus_for_a_cycle(self):
        self.run_of()
        second = self.as_("officer")["ops.bonus.run"].create(
            {"name": "Again", "cycle_id": self.q1.id}
        )
        second.action_take_results()
        self.assertFalse(second.line_ids)

    def test_a_result_that_changed_meanwhile_stops_the_run(self):
        run = self.run_of()
        result = self.env["ops.appraisal.result"].search(
            [("employee_id", "=", self.people["carl"].id)]
        )
        result._server_write({"final_grade": "B"})
        with self.assertRaisesRegex(UserError, "Carl changed since"):
            run.action_submit()

    def test_without_a_grade_there_is_no_bonus(self):
        self.result(self.q1, "rita", 0, False, outcome="insufficient")
        run = self.run_of()
        with self.assertRaisesRegex(UserError, "Rita has no grade"):
            run.action_submit()
        self.of(run, "rita").unlink()
        run.action_submit()
        self.assertEqual(run.approval_state, "submitted")

    def test_the_cycle_is_published_before_and_closed_for_approval(self):
        self.q1._server_write({"state": "calibrating"})
        run = self.as_("officer")["ops.bonus.run"].create(
            {"name": "Early", "cycle_id": self.q1.id}
        )
        with self.assertRaises(UserError):
            run.action_take_results()
        self.q1._server_write({"state": "published"})
        run.action_take_results()
        run.action_submit()
        with self.assertRaisesRegex(UserError, "not final yet"):
            run.with_env(self.as_("manager")).action_approve()

    def test_a_part_of_the_period_is_the_same_part_of_its_working_days(self):
        """45 of 90 days are half, whichever days the base counts (32.5 of 65)."""
        part = self.env["ops.appraisal.part"].search(
            [("appraisal_id.employee_id", "=", self.people["anna"].id)]
        )
        part._server_write({"days": 45})
        run = self.run_of(days_of=65)
        self.assertEqual(self.of(run, "anna").days, 33)
        self.assertEqual(self.of(run, "bert").days, 65)
        self.assertEqual(self.amounts(run)["anna"], 1827.69)  # 3000 × 1.2 × 33/65

    def test_days_stay_within_the_period(self):
        run = self.run_of()
        with self.assertRaises(ValidationError):
            self.of(run, "anna").days = 91

    def test_a_pool_without_bases_is_not_divided(self):
        run = self.run_of(dict.fromkeys(BASES, 0.0), mode="pool", pool_amount=100.0)
        with self.assertRaisesRegex(UserError, "cannot be divided"):
            run.action_submit()

    # four eyes and seal ------------------------------------------------------------
    def test_another_person_approves(self):
        run = self.run_of()
        self.of(run, "anna").with_env(self.as_("manager2")).base = 3100.0
        run.action_submit()
        for name in ("officer", "officer2", "manager2"):
            with self.subTest(name=name), self.assertRaises(UserError):
                run.with_env(self.as_(name)).action_approve()
        run.with_env(self.as_("manager")).action_approve()
        self.assertEqual(run.approval_state, "approved")

    def own_line(self, name):
        self.users["anna"].group_ids += self.env.ref(
            f"ops_appraisal.group_appraisal_{name}"
        )

    def test_nobody_approves_the_own_bonus(self):
        self.own_line("manager")
        run = self.run_of()
        run.action_submit()
        with self.assertRaisesRegex(UserError, "your own bonus"):
            run.with_env(self.as_("anna")).action_approve()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_officer_does_not_touch_the_own_line(self):
        self.own_line("officer")
        run = self.run_of()
        mine = self.of(run, "anna").with_env(self.as_("anna"))
        with self.assertRaises(AccessError):
            mine.base = 9000.0
        with self.assertRaises(AccessError):
            mine.unlink()
        self.of(run, "bert").with_env(self.as_("anna")).base = 3200.0

    def test_an_approved_run_is_sealed(self):
        run = self.approved()
        self.assertTrue(run.sudo()._seal_is_intact())
        for step in (
            lambda: run.write({"name": "Other"}),
            lambda: self.of(run, "anna").write({"base": 1.0}),
            lambda: self.of(run, "anna").unlink(),
            run.unlink,
            run.action_take_results,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()
        self.env.cr.execute(
            "UPDATE ops_bonus_line SET amount = 1 WHERE run_id = %s", [run.id]
        )
        self.env.invalidate_all()
        self.assertFalse(run.sudo()._seal_is_intact())


@tagged("post_install", "-at_install")
class TestBonusReaders(DoorsMixin, BonusCase, HttpCase):
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_payroll_reads_amounts_of_approved_runs_only(self):
        finance = self.as_("finance")
        run = self.run_of()
        self.assertFalse(finance["ops.bonus.run"].search([]))
        self.assertFalse(finance["ops.bonus.line"].search([]))
        run.action_submit()
        run.with_env(self.as_("manager")).action_approve()
        line = self.of(run, "anna").with_env(finance)
        self.assertEqual(line.read(["amount"])[0]["amount"], 3600.0)
        for name in ("score", "grade", "coef", "base", "days", "factor"):
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    line.read([name])
                with self.assertRaises(AccessError):
                    line.search([(name, "!=", False)])
                with self.assertRaises(AccessError):
                    line.formatted_read_group([], [name], ["__count"])
        self.assertIn('"A"', run.seal_payload)
        with self.assertRaises(AccessError):
            run.with_env(finance).read(["seal_payload"])
        with self.assertRaises(AccessError):
            finance["ops.bonus.run"].search([("seal_payload", "ilike", "lines")])
        for step in (
            lambda: line.write({"days": 1}),
            line.unlink,
            lambda: run.with_env(finance).write({"name": "x"}),
            lambda: run.with_env(finance).action_take_results(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_nobody_else_sees_a_bonus(self):
        run = self.approved(bases={**BASES, "anna": 4711.0})
        for name in ("anna", "rita", "sam", "committee"):
            self.assertKept(self.of(run, "anna"), "4711", self.users[name])
            self.assertKept(run, "Bonus Q1", self.users[name])
        self.assertShown(run, "Bonus Q1", self.users["finance"])

    def download(self, name, run):
        self.authenticate(self.users[name].login, self.users[name].login)
        return self.url_open(f"/ops_appraisal/bonus/{run.id}")

    def test_the_hand_over_file(self):
        run = self.approved()
        answer = self.download("finance", run)
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(rows[0], ("employee", "name", "unit", "amount", "currency"))
        self.assertEqual(
            [row[1:] for row in rows[1:]],
            [
                ("Anna", "Field", 3600, "CNY"),
                ("Bert", "Field", 3000, "CNY"),
                ("Carl", "Field", 2000, "CNY"),
            ],
        )

    @mute_logger("odoo.http")
    def test_the_file_is_closed_to_others_and_before_approval(self):
        run = self.run_of()
        self.assertEqual(self.download("finance", run).status_code, 404)
        run.action_submit()
        run.with_env(self.as_("manager")).action_approve()
        self.env.flush_all()
        for name in ("anna", "committee"):
            with self.subTest(name=name):
                self.assertEqual(self.download(name, run).status_code, 404)

    def sheet(self, name, run, lang="en_US"):
        report = self.as_(name)["ir.actions.report"].with_context(lang=lang)
        html, _kind = report._render_qweb_html(
            "ops_appraisal.bonus_sheet_report", run.ids
        )
        return html.decode()

    def test_the_chinese_sheet_tells_both_factors_apart(self):
        run = self.approved()
        text = self.sheet("officer", run, "zh_CN")
        heads = re.findall(r"<th[^>]*>([^<]*系数)</th>", text)
        self.assertEqual(heads, ["系数", "问责系数"])

    def test_the_sheet_shows_grounds_to_officers_and_amounts_to_payroll(self):
        run = self.approved()
        full, short = self.sheet("officer", run), self.sheet("finance", run)
        for text in (full, short):
            self.assertIn("3,600.00", text)
            self.assertIn("8,600.00", text)
        self.assertIn("1.20", full)
        self.assertNotIn("1.20", short)
        self.assertNotIn("2,500.00", short)
