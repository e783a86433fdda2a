"""Every screen of facts and statements opens for every role that has it."""

from unittest.mock import patch

from odoo.tests import tagged

from .test_statement_flow import FlowCase

ACTIONS = (
    "ops_sla_clock_action",
    "ops_sla_exclusion_action",
    "ops_sla_reading_action",
    "ops_outage_action",
    "ops_sla_forecast_action",
    "ops_sla_report_action",
    "ops_sla_statement_action",
)


@tagged("post_install", "-at_install")
class TestSlaScreens(FlowCase):
    def fill(self):
        self.sent()
        self.fact(self.deal, "01-20 09:00")
        self.outage(self.deal, "01-20 10:00", "01-20 11:30")
        self.env["ops.sla.forecast"]._forecast(self.deal)

    def test_they_open_and_show_their_records(self):
        self.fill()
        for role in ("supervisor", "manager", "finance", "org"):
            for name in ACTIONS:
                action = self.env.ref(f"ops_contract.{name}")
                with self.subTest(role=role, action=name):
                    self.open(action, self.as_(role)[action.res_model])

    def open(self, action, model):
        kinds = [(False, kind) for kind in [*action.view_mode.split(","), "search"]]
        views = model.get_views(kinds)["views"]
        self.assertEqual(len(views), len(kinds))
        names = views["form"]["arch"].split('"')
        known = [name for name in names if name in model._fields]
        for record in model.search([], limit=2):
            record.read(sorted(set(known)))

    def test_the_forecast_is_computed_from_an_empty_list(self):
        self.fact(self.deal, "01-20 09:00")
        empty = self.as_("manager")["ops.sla.forecast"]
        self.assertFalse(empty.search([]))
        arch = empty.get_view(view_type="list")["arch"]
        self.assertRegex(arch, 'name="action_refresh"[^>]*display="always"')
        with self.moment("01-21 09:00"):
            empty.action_refresh()
        self.assertEqual(empty.search([]).contract_id, self.deal)

    def test_accountability_says_why_and_what_is_done(self):
        clock = self.fact(self.deal, "01-20 09:00", "01-25 09:00")
        self.assertEqual(clock.outcome, "breached")
        report = self.as_("manager")["ops.sla.report"].browse(clock.id)
        self.assertTrue(report.is_unexplained)
        clock.write({"breach_cause": "No spare part", "breach_action": "Two in stock"})
        report.invalidate_recordset()
        self.assertEqual(report.breach_cause, "No spare part")
        self.assertEqual(report.breach_action, "Two in stock")
        self.assertFalse(report.is_unexplained)
        action = self.env.ref("ops_contract.ops_sla_account_action")
        shown = self.env["ir.ui.view"].browse(action.view_ids.view_id.ids)
        self.assertEqual(shown.mapped("type"), ["list", "pivot", "graph"])
        self.assertIn('name="breach_action"', shown[0].arch)

    def test_choices_of_the_analysis_are_in_the_readers_language(self):
        report = self.env["ops.sla.report"].with_context(lang="zh_CN")
        outcomes = dict(report.fields_get(["outcome"])["outcome"]["selection"])
        self.assertEqual(outcomes["breached"], "未达标")

    def test_a_line_is_known_by_its_statement_and_level(self):
        line = self.sent().line_ids[:1]
        level = line.sla_line_id.name or line.metric_id.name
        self.assertEqual(line.display_name, f"{line.statement_id.number}: {level}")

    def test_levels_without_a_name_are_told_apart_by_their_priority(self):
        line = self.line(self.drafted(), "t_resolve")
        self.env.cr.execute(
            "UPDATE ops_annex_sla_line SET priority = 'p2' WHERE id = %s",
            line.sla_line_id.ids,
        )
        self.env.invalidate_all()
        self.assertEqual(line.level_text, f"{line.metric_id.name} P2")

    def test_a_forecast_is_known_by_its_level(self):
        self.fill()
        forecast = self.env["ops.sla.forecast"].search([], limit=1)
        level = forecast.sla_line_id.metric_id.name
        self.assertTrue(forecast.display_name.startswith(level))

    def test_a_part_of_a_month_is_known_by_its_days(self):
        segment = self.sent().segment_ids[:1]
        self.assertTrue(segment.display_name.startswith(segment.statement_id.number))
        self.assertNotIn("ops.sla", segment.display_name)

    def test_the_supervisor_sees_no_money(self):
        self.fill()
        statements = self.as_("supervisor")["ops.sla.statement"]
        arch = statements.get_view(view_type="form")["arch"]
        self.assertNotIn('name="net"', arch)
        self.assertIn('name="verdict"', arch)

    def test_wizards_open(self):
        for name in ("generate", "import", "correct", "confirm", "dispute.answer"):
            model = self.as_("manager")[f"ops.sla.{name}"]
            self.assertTrue(model.get_view(view_type="form")["arch"])

    def test_more_statements_are_drafted_in_the_background(self):
        """As the user who asks: his contracts, one statement each, also twice."""
        contracts = self.deal | self.case()
        foreign = self.case(self.contract(manager_id=self.users["manager2"].id))
        with patch("odoo.addons.ops_contract.wizards.ops_sla_generate.FEW", 1):
            for _twice in range(2):
                wizard = self.as_("manager")["ops.sla.generate"].create(
                    {"date": "2026-01-15"}
                )
                action = wizard.action_generate()
                self.assertEqual(action["tag"], "ops_background_task")
                tasks = self.as_("manager")["ops.background.task"]
                task = tasks.browse(action["params"]["task_id"])
                task._run_now()
                self.assertEqual(task.state, "done", task.message)
                self.assertEqual((task.done, task.total), (2, 2))
        found = self.env["ops.sla.statement"].search(
            task.action_open_result()["domain"]
        )
        self.assertEqual(found.contract_id, contracts)
        self.assertEqual(found.mapped("state"), ["draft", "draft"])
        self.assertFalse(foreign.statement_ids)

    def test_many_statements_are_drafted_by_the_wizard(self):
        wizard = self.as_("manager")["ops.sla.generate"].create(
            {"date": "2026-01-15", "contract_ids": self.deal.ids}
        )
        action = wizard.action_generate()
        [statement] = self.env["ops.sla.statement"].search(action["domain"])
        self.assertEqual(statement.contract_id, self.deal)
