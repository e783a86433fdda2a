"""Statements: contract.md section 4, examples 17 to 19 and 24 to 26, and 2.6."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .sla_case import at
from .statement_case import AFTER, DECEMBER, NOVEMBER, StatementCase

OCTOBER = date(2026, 10, 1)


@tagged("post_install", "-at_install")
class TestStatement(StatementCase):
    def test_24_three_levels(self):
        contract = self.case()
        self.cases(contract, "t_response", 58, 2)
        self.cases(contract, "t_resolve", 47, 3)
        self.maintenance(contract, "11-14 02:00", "11-14 06:00")
        self.outage(contract, "11-20 10:00", "11-20 11:30")
        statement = self.statement(contract)
        response, resolve, up = (
            self.line(statement, name)
            for name in ("t_response", "t_resolve", "t_available")
        )
        self.assertEqual((response.n, response.verdict), (60, "met"))
        self.assertEqual(response.credit, 0)
        self.assertEqual((resolve.met, resolve.breached), (47, 3))
        self.assertEqual(resolve.verdict, "missed")
        self.assertEqual(resolve.statistical_verdict, "indistinct")
        self.assertAlmostEqual(resolve.wilson_low, 0.8378, 4)
        self.assertAlmostEqual(resolve.wilson_high, 0.9794, 4)
        self.assertEqual(resolve.credit, 2000)
        self.assertEqual((up.numerator, up.denominator), (2572200, 2577600))
        self.assertAlmostEqual(up.value, 0.997905, 6)
        self.assertEqual(up.credit, 1600)
        self.assertEqual((statement.fee, statement.credit), (80000, 3600))
        self.assertEqual(statement.net, 76400)

    def test_25_the_cap(self):
        contract = self.case()
        self.cases(contract, "t_response", 88, 12)
        self.cases(contract, "t_resolve", 75, 25)
        statement = self.statement(contract)
        self.assertEqual(self.line(statement, "t_resolve").credit, 8000)
        self.assertEqual(self.line(statement, "t_response").credit, 2400)
        self.assertEqual(statement.credit_before_cap, 10400)
        self.assertEqual((statement.credit, statement.net), (8000, 72000))
        sheet = self.env["report.ops_contract.sla_statement"]._sheet(statement)
        self.assertEqual(
            sheet["totals"], [("Credit: 10,400.00, capped as agreed", -8000)]
        )

    def test_lines_read_in_words(self):
        contract = self.case()
        self.agreed(contract, "sla", date(2026, 11, 16), sla=self.levels())
        self.cases(contract, "t_resolve", 47, 3)
        self.outage(contract, "11-20 10:00", "11-20 11:30")
        statement = self.statement(contract).with_user(self.users["supervisor"])
        self.assertEqual(statement.segment_count, 2)
        resolve = self.line(statement, "t_resolve")[0]
        self.assertEqual(resolve.level_text, "Resolve")
        self.assertEqual(resolve.target_text, "8 h · 95 %")
        self.assertEqual(resolve.value_text, "94.00 %")
        self.assertEqual(resolve.likely_text, "likely 83.8 % to 97.9 %")
        self.assertEqual(resolve.days_text, "11/01/2026 – 11/15/2026")
        up = self.line(statement, "t_available")[1]
        self.assertEqual((up.target_text, up.likely_text), ("99.9 %", ""))

    def test_26_a_fee_is_shared_by_days(self):
        for first, day, fees in [
            (NOVEMBER, date(2026, 11, 16), [40000.0, 40000.0]),
            (OCTOBER, date(2026, 10, 16), [38709.68, 41290.32]),
        ]:
            contract = self.case()
            self.agreed(contract, "sla", day, sla=self.levels())
            statement = self.statement(contract, first)
            self.assertEqual(statement.segment_ids.mapped("fee"), fees)
            self.assertEqual(statement.fee, 80000)
            self.assertEqual(len(statement.line_ids), 6)

    def test_19_the_border_and_no_cases(self):
        contract = self.case()
        self.cases(contract, "t_resolve", 19, 1)
        statement = self.statement(contract)
        resolve = self.line(statement, "t_resolve")
        self.assertEqual((resolve.verdict, resolve.credit), ("met", 0))
        response = self.line(statement, "t_response")
        self.assertEqual((response.n, response.verdict), (0, "na"))
        self.assertFalse(response.has_value)

    def test_20_a_missed_case_counts_in_the_month_it_was_missed(self):
        contract = self.case()
        clock = self.fact(contract, "11-29 10:00", now=AFTER)
        self.assertEqual(clock.outcome_day, date(2026, 11, 29))
        self.assertEqual(self.line(self.statement(contract), "t_resolve").breached, 1)
        clock.reached_at = at("12-02 10:00")
        for month, count in [(NOVEMBER, 1), (DECEMBER, 0)]:
            statement = self.statement(contract, month, "12-31 09:00")
            self.assertEqual(self.line(statement, "t_resolve").breached, count)

    def test_versions_change_within_the_month(self):
        contract = self.case()
        old = contract.annex_ids.filtered(lambda annex: annex.kind == "sla")
        version = old._new_version(date(2026, 11, 16))
        version.change_reason = "Faster"
        version.sla_line_ids.filtered("target_minutes").target_minutes = 6 * 60
        self.agree(version)
        self.fact(contract, "11-10 09:00", "11-10 16:00")
        self.fact(contract, "11-20 09:00", "11-20 16:00")
        self.fact(contract, "11-15 20:00", "11-16 03:00")
        statement = self.statement(contract)
        first, second = statement.segment_ids
        resolve = self.resolve
        [line] = first.line_ids.filtered(lambda line: line.metric_id == resolve)
        self.assertEqual((line.met, line.breached), (2, 0))
        [line] = second.line_ids.filtered(lambda line: line.metric_id == resolve)
        self.assertEqual((line.met, line.breached), (0, 1))

    def test_carried_over_from_a_version_without_a_day_in_the_month(self):
        contract = self.case()
        annex = contract.annex_ids.filtered(lambda annex: annex.kind == "sla")
        version = annex._new_version(NOVEMBER)
        version.change_reason = "Faster"
        self.agree(version)
        self.fact(contract, "10-31 20:00", "11-01 02:00")
        line = self.line(self.statement(contract), "t_resolve")
        self.assertEqual((line.met, line.carried_over), (1, 1))

    def test_the_contract_begins_within_the_month(self):
        contract = self.contract(date_start=date(2026, 11, 16))
        self.case(contract, date(2026, 11, 16))
        statement = self.statement(contract)
        self.assertEqual(statement.fee, 40000)
        [segment] = statement.segment_ids
        self.assertEqual(segment.date_from, date(2026, 11, 16))
        self.assertFalse(self.statement(contract, OCTOBER))

    def test_an_amount_per_case_points_and_bonus(self):
        contract = self.case(
            cap_bp=5000,
            row={"miss_amount": 50, "miss_points": 3, "bonus_from_bp": 9900}
            | {"bonus_bp": 100},
            band=[
                {"points_from": 2, "deduction_bp": 100},
                {"points_from": 4, "deduction_bp": 300},
            ],
        )
        self.cases(contract, "t_response", 20, 0)
        self.cases(contract, "t_resolve", 9, 1)
        statement = self.statement(contract)
        # 80 000 x 50 % x 5 % and one missed case
        self.assertEqual(self.line(statement, "t_resolve").credit, 2050)
        self.assertEqual((statement.points, statement.point_deduction), (3, 800))
        # response and availability at 100 %: 1 % of 30 % and of 20 %
        self.assertEqual(statement.bonus, 240 + 160)
        self.assertEqual(statement.net, 80000 - 2050 - 800 + 400)

    def test_misses_in_a_row_earn_back_and_termination(self):
        contract = self.case(
            consecutive_months=2,
            consecutive_factor_bp=15000,
            earn_back_months=1,
            termination_misses=2,
            termination_window=3,
        )
        for day in ("09-10", "10-13"):
            self.cases(contract, "t_resolve", 9, 1, day)
        self.cases(contract, "t_resolve", 20, 0, "11-10")
        september = self.statement(contract, date(2026, 9, 1))
        self.assertEqual(september.credit, 2000)
        october = self.statement(contract, OCTOBER)
        self.assertEqual(october.credit, 3000)
        self.assertEqual(self.line(october, "t_resolve").factor_bp, 15000)
        self.assertTrue(october.is_termination_right)
        november = self.statement(contract)
        self.assertEqual((november.credit, november.earn_back), (0, 3000))
        self.assertEqual(november.net, 83000)

    def test_late_deliverables_cost_what_their_line_says(self):
        contract = self.case()
        version = self.agreed(
            contract,
            "reporting",
            deliverable=[
                {"name": "Report", "due_offset_days": 5, "deduction": 500.0},
            ],
        )
        self.env["ops.deliverable"]._generate(contract, date(2026, 11, 30))
        self.assertTrue(version.deliverable_line_ids)
        due = contract.deliverable_ids.filtered(lambda item: item.date_due.month == 11)
        self.assertEqual(len(due), 1)
        self.assertEqual(self.statement(contract).deliverable_deduction, 500)

    def test_readings(self):
        contract = self.contract()
        version = self.agreed(
            contract,
            "sla",
            sla=[
                self.promise(metric="t_first_time", sequence=1, target_bp=8000),
                self.promise(metric="t_complaints", sequence=2, target_value=2),
                self.promise(metric="t_satisfaction", sequence=3, target_value=4.5),
            ],
        )
        rows = [
            {"numerator": 8, "denominator": 10},
            {"value": 3.0},
            {"value": 4.5},
        ]
        for line, values in zip(version.sla_line_ids, rows, strict=True):
            reading = self.env["ops.sla.reading"].create(
                {
                    "contract_id": contract.id,
                    "sla_line_id": line.id,
                    "date_from": NOVEMBER,
                    "date_to": date(2026, 11, 30),
                    "note": "Minutes of the meeting",
                    **values,
                }
            )
            reading.with_user(self.users["supervisor"]).action_submit()
            if line != version.sla_line_ids[-1]:
                reading.with_user(self.users["manager"]).action_approve()
        statement = self.statement(contract)
        self.assertEqual(self.line(statement, "t_first_time").verdict, "met")
        self.assertEqual(self.line(statement, "t_complaints").verdict, "missed")
        # nobody has approved the third
        self.assertEqual(self.line(statement, "t_satisfaction").verdict, "na")

    def test_cases_without_a_level_are_named(self):
        contract = self.case()
        self.fact(contract, "11-10 09:00", metric_id=self.metrics["t_punctual"].id)
        self.assertEqual(self.statement(contract).uncounted, 1)

    def test_a_draft_follows_its_facts_and_nothing_else(self):
        contract = self.case()
        self.cases(contract, "t_resolve", 9, 1)
        statement = self.statement(contract)
        lines = statement.line_ids
        self.assertEqual(self.statement(contract), statement)
        self.assertEqual(statement.line_ids, lines)
        self.cases(contract, "t_resolve", 1, 0, "11-12")
        self.assertEqual(self.statement(contract), statement)
        self.assertEqual(self.line(statement, "t_resolve").n, 11)
        self.assertFalse(lines.exists())

    def test_a_service_level_may_be_about_some_services_only(self):
        contract = self.contract(calendar_id=self.calendar_247.id)
        services = self.agreed(
            contract,
            "service",
            service=[
                {"item_id": self.item.id, "no_sla_reason": "-"},
                {"item_id": self.item.id, "no_sla_reason": "-"},
            ],
        ).service_line_ids
        self.agreed(
            contract,
            "sla",
            sla=[
                self.promise(
                    metric="t_available",
                    service_line_ids=[Command.set(services[:1].ids)],
                )
            ],
        )
        self.outage(
            contract, "11-10 10:00", "11-10 11:00", service_line_id=services[1].id
        )
        line = self.line(self.statement(contract), "t_available")
        self.assertEqual(line.value, 1)
        self.outage(
            contract, "11-11 10:00", "11-11 11:00", service_line_id=services[0].id
        )
        line = self.line(self.statement(contract), "t_available")
        self.assertEqual(line.denominator - line.numerator, 3600)

    def test_ten_contracts_cost_as_many_queries_as_one(self):
        Statement = self.env["ops.sla.statement"]

        def cost(count):
            contracts = self.env["ops.contract"].concat(
                *[self.case() for _n in range(count)]
            )
            for contract in contracts:
                self.cases(contract, "t_resolve", 3, 1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Statement._compute_months(
                contracts.sudo(), NOVEMBER, date(2026, 11, 30), at(AFTER)
            )
            return self.cr.sql_log_count - before

        cost(1)
        self.assertLessEqual(cost(10) - cost(1), 2)
