from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CostCase


@tagged("post_install", "-at_install")
class TestPlan(CostCase):
    def test_contingency_is_cut_off_to_the_cent(self):
        self.assertEqual(self.plan.contingency_amount, 12000.0)
        self.assertEqual(self.plan.daily_amount, 108000.0)
        self.plan.write({"total": 1000.05, "contingency_rate": 0.1})
        self.assertEqual(self.plan.contingency_amount, 100.01)  # 100.005 half up
        self.assertEqual(self.plan.daily_amount, 900.04)
        self.plan.contingency_amount = 50.0
        self.assertEqual(self.plan.daily_amount, 950.05)

    def test_blocks_must_add_up_to_the_daily_amount(self):
        clerk = self.plan.with_env(self.as_("clerk"))
        self.plan.block_ids[0].amount += 0.01
        with self.assertRaises(ValidationError):
            clerk.action_measured()
        self.plan.block_ids[0].amount -= 0.01
        clerk.action_measured()
        self.assertEqual(self.plan.state, "measured")
        self.assertEqual(self.plan.fund_ids.amount, 12000.0)
        with self.assertRaises(UserError):
            clerk.action_measured()

    def test_the_total_stays_within_the_superior_target(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.plan.superior_target = 119999.99
            self.env.flush_all()
        self.plan.superior_target = 120000.0
        self.env.flush_all()

    def test_finance_sets_the_money_and_nothing_else(self):
        finance = self.plan.with_env(self.as_("finance"))
        finance.superior_target = 130000.0
        for values in ({"name": "X"}, {"large_threshold": 1.0}, {"reward_rate": 1.0}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                finance.write(values)

    def test_rates_are_for_managers(self):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.plan.with_env(self.as_("clerk")).reward_rate = 0.6
        self.plan.with_env(self.as_("manager")).reward_rate = 0.6
        self.plan.action_measured()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.plan.with_env(self.as_("manager")).penalty_rate = 0.5

    def test_states_are_not_written(self):
        for name in ("clerk", "manager"):
            for values in ({"state": "issued"}, {"last_version_number": 7}):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.plan.with_env(self.as_(name)).write(values)
        plan = (
            self.as_("clerk")["ops.cost.plan"]
            .with_context(default_state="closed")
            .create({"name": "Next", "year": 2027, "total": 1.0})
        )
        self.assertEqual(plan.state, "draft")

    def test_other_roles_neither_confirm_nor_generate(self):
        for name in ("accountant", "leader", "functional", "auditor", "outsider"):
            plan = self.plan.with_env(self.as_(name))
            for method in (
                plan.action_measured,
                plan.action_generate_periods,
                plan.action_create_version,
                plan.action_draft,
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    method()

    def test_missing_months_are_generated_with_working_days(self):
        clerk = self.plan.with_env(self.as_("clerk"))
        clerk.action_generate_periods()
        self.assertEqual(len(self.plan.period_ids), 12)
        self.assertEqual(self.months["2026-01"].weight, 21)
        june = self.plan.period_ids.filtered(lambda month: month.code == "2026-06")
        self.assertEqual(str(june.date_end), "2026-06-30")
        self.assertEqual(june.weight, 22)
        clerk.action_generate_periods()
        self.assertEqual(len(self.plan.period_ids), 12)

    def test_a_month_is_a_calendar_month_of_the_year(self):
        for values in (
            {"code": "2026-05", "date_start": "2026-05-02", "date_end": "2026-05-31"},
            {"code": "2026-04", "date_start": "2026-05-01", "date_end": "2026-05-31"},
            {"code": "2027-05", "date_start": "2027-05-01", "date_end": "2027-05-31"},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.env["ops.cost.period"].create(
                    {"plan_id": self.plan.id, "company_id": self.company.id, **values}
                )

    def test_amounts_finer_than_a_cent_are_refused(self):
        for values in (
            {"total": 1000.001},
            {
                "block_ids": [
                    Command.update(self.plan.block_ids[0].id, {"amount": 0.005})
                ]
            },
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.plan.write(values)

    def test_fund_has_no_other_way_in(self):
        self.plan.action_measured()
        fund = self.plan.fund_ids
        for name in ("clerk", "manager"):
            env = self.as_(name)
            for values in ({"amount": 1.0}, {"released": 1.0}):
                with self.assertRaises(UserError), self.cr.savepoint():
                    fund.with_env(env).write(values)
            with self.assertRaises(UserError), self.cr.savepoint():
                env["ops.cost.fund"].create({"plan_id": self.plan.id, "amount": 1.0})

    def test_a_fund_is_named_after_its_plan_in_the_language_of_the_reader(self):
        self.plan.update_field_translations("name", {"zh_CN": "计划"})
        self.plan.action_measured()
        fund = self.plan.fund_ids.with_env(self.as_("clerk"))
        self.assertEqual(fund.display_name, "Contingency Plan 2026")
        self.assertEqual(fund.with_context(lang="zh_CN").name, "机动费用 计划")
        self.assertEqual(fund.search([("name", "ilike", "plan 2026")]), fund)
