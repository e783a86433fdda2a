"""Every screen of facts and statements opens for every role that has it."""

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

    def test_the_supervisor_sees_no_money(self):
        self.fill()
        statements = self.as_("supervisor")["ops.sla.statement"]
        arch = statements.get_view(view_type="form")["arch"]
        self.assertNotIn('name="net"', arch)
        self.assertIn('name="verdict"', arch)

    def test_wizards_open(self):
        for name in ("generate", "import", "correct", "dispute.answer"):
            model = self.as_("manager")[f"ops.sla.{name}"]
            self.assertTrue(model.get_view(view_type="form")["arch"])

    def test_many_statements_are_drafted_by_the_wizard(self):
        wizard = self.as_("manager")["ops.sla.generate"].create(
            {"date": "2026-01-15", "contract_ids": self.deal.ids}
        )
        action = wizard.action_generate()
        [statement] = self.env["ops.sla.statement"].search(action["domain"])
        self.assertEqual(statement.contract_id, self.deal)
