from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from ..calc.version import gaps
from .sla_case import at
from .statement_case import YEAR, StatementCase

NOW = at("11-20 12:00")


@tagged("post_install", "-at_install")
class TestContractScreens(StatementCase):
    """Response is kept nine times of ten, resolution is not used, nothing was down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(cls.env.cr, "now", lambda: NOW))
        cls.own = cls.case()

    def cockpit(self, role, contract=None, day=None):
        screen = self.as_(role)["ops.contract.screen"]
        return screen.get_cockpit((contract or self.own).id, day)

    def board(self, role):
        return {
            row["id"]: row
            for row in self.as_(role)["ops.contract.board"].get_board()["rows"]
        }

    # cockpit -----------------------------------------------------------------
    def test_gauges_show_the_month_as_the_statement_will(self):
        self.cases(self.own, "t_response", met=9, breached=1)
        gauges = {gauge["name"]: gauge for gauge in self.cockpit("manager")["gauges"]}
        response = gauges["Response"]
        self.assertEqual(
            (response["n"], response["met"], response["breached"], response["value"]),
            (10, 9, 1, 0.9),
        )
        self.assertEqual(response["verdict"], "missed")
        self.assertEqual(gauges["Resolve"]["verdict"], "na")
        self.assertFalse(gauges["Resolve"]["has_value"])
        self.assertEqual(gauges["Available"]["value"], 1)

    def test_another_month_has_its_own_gauges(self):
        self.cases(self.own, "t_response", met=9, breached=1)
        october = self.cockpit("manager", day="2026-10-15")
        self.assertEqual(october["month"], date(2026, 10, 1))
        self.assertEqual({gauge["n"] for gauge in october["gauges"][:2]}, {0})

    def test_timeline_has_versions_and_gaps(self):
        contract = self.contract(name="Late Annex")
        self.agreed(contract, "sla", date(2026, 3, 1), sla=self.levels())
        (annex,) = self.cockpit("manager", contract)["annexes"]
        self.assertEqual(annex["gaps"], [(date(2026, 1, 1), date(2026, 2, 28))])
        (version,) = annex["versions"]
        self.assertEqual(
            (version["date_from"], version["date_to"]),
            (date(2026, 3, 1), date(2026, 12, 31)),
        )
        covered = [(date(2026, 3, 1), date(2027, 1, 1))]
        self.assertEqual(annex["gaps"], gaps(covered, YEAR, date(2026, 12, 31)))

    def test_only_price_readers_see_what_a_statement_is_worth(self):
        self.statement(self.own)
        for role, sees in [
            ("manager", True),
            ("finance", True),
            ("org", True),
            ("supervisor", False),
        ]:
            with self.subTest(role):
                (row,) = self.cockpit(role)["statements"]
                self.assertEqual(row["net"] is not None, sees)

    def test_strangers_get_nothing(self):
        for role in ("manager2", "employee", "portal", "portal_stranger"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.cockpit(role)
        for role in ("employee", "portal"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.board(role)
        self.assertNotIn(self.own.id, self.board("manager2"))
        for nothing in (0, None, "1", [self.own.id]):
            with self.assertRaises(MissingError):
                self.as_("manager")["ops.contract.screen"].get_cockpit(nothing)

    # board -------------------------------------------------------------------
    def test_lights_follow_the_written_thresholds(self):
        self.own.renewal_notice_days = 0
        self.assertEqual(self.board("manager")[self.own.id]["light"], "red")
        self.agreed(self.own, "service", YEAR, service=[{"item_id": self.item.id}])
        self.assertEqual(self.board("manager")[self.own.id]["light"], "green")
        self.statement(self.own, date(2026, 10, 1), "11-05 09:00")
        row = self.board("manager")[self.own.id]
        self.assertEqual((row["light"], row["marks"]["statements"]), ("amber", 1))
        self.own.renewal_notice_days = 90
        self.assertIn("expiring", self.board("manager")[self.own.id]["marks"])

    def test_what_waits_is_told_from_what_the_other_side_has(self):
        statement = self.statement(self.own, date(2026, 10, 1), "11-05 09:00")
        for state, waiting, sent in [
            ("draft", 1, None),
            ("org_reviewed", 1, None),
            ("sent", None, 1),
            ("disputed", 1, None),
            ("confirmed", 1, None),
            ("settled", None, None),
        ]:
            statement._server_write({"state": state})
            marks = self.board("manager")[self.own.id]["marks"]
            with self.subTest(state):
                self.assertEqual(marks.get("statements"), waiting)
                self.assertEqual(marks.get("sent"), sent)

    def test_a_lost_target_is_red(self):
        self.agreed(self.own, "service", YEAR, service=[{"item_id": self.item.id}])
        self.cases(self.own, "t_response", met=9, breached=1)
        self.env["ops.sla.forecast"]._forecast(self.own)
        row = self.board("supervisor")[self.own.id]
        self.assertEqual((row["light"], row["marks"]["missed"]), ("red", 1))

    def test_a_draft_has_no_light(self):
        draft = self.contract(state="draft")
        self.assertEqual(self.board("org")[draft.id]["light"], "none")

    def test_ten_times_the_contracts_take_the_same_queries(self):
        below = self.contract(direction="internal")
        self.agreed(below, "sla", YEAR, sla=self.levels())

        def more(number):
            for _index in range(number):
                contract = self.contract(underpinning_ids=below.ids)
                self.agreed(contract, "sla", YEAR, sla=self.levels())

        def queries():
            # a new contract clears the cache of rules: they are read anew first
            self.board("org")
            self.env.flush_all()
            self.env.invalidate_all()
            env = self.as_("org")
            env.invalidate_all()
            before = self.cr.sql_log_count
            found = env["ops.contract.board"].get_board()
            return len(found["rows"]), self.cr.sql_log_count - before

        more(1)
        few, cost = queries()
        more(9 * few)
        many, same = queries()
        self.assertEqual(many, 10 * few)
        self.assertEqual(same, cost)

    # numbers on the form -----------------------------------------------------
    def test_numbers_on_the_form_lead_to_their_records(self):
        self.cases(self.own, "t_response", met=2, breached=0)
        contract = self.own.with_user(self.users["supervisor"])
        self.assertEqual(contract.clock_count, 2)
        self.assertEqual(contract.version_count, 3)
        for action in (
            contract.action_open_facts(),
            contract.action_open_versions(),
            contract.action_open_outages(),
            contract.action_open_statements(),
            contract.action_open_changes(),
        ):
            self.env[action["res_model"]].search_count(action["domain"])
        with self.assertRaises(AccessError):
            self.own.with_user(self.users["manager2"]).action_open_facts()
