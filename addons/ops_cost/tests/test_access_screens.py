"""R10 for screens, workbooks, prints and forms: no more than the records behind them,
in open months too, where totals are computed as they are shown."""

from collections import defaultdict
from types import SimpleNamespace

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..imports.export import entries_csv, workbook
from .access_case import AccessCase
from .access_oracle import Canaries, Oracle, matrix, values_in
from .access_screens import ScreenAnswers

READERS = ("person", "outsider", "recorder", "accountant", "leader", "functional")
EVERYBODY = (*READERS, "finance", "clerk", "manager", "auditor")
MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
SHEETS = {
    "ops_cost.assessment_sheet_report": "ops.cost.assessment",
    "ops_cost.settlement_sheet_report": "ops.cost.settlement",
}


@tagged("post_install", "-at_install")
class TestAccessScreens(ScreenAnswers, AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everything = cls().everything()
        cls.canaries = Canaries(everything, cls.marks)
        cls._add_live_totals(everything)

    @classmethod
    def _add_live_totals(cls, env):
        """Bundle totals of each node in an open month, which are stored nowhere: to be
        known to whoever reads the sealed ones."""
        totals = defaultdict(lambda: [0.0, 0.0, 0.0])
        rows = env["ops.cost.fact"].search([("state", "=", "open")])
        for row in rows.filtered(lambda row: row.nature == "daily"):
            node = row.node_id
            for holder in {node.l1_id, node.l2_id, node.l3_id, node} - {
                env["ops.cost.node"]
            }:
                for place, name in enumerate(("quota", "reduction_target", "actual")):
                    totals[row.period_id, holder][place] += row[name]
        for (period, node), amounts in totals.items():
            total = SimpleNamespace(
                _name="ops.cost.assessment",
                id=(period.id, node.id),
                node_id=node,
                level=node.level,
                company_id=node.company_id,
            )
            for amount in amounts:
                if amount >= 10:
                    cls.canaries.groups[round(amount, 2)].append([total])

    def secrets(self, role):
        oracle = Oracle(role, self.users[role], self.company)
        secrets = self.canaries.forbidden(oracle)
        self.assertTrue(secrets or role not in READERS)
        return oracle, secrets

    def assert_hidden(self, secrets, answer, **what):
        with self.subTest(**what):
            self.assertEqual(secrets.intersection(values_in(answer)), set())

    # screens -------------------------------------------------------------------
    @mute_logger(*MUTED)
    def test_screens(self):
        for role in READERS:
            _oracle, secrets = self.secrets(role)
            for screen, answer in self.answers(role):
                self.assert_hidden(secrets, answer, role=role, screen=screen)

    # files ---------------------------------------------------------------------
    @mute_logger(*MUTED)
    def test_workbooks_of_the_company(self):
        for role in (*READERS, "auditor"):
            _oracle, secrets = self.secrets(role)
            if not self.plan.with_env(self.reader(role)).has_access("read"):
                continue
            for kind in ("company", "quotas", "entries"):
                for title, values in self.sheets(self.file(role, workbook, kind)):
                    self.assert_hidden(secrets, values, role=role, title=title)
            text = self.file(role, entries_csv)
            self.assert_hidden(secrets, text, role=role, kind="csv")

    @mute_logger(*MUTED)
    def test_workbooks_of_the_screens(self):
        for role in READERS:
            _oracle, secrets = self.secrets(role)
            for what in ("dashboard", "tree", "assessment"):
                for month in self.months.values():
                    exports = self.reader(role)["ops.cost.screen.export"]
                    _name, content = exports._workbook(what, month.id, True)
                    for title, values in self.sheets(content):
                        self.assert_hidden(secrets, values, role=role, title=title)

    @mute_logger(*MUTED)
    def test_prints(self):
        """The sheet of a record out of sight is refused, that of another one holds
        nothing out of sight."""
        for role in READERS:
            oracle, secrets = self.secrets(role)
            for report, model in SHEETS.items():
                for record in self.everything()[model].search([]):
                    seen = oracle.sees(record)
                    env = self.reader(role)
                    try:
                        html, _kind = env["ir.actions.report"]._render_qweb_html(
                            report, record.ids
                        )
                    except UserError:
                        html = b""
                        with self.subTest(role=role, record=record.display_name):
                            self.assertFalse(seen)
                    if html:
                        self.assert_hidden(secrets, html, role=role, report=report)

    # forms ---------------------------------------------------------------------
    @mute_logger(*MUTED)
    def test_every_form_opens_for_whoever_may_read(self):
        """No field of the view stops a reader, no line shows more than he may see."""
        for role in EVERYBODY:
            oracle, secrets = self.secrets(role)
            for model in matrix():
                if self.env[model]._transient or not self.env[model]._auto:
                    continue
                env = self.reader(role)
                if not env[model].has_access("read"):
                    continue
                records = self.everything()[model].search([]).filtered(oracle.sees)
                for record in records[:1] | records[-1:]:
                    env = self.reader(role)
                    with self.subTest(role=role, model=model):
                        form = Form(env[model].browse(record.id))
                        values = [
                            form._values[name]
                            for name in form._view["fields"]
                            if name in form._values
                        ]
                        self.assert_hidden(secrets, values, role=role, model=model)
