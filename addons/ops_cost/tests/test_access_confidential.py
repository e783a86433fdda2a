"""Wages of others: a recorder who adds up and subtracts everything that he can read,
through every door, learns nothing about them.

Proved without arithmetic: the same company is read twice, with other wages of one
colleague. Whatever is shown to a role has to be the same both times, else it depends
on the wage and some sum or difference could tell it.
"""

import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..imports.export import entries_csv, workbook
from .access_case import AccessCase
from .access_doors import Doors
from .access_oracle import Oracle, matrix
from .access_otherwise import CHANGES, COLLEAGUE, ELSEWHERE, NO_WAGES, OtherWages
from .access_screens import ScreenAnswers

CLOCK = re.compile(rb"\d\d:\d\d(:\d\d)?")
MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.models",
)


@tagged("post_install", "-at_install")
class TestConfidential(OtherWages, ScreenAnswers, AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the recorder is one of the two persons of the team
        cls.employees["P01"].user_id = cls.users["recorder"]
        cls.add_wages()
        cls.env.flush_all()

    def test_every_stored_amount_is_varied(self):
        """A field that comes later is varied as well, or named as free of wages."""
        for model in sorted(matrix()):
            records = self.env[model]
            stored = {
                field.name
                for field in records._fields.values()
                if field.store and (field.type == "monetary" or "hash" in field.name)
            }
            if stored and records._auto and not records._transient:
                table = records._table
                varied = {*CHANGES.get(table, ()), *ELSEWHERE.get(table, ())}
                with self.subTest(model=model):
                    self.assertEqual(stored, varied | NO_WAGES.get(table, set()))

    # -------------------------------------------------------------------------------
    def secrets(self):
        """What the colleague's rows and the totals above them hold."""
        self.env.invalidate_all()
        node = self.nodes[COLLEAGUE]
        found = set()
        for name in CHANGES:
            model = self.everything()[name.replace("_", ".")]
            rows = model.search([("node_id", "in", (node | node.l3_id).ids)])
            for column in CHANGES[name]:
                found.update(round(value, 2) for value in rows.mapped(column))
        return sorted(value for value in found if value >= 10)

    # everything that a role is told ------------------------------------------------
    def told(self, role, secrets):
        oracle = Oracle(role, self.users[role], self.company)
        env = self.reader(role)
        for model in sorted(matrix()):
            if not env[model]._transient and env[model].has_access("read"):
                for door, answer in Doors(
                    env[model], self.strangers(oracle, model), secrets
                ).all():
                    yield (model, door), answer
        for screen, answer in self.answers(role):
            yield ("screen", screen), answer
        yield from self.files(role)
        yield from self.prints(role)

    def strangers(self, oracle, model):
        if not self.env[model]._auto:
            return []
        records = self.everything()[model].search([])
        return [record.id for record in records if not oracle.sees(record)]

    def files(self, role):
        for month in self.months.values():
            for what in ("dashboard", "tree", "assessment"):
                exports = self.reader(role)["ops.cost.screen.export"]
                _name, content = exports._workbook(what, month.id, True)
                yield ("workbook", what), list(self.sheets(content))
        for kind in ("company", "quotas", "entries"):
            content = self.file(role, workbook, kind)
            yield ("workbook", kind), list(self.sheets(content))
        yield ("workbook", "csv"), self.file(role, entries_csv)

    def prints(self, role):
        for report, model in (
            ("ops_cost.assessment_sheet_report", "ops.cost.assessment"),
            ("ops_cost.settlement_sheet_report", "ops.cost.settlement"),
        ):
            for record in self.everything()[model].search([]):
                env = self.reader(role)
                try:
                    html, _kind = env["ir.actions.report"]._render_qweb_html(
                        report, record.ids
                    )
                except UserError as refusal:
                    html = str(refusal).encode()
                # the minute of printing is no part of what is told
                yield ("print", report), CLOCK.sub(b"", html)

    def read_twice(self, role):
        """``(what was told, what would have been told with other wages)``."""
        here = self.secrets()
        with self.cr.savepoint() as savepoint:
            self.pay_otherwise()
            secrets = sorted({*here, *self.secrets()})
            there = list(self.told(role, secrets))
            savepoint.rollback()
        self.env.invalidate_all()
        return list(self.told(role, secrets)), there

    def assert_untold(self, role):
        here, there = self.read_twice(role)
        self.assertEqual(len(here), len(there))
        self.assertGreater(len(here), 100)
        for (door, answer), (_door, other) in zip(here, there, strict=True):
            with self.subTest(role=role, door=door):
                self.assertEqual(answer, other)

    @mute_logger(*MUTED)
    def test_the_recorder_cannot_tell_the_wage(self):
        self.assert_untold("recorder")

    @mute_logger(*MUTED)
    def test_the_owner_of_other_items_cannot_tell_the_wage(self):
        self.assert_untold("functional")

    @mute_logger(*MUTED)
    def test_whoever_may_know_is_told(self):
        """The proof is worth something: with other wages, other things are told."""
        here, there = self.read_twice("accountant")
        changed = {
            door
            for (door, answer), (_door, other) in zip(here, there, strict=True)
            if answer != other
        }
        for model in ("entry", "cell", "assessment", "snapshot.item", "block", "plan"):
            with self.subTest(model=model):
                self.assertIn((f"ops.cost.{model}", "door_search_read"), changed)
        self.assertIn(("screen", "tree"), changed)
        self.assertIn(("print", "ops_cost.assessment_sheet_report"), changed)

    # -------------------------------------------------------------------------------
    def with_a_wage(self):
        """The recorder's own cheque, to which the office adds a wage: whether its
        lines add up to zero would tell how much."""
        mine = [("P01@T11", "MAT", {"amount": -20.0}), ("P02@T11", "MAT")]
        cheque = self.voucher(
            mine, "2026-03-05", "recorder", document="internal_cheque"
        )
        line = {"node_id": self.nodes[COLLEAGUE].id, "item_id": self.items["WAG"].id}
        cheque.with_user(self.users["clerk"]).write(
            {"entry_ids": [Command.create({**line, "amount": 5.0})]}
        )
        return cheque.with_env(self.reader("recorder"))

    @mute_logger(*MUTED)
    def test_a_wage_in_the_own_document_takes_it_out_of_sight(self):
        cheque = self.with_a_wage()
        lines = cheque.env["ops.cost.entry"].search([("voucher_id", "=", cheque.id)])
        self.assertEqual(lines.item_id, self.items["MAT"])
        self.assertFalse(cheque.search([("id", "=", cheque.id)]))
        for step in (
            cheque.action_submit,
            lambda: cheque.write({"note": "x"}),
            lambda: lines[0].write({"amount": 15.0}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                step()

    # -------------------------------------------------------------------------------
    def totals(self):
        """Nodes with the quota that the recorder's tree shows."""
        rows = self.reader("recorder")["ops.cost.tree"].get_tree(
            self.months["2026-02"].id
        )
        return rows["limit"], {row["code"]: row["quota"] for row in rows["rows"]}

    def quota_of(self, *items):
        rows = self.everything()["ops.cost.fact"].search(
            [
                ("period_id", "=", self.months["2026-02"].id),
                ("l3_id", "=", self.nodes["T11"].id),
                ("nature", "=", "daily"),
                ("item_id.code", "in", items),
            ]
        )
        return round(sum(rows.mapped("quota")), 2)

    def test_totals_without_the_confidential_item(self):
        self.assertEqual(
            self.totals(), ("confidential", {"T11": self.quota_of("MAT", "UTL")})
        )

    def test_whole_totals_where_nothing_is_confidential(self):
        self.items["WAG"].confidential = False
        limit, totals = self.totals()
        self.assertFalse(limit)
        self.assertEqual(totals["T11"], self.quota_of("MAT", "UTL", "WAG"))
        team = self.reader("recorder")["ops.cost.assessment"].search(
            [("node_id", "=", self.nodes["T11"].id)]
        )
        self.assertTrue(team)
        self.items["WAG"].confidential = True
        self.assertFalse(
            team.with_env(self.reader("recorder")).search([("id", "in", team.ids)])
        )
