"""R6: no path whatsoever changes a closed month."""

from psycopg2 import Error

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .. import queries
from .ledger_case import USERS, LedgerCase


class Undo(Exception):
    """Takes back what an attempt wrote."""


REFUSALS = (Undo, AccessError, UserError, ValidationError, Error, ValueError)
ROLES = [name for name in (*USERS, "system") if not name.endswith("2")]
# written by the ORM itself, or no column at all
TECHNICAL = {"id", "create_uid", "create_date", "write_uid", "write_date"}
SKIPPED_PREFIXES = ("message_", "activity_", "my_activity", "website_message")


class TestClosedMonth(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["system"] = new_test_user(
            cls.env,
            "ledger_system",
            groups="base.group_system,ops_cost.group_cost_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        release = cls.release(amount=500, period=cls.jan)
        cls.post(("P01", "MAT", 3850.30), ("T11", "WAG", 20))
        cls.post(
            ("P01", "PRT", 99, {"nature": "contingency", "release_id": release.id})
        )
        cheque = [("T12", "PRT", 60), ("T21", "PRT", -60)]
        cls.post(*cheque, document="internal_cheque")
        cls.transfer = cls.new_transfer()
        cls.transfer._post()
        cls.draft = cls.voucher(("P02", "MAT", 7), ref="draft of a closed month")
        cls.jan._close()
        cls.settlement = cls.env["ops.cost.settlement"]._prepare_settlement(
            "monthly", cls.jan
        )
        cls.settlement._review(cls.users["finance"])
        cls.env.flush_all()

    @classmethod
    def new_transfer(cls):
        return cls.env["ops.cost.transfer"].create(
            {
                "plan_id": cls.plan.id,
                "period_id": cls.jan.id,
                "reason": "More work",
                "line_ids": [
                    Command.create(
                        {
                            "from_node_id": cls.nodes["P01"].id,
                            "to_node_id": cls.nodes["P02"].id,
                            "item_id": cls.items["MAT"].id,
                            "quota": 100,
                            "saving_task": 5,
                        }
                    )
                ],
            }
        )

    def setUp(self):
        super().setUp()
        # attempts that were allowed: without some, the mutator proves nothing
        self.harmless = []

    @classmethod
    def state(cls):
        """The checksum of the closed month, its quotas and its settlement."""
        cells = cls.env.execute_query(queries.quota.effective_cells(cls.jan.ids))
        cls.env.cr.execute(
            "SELECT string_agg(line::text, ';' ORDER BY id)"
            " FROM ops_cost_settlement_line line WHERE settlement_id = %s",
            [cls.settlement.id],
        )
        return [*cls.checksum(), sorted(map(str, cells)), cls.env.cr.fetchall()]

    def targets(self):
        """A record of every model that has to do with the closed month."""
        entry = self.env["ops.cost.entry"].search(
            [("period_id", "=", self.jan.id)], limit=1
        )
        line = self.settlement.line_ids[:1]
        return {
            "period": self.jan,
            "entry": entry,
            "contingency entry": entry.search([("nature", "=", "contingency")]),
            "cheque": entry.search([("document", "=", "internal_cheque")], limit=1),
            "voucher": entry.voucher_id,
            "draft": self.draft,
            "draft entry": self.draft.entry_ids,
            "closing": self.jan.closing_ids,
            "assessment": self.jan.assessment_ids[:1],
            "snapshot": self.env["ops.cost.snapshot.item"].search([], limit=1),
            "cell": self.env["ops.cost.cell"].search(
                [("period_id", "=", self.jan.id)], limit=1
            ),
            "allotment": self.env["ops.cost.allotment"].search(
                [("period_id", "=", self.jan.id)], limit=1
            ),
            "version": self.version,
            "plan": self.plan,
            "transfer": self.transfer,
            "transfer line": self.transfer.line_ids,
            "release": self.env["ops.cost.release"].search([], limit=1),
            "fund": self.fund,
            "node": self.nodes["P01"],
            "team": self.nodes["T11"],
            "item": self.items["MAT"],
            "settlement": self.settlement,
            "settlement line": line,
        }

    def test_the_mutator_covers_every_model_of_a_month(self):
        """A new model with a month has to be added to ``targets``."""
        covered = {record._name for record in self.targets().values()}
        for name, model in self.env.registry.items():
            if not name.startswith("ops.cost.") or not model._auto:
                continue
            if model._abstract or model._transient:
                continue
            touches = any(
                field.comodel_name == "ops.cost.period"
                for field in model._fields.values()
                if field.type == "many2one" and field.store
            )
            if touches:
                self.assertIn(name, covered | {"ops.cost.version.change"})

    def test_no_write_of_any_field_by_any_role(self):
        before = self.state()
        for label, record in self.targets().items():
            for user in ROLES:
                self.mutate_fields(label, self.as_user(record, user), before)

        self.assertGreater(len(self.harmless), 200)

    def mutate_fields(self, label, record, before):
        if not record.has_access("write"):
            return
        for name, field in record._fields.items():
            if name in TECHNICAL or name.startswith(SKIPPED_PREFIXES):
                continue
            if not field.store and not field.inverse and field.type != "one2many":
                continue
            value = self.other_value(record.sudo(), field)
            if value is not None:
                self.attempt(
                    f"write {label}.{name} as {record.env.user.login}",
                    lambda record=record, name=name, value=value: record.write(
                        {name: value}
                    ),
                    before,
                )

    def other_value(self, record, field):
        """A value that differs from the present one; None: nothing to try."""
        if field.type in ("char", "text", "html"):
            return "changed"
        if field.type in ("monetary", "float", "integer"):
            return (record[field.name] or 0) + 1
        if field.type == "boolean":
            return not record[field.name]
        if field.type == "date":
            return Date.to_date("2026-02-10")
        if field.type == "datetime":
            return "2026-02-10 08:00:00"
        if field.type == "selection":
            values = [value for value, _label in field._description_selection(self.env)]
            return next((v for v in values if v != record[field.name]), None)
        if field.type == "many2one":
            return self.other_record(record[field.name], field)
        if field.type in ("one2many", "many2many"):
            return [Command.clear()]
        return None

    def other_record(self, present, field):
        others = self.env[field.comodel_name].search(
            [("id", "!=", present.id)], limit=1
        )
        return others.id if others else None

    def attempt(self, what, action, before):
        """Refused, or without any effect on the closed month."""
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint():
                action()
                self.env.flush_all()
                self.env.invalidate_all()
                self.harmless.append(what)
                self.assertEqual(self.state(), before, what)
                raise Undo
        except REFUSALS:
            self.env.invalidate_all()

    def test_no_deletion_and_no_copy_by_any_role(self):
        before = self.state()
        for label, record in self.targets().items():
            for user in ROLES:
                mine = self.as_user(record, user)
                self.attempt(f"unlink {label} as {user}", mine.unlink, before)
                self.attempt(f"copy {label} as {user}", mine.copy, before)
                self.attempt(
                    f"uninstall {label} as {user}",
                    mine.with_context(_force_unlink=True).unlink,
                    before,
                )

    def test_no_import_by_any_role(self):
        before = self.state()
        for label, record in self.targets().items():
            for user in ("office", "manager", "accountant", "system"):
                mine = self.as_user(record, user)
                for name in ("amount", "quota", "date", "code", "state", "penalty"):
                    if name not in record._fields:
                        continue
                    value = self.other_value(record.sudo(), record._fields[name])
                    self.attempt(
                        f"import {label}.{name} as {user}",
                        lambda mine=mine, name=name, value=value: mine.load(
                            [".id", name], [[str(mine.id), str(value)]]
                        ),
                        before,
                    )

    def test_no_new_row_lands_in_the_closed_month(self):
        before = self.state()
        for label, record in self.targets().items():
            values = record.sudo().copy_data()[0] if len(record) == 1 else {}
            for user in ROLES:
                model = self.as_user(record, user).browse()
                for more in (
                    {},
                    {"period_id": self.jan.id},
                    {"state": "posted", "period_id": self.jan.id},
                    {"is_current": True, "closing_id": self.jan.closing_ids.id},
                ):
                    vals = {**values, **more}
                    vals = {name: vals[name] for name in vals if name in model._fields}
                    self.attempt(
                        f"create {label} {sorted(more)} as {user}",
                        lambda model=model, vals=vals: model.create(vals),
                        before,
                    )
                    defaults = {f"default_{name}": vals[name] for name in vals}
                    self.attempt(
                        f"default {label} {sorted(more)} as {user}",
                        lambda model=model, defaults=defaults: model.with_context(
                            **defaults
                        ).create({}),
                        before,
                    )

    def test_moving_a_draft_into_the_closed_month_books_it_later(self):
        before = self.state()
        voucher = self.voucher(("P01", "MAT", 5), date="2026-02-20")
        voucher.date = "2026-01-20"
        voucher.recorded_on = "2026-01-20"
        voucher._post()
        self.assertEqual(voucher.entry_ids.period_id, self.feb)
        self.assertEqual(self.state(), before)

    def test_reversing_and_crediting_leave_the_closed_month_alone(self):
        before = self.state()
        for voucher in self.env["ops.cost.voucher"].search([("state", "=", "posted")]):
            voucher._reverse("2026-01-31", "wrong")._post()
        self.assertEqual(self.state(), before)

    def test_quotas_of_the_closed_month_stay(self):
        before = self.state()
        with self.assertRaisesRegex(UserError, "2026-01 is closed"):
            self.transfer.copy()._post()
        with self.assertRaisesRegex(UserError, "2026-01 is closed"):
            self.jan._guard_open()
        version = self.env["ops.cost.version"].create(
            {
                "plan_id": self.plan.id,
                "effective_period_id": self.jan.id,
                "reason": "again",
            }
        )
        with self.assertRaises(UserError):
            version._issue()
        self.assertEqual(self.state(), before)
