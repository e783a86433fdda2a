"""R10: no role learns of a contract, or of a price, that the design does not show."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ops_base.tests.doors import DoorsMixin

from .access_case import WRITTEN_PRICE, AccessCase

STRANGERS = ("employee", "supervisor", "manager", "next_door", "public")
PRINTS = {
    "ops_contract.annex_document_report": "price",
    "ops_contract.sla_statement_report": "statement",
    "ops_contract.service_report_report": "contract",
}


@tagged("post_install", "-at_install")
class TestAccessRecords(DoorsMixin, AccessCase):
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def _crawl(self, *roles):
        users = [self.users[role] for role in roles]
        for record in self.papers(self.theirs):
            if record:
                self.assertKept(record, self.theirs.word, *users)

    def test_doors_of_employees(self):
        self._crawl("employee")

    def test_doors_of_a_supervisor_of_other_projects(self):
        self._crawl("supervisor")

    def test_doors_of_the_manager_of_other_contracts(self):
        self._crawl("manager")

    def test_doors_to_the_other_company(self):
        self._crawl("next_door")

    @mute_logger("odoo.sql_db")
    def test_the_doors_are_open_to_whom_they_should(self):
        for role in ("manager2", "org", "finance"):
            self.assertShown(self.theirs.contract, self.theirs.word, self.users[role])
        self.assertShown(self.ours.contract, self.ours.word, self.users["supervisor"])

    def test_each_role_finds_exactly_its_contracts(self):
        contracts = self.ours.contract | self.theirs.contract
        seen = {
            "supervisor": self.ours.contract,
            "manager": self.ours.contract,
            "manager2": self.theirs.contract,
            "finance": contracts,
            "org": contracts,
            "next_door": contracts.browse(),
            "portal": self.ours.contract,
        }
        for role, expected in seen.items():
            for records in self.papers(self.ours):
                model = self.env[records._name].with_user(self.users[role])
                with self.subTest(role=role, model=records._name):
                    try:
                        found = model.search([]).sudo()
                    except AccessError:
                        continue
                    if records._name != "ops.contract":
                        found = found.contract_id
                    self.assertLessEqual(found & contracts, expected)

    def test_the_employee_sees_the_deliverables_he_answers_for(self):
        env = self.as_("employee")
        found = env["ops.deliverable"].search([])
        self.assertTrue(found)
        self.assertEqual(found.sudo().responsible_id, self.users["employee"])
        self.assertFalse(found[0].has_access("unlink"))
        with self.assertRaises(AccessError):
            env["ops.contract"].search([])

    # prices --------------------------------------------------------------------
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_a_supervisor_meets_no_price_of_his_own_contracts(self):
        supervisor = self.users["supervisor"]
        for record in self.papers(self.ours):
            if record:
                self.assertKept(record, WRITTEN_PRICE, supervisor)
        for version in self.ours.contract.version_ids:
            self.assertKept(version, WRITTEN_PRICE, supervisor)
        self.assertKept(self.ours.wish, WRITTEN_PRICE, supervisor)
        self.assertShown(
            self.ours.price.price_line_ids, WRITTEN_PRICE, self.users["manager"]
        )

    def test_no_figure_about_prices_has_an_open_field(self):
        """Sums of money of a contract's papers stand behind a group, or in models
        that a supervisor does not read."""
        for records in self.papers(self.ours):
            model = self.env[records._name].with_user(self.users["supervisor"])
            if not model.has_access("read"):
                continue
            shown = model.fields_get(attributes=["type"])
            with self.subTest(model=model._name):
                self.assertFalse(
                    [n for n, f in shown.items() if f["type"] == "monetary"]
                )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_prints_for_a_supervisor_have_no_price(self):
        for report, name in PRINTS.items():
            record = getattr(self.ours, name)
            text = self._printed("supervisor", report, record)
            with self.subTest(report=report):
                self.assertNotIn("47,110", text)
                self.assertNotIn(WRITTEN_PRICE, text)
        text = self._printed("manager", "ops_contract.annex_document_report")
        self.assertIn("47,110", text)

    def _printed(self, role, report, record=None):
        record = record or self.ours.price
        env = self.as_(role)
        data = None
        if record._name == "ops.contract":
            data = {"date_from": "2026-10-01", "date_to": "2026-10-31"}
            data["contract_ids"] = record.ids
        try:
            html, _kind = env["ir.actions.report"]._render_qweb_html(
                report, record.ids, data=data
            )
        except AccessError:
            return ""
        return html.decode()

    def test_screens_of_a_supervisor_have_no_price_and_no_stranger(self):
        env = self.as_("supervisor")
        board = env["ops.contract.board"].get_board()
        self.assertEqual([row["id"] for row in board["rows"]], self.ours.contract.ids)
        cockpit = env["ops.contract.screen"].get_cockpit(self.ours.contract.id)
        self.assertNotIn(WRITTEN_PRICE, str([board, cockpit]))
        with self.assertRaises(AccessError):
            env["ops.contract.screen"].get_cockpit(self.theirs.contract.id)

    # hands off -----------------------------------------------------------------
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_foreign_papers_take_no_hand(self):
        """write, unlink, copy, message, attachment: refused, nothing changed."""
        before = self.checksum()
        for role in STRANGERS:
            env = self.env(user=self.users[role], su=False)
            for record in self.papers(self.theirs):
                if record:
                    self._touch(role, record.with_env(env))
        self.assertEqual(self.checksum(), before)

    def _touch(self, role, record):
        file = {"name": "x", "res_model": record._name, "res_id": record.id}
        attempts = {
            "write": lambda: record.write({"display_name": "x"}),
            "unlink": record.unlink,
            "copy": record.copy,
            "attach": lambda: record.env["ir.attachment"].create({**file, "raw": b"x"}),
        }
        if "message_ids" in record._fields:
            attempts["message"] = lambda: record.message_post(body="x")
        for name, act in attempts.items():
            self.env.invalidate_all()
            with (
                self.subTest(role=role, model=record._name, attempt=name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                act()

    def test_dialogs_of_others_are_closed(self):
        dialog = self.as_("manager")["ops.contract.stop"].create(
            {
                "contract_id": self.ours.contract.id,
                "reason": "CANARY",
                "kind": "suspend",
                "date_last": "2026-11-30",
            }
        )
        for role in ("org", "manager2"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                dialog.with_user(self.users[role]).read(["reason"])

    def test_dialogs_take_no_foreign_contract(self):
        for role in ("manager", "next_door"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.env(user=self.users[role])["ops.contract.stop"].create(
                    {
                        "contract_id": self.theirs.contract.id,
                        "reason": "x",
                        "kind": "suspend",
                    }
                )
